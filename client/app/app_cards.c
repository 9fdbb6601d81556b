/* The cards of a group's pupils.
 *
 * A tap opens the pupil whose card it is, so no two cards may look the same. A first name is enough
 * with the letter of the family name, until two share both: then all of these show the whole name,
 * and where even that is the same, their groups. Among thousands that is no rare case, so who has
 * whose name is found in one pass, by a table.
 *
 * The screen is filled anew at every letter that is sought and at every tap. What the log says of
 * thousands takes longer to ask for than a frame may last twice, so it is asked once, kept until
 * the log moves, and asked in steps between frames: after an unlock before the first of the cards
 * is shown, and later while those that were known are shown still. A school of few is asked at
 * once. What is saved here moves the log by one change, and that changes one row, or none.
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

static uint32_t hash_id(const struct id *id)
{
    return hash_more(2166136261U, id->text, strlen(id->text));
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
        view_pupil_one(a->session.view, &a->session.school, pupil, &a->coming.arena, &row);

    app_tell(a, st == STATUS_NOT_FOUND ? STATUS_OK : st);
    return row.groups;
}

static void fill_row(struct app *a, const struct view_pupil *p, bool is_whole, bool is_twice,
                     struct app_card *out)
{
    struct arena *arena = &a->coming.arena;
    const char *whole = arena_printf(arena, "%s %s", p->shown, p->family);

    *out = (struct app_card){.pupil = p, .name = p->shown, .groups = "", .picture = ""};
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
    name = arena_text(&a->coming.arena, name != NULL ? name : "");
    merge_finish(&r);
    return name;
}

static void ask_names(struct app *a)
{
    struct app_cards *c = &a->coming;

    arena_wipe(&c->arena);
    *c = (struct app_cards){.arena = c->arena,
                            .stage = CARDS_NAMED,
                            .by_name = true,
                            .group = a->place.group,
                            .scripts = c->scripts};
    app_tell(a, view_pupils(a->session.view, &a->session.school, &c->group, VIEW_NAMES_ONLY,
                            &c->arena, &c->pupils));
}

static void ask_observed(struct app *a)
{
    struct app_cards *c = &a->coming;
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
        c->scripts |= ui_scripts_in(c->pupils.rows[i].shown) |
                      ui_scripts_in(c->pupils.rows[i].given) |
                      ui_scripts_in(c->pupils.rows[i].family);
    }
    c->stage = CARDS_OBSERVED;
}

/* The latest of each comes first. The rows stand in order of name still. */
static void ask_portraits(struct app *a)
{
    struct app_cards *c = &a->coming;
    struct arena arena = {0};
    struct view_picture_rows portraits = {0};
    size_t room = 16;
    size_t *slots = NULL; /* a row's number and one, where its id says; 0: nobody's */

    app_tell(a, view_portraits(a->session.view, &a->session.school, &arena, &portraits));
    while (room < 2 * c->count) {
        room *= 2;
    }
    slots = arena_alloc(&arena, room * sizeof(*slots));
    for (size_t i = 0; i < c->count && portraits.count > 0; i++) {
        size_t at = hash_id(&c->rows[i].pupil->id) & (room - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (room - 1);
        }
        slots[at] = i + 1;
    }
    for (size_t i = 0; i < portraits.count; i++) {
        const struct view_picture *row = &portraits.rows[i];
        size_t at = hash_id(&row->pupil) & (room - 1);
        while (slots[at] != 0 && !id_equal(&c->rows[slots[at] - 1].pupil->id, &row->pupil)) {
            at = (at + 1) & (room - 1);
        }
        if (slots[at] != 0 && c->rows[slots[at] - 1].picture[0] == '\0') {
            c->rows[slots[at] - 1].picture = picture_name(&c->arena, &row->rec, row->mark);
        }
    }
    arena_wipe(&arena);
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

static void put_in_order(struct app_cards *c, bool by_name)
{
    c->by_name = by_name;
    if (c->count > 1) {
        qsort(c->rows, c->count, sizeof(*c->rows), by_name ? by_rank : least_recent_first);
    }
}

static bool is_ready(const struct app *a)
{
    return a->cards.stage == CARDS_FRESH && id_equal(&a->cards.group, &a->place.group);
}

/* Those that are shown give way to those that are known now. */
static void change_over(struct app *a)
{
    struct app_cards old = a->cards;

    a->cards = a->coming;
    a->cards.scripts |= old.scripts;
    arena_wipe(&old.arena);
    a->coming = (struct app_cards){.arena = old.arena, .stage = CARDS_NONE};
}

bool cards_prepare(struct app *a)
{
    struct app_cards *c = &a->coming;

    if (is_ready(a)) {
        return false;
    }
    if (c->stage == CARDS_NONE || !id_equal(&c->group, &a->place.group)) {
        ask_names(a);
    } else if (c->stage == CARDS_NAMED) {
        ask_observed(a);
    } else if (c->stage == CARDS_OBSERVED) {
        ask_portraits(a);
    } else {
        put_in_order(c, a->place.by_name);
        change_over(a);
    }
    return !is_ready(a);
}

/* The school has so many that to ask for all of them takes longer than a frame may. */
static bool is_school_of_many(struct app *a)
{
    bool is_so = false;

    app_tell(a, view_has_more_pupils(a->session.view, &a->session.school, CARDS_AT_ONCE, &is_so));
    return is_so;
}

const struct app_cards *cards_known(struct app *a)
{
    if (!is_ready(a) && is_school_of_many(a)) {
        app_timer(a, TIMER_CARDS, 0);
    } else {
        while (cards_prepare(a)) {
            /* each step brings the next */
        }
    }
    if (a->cards.by_name != a->place.by_name) {
        put_in_order(&a->cards, a->place.by_name);
    }
    return &a->cards;
}

void cards_go_on(struct app *a)
{
    if (!session_is_open(a) || a->place.on != SCREEN_CLASS) {
        return; /* whoever comes back asks anew */
    }
    if (cards_prepare(a)) {
        app_timer(a, TIMER_CARDS, 0);
    } else {
        app_changed(a);
    }
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

/* NULL: they are of another group. */
static struct app_card *row_of(struct app_cards *c, const struct id *pupil)
{
    for (size_t i = 0; i < c->count; i++) {
        if (id_equal(&c->rows[i].pupil->id, pupil)) {
            return &c->rows[i];
        }
    }
    return NULL;
}

static enum status ask_again(struct app *a, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct app_cards *c = &a->cards;
    struct arena arena = {0};
    struct view_pupil row = {.groups = ""};
    struct app_card *card = row_of(c, pupil);

    if (card == NULL) {
        goto done;
    }
    TRY(view_pupil_one(a->session.view, &a->session.school, pupil, &arena, &row));
    c->pupils.rows[card->rank].last_observed_ms = row.last_observed_ms;
    c->pupils.rows[card->rank].observed_count = row.observed_count;
    if (!c->by_name) {
        move_row(c, (size_t)(card - c->rows));
    }
done:
    arena_wipe(&arena);
    return st;
}

/* What of the log no card shows. */
static bool is_beside_cards(const char *type)
{
    static const char *const types[] = {
        "interval_observation", "self_assessment", "target_judgement", "target_review", "clip",
        "access_profile"};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(type, types[i]) == 0) {
            return true;
        }
    }
    return false;
}

void cards_heed(struct app *a, const struct change *c, enum cards_stage before)
{
    bool is_as_before = is_beside_cards(c->type);

    if (before == CARDS_FRESH && strcmp(c->type, "observation") == 0) {
        is_as_before = ask_again(a, &c->pupil) == STATUS_OK;
    }
    if (is_as_before) {
        a->cards.stage = before;
    }
}

void cards_close(struct app *a)
{
    app_timer(a, TIMER_CARDS, APP_NEVER);
    arena_wipe(&a->cards.arena);
    arena_wipe(&a->coming.arena);
    key_wipe(&a->cards, sizeof(a->cards));
    key_wipe(&a->coming, sizeof(a->coming));
}
