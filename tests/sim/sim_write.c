/* The ordinary acts of a day: writing, editing, syncing, moving, waiting, and what goes wrong. */
#include "sim_story.h"

#include <inttypes.h>
#include <stdio.h>

#define MINUTE_MS (60LL * 1000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

enum { PICTURE_SIZE = 140000, PICTURES_MAX = 2, PICTURE_IN = 40 };

/* A pupil whom this tablet shows; false when it shows none. */
static bool any_pupil(struct world *w, struct tablet *t, struct id *out)
{
    struct merge_record record;
    bool is_shown = false;

    if (!t->is_scoped && !t->is_wiped && w->erasure_count == 0) {
        *out = w->pupils[rng_below(&w->rng, PUPIL_COUNT)]; /* it shows them all */
        return true;
    }
    for (int tries = 0; tries < PUPIL_COUNT && !t->is_wiped && !is_shown; tries++) {
        *out = w->pupils[rng_below(&w->rng, PUPIL_COUNT)];
        merge_init(&record);
        is_shown = view_load(t->view, &t->school, out, &record) == STATUS_OK;
        merge_finish(&record);
    }
    return is_shown;
}

/* A few records a pupil, their ids known to all: so that tablets meet on them. */
static struct id shared_rec(struct world *w, const struct id *pupil)
{
    char name[80];

    (void)snprintf(name, sizeof(name), "observation|%s|%u", pupil->text, rng_below(&w->rng, 3));
    return id_derived(name);
}

/* As large as a picture: more than a tablet sends that saves its battery, and a page's end. */
static void add_image(struct world *w, struct buf *set)
{
    w->picture_count++;
    buf_text(set, ",\"image\":\"");
    for (int i = 0; i < PICTURE_SIZE / 8; i++) {
        buf_text(set, "AAAAAAAA");
    }
    buf_text(set, "\"");
}

/* What is new in it: a type that only newer tablets know, or that many bytes. */
static const char *compose(struct world *w, struct tablet *t, struct buf *set)
{
    bool is_later = rng_below(&w->rng, 10) == 0;
    bool is_picture = !is_later && w->is_thorough && w->picture_count < PICTURES_MAX &&
                      rng_below(&w->rng, PICTURE_IN) == 0;

    buf_printf(set, "{\"when\":%" PRId64 ",\"outcome\":\"word %d\",\"later_field\":{\"x\":[1,2.5]}",
               t->clock.now_ms, w->word_count++);
    if (is_picture) {
        add_image(w, set);
    }
    buf_text(set, "}");
    return is_later ? "later_thing" : "observation";
}

bool act_write(struct world *w, struct tablet *t)
{
    struct buf set = {0};
    bool holds = true;
    struct tablet_write write = {.has_draft = t->is_faulty};

    if (!any_pupil(w, t, &write.pupil)) {
        return w->blame[0] == '\0';
    }
    write.type = compose(w, t, &set);
    write.set = buf_cstr(&set);
    write.rec = world_new_id(w);
    write.by = w->staff[rng_below(&w->rng, STAFF_COUNT)];
    world_tell(w, "tablet %d writes %s%s", (int)(t - w->tablets), write.rec.text,
               set.size > PICTURE_SIZE ? ", a picture" : "");
    w->saved = mem_grow(w->saved, (w->saved_count + 1) * sizeof(*w->saved));
    w->saved[w->saved_count] =
        (struct saved){.rec = write.rec, .pupil = write.pupil, .tablet = (size_t)(t - w->tablets)};
    holds = tablet_save(w, t, &write);
    w->saved_count += holds && t->was_saved ? 1 : 0;
    buf_finish(&set);
    return holds;
}

bool act_edit(struct world *w, struct tablet *t)
{
    static const char *const fields[] = {"outcome", "place", "with"};
    const char *field = fields[rng_below(&w->rng, 3)];
    char set[120];
    struct buf over = {0};
    struct merge_record record;
    struct tablet_write write = {.type = "observation", .set = set};
    bool is_blind = rng_below(&w->rng, 5) == 0; /* an edit that saw nothing of what is there */
    bool holds = true;

    if (!any_pupil(w, t, &write.pupil)) {
        return w->blame[0] == '\0';
    }
    write.rec = shared_rec(w, &write.pupil);
    (void)snprintf(set, sizeof(set), "{\"%s\":\"edit %d\"}", field, w->word_count++);
    merge_init(&record);
    if (!is_blind && view_load(t->view, &t->school, &write.rec, &record) == STATUS_OK &&
        merge_over(&record, &field, 1, &over)) {
        write.over = buf_cstr(&over);
    }
    world_tell(w, "tablet %d edits %s of %s over %s", (int)(t - w->tablets), field, write.rec.text,
               write.over != NULL ? write.over : "nothing");
    holds = tablet_save(w, t, &write);
    merge_finish(&record);
    buf_finish(&over);
    return holds;
}

bool act_sync(struct world *w, struct tablet *t)
{
    uint32_t weather = rng_below(&w->rng, 2) == 0 ? 0 : 40;

    bool holds = true;

    t->is_low = rng_below(&w->rng, 4) == 0;
    world_tell(w, "tablet %d syncs in weather %u%s%s", (int)(t - w->tablets), weather,
               t->is_cut_off ? ", cut off" : "", t->is_low ? ", its battery low" : "");
    holds = tablet_sync(w, t, weather);
    t->is_low = false;
    return holds;
}

bool act_cut(struct world *w, struct tablet *t)
{
    t->is_cut_off = !t->is_cut_off;
    world_tell(w, "tablet %d is %s", (int)(t - w->tablets), t->is_cut_off ? "cut off" : "back");
    return true;
}

bool act_restart(struct world *w, struct tablet *t)
{
    world_tell(w, "tablet %d is killed and comes back", (int)(t - w->tablets));
    return w->is_thorough ? tablet_restart(w, t) : tablet_start_anew(w, t);
}

bool act_clock(struct world *w, struct tablet *t)
{
    const int64_t errors[] = {0, HOUR_MS, -HOUR_MS, 3650 * DAY_MS, -w->now_ms, 3 * DAY_MS};

    t->clock_error_ms = errors[rng_below(&w->rng, sizeof(errors) / sizeof(errors[0]))];
    world_pass(w, 0);
    world_tell(w, "tablet %d has its clock off by %" PRId64 " ms", (int)(t - w->tablets),
               t->clock_error_ms);
    return true;
}

/* The clock of the hub's machine. A tablet that nothing else keeps from it goes on syncing. */
bool act_hub_clock(struct world *w, struct tablet *t)
{
    const int64_t errors[] = {0, HOUR_MS, 3650 * DAY_MS, -w->now_ms, -3 * DAY_MS, 40 * DAY_MS};
    struct buf parted = {0};
    bool holds = true;

    world_set_hub_clock(w, errors[rng_below(&w->rng, sizeof(errors) / sizeof(errors[0]))]);
    world_tell(w, "the hub has its clock off by %" PRId64 " ms", w->hub_clock_error_ms);
    if (t->is_cut_off || t->is_wiped || t->doom.deed != DEED_NOTHING ||
        w->doom.deed != DEED_NOTHING) {
        return true;
    }
    for (int round = 0; holds && round < 3 && !(round > 0 && sync_report(t->sync).up_to_date);
         round++) {
        holds = tablet_sync(w, t, 0);
    }
    holds = holds && (t->is_wiped || store_get(t->store, STORE_parted, &parted) == STATUS_OK);
    if (holds && !t->is_wiped && parted.size == 0 && !sync_report(t->sync).up_to_date) {
        holds = world_blame(w, "tablet %d does not sync by a wrong clock: %s",
                            (int)(t - w->tablets), sync_report(t->sync).sentence);
    }
    buf_finish(&parted);
    return holds;
}

bool act_wait(struct world *w, struct tablet *t)
{
    const int64_t spans[] = {MINUTE_MS, HOUR_MS, DAY_MS, 16 * DAY_MS};

    (void)t;
    world_pass(w, spans[rng_below(&w->rng, sizeof(spans) / sizeof(spans[0]))]);
    return true;
}

/* A place begins or ends some day soon, or neither: by right clocks. */
static void days_of(struct world *w, char from[16], char until[20])
{
    const int64_t begins[] = {-100, 0, 3};
    int64_t today = w->now_ms / DAY_MS;
    char day[16];

    date_text(date_from_days(today + begins[rng_below(&w->rng, 3)]), from);
    date_text(date_from_days(today + 1 + rng_below(&w->rng, 20)), day);
    (void)snprintf(until, 20, rng_below(&w->rng, 2) == 0 ? "null" : "\"%s\"", day);
}

bool act_move(struct world *w, struct tablet *t)
{
    static const char *const fields[] = {"group", "from", "until"};
    uint32_t i = rng_below(&w->rng, PUPIL_COUNT);
    uint32_t group = rng_below(&w->rng, GROUP_COUNT);
    char set[160];
    char from[16];
    char until[20];
    struct buf over = {0};
    struct merge_record record;
    struct hub_reading reading = {0};
    struct hub_draft move = {.type = "membership", .set = set};
    bool holds = true;

    (void)t;
    if (i < w->erasure_count) { /* they are erased in this order */
        return true;
    }
    world_tell(w, "pupil %u moves to group %u", i, group);
    move.rec = w->memberships[i];
    move.pupil = w->pupils[i];
    days_of(w, from, until);
    (void)snprintf(set, sizeof(set), "{\"group\":\"%s\",\"from\":\"%s\",\"until\":%s}",
                   w->groups[group].text, from, until);
    merge_init(&record);
    holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
            view_load(reading.view, &w->school, &move.rec, &record) == STATUS_OK;
    hub_read_end(w->hub, &reading);
    if (holds && merge_over(&record, fields, 3, &over)) {
        move.over = buf_cstr(&over);
    }
    w->was_hub_asked = true;
    hub_does(w, DEED_MOVE);
    holds = holds && hub_write(w->hub, &w->school, &move, 1) == STATUS_OK;
    merge_finish(&record);
    buf_finish(&over);
    return holds || w->is_hub_faulty ||
           world_blame(w, "a pupil could not move: %s", status_message());
}
