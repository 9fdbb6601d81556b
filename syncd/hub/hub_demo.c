/* demo: a school that nobody goes to, with a year behind it.
 *
 * It is written through the same path as an import, so whatever a demo shows has gone through
 * chain, fold and view like a real record. Everything is drawn from one seed and from the day it
 * is made on, and no record is worked out from another's random id, so the same seed gives the
 * same school.
 */
#include "hub_demo.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BATCH_MAX       1000
#define SCHOOLS_DEFAULT 1
#define PUPILS_DEFAULT  96
#define PUPILS_MAX      3000
#define YEARS_MAX       6
#define SEED_DEFAULT    2026
#define CALENDARS_MAX   5 /* academic years whose half terms a school record has room for */
#define DAY_MS          (24LL * 3600 * 1000)

/* ---- words ---------------------------------------------------------------------------------- */

static enum status read_json(struct admin *a, const char *name, struct json_value **out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    TRY(admin_read_file(arena_printf(&a->arena, "%s/%s", a->assets, name), &text));
    TRY(json_parse(text.data, text.size, out));

done:
    buf_finish(&text);
    return st;
}

static enum status read_instrument(struct admin *a, const char *name, struct arena *arena,
                                   struct demo_instrument *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *root = NULL;
    struct hash hash;

    TRY(read_json(a, name, &root));
    json_print(root, &text);
    hash = change_digest(text.data, text.size);
    hash_text(&hash, out->version);
    TRY(instrument_read(text.data, text.size, arena, &out->in));

done:
    json_free(root);
    buf_finish(&text);
    return st;
}

static enum status demo_words_read(struct admin *a, struct demo_words *out)
{
    enum status st = STATUS_OK;
    struct arena *arena = &out->arena;

    *out = (struct demo_words){0};
    TRY(read_json(a, "demo/people.json", &out->people));
    TRY(read_json(a, "demo/school.json", &out->school));
    TRY(read_json(a, "demo/targets.json", &out->targets));
    TRY(read_json(a, "demo/notes.json", &out->notes));
    TRY(read_instrument(a, "instruments/engagement-model.json", arena, &out->engagement));
    TRY(read_instrument(a, "instruments/note.json", arena, &out->note));
    TRY(read_instrument(a, "instruments/prompt-levels.json", arena, &out->prompts));
    TRY(read_instrument(a, "instruments/target-progress.json", arena, &out->levels));
    TRY(read_instrument(a, "instruments/how-i-feel-today.json", arena, &out->feels[0]));
    TRY(read_instrument(a, "instruments/how-i-feel-today-5.json", arena, &out->feels[1]));
    TRY(read_instrument(a, "instruments/how-it-went.json", arena, &out->went[0]));
    TRY(read_instrument(a, "instruments/how-it-went-5.json", arena, &out->went[1]));
    if (out->engagement.in.item_count != DEMO_AREAS) {
        TRY(FAIL(STATUS_BAD_INPUT, "instruments/engagement-model.json has not five areas."));
    }

done:
    return st;
}

static void demo_words_finish(struct demo_words *w)
{
    json_free(w->people);
    json_free(w->school);
    json_free(w->targets);
    json_free(w->notes);
    arena_finish(&w->arena);
}

/* ---- putting -------------------------------------------------------------------------------- */

struct id demo_id(struct demo *d, int64_t at_ms)
{
    uint8_t chance[10];
    struct random_port random = rng_port(&d->rng);

    random.fill(random.ctx, chance, sizeof chance);
    return id_v7(at_ms != 0 ? at_ms : d->now_ms, chance);
}

bool demo_chance(struct demo *d, double share)
{
    return rng_unit(&d->rng) < share;
}

const struct json_value *demo_pick(struct demo *d, const struct json_value *list)
{
    size_t count = json_count(list);

    return count == 0 ? NULL : json_item(list, rng_below(&d->rng, (uint32_t)count));
}

int64_t demo_roster_at(struct demo *d)
{
    return d->roster_ms == 0 ? 0 : d->roster_ms + d->put_count++;
}

void demo_open(struct demo *d)
{
    buf_clear(&d->set);
    json_begin(&d->w, &d->set);
    json_open_object(&d->w, NULL);
}

enum status demo_put(struct demo *d, const struct hub_draft *draft)
{
    struct hub_draft whole = *draft;

    json_close_object(&d->w);
    whole.set = arena_text(&d->batch, buf_cstr(&d->set));
    whole.is_new = true;
    buf_add(&d->drafts, &whole, sizeof whole);
    return d->drafts.size / sizeof whole < BATCH_MAX ? STATUS_OK : demo_flush(d);
}

enum status demo_flush(struct demo *d)
{
    enum status st = STATUS_OK;
    const struct hub_draft *drafts = (const void *)d->drafts.data;
    size_t count = d->drafts.size / sizeof *drafts;

    if (count > 0) {
        TRY(hub_write(d->hub, &d->school, drafts, count));
    }
    d->written += (int64_t)count;
    buf_clear(&d->drafts);
    arena_reset(&d->batch);

done:
    return st;
}

/* ---- one school ----------------------------------------------------------------------------- */

struct demo_ask {
    int64_t schools;
    int64_t pupils;
    int64_t years;
    int64_t seed;
};

static enum status add_school(struct demo *d, const struct json_value *words)
{
    struct json_walk walk = {0};
    struct hub_draft draft = {.type = "school"};
    int last = academic_year(moment_uk(d->now_ms).date);
    int first = academic_year(moment_uk(d->roster_ms == 0 ? d->now_ms : d->roster_ms).date);
    enum status st = STATUS_OK;

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    d->school = draft.rec;
    demo_open(d);
    while (json_next(words, &walk)) {
        json_put_value(&d->w, walk.key, walk.value);
    }
    first = first > last - CALENDARS_MAX ? first : last - CALENDARS_MAX + 1;
    demo_put_half_terms(&d->w, first, last);
    json_close_object(&d->w);
    draft.set = buf_cstr(&d->set);
    st = hub_school_write(d->hub, &draft);
    d->written++;
    return st;
}

static enum status make_school(struct demo *d, const struct json_value *words,
                               const struct demo_ask *ask)
{
    enum status st = STATUS_OK;

    TRY(add_school(d, words));
    TRY(demo_people(d));
    TRY(demo_flush(d));
    if (ask->years > 0) {
        TRY(demo_history(d, ask->years));
        TRY(demo_flush(d));
    }
    admin_say("%s  URN %s  %" PRId64 " changes\n", json_member_text(words, "name"),
              json_member_text(words, "urn"), d->written);

done:
    return st;
}

static enum status make_one(struct admin *a, const struct demo_words *words,
                            const struct demo_ask *ask, size_t number)
{
    enum status st = STATUS_OK;
    struct demo d = {.hub = a->hub, .words = words, .now_ms = hub_now_ms(a->hub)};
    const struct json_value *schools = json_member(words->school, "schools");

    d.rng.state = (uint64_t)ask->seed + (uint64_t)number * 1000003U;
    d.pupil_count = (size_t)ask->pupils;
    if (ask->years > 0) {
        int64_t day = date_to_days(moment_uk(d.now_ms).date) - ask->years * 365 - 1;
        d.roster_ms = moment_uk_start_ms(date_from_days(day)) + DAY_MS / 3;
    }
    st = make_school(&d, json_item(schools, number), ask);
    arena_finish(&d.kept);
    arena_finish(&d.batch);
    buf_finish(&d.drafts);
    buf_finish(&d.set);
    return st;
}

static enum status number_option(struct admin *a, const char *name, int64_t most, int64_t *out)
{
    const char *text = admin_option(a, name);

    if (text == NULL) {
        return STATUS_OK;
    }
    if (text_to_int64(text, out) != STATUS_OK || *out < 0 || *out > most) {
        return admin_wrong(a, "%s takes a number from 0 to %" PRId64 ".", name, most);
    }
    return STATUS_OK;
}

enum status admin_demo(struct admin *a)
{
    enum status st = STATUS_OK;
    struct demo_words words = {0};
    struct demo_ask ask = {.schools = SCHOOLS_DEFAULT, .pupils = PUPILS_DEFAULT, .years = 1};
    size_t most = 0;

    ask.seed = SEED_DEFAULT;
    TRY(number_option(a, "--schools", 1000, &ask.schools));
    TRY(number_option(a, "--pupils", PUPILS_MAX, &ask.pupils));
    TRY(number_option(a, "--years", YEARS_MAX, &ask.years));
    TRY(number_option(a, "--seed", INT64_MAX / 2, &ask.seed));
    TRY(admin_end(a));
    TRY(demo_words_read(a, &words));
    most = json_count(json_member(words.school, "schools"));
    if ((size_t)ask.schools > most) {
        TRY(admin_wrong(a, "--schools takes at most %zu: there are no more names.", most));
    }
    for (size_t i = 0; i < (size_t)ask.schools; i++) {
        TRY(make_one(a, &words, &ask, i));
    }

done:
    demo_words_finish(&words);
    return st;
}
