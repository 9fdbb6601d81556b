/* Own pictures in questions: the school's where a question names them, and the pupil's own among
 * the choices and cards of one that takes them.
 *
 * A question names one of the school's by its record. It may have been taken out since, or not have
 * come to this tablet: then the words stand alone, on a card like any other. No name but those
 * leads from an instrument into the log, for a pupil's own picture is no other pupil's business.
 *
 * A child who knows the swing of their own school need not know a drawing of one. So a picture with
 * the words of a choice stands in for its picture, and the answer means the same; another one is a
 * choice of its own, known by its record. A question must stay as small as it was laid out for: at
 * most four of them come in, the latest first, and where there is no room the last choices give
 * way. One that shows the pupil is no answer.
 */
#include "app_room.h"

#include <string.h>

enum { OWN_MOST = 4, CHOICES_ROOM = 8 };

static const char own_mark[] = "own-";

bool album_find(struct app *a, const struct id *pupil, const char *choice,
                struct album_picture *out)
{
    struct view_picture_rows rows = {0};

    *out = (struct album_picture){word_of(a, WORD_PICTURE_HERE), ""};
    if (strncmp(choice, own_mark, sizeof(own_mark) - 1) != 0) {
        return false;
    }
    app_tell(a, view_pictures(a->session.view, &a->session.school, pupil, &a->model, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        if (strcmp(choice + sizeof(own_mark) - 1, rows.rows[i].rec.text) == 0) {
            *out = (struct album_picture){
                rows.rows[i].label, picture_name(&a->model, &rows.rows[i].rec, rows.rows[i].mark)};
        }
    }
    return true;
}

/* ---- the school's ---------------------------------------------------------------------------- */

enum status album_schools(struct app *a, struct arena *arena, struct view_picture_rows *out)
{
    const struct id nobody = {""};

    return view_pictures(a->session.view, &a->session.school, &nobody, arena, out);
}

const char *album_schools_name(const struct view_picture_rows *rows, struct arena *arena,
                               const char *name)
{
    const char *rec = instrument_schools_picture(name);

    for (size_t i = 0; rec != NULL && i < rows->count; i++) {
        if (strcmp(rows->rows[i].rec.text, rec) == 0) {
            return picture_name(arena, &rows->rows[i].rec, rows->rows[i].mark);
        }
    }
    return strchr(name, ':') == NULL ? name : "";
}

struct showing {
    struct arena *arena;
    struct view_picture_rows rows;
    size_t missing;
};

static enum status show_one(void *ctx, const char *item, const char **name)
{
    const struct showing *s = ctx;

    (void)item;
    if (strchr(*name, ':') != NULL) { /* what ships is shared, and stays as it is */
        *name = album_schools_name(&s->rows, s->arena, *name);
    }
    return STATUS_OK;
}

void room_show_schools(struct app *a)
{
    struct showing s = {.arena = &a->room.arena};

    app_tell(a, album_schools(a, s.arena, &s.rows));
    app_tell(a, instrument_each_picture(&a->room.asks.in, show_one, &s));
}

static enum status count_one(void *ctx, const char *item, const char **name)
{
    struct showing *s = ctx;

    (void)item;
    s->missing += album_schools_name(&s->rows, s->arena, *name)[0] == '\0' && (*name)[0] != '\0';
    return STATUS_OK;
}

size_t room_missing(const struct view_picture_rows *rows, struct arena *arena,
                    const struct instrument *in)
{
    struct showing s = {.arena = arena, .rows = *rows};
    struct instrument looked_at = *in;
    enum status st = instrument_each_picture(&looked_at, count_one, &s);

    return st == STATUS_OK ? s.missing : 0;
}

/* ---- the pupil's ----------------------------------------------------------------------------- */

struct adding {
    struct arena *arena;
    const struct view_picture *picture;
    const char *id, *name;
};

static bool is_named(const char *label, const struct adding *with)
{
    return strcmp(label, with->picture->label) == 0;
}

/* ---- cards ----------------------------------------------------------------------------------- */

/* True when it is one more. */
static bool add_card(struct instrument_item *item, const struct adding *with)
{
    for (size_t i = 0; i < item->card_count; i++) {
        if (is_named(item->cards[i].label, with)) {
            item->cards[i].picture = with->name;
            return false;
        }
    }
    if (item->card_count == INSTRUMENT_CARDS_MOST) {
        return false;
    }
    item->cards[item->card_count++] =
        (struct instrument_card){with->id, with->picture->label, with->name, ""};
    return true;
}

static void take_cards(struct instrument_item *item, struct arena *arena)
{
    struct instrument_card *cards = arena_alloc(arena, INSTRUMENT_CARDS_MOST * sizeof(*cards));

    memcpy(cards, item->cards, item->card_count * sizeof(*cards));
    item->cards = cards;
}

/* ---- choices --------------------------------------------------------------------------------- */

/* Those that are the instrument's own stand first, what is apart last. */
static bool add_choice(struct instrument_item *item, const struct adding *with, size_t added)
{
    size_t scale = answer_scale(item);
    size_t at = scale;

    for (size_t i = 0; i < scale; i++) {
        if (is_named(item->choices[i].label, with)) {
            item->choices[i].picture = with->name;
            return false;
        }
    }
    if (scale == CHOICES_ROOM) { /* the last that is not the pupil's gives way */
        at = scale - 1 - added;
        memmove(&item->choices[at], &item->choices[at + 1], added * sizeof(*item->choices));
        at = scale - 1;
    } else {
        memmove(&item->choices[at + 1], &item->choices[at],
                (item->choice_count - at) * sizeof(*item->choices));
        item->choice_count++;
    }
    item->choices[at] = (struct instrument_choice){
        .id = with->id, .label = with->picture->label, .about = "", .picture = with->name};
    return true;
}

static void take_choices(struct instrument_item *item, struct arena *arena)
{
    struct instrument_choice *choices =
        arena_alloc(arena, INSTRUMENT_CHOICES_MOST * sizeof(*choices));

    memcpy(choices, item->choices, item->choice_count * sizeof(*choices));
    item->choices = choices;
}

/* ---- the question ---------------------------------------------------------------------------- */

static void add_to(struct instrument_item *item, const struct view_picture_rows *rows,
                   struct arena *arena)
{
    bool is_board = instrument_way_of(item) == INSTRUMENT_BOARD;
    size_t added = 0;

    take_cards(item, arena);
    take_choices(item, arena);
    for (size_t i = 0; i < rows->count && added < OWN_MOST; i++) {
        const struct view_picture *picture = &rows->rows[i];
        struct adding with = {arena, picture,
                              arena_printf(arena, "%s%s", own_mark, picture->rec.text),
                              picture_name(arena, &picture->rec, picture->mark)};
        if (picture->portrait_ms > 0) {
            continue;
        }
        added += (is_board ? add_card(item, &with) : add_choice(item, &with, added)) ? 1 : 0;
    }
}

void room_add_own(struct app *a, const struct id *pupil, struct instrument *in, struct arena *arena)
{
    struct view_picture_rows rows = {0};
    struct instrument_item *items = NULL;

    app_tell(a, view_pictures(a->session.view, &a->session.school, pupil, arena, &rows));
    if (rows.count == 0) {
        return;
    }
    items = arena_alloc(arena, in->item_count * sizeof(*items));
    memcpy(items, in->items, in->item_count * sizeof(*items));
    for (size_t i = 0; i < in->item_count; i++) {
        if (items[i].own) {
            add_to(&items[i], &rows, arena);
        }
    }
    in->items = items;
}
