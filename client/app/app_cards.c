/* The cards of a group's pupils.
 *
 * A tap opens the pupil whose card it is, so no two cards may look the same. A first name is enough
 * with the letter of the family name, until two share both: then all of these show the whole name,
 * and where even that is the same, their groups. Among thousands that is no rare case, so who has
 * whose name is found in one pass, by a table.
 *
 * The screen is filled anew at every letter that is sought and at every tap. What the log says of
 * thousands takes longer to ask for than a frame may last twice, so it is asked once and kept until
 * the log moves; after an unlock it is asked in steps, before the first of the cards is shown. What
 * is saved here moves the log by one observation, and that changes one row.
 */
#include "app_private.h"
#include "view_observed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ----------------------------------------------------------------------------------- */

/* The bytes of the family name that a card shows. */
static size_t shown_size(const struct view_pupil *p, bool is_whole)
{
    const char *at = p->family;

    if (is_whole || *at == '\0') {
        return strlen(p->family);
    }
    (void)text_next(&at);
    return (size_t)(at - p->family);
}

static bool is_same_name(const struct view_pupil *x, const struct view_pupil *y, bool is_whole)
{
    size_t size = shown_size(x, is_whole);

    return strcmp(x->shown, y->shown) == 0 && size == shown_size(y, is_whole) &&
           memcmp(x->family, y->family, size) == 0;
}

/* FNV-1a. */
static uint32_t hash_more(uint32_t hash, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619U;
    }
    return hash;
}

static uint32_t hash_name(const struct view_pupil *p, bool is_whole)
{
    uint32_t hash = hash_more(2166136261U, p->shown, strlen(p->shown) + 1);

    return hash_more(hash, p->family, shown_size(p, is_whole));
}

/* For each row, whether another has its name. */
static bool *shared_names(struct arena *arena, const struct view_pupil_rows *pupils, bool is_whole)
{
    bool *is_shared = arena_alloc(arena, pupils->count + 1);
    size_t room = 16;
    size_t *slots = NULL; /* a row's number and one; 0: nobody's yet */

    while (room < 2 * pupils->count) {
        room *= 2;
    }
    slots = arena_alloc(arena, room * sizeof(*slots));
    for (size_t i = 0; i < pupils->count; i++) {
        const struct view_pupil *p = &pupils->rows[i];
        size_t at = hash_name(p, is_whole) & (room - 1);

        while (slots[at] != 0 && !is_same_name(&pupils->rows[slots[at] - 1], p, is_whole)) {
            at = (at + 1) & (room - 1);
        }
        if (slots[at] != 0) {
            is_shared[i] = true;
            is_shared[slots[at] - 1] = true;
        } else {
            slots[at] = i + 1;
        }
    }
    return is_shared;
}

/* ---- what is kept until the log moves -------------------------------------------------------- */

static const char *groups_of(struct app *a, const struct id *pupil)
{
    struct view_pupil row = {.groups = ""};
    enum status st =
        view_pupil_one(a->session.view, &a->session.school, pupil, &a->cards.arena, &row);

    app_tell(a, st == STATUS_NOT_FOUND ? STATUS_OK : st);
    return row.groups;
}

static void fill_row(struct app *a, const struct view_pupil *p, bool is_whole, bool is_twice,
                     struct app_card *out)
{
    struct arena *arena = &a->cards.arena;
    const char *whole = arena_printf(arena, "%s %s", p->shown, p->family);

    *out = (struct app_card){.pupil = p, .name = p->shown, .groups = ""};
    out->initials = model_initials_in(arena, whole);
    if (p->family[0] != '\0') {
        out->name = is_whole ? whole
                             : arena_printf(arena, "%s %.*s.", p->shown, (int)shown_size(p, false),
                                            p->family);
    }
    if (is_twice) {
        out->groups = groups_of(a, &p->id);
    }
}

static const char *name_of_group(struct app *a)
{
    struct merge_record r = {0};
    const char *name = NULL;

    merge_init(&r);
    if (!id_is_none(&a->place.group) &&
        view_load(a->session.view, &a->session.school, &a->place.group, &r) == STATUS_OK) {
        name = json_text(model_field(&r, "name"));
    }
    name = arena_text(&a->cards.arena, name != NULL ? name : "");
    merge_finish(&r);
    return name;
}

static void ask_names(struct app *a)
{
    struct app_cards *c = &a->cards;

    arena_wipe(&c->arena);
    *c = (struct app_cards){
        .arena = c->arena, .stage = CARDS_NAMED, .by_name = true, .group = a->place.group};
    app_tell(a, view_pupils(a->session.view, &a->session.school, &c->group, VIEW_NAMES_ONLY,
                            &c->arena, &c->pupils));
}

static void ask_the_rest(struct app *a)
{
    struct app_cards *c = &a->cards;
    bool *is_whole = shared_names(&c->arena, &c->pupils, false);
    bool *is_twice = shared_names(&c->arena, &c->pupils, true);

    app_tell(a,
             view_observed(a->session.view, &a->session.school, &c->group, &c->arena, &c->pupils));
    c->group_name = name_of_group(a);
    c->rows = arena_alloc(&c->arena, (c->pupils.count + 1) * sizeof(*c->rows));
    c->count = c->pupils.count;
    for (size_t i = 0; i < c->count; i++) {
        fill_row(a, &c->pupils.rows[i], is_whole[i], is_twice[i], &c->rows[i]);
        c->rows[i].rank = i;
    }
    c->stage = CARDS_FRESH;
}

static int by_rank(const void *x, const void *y)
{
    size_t left = ((const struct app_card *)x)->rank;
    size_t right = ((const struct app_card *)y)->rank;

    return left < right ? -1 : (left > right ? 1 : 0);
}

static int least_recent_first(const void *x, const void *y)
{
    int64_t left = ((const struct app_card *)x)->pupil->last_observed_ms;
    int64_t right = ((const struct app_card *)y)->pupil->last_observed_ms;

    return left < right ? -1 : (left > right ? 1 : by_rank(x, y));
}

static void put_in_order(struct app *a)
{
    struct app_cards *c = &a->cards;

    c->by_name = a->place.by_name;
    if (c->count > 1) {
        qsort(c->rows, c->count, sizeof(*c->rows), c->by_name ? by_rank : least_recent_first);
    }
}

bool cards_prepare(struct app *a)
{
    struct app_cards *c = &a->cards;

    if (c->stage == CARDS_NONE || !id_equal(&c->group, &a->place.group)) {
        ask_names(a);
    } else if (c->stage == CARDS_NAMED) {
        ask_the_rest(a);
    } else if (c->by_name != a->place.by_name) {
        put_in_order(a);
    } else {
        return false;
    }
    return true;
}

const struct app_cards *cards_known(struct app *a)
{
    while (cards_prepare(a)) {
        /* each step brings the next */
    }
    return &a->cards;
}

/* Whoever was just observed moves to their place in an order that is right but for them. */
static void move_row(struct app_cards *c, size_t from)
{
    struct app_card row = c->rows[from];
    size_t at = from;

    for (; at + 1 < c->count && least_recent_first(&c->rows[at + 1], &row) < 0; at++) {
        c->rows[at] = c->rows[at + 1];
    }
    for (; at > 0 && least_recent_first(&c->rows[at - 1], &row) > 0; at--) {
        c->rows[at] = c->rows[at - 1];
    }
    c->rows[at] = row;
}

static enum status ask_again(struct app *a, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct app_cards *c = &a->cards;
    struct arena arena = {0};
    struct view_pupil row = {.groups = ""};
    size_t at = 0;

    while (at < c->count && !id_equal(&c->rows[at].pupil->id, pupil)) {
        at++;
    }
    if (at == c->count) {
        goto done; /* of another group */
    }
    TRY(view_pupil_one(a->session.view, &a->session.school, pupil, &arena, &row));
    c->pupils.rows[c->rows[at].rank].last_observed_ms = row.last_observed_ms;
    c->pupils.rows[c->rows[at].rank].observed_count = row.observed_count;
    if (!c->by_name) {
        move_row(c, at);
    }
done:
    arena_wipe(&arena);
    return st;
}

void cards_heed(struct app *a, const struct change *c, enum cards_stage before)
{
    if (before == CARDS_FRESH && strcmp(c->type, "observation") == 0 &&
        ask_again(a, &c->pupil) == STATUS_OK) {
        a->cards.stage = before;
    }
}

void cards_close(struct app *a)
{
    arena_wipe(&a->cards.arena);
    key_wipe(&a->cards, sizeof(a->cards));
}

/* ---- who is sought --------------------------------------------------------------------------- */

static bool starts_with(const char *name, const char *sought)
{
    for (;;) {
        uint32_t letter = text_next_plain(&sought);
        if (letter == 0) {
            return true;
        }
        if (text_next_plain(&name) != letter) {
            return false;
        }
    }
}

/* Any word of the name begins like that; small and capital letters are one, and whoever types no
 * accents finds those who have some. */
static bool is_in_name(const char *name, const char *sought)
{
    for (const char *at = name; *at != '\0'; at++) {
        if ((at == name || at[-1] == ' ' || at[-1] == '-') && starts_with(at, sought)) {
            return true;
        }
    }
    return *sought == '\0';
}

/* The name as it is called, and as it is written. */
static bool is_sought(struct app *a, const struct view_pupil *p)
{
    const char *sought = a->form.search + strspn(a->form.search, " ");
    char whole[400] = "";

    if (*sought == '\0') {
        return true;
    }
    (void)snprintf(whole, sizeof(whole), "%s %s", p->shown, p->family);
    return is_in_name(whole, sought) || (p->given != p->shown && is_in_name(p->given, sought));
}

/* ---- the cards ------------------------------------------------------------------------------- */

static bool is_chosen(const struct app *a, const struct id *pupil)
{
    for (size_t i = 0; i < a->chosen_count; i++) {
        if (id_equal(&a->chosen[i], pupil)) {
            return true;
        }
    }
    return false;
}

static const char *portrait_of(struct app *a, const struct view_picture_rows *portraits,
                               const struct id *pupil)
{
    for (size_t i = 0; i < portraits->count; i++) {
        const struct view_picture *row = &portraits->rows[i];
        if (id_equal(&row->pupil, pupil)) {
            return picture_name(&a->model, &row->rec, row->mark);
        }
    }
    return "";
}

static struct screen_card card_of(struct app *a, const struct app_card *row,
                                  const struct view_picture_rows *portraits)
{
    const struct id *id = &row->pupil->id;
    const char *since = model_since(a, row->pupil->last_observed_ms);

    return (struct screen_card){
        .id = *id,
        .key = id->text,
        .name = row->name,
        .initials = row->initials,
        .picture = portrait_of(a, portraits, id),
        .since =
            row->groups[0] != '\0' ? arena_printf(&a->model, "%s · %s", row->groups, since) : since,
        .has_draft = draft_of_pupil(a, id) != NULL,
        .chosen = is_chosen(a, id)};
}

/* Who is in each is counted when somebody wants to see it. */
static void fill_groups(struct app *a, struct screen_class *out)
{
    struct app_cards *c = &a->cards;
    struct screen_group *rows = NULL;

    out->group = c->group_name[0] != '\0' ? c->group_name : word_of(a, WORD_CLASS_EVERYONE);
    if (a->view.sheet != SHEET_GROUPS) {
        return;
    }
    if (!c->has_groups) {
        c->has_groups = true;
        app_tell(a, view_groups(a->session.view, &a->session.school, &c->arena, &c->groups));
    }
    rows = arena_alloc(&a->model, (c->groups.count + 1) * sizeof(*rows));
    for (size_t i = 0; i < c->groups.count; i++) {
        const struct view_group *group = &c->groups.rows[i];
        rows[i].id = group->id;
        rows[i].key = group->id.text;
        rows[i].name = group->name;
        rows[i].sub =
            words_count(&a->words, group->pupil_count == 1 ? WORD_CLASS_PUPIL : WORD_CLASS_PUPILS,
                        &a->model, group->pupil_count);
    }
    out->groups = rows;
    out->group_count = c->groups.count;
}

void model_fill_class(struct app *a)
{
    struct screen_class *out = &a->view.class;
    const struct app_cards *known = cards_known(a);
    struct view_picture_rows portraits = {0};
    struct screen_card *cards = NULL;

    *out = (struct screen_class){.order = a->place.by_name ? 1 : 0,
                                 .is_selecting = a->is_selecting,
                                 .chosen_count = a->chosen_count};
    fill_groups(a, out);
    app_tell(a, view_portraits(a->session.view, &a->session.school, &a->model, &portraits));
    cards = arena_alloc(&a->model, (known->count + 1) * sizeof(*cards));
    for (size_t i = 0; i < known->count; i++) {
        if (is_sought(a, known->rows[i].pupil)) {
            cards[out->card_count++] = card_of(a, &known->rows[i], &portraits);
        }
    }
    out->cards = cards;
}
