/* The demo's history: school day after school day, what was seen and what pupils said.
 *
 * A day's events are drawn, put in the order of the clock and written a few minutes after they were
 * seen, as a tablet would have. How established a pupil is in an area moves slowly, in most areas
 * up, in some not at all; a single observation scatters around it, and an area that nobody looked
 * for is absent. Pupils' own answers crowd the top of the scale, because children's do.
 */
#include "hub_demo.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_A_YEAR    190.0
#define A_DAY_A_PUPIL  0.32
#define SELF_A_DAY     0.06
#define TOGETHER_SHARE 0.04
#define NOTE_SHARE     0.12
#define EVENTS_A_DAY   4 /* a pupil's, at most */
#define MINUTE_MS      60000LL
#define DAY_FIRST_MIN  (9LL * 60)
#define DAY_MINUTES    (6 * 60)
#define FAVOURITES     24

struct event {
    int64_t when_ms;
    size_t pupil;
    bool is_self;
    bool is_together;
};

/* ---- the calendar --------------------------------------------------------------------------- */

/* Half terms as most schools have them; a real school says its own. */
static const struct half_term {
    int from_month;
    int from_day;
    int to_month;
    int to_day;
} half_terms[] = {
    {9,  3,  10, 23},
    {11, 2,  12, 18},
    {1,  5,  2,  12},
    {2,  22, 3,  26},
    {4,  12, 5,  28},
    {6,  7,  7,  21},
};
#define HALF_TERMS (sizeof half_terms / sizeof half_terms[0])

#define WEEKEND 5

/* 0 is Monday; 1970-01-01 was a Thursday. */
static int64_t weekday(int64_t day)
{
    return (day + 3) % 7;
}

static int64_t term_day(int year, int month, int day)
{
    return date_to_days((struct date){month >= 9 ? year : year + 1, month, day});
}

/* A half term begins on a Monday after a weekend and ends on the Friday before one. */
static int64_t first_day(int year, const struct half_term *h)
{
    int64_t day = term_day(year, h->from_month, h->from_day);

    return weekday(day) >= WEEKEND ? day + 7 - weekday(day) : day;
}

static int64_t last_day(int year, const struct half_term *h)
{
    int64_t day = term_day(year, h->to_month, h->to_day);

    return weekday(day) >= WEEKEND ? day - (weekday(day) - WEEKEND + 1) : day;
}

void demo_put_half_terms(struct json_writer *w, int first_year, int last_year)
{
    char text[16];
    char key[16];
    struct buf b = {0};

    json_open_object(w, "half_terms");
    for (int year = first_year; year <= last_year; year++) {
        for (size_t i = 0; i < HALF_TERMS; i++) {
            const struct half_term *h = &half_terms[i];
            buf_clear(&b);
            buf_printf(&b, "%d-%zu", year, i + 1);
            text_copy(key, sizeof key, buf_cstr(&b));
            json_open_object(w, key);
            date_text(date_from_days(first_day(year, h)), text);
            json_put_text(w, "from", text);
            date_text(date_from_days(last_day(year, h)), text);
            json_put_text(w, "to", text);
            json_close_object(w);
        }
    }
    json_close_object(w);
    buf_finish(&b);
}

static bool demo_is_school_day(struct date day)
{
    int64_t number = date_to_days(day);
    int year = academic_year(day);

    if (weekday(number) >= WEEKEND) {
        return false;
    }
    for (size_t i = 0; i < HALF_TERMS; i++) {
        const struct half_term *h = &half_terms[i];
        if (number >= first_day(year, h) && number <= last_day(year, h)) {
            return true;
        }
    }
    return false;
}

bool demo_half_term_ends(struct date day, int *number)
{
    int year = academic_year(day);

    for (size_t i = 0; i < HALF_TERMS; i++) {
        if (date_to_days(day) == last_day(year, &half_terms[i])) {
            *number = (int)i + 1;
            return true;
        }
    }
    return false;
}

/* ---- one observation ------------------------------------------------------------------------ */

const struct id *demo_author(struct demo *d, size_t group)
{
    for (int i = 0; i < 64; i++) {
        const struct demo_staff *staff = &d->staff[rng_below(&d->rng, (uint32_t)d->staff_count)];
        if (staff->group == group) {
            return &staff->id;
        }
    }
    return &d->staff[group % d->staff_count].id;
}

static const struct instrument_item *find_area(const struct demo *d, const char *id, size_t *index)
{
    for (size_t i = 0; i < d->words->engagement.in.item_count; i++) {
        if (strcmp(d->words->engagement.in.items[i].id, id) == 0) {
            *index = i;
            return &d->words->engagement.in.items[i];
        }
    }
    return NULL;
}

/* least: a note that says what was done must not stand beside “not seen”. */
static void put_area(struct demo *d, const struct demo_pupil *pupil, const char *area, size_t least)
{
    size_t index = 0;
    const struct instrument_item *item = find_area(d, area, &index);
    double scatter = rng_unit(&d->rng) + rng_unit(&d->rng) - 1.0;
    double seen = 0;

    if (item == NULL || item->choice_count == 0) {
        return;
    }
    seen = pupil->level[index] + scatter + 0.5;
    seen = seen < (double)least ? (double)least : seen;
    index = (size_t)seen < item->choice_count ? (size_t)seen : item->choice_count - 1;
    json_put_text(&d->w, area, item->choices[index].id);
}

static void put_engagement(struct demo *d, const struct demo_pupil *pupil,
                           const struct json_value *note)
{
    const struct json_value *areas = json_member(note, "areas");
    const struct instrument *in = &d->words->engagement.in;
    const char *extra = in->items[rng_below(&d->rng, (uint32_t)in->item_count)].id;
    bool is_there = !demo_chance(d, 0.25);

    json_open_object(&d->w, "engagement");
    for (size_t i = 0; i < json_count(areas); i++) {
        const char *area = json_text(json_item(areas, i));
        if (area != NULL) {
            is_there = is_there || strcmp(area, extra) == 0;
            put_area(d, pupil, area, 1);
        }
    }
    if (!is_there) {
        put_area(d, pupil, extra, 0);
    }
    json_close_object(&d->w);
}

static const char *usual_place(struct demo *d, const char *doing)
{
    const struct json_value *list = json_member(d->words->school, "doing");
    const char *any = json_text(demo_pick(d, json_member(d->words->school, "places")));

    for (size_t i = 0; i < json_count(list) && !demo_chance(d, 0.02); i++) {
        const struct json_value *row = json_item(list, i);
        if (strcmp(json_member_text(row, "name"), doing) == 0) {
            return json_member_text(row, "place");
        }
    }
    return any == NULL ? "Classroom" : any;
}

static void put_context(struct demo *d, const struct demo_pupil *pupil,
                        const struct json_value *note)
{
    const struct instrument_item *levels = &d->words->prompts.in.items[0];
    const char *doing = json_member_text(note, "doing");
    const char *with = json_text(demo_pick(d, json_member(d->words->school, "with")));

    json_put_text(&d->w, "objective", json_member_text(note, "objective"));
    json_put_text(&d->w, "activity", json_member_text(note, "activity"));
    json_put_text(&d->w, "outcome", json_member_text(note, "outcome"));
    json_put_text(&d->w, "doing", doing);
    json_put_text(&d->w, "place", usual_place(d, doing));
    if (with != NULL && demo_chance(d, 0.8)) {
        json_put_text(&d->w, "with", with);
    }
    if (demo_chance(d, 0.7)) {
        uint32_t most = (uint32_t)levels->choice_count;
        uint32_t a = rng_below(&d->rng, most);
        uint32_t b = rng_below(&d->rng, most);
        json_put_text(&d->w, "prompt", levels->choices[a < b ? a : b].id); /* little help, mostly */
    }
    if (demo_chance(d, 0.5)) {
        json_open_list(&d->w, "targets");
        json_put_id(&d->w, NULL, &pupil->targets[rng_below(&d->rng, DEMO_TARGETS)]);
        json_close_list(&d->w);
    }
}

struct shared {
    const struct json_value *note;
    const struct id *by;
    const struct id *together; /* NULL for one alone */
    int64_t when_ms;
    int64_t at_ms;
};

static enum status put_observation(struct demo *d, const struct demo_pupil *pupil,
                                   const struct shared *s)
{
    struct hub_draft draft = {
        .type = "observation", .pupil = pupil->id, .by = *s->by, .at_ms = s->at_ms};
    bool is_note = s->together == NULL && demo_chance(d, NOTE_SHARE);
    const struct demo_instrument *in = is_note ? &d->words->note : &d->words->engagement;

    draft.rec = demo_id(d, s->at_ms);
    demo_open(d);
    json_put_int(&d->w, "when", s->when_ms);
    json_put_text(&d->w, "instrument", in->in.id);
    json_put_text(&d->w, "version", in->version);
    if (!is_note) {
        put_engagement(d, pupil, s->note);
    }
    put_context(d, pupil, s->note);
    if (s->together != NULL) {
        json_put_id(&d->w, "together", s->together);
    }
    return demo_put(d, &draft);
}

static enum status observe(struct demo *d, const struct event *e)
{
    enum status st = STATUS_OK;
    const struct demo_pupil *pupil = &d->pupils[e->pupil];
    const struct json_value *notes = json_member(d->words->notes, "notes");
    size_t favourite = pupil->taste + rng_below(&d->rng, FAVOURITES);
    struct id together;
    struct shared s = {.when_ms = e->when_ms};

    s.note = json_item(notes, favourite % json_count(notes));
    s.by = demo_author(d, pupil->group);
    s.at_ms = e->when_ms + (20 + (int64_t)rng_below(&d->rng, 200)) * 1000;
    if (!e->is_together) {
        return put_observation(d, pupil, &s);
    }
    together = demo_id(d, s.at_ms);
    s.together = &together;
    for (size_t i = 0; i < d->pupil_count; i++) {
        bool joins = d->pupils[i].group == pupil->group && demo_chance(d, 0.4);
        if (i == e->pupil || joins) {
            TRY(put_observation(d, &d->pupils[i], &s));
        }
    }

done:
    return st;
}

/* ---- what a pupil says ---------------------------------------------------------------------- */

static bool stands_apart(const struct instrument_choice *c)
{
    return strcmp(c->id, "unsure") == 0 || strcmp(c->id, "not-now") == 0;
}

static const struct instrument_choice *pick_answer(struct demo *d,
                                                   const struct instrument_item *item)
{
    size_t count = item->choice_count;
    size_t scale = count;

    while (scale > 1 && stands_apart(&item->choices[scale - 1])) {
        scale--;
    }
    if (scale < count && demo_chance(d, 0.08)) {
        return &item->choices[scale + rng_below(&d->rng, (uint32_t)(count - scale))];
    }
    if (demo_chance(d, 0.5)) {
        return &item->choices[0];
    }
    return &item->choices[rng_below(&d->rng, (uint32_t)scale)];
}

static void put_answer(struct demo *d, const struct instrument_item *item)
{
    bool mirrored = demo_chance(d, 0.5);

    json_open_object(&d->w, item->id);
    json_put_text(&d->w, "choice", pick_answer(d, item)->id);
    json_open_list(&d->w, "shown");
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct instrument_choice *c =
            &item->choices[mirrored ? item->choice_count - 1 - i : i];
        if (!stands_apart(c)) {
            json_put_text(&d->w, NULL, c->id);
        }
    }
    json_close_list(&d->w);
    json_put_int(&d->w, "ms", 900 + (int64_t)rng_below(&d->rng, 9000));
    json_put_int(&d->w, "changes", demo_chance(d, 0.1) ? 1 : 0);
    json_close_object(&d->w);
}

static enum status say(struct demo *d, const struct event *e)
{
    const struct demo_pupil *pupil = &d->pupils[e->pupil];
    struct hub_draft draft = {.type = "self_assessment", .pupil = pupil->id};
    const struct demo_instrument *in = demo_chance(d, 0.6)
                                           ? &d->words->feels[pupil->five_faces ? 1 : 0]
                                           : &d->words->went[pupil->five_faces ? 1 : 0];

    draft.by = *demo_author(d, pupil->group);
    draft.at_ms = e->when_ms + (int64_t)rng_below(&d->rng, 20000);
    draft.rec = demo_id(d, draft.at_ms);
    demo_open(d);
    json_put_int(&d->w, "when", e->when_ms);
    json_put_text(&d->w, "instrument", in->in.id);
    json_put_text(&d->w, "version", in->version);
    json_open_object(&d->w, "answers");
    for (size_t i = 0; i < in->in.item_count; i++) {
        if (!in->in.items[i].practice) {
            put_answer(d, &in->in.items[i]);
        }
    }
    json_close_object(&d->w);
    if (demo_chance(d, 0.2)) {
        json_put_text(&d->w, "help", "Read aloud by an adult");
    }
    return demo_put(d, &draft);
}

/* ---- days ----------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct event *x = a;
    const struct event *y = b;

    if (x->when_ms != y->when_ms) {
        return x->when_ms < y->when_ms ? -1 : 1;
    }
    return x->pupil < y->pupil ? -1 : x->pupil > y->pupil;
}

static void add_event(struct demo *d, struct buf *events, size_t pupil, int64_t start_ms,
                      bool is_self)
{
    int64_t minute = DAY_FIRST_MIN + (int64_t)rng_below(&d->rng, DAY_MINUTES);
    struct event e = {.pupil = pupil, .is_self = is_self};

    e.when_ms = start_ms + minute * MINUTE_MS + (int64_t)rng_below(&d->rng, 60) * 1000LL;
    e.is_together = !is_self && demo_chance(d, TOGETHER_SHARE);
    buf_add(events, &e, sizeof e);
}

static void grow(struct demo_pupil *pupil)
{
    for (size_t i = 0; i < DEMO_AREAS; i++) {
        double level = pupil->level[i] + pupil->pace[i] / DAYS_A_YEAR;
        pupil->level[i] = level < 0 ? 0 : level > 2.9 ? 2.9 : level;
    }
}

static enum status play_day(struct demo *d, struct date day, struct buf *events)
{
    enum status st = STATUS_OK;
    int64_t start_ms = moment_uk_start_ms(day);
    double mood = 0.7 + 0.6 * rng_unit(&d->rng); /* some days have more time than others */
    struct event *list = NULL;

    buf_clear(events);
    for (size_t i = 0; i < d->pupil_count; i++) {
        struct demo_pupil *pupil = &d->pupils[i];
        for (int k = 0; k < EVENTS_A_DAY; k++) {
            if (demo_chance(d, A_DAY_A_PUPIL * pupil->often * mood / EVENTS_A_DAY)) {
                add_event(d, events, i, start_ms, false);
            }
        }
        if (demo_chance(d, SELF_A_DAY)) {
            add_event(d, events, i, start_ms, true);
        }
        grow(pupil);
    }
    list = (void *)events->data;
    if (events->size > 0) {
        qsort(list, events->size / sizeof *list, sizeof *list, by_time);
    }
    for (size_t i = 0; i < events->size / sizeof *list; i++) {
        if (list[i].when_ms + 5 * MINUTE_MS < d->now_ms) {
            TRY(list[i].is_self ? say(d, &list[i]) : observe(d, &list[i]));
        }
    }

done:
    return st;
}

enum status demo_history(struct demo *d, int64_t years)
{
    enum status st = STATUS_OK;
    struct buf events = {0};
    int64_t last = date_to_days(moment_uk(d->now_ms).date);

    for (int64_t day = last - years * 365; day <= last; day++) {
        struct date date = date_from_days(day);
        if (demo_is_school_day(date)) {
            TRY(play_day(d, date, &events));
            TRY(demo_reviews(d, date));
        }
    }

done:
    buf_finish(&events);
    return st;
}
