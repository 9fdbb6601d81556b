/* How the pupil room looks, measured: every question of every self-assessment that ships, in both
 * orders, what is read back, and the thanks, with the real fonts, in the sizes of the tablets, at
 * text 100 % and 200 %. A pupil must see all that there is to choose from at once, in large targets
 * well apart, every answer of one question as large as the others, its picture as high as theirs
 * and large enough, no word cut, broken or over another, and the ways out wherever they are; what
 * is wanted large is large, and nothing gives way to a wheel, whichever answers were given: a board
 * is sorted evenly, and into one column alone, with own pictures on it.
 * Seen caught: Yes below the screen, five faces side by side on a tablet held upright, a foot over
 * the answers at 200 %, a journal whose words grew by a tenth, a face lifted by its longer name, a
 * grid of small pictures over an empty strip, "Playtim" over "e", a board that scrolled once the
 * eighth card lay in its first column.
 * ROOM_SHOTS=FOLDER draws each as a picture as well, to be looked at (./dev shots DIR room). */
#include "cases.h"
#include "glove_asked.h"

#include <stdlib.h>
#include <string.h>

/* In dp, of which a millimetre has 6.3. What is no answer looks smaller than it is: a finger
 * reaches the adult's door from as far as 10 mm across, and a button for pupils from 20. */
enum { ANSWER_LEAST = 126, TARGET_LEAST = 56, GAP_LEAST = 12, TRIES_MOST = 40, OWN_COUNT = 4 };
/* Of words, where 200 % is asked for, in dp: of 31 and of 18 to 25 at 100 %. All that there is to
 * choose from stays in sight, so a page of eight pictures gets less than one of three faces, and
 * twelve cards with what a family calls things get the least. */
enum { LABEL_LEAST = 38, WORDS_LEAST = 27, OWN_WORDS_LEAST = 20 };
/* Of the pictures that are chosen from, and of those that lie sorted. */
enum { PICTURE_LEAST = 92, OWN_PICTURE_LEAST = 80, SORTED_LEAST = 56 };
#define PAPER_PART 0.83F

static struct row {
    const char *name;
    int width, height;
    float scale;
    int text;          /* per cent, of the pupil's profile */
    const char *other; /* of the profile, too; NULL: nothing */
} rows[] = {
    {"1280x800",          1280, 800,  1,    100, NULL                                           },
    {"1920x1200",         1920, 1200, 1.5F, 100, NULL                                           },
    {"800x1280",          800,  1280, 1,    100, NULL                                           },
    {"1280x800-200",      1280, 800,  1,    200, NULL                                           },
    {"1920x1200-200",     1920, 1200, 1.5F, 200, NULL                                           },
    {"800x1280-200",      800,  1280, 1,    200, NULL                                           },
    {"1280x800-dark",     1280, 800,  1,    100, "\"colours\":\"dark\""                         },
    {"800x1280-contrast", 800,  1280, 1,    200, "\"colours\":\"contrast\""                     },
    {"1280x800-yellow",   1280, 800,  1,    100, "\"colours\":\"yellow\",\"pictures\":\"plain\""},
};

struct look {
    struct glove glove;
    const struct row *row;
    const char *what; /* the file, and how far it goes */
    const struct instrument_item *first;
    int step;
    bool is_mirrored; /* the order that is wanted; then boards are sorted into one column */
    bool has_own;     /* so many pictures of the pupil's own stand among those of the questions */
    struct buf faults;
    int fault_count;
};

static void fault(struct look *l, const char *why, const char *one, const char *other)
{
    struct buf line = {0};

    buf_printf(&line, "%s: %s “%s” “%s”\n", l->what, why, one, other);
    l->fault_count++;
    if (strstr(buf_cstr(&l->faults), buf_cstr(&line)) == NULL) {
        buf_text(&l->faults, buf_cstr(&line));
    }
    buf_finish(&line);
}

/* ---- what can be touched --------------------------------------------------------------------- */

static int gap_between(const struct draw_rect *a, const struct draw_rect *b)
{
    int x = a->x > b->x ? a->x - b->x - b->w : b->x - a->x - a->w;
    int y = a->y > b->y ? a->y - b->y - b->h : b->y - a->y - a->h;

    return x > y ? x : y;
}

/* For the adult, or not chosen from: the door, the way back, the voice, and the field. */
static bool is_aside(const struct look *l, const struct ui_place *place)
{
    static const char *const labels[] = {"Staff", "Back", "Say it again",
                                         "Next",  "Yes",  "Change it"};

    for (size_t i = 0; i < COUNT(labels); i++) {
        if (strcmp(place->label, labels[i]) == 0 &&
            (float)place->at.h < ANSWER_LEAST * l->row->scale) {
            return true;
        }
    }
    return place->field;
}

static void check_place(struct look *l, const struct ui_place *place)
{
    float s = l->row->scale;
    int least = (int)((float)(is_aside(l, place) ? TARGET_LEAST : ANSWER_LEAST) * s);

    if (place->covered) {
        fault(l, "out of reach", place->label, "");
    }
    if (place->at.w < least || place->at.h < least) {
        fault(l, "too small", place->label, "");
    }
    if (place->at.x < 0 || place->at.y < 0 || place->at.x + place->at.w > l->row->width ||
        place->at.y + place->at.h > l->row->height) {
        fault(l, "out of the window", place->label, "");
    }
}

static void check_places(struct look *l)
{
    int count = 0;
    const struct ui_place *places = ui_places(l->glove.hand.ui, &count);

    for (int i = 0; i < count; i++) {
        check_place(l, &places[i]);
        for (int k = 0; k < i; k++) {
            if (gap_between(&places[i].at, &places[k].at) < (int)(GAP_LEAST * l->row->scale)) {
                fault(l, "too close", places[k].label, places[i].label);
            }
        }
    }
}

static const struct draw_command *picture_in(const struct look *l, const struct ui_place *place)
{
    const struct draw_list *list = l->glove.hand.list;

    for (int i = 0; i < list->count; i++) {
        const struct draw_command *c = &list->commands[i];
        struct draw_rect both = draw_rect_meet(c->at, place->at);
        if (c->kind == DRAW_PICTURE && both.w == c->at.w && both.h == c->at.h) {
            return c;
        }
    }
    return NULL;
}

/* Of one line: none stands higher only because its name is longer. */
static void check_line(struct look *l, const struct ui_place *a, const struct ui_place *b)
{
    const struct draw_command *one = picture_in(l, a);
    const struct draw_command *other = picture_in(l, b);

    if (one != NULL && other != NULL && a->at.y == b->at.y && abs(one->at.y - other->at.y) > 1) {
        fault(l, "higher", a->label, b->label);
    }
}

/* Where cards are dark a picture has a paper of its own, which is as large as it is elsewhere. */
static bool is_dark(const struct look *l)
{
    return l->row->other != NULL && strstr(l->row->other, "plain") == NULL;
}

/* Large enough to be seen from a chair; what is sorted may lie smaller in its column. */
static void check_picture(struct look *l, const struct ui_place *place, int least)
{
    const struct draw_command *picture = picture_in(l, place);
    float paper = is_dark(l) ? PAPER_PART : 1;

    if (picture == NULL || (float)picture->at.w < (float)least * paper * l->row->scale) {
        struct buf size = {0};
        buf_printf(&size, "%d", picture == NULL ? 0 : (int)((float)picture->at.w / l->row->scale));
        fault(l, "has a small picture", place->label, buf_cstr(&size));
        buf_finish(&size);
    }
}

/* All answers of one question are of one size: none is made more of than another. */
static void check_weight(struct look *l, const struct instrument_item *item)
{
    const struct ui_place *first = NULL;

    for (size_t i = 0; i < item->choice_count; i++) {
        const struct ui_place *place = ui_find(l->glove.hand.ui, item->choices[i].label);
        if (place == NULL || item->choices[i].apart) {
            continue;
        }
        first = first == NULL ? place : first;
        check_picture(l, place, l->has_own ? OWN_PICTURE_LEAST : PICTURE_LEAST);
        if (abs(place->at.w - first->at.w) > 2 || abs(place->at.h - first->at.h) > 2) {
            fault(l, "of another size", first->label, place->label);
        }
        check_line(l, first, place);
    }
}

/* ---- what can be read ------------------------------------------------------------------------ */

static bool is_cut(const struct look *l, const struct draw_command *c)
{
    struct draw_rect seen = draw_rect_meet(c->at, c->clip);
    size_t size = strlen(c->text);
    static const char dots[] = "…";

    return seen.w < c->at.w || c->at.x < 0 || c->at.x + c->at.w > l->row->width ||
           seen.h < c->at.h || c->at.y < 0 || c->at.y + c->at.h > l->row->height ||
           (size >= strlen(dots) && strcmp(c->text + size - strlen(dots), dots) == 0);
}

static bool is_label(const struct instrument_item *item, const char *text)
{
    for (size_t i = 0; item != NULL && i < item->choice_count; i++) {
        if (!item->choices[i].apart && strstr(item->choices[i].label, text) != NULL) {
            return instrument_way_of(item) != INSTRUMENT_BOARD;
        }
    }
    return false;
}

/* What the profile asks for is more than a shade of it; the adult's door may be small. */
static void check_large(struct look *l, const struct instrument_item *item)
{
    const struct draw_list *list = l->glove.hand.list;

    for (int i = 0; i < list->count && l->row->text == 200; i++) {
        const struct draw_command *c = &list->commands[i];
        int least = l->has_own                ? OWN_WORDS_LEAST
                    : is_label(item, c->text) ? LABEL_LEAST
                                              : WORDS_LEAST;
        if (c->kind == DRAW_TEXT && strcmp(c->text, "Staff") != 0 &&
            (float)c->size < (float)least * l->row->scale) {
            fault(l, "in small words", c->text, "");
        }
    }
}

/* A page that is a few pixels too long slips away under a finger that shakes. */
static void check_still(struct look *l)
{
    struct hand *h = &l->glove.hand;
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);
    struct ui_event wheel = {.kind = UI_WHEEL,
                             .x = (float)l->row->width / 2,
                             .y = (float)l->row->height / 2,
                             .lines = -1};
    int ys[64] = {0};

    for (int i = 0; i < count && i < (int)COUNT(ys); i++) {
        ys[i] = places[i].at.y;
    }
    ui_feed(h->ui, &wheel);
    hand_settle(h);
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count && i < (int)COUNT(ys); i++) {
        if (places[i].at.y != ys[i]) {
            fault(l, "scrolls", places[i].label, "");
        }
    }
}

static bool is_in_word(char c)
{
    return c != '\0' && strchr(" \n-", c) == NULL;
}

/* Its line ends inside a word: "Playtim" of "Playtime". said: all that stands on the screen. */
static bool is_broken(const char *said, const char *text)
{
    size_t size = strlen(text);
    bool is_there = false;

    for (const char *at = strstr(said, text); at != NULL; at = strstr(at + 1, text)) {
        bool begins = at == said || !is_in_word(at[-1]) || !is_in_word(text[0]);
        is_there = true;
        if (begins && (!is_in_word(text[size - 1]) || !is_in_word(at[size]))) {
            return false;
        }
    }
    return is_there;
}

static void check_words(struct look *l)
{
    const struct draw_list *list = l->glove.hand.list;
    struct buf said = {0};

    ui_print_texts(l->glove.hand.ui, &said);
    for (int i = 0; i < list->count; i++) {
        const struct draw_command *c = &list->commands[i];
        if (c->kind != DRAW_TEXT) {
            continue;
        }
        if (is_broken(buf_cstr(&said), c->text)) {
            fault(l, "broken", c->text, "");
        }
        if (is_cut(l, c)) {
            fault(l, "cut", c->text, "");
        }
        for (int k = 0; k < i; k++) {
            const struct draw_command *other = &list->commands[k];
            struct draw_rect both = draw_rect_meet(c->at, other->at);
            if (other->kind == DRAW_TEXT && both.w > 2 && both.h > c->size / 3) {
                fault(l, "over another", other->text, c->text);
            }
        }
    }
    buf_finish(&said);
}

static void shoot(struct look *l)
{
    const char *folder = getenv("ROOM_SHOTS");
    struct draw_rect all = {0, 0, l->row->width, l->row->height};
    struct buf path = {0};

    if (folder == NULL || (l->row->other != NULL && (l->is_mirrored || l->has_own))) {
        return; /* in other colours once is enough */
    }
    buf_printf(&path, "%s/%s-%s%s%s-%02d.png", folder, l->row->name, l->what,
               l->has_own ? "-own" : "", l->is_mirrored ? "-mirrored" : "", l->step);
    platform_paint(l->glove.platform, l->glove.hand.list, &all, 1);
    assert_int_equal(platform_shot(l->glove.platform, buf_cstr(&path)), STATUS_OK);
    buf_finish(&path);
}

/* What no question may be without, wherever it stands. */
static void check_ways_out(struct look *l, bool can_go_back)
{
    static const char *const labels[] = {"I don't know", "Not now", "Say it again",
                                         "Next",         "Staff",   "Back"};

    for (size_t i = 0; i < COUNT(labels) - (can_go_back ? 0 : 1); i++) {
        const struct ui_place *place = ui_find(l->glove.hand.ui, labels[i]);
        if (place == NULL || place->covered) {
            fault(l, "is missing", labels[i], "");
        }
    }
}

static void look_at(struct look *l, const struct instrument_item *item)
{
    if (item != NULL) {
        check_ways_out(l, item != l->first);
        for (size_t i = 0; i < item->card_count; i++) {
            const struct ui_place *place = ui_find(l->glove.hand.ui, item->cards[i].label);
            if (place != NULL) {
                check_picture(l, place, SORTED_LEAST);
            }
        }
    }
    check_places(l);
    check_words(l);
    check_large(l, item);
    check_still(l);
    if (item != NULL) {
        check_weight(l, item);
    }
    shoot(l);
    l->step++;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void set_profile(struct look *l, int64_t length, const char *more)
{
    struct buf set = {0};

    buf_printf(&set, "{\"scale\":%d,\"text\":%d%s%s%s%s}", (int)length, l->row->text,
               l->row->other != NULL ? "," : "", l->row->other != NULL ? l->row->other : "",
               more != NULL ? "," : "", more != NULL ? more : "");
    glove_profile(&l->glove, buf_cstr(&set));
    buf_finish(&set);
}

static void leave(struct look *l)
{
    hand_tap(&l->glove.hand, "Staff");
    hand_type(&l->glove.hand, HAND_PASSPHRASE);
    hand_tap(&l->glove.hand, "Leave");
}

/* In again and again, until chance has drawn the order that is wanted. */
static void come_in(struct look *l, const struct asked *one, const struct instrument_item *item)
{
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        asked_open(&l->glove, one);
        if (asked_is_mirrored(&l->glove, item) == l->is_mirrored) {
            return;
        }
        leave(l);
    }
    fail_msg("%s: it never stood in the order that was wanted", one->name);
}

/* All cards in one column, where no practice knows better. */
static bool is_sorted(const struct asked_step *step)
{
    return step->item != NULL && instrument_way_of(step->item) == INSTRUMENT_BOARD &&
           strcmp(step->label, "Next") != 0;
}

static const char *label_of(const struct look *l, const struct asked_step *step)
{
    bool is_heaped = l->is_mirrored && is_sorted(step) && !step->item->practice;

    return is_heaped ? step->item->choices[0].label : step->label;
}

/* Pictures of the pupil's own, which this tablet cannot draw: their words stand alone, and need the
 * more room. */
static void bring_own(struct look *l)
{
    static const char *const names[] = {"Nan's garden", "My blue scooter", "Grandad", "Swings"};
    struct hand *h = &l->glove.hand;

    for (size_t i = 0; i < COUNT(names); i++) {
        struct classroom_change change = {.by = h->room.staff[1],
                                          .pupil = h->room.pupils[0],
                                          .rec = id_derived(names[i]),
                                          .type = "picture"};
        struct buf set = {0};

        buf_printf(&set, "{\"label\":\"%s\",\"mark\":\"%032zu\",\"added\":5,\"image\":\"AAAA\"}",
                   names[i], i);
        change.set = buf_cstr(&set);
        CHECK(classroom_bring(&h->room, h->file, &change, 1) == STATUS_OK);
        buf_finish(&set);
    }
    l->has_own = true;
}

/* Behind the cards of the instrument those of the pupil. */
static void sort_own(struct look *l, const struct asked_step *step)
{
    for (int i = 0; i < OWN_COUNT && l->has_own && step->item->own; i++) {
        hand_tap(&l->glove.hand, label_of(l, step));
    }
}

static bool takes_own(const struct asked *one)
{
    for (size_t i = 0; i < one->in.item_count; i++) {
        if (one->in.items[i].own) {
            return true;
        }
    }
    return false;
}

/* What is written is in sight while the tablet's own keyboard is. */
static void write_there(struct look *l, const char *label)
{
    struct hand *h = &l->glove.hand;
    const struct ui_place *field = NULL;

    hand_tap(h, label);
    hand_tap(h, "M");
    hand_tap(h, "u");
    field = ui_find(h->ui, label);
    if (field == NULL || field->covered || field->at.y < 0 ||
        field->at.y + field->at.h > ui_find(h->ui, "q")->at.y) {
        fault(l, "written out of sight", label, "");
    }
    shoot(l);
    hand_key(h, UI_KEY_BACKSPACE);
    hand_key(h, UI_KEY_BACKSPACE);
    hand_key(h, UI_KEY_ESCAPE);
    l->step++;
}

static void walk(struct look *l, const struct asked *one)
{
    struct hand *h = &l->glove.hand;
    struct asked_step steps[ASKED_STEPS_MOST];
    size_t count = asked_steps(one, l->is_mirrored ? 1 : 0, steps);

    l->what = one->name;
    l->step = 0;
    l->first = steps[0].item;
    come_in(l, one, l->first);
    look_at(l, steps[0].item);
    for (size_t i = 0; i < count; i++) {
        bool ends = i + 1 < count && steps[i].item != steps[i + 1].item;
        if (steps[i].words != NULL) {
            write_there(l, steps[i].label);
            continue;
        }
        hand_tap(h, label_of(l, &steps[i]));
        if (is_sorted(&steps[i]) && !is_sorted(&steps[i + 1])) {
            sort_own(l, &steps[i]);
        }
        if (ends || strcmp(steps[i].label, "Next") == 0 || i + 1 == count ||
            (i + 1 < count && strcmp(steps[i + 1].label, "Next") == 0)) {
            look_at(l, i + 1 < count ? steps[i + 1].item : NULL);
        }
    }
    hand_tap(h, "Staff");
    shoot(l);
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
}

static void open_page(struct look *l)
{
    hand_tap(&l->glove.hand, "Amira K.");
    hand_tap(&l->glove.hand, "Path so far");
}

static void walk_both(struct look *l, const struct asked *one)
{
    for (int order = 0; order < 2; order++) {
        l->is_mirrored = order == 1;
        walk(l, one);
    }
}

static void walk_all(struct look *l, const struct asked *all, size_t count)
{
    int64_t length = 3;

    set_profile(l, length, NULL);
    open_page(l);
    for (size_t i = 0; i < count; i++) {
        if (all[i].in.length == 5 && length != 5) {
            length = 5;
            set_profile(l, length, NULL);
        }
        walk_both(l, &all[i]);
    }
    bring_own(l);
    set_profile(l, 3, NULL);
    for (size_t i = 0; i < count; i++) {
        if (takes_own(&all[i])) {
            walk_both(l, &all[i]);
        }
    }
}

static void open_look(struct look *l, const struct row *row)
{
    *l = (struct look){.row = row};
    glove_open(&l->glove, row->width, row->height);
    l->glove.hand.scale = row->scale;
}

/* ROOM_SHOTS_IN names a piece of those that are to be drawn; a test alone leaves none out. */
static bool is_asked_for(const struct row *row)
{
    const char *piece = getenv("ROOM_SHOTS_IN");

    return piece == NULL || getenv("ROOM_SHOTS") == NULL || strstr(row->name, piece) != NULL;
}

static void all_is_seen_at_once(void **state)
{
    static struct look l;
    struct arena arena = {0};
    struct asked all[ASKED_MOST];
    size_t count = asked_all(&arena, all);

    if (!is_asked_for(*state)) {
        arena_finish(&arena);
        return;
    }
    open_look(&l, *state);
    walk_all(&l, all, count);
    glove_close(&l.glove);
    arena_finish(&arena);
    if (l.fault_count > 0) {
        fail_msg("%d faults:\n%s", l.fault_count, buf_cstr(&l.faults));
    }
    buf_finish(&l.faults);
}

int main(void)
{
    cases_add_rows(all_is_seen_at_once, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("looks of the room", NULL, NULL);
}
