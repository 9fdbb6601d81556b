/* The world: a school on the hub, its tablets enrolled by the real steps, and the acts. */
#include "sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_START_MS 1788220800000LL /* a Tuesday morning at the start of a school year */
#define MINUTE_MS      (60LL * 1000)
#define HOUR_MS        (60 * MINUTE_MS)
#define DAY_MS         (24 * HOUR_MS)

bool world_blame(struct world *w, const char *fmt, ...)
{
    va_list args;

    if (w->blame[0] == '\0') {
        va_start(args, fmt);
        (void)vsnprintf(w->blame, sizeof(w->blame), fmt, args);
        va_end(args);
    }
    return false;
}

void world_tell(const struct world *w, const char *fmt, ...)
{
    va_list args;

    if (w->is_telling) {
        va_start(args, fmt);
        (void)vprintf(fmt, args);
        va_end(args);
        (void)putchar('\n');
    }
}

static void set_clocks(struct world *w)
{
    w->hub_clock.now_ms = w->now_ms;
    for (size_t i = 0; i < w->tablet_count; i++) {
        w->tablets[i].clock.now_ms = w->now_ms + w->tablets[i].clock_error_ms;
    }
}

void world_pass(struct world *w, int64_t ms)
{
    w->now_ms += ms;
    set_clocks(w);
}

static struct id new_id(struct world *w)
{
    const struct clock_port clock = support_clock_port(&w->hub_clock);
    const struct random_port random = rng_port(&w->rng);

    return id_new(&clock, &random);
}

/* ---- the school ------------------------------------------------------------------------------ */

static bool hub_put(struct world *w, const struct hub_draft *draft)
{
    return hub_write(w->hub, &w->school, draft, 1) == STATUS_OK ||
           world_blame(w, "the hub could not write a %s: %s", draft->type, status_message());
}

static bool add_pupil(struct world *w, int i)
{
    char membership[80];
    struct hub_draft pupil = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};
    struct hub_draft place = {.type = "membership", .set = membership};

    w->pupils[i] = new_id(w);
    w->memberships[i] = new_id(w);
    (void)snprintf(membership, sizeof(membership), "{\"group\":\"%s\"}",
                   w->groups[i % GROUP_COUNT].text);
    pupil.rec = w->pupils[i];
    pupil.pupil = w->pupils[i];
    place.rec = w->memberships[i];
    place.pupil = w->pupils[i];
    return hub_put(w, &pupil) && hub_put(w, &place);
}

static bool make_school(struct world *w)
{
    bool holds = hub_school_add(w->hub, "{\"name\":\"Hill School\",\"urn\":\"100001\"}",
                                &w->school) == STATUS_OK ||
                 world_blame(w, "no school: %s", status_message());

    for (int i = 0; holds && i < GROUP_COUNT; i++) {
        struct hub_draft group = {.type = "group", .set = "{\"name\":\"Oak\"}"};
        w->groups[i] = new_id(w);
        group.rec = w->groups[i];
        holds = hub_put(w, &group);
    }
    for (int i = 0; holds && i < STAFF_COUNT; i++) {
        struct hub_draft staff = {.type = "staff", .set = "{\"name\":\"Sam Okoro\"}"};
        w->staff[i] = new_id(w);
        staff.rec = w->staff[i];
        holds = hub_put(w, &staff);
    }
    for (int i = 0; holds && i < PUPIL_COUNT; i++) {
        holds = add_pupil(w, i);
    }
    return holds;
}

/* ---- tablets --------------------------------------------------------------------------------- */

static bool add_tablet(struct world *w, size_t i)
{
    struct tablet *t = &w->tablets[i];
    char name[32];

    (void)snprintf(name, sizeof(name), "tablet-%zu.db", i);
    t->is_scoped = i % TABLET_COUNT == TABLET_COUNT - 1;
    t->school = w->school;
    w->tablet_count = i + 1;
    return tablet_open(w, t, name) && tablet_enrol(w, t) && tablet_sync(w, t, 0);
}

bool world_open(struct world *w, uint64_t seed, enum plant plant, size_t tablets)
{
    struct hub_options options = {.store = "sqlite::memory:"};
    struct random_port random;
    bool holds = true;

    *w = (struct world){.rng = {seed}, .now_ms = WORLD_START_MS, .plant = plant};
    random = rng_port(&w->rng);
    set_clocks(w);
    box_pair_make(&random, &w->hub_keys.box);
    sign_pair_make(&random, &w->hub_keys.sign);
    options.keys = w->hub_keys;
    options.clock = support_clock_port(&w->hub_clock);
    options.random = random;
    if (support_folder_make(&w->folder) != STATUS_OK ||
        hub_create(&options, &w->hub) != STATUS_OK) {
        return world_blame(w, "no hub: %s", status_message());
    }
    holds = make_school(w);
    for (size_t i = 0; holds && i < tablets; i++) {
        holds = add_tablet(w, i);
    }
    return holds;
}

void world_close(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        tablet_close(&w->tablets[i]);
    }
    hub_destroy(w->hub);
    free(w->saved);
    free(w->backup);
    support_folder_remove(&w->folder);
}

/* ---- acts ------------------------------------------------------------------------------------ */

static struct tablet *any_tablet(struct world *w)
{
    return &w->tablets[rng_below(&w->rng, (uint32_t)w->tablet_count)];
}

/* A pupil whom this tablet shows; false when it shows none. */
static bool any_pupil(struct world *w, struct tablet *t, struct id *out)
{
    struct arena arena = {0};
    struct view_pupil_rows rows = {0};
    const struct id whole_school = {""};

    if (t->is_wiped) {
        return false;
    }
    if (view_pupils(t->view, &t->school, &whole_school, VIEW_BY_NAME, &arena, &rows) != STATUS_OK) {
        (void)world_blame(w, "a view has no pupils to ask for: %s", status_message());
    } else if (rows.count > 0) {
        *out = rows.rows[rng_below(&w->rng, (uint32_t)rows.count)].id;
    }
    arena_finish(&arena);
    return rows.count > 0;
}

/* A few records a pupil, their ids known to all: so that tablets meet on them. */
static struct id shared_rec(struct world *w, const struct id *pupil)
{
    char name[80];

    (void)snprintf(name, sizeof(name), "observation|%s|%u", pupil->text, rng_below(&w->rng, 3));
    return id_derived(name);
}

bool act_write(struct world *w, struct tablet *t)
{
    char set[200];
    bool is_later = rng_below(&w->rng, 10) == 0; /* a record type that only newer tablets know */
    struct tablet_write write = {.type = is_later ? "later_thing" : "observation", .set = set};

    if (!any_pupil(w, t, &write.pupil)) {
        return w->blame[0] == '\0';
    }
    write.rec = new_id(w);
    write.by = w->staff[rng_below(&w->rng, STAFF_COUNT)];
    (void)snprintf(set, sizeof(set),
                   "{\"when\":%" PRId64 ",\"outcome\":\"word %u\",\"later_field\":{\"x\":[1,2.5]}}",
                   t->clock.now_ms, rng_below(&w->rng, 1000));
    world_tell(w, "tablet %d writes %s", (int)(t - w->tablets), write.rec.text);
    w->saved = mem_grow(w->saved, (w->saved_count + 1) * sizeof(*w->saved));
    w->saved[w->saved_count] =
        (struct saved){.rec = write.rec, .pupil = write.pupil, .tablet = (size_t)(t - w->tablets)};
    if (!tablet_save(w, t, &write)) {
        return false;
    }
    w->saved_count += t->was_saved ? 1 : 0;
    return true;
}

static bool act_edit(struct world *w, struct tablet *t)
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
    (void)snprintf(set, sizeof(set), "{\"%s\":\"edit %u\"}", field, rng_below(&w->rng, 1000));
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

static bool act_sync(struct world *w, struct tablet *t)
{
    uint32_t weather = rng_below(&w->rng, 2) == 0 ? 0 : 40;

    world_tell(w, "tablet %d syncs in weather %u%s", (int)(t - w->tablets), weather,
               t->is_cut_off ? ", cut off" : "");
    return tablet_sync(w, t, weather);
}

static bool act_cut(struct world *w, struct tablet *t)
{
    t->is_cut_off = !t->is_cut_off;
    world_tell(w, "tablet %d is %s", (int)(t - w->tablets), t->is_cut_off ? "cut off" : "back");
    return true;
}

static bool act_restart(struct world *w, struct tablet *t)
{
    world_tell(w, "tablet %d is killed and comes back", (int)(t - w->tablets));
    return tablet_restart(w, t);
}

static bool act_clock(struct world *w, struct tablet *t)
{
    const int64_t errors[] = {0, HOUR_MS, -HOUR_MS, 3650 * DAY_MS, -w->now_ms, 3 * DAY_MS};

    t->clock_error_ms = errors[rng_below(&w->rng, sizeof(errors) / sizeof(errors[0]))];
    set_clocks(w);
    world_tell(w, "tablet %d has its clock off by %" PRId64 " ms", (int)(t - w->tablets),
               t->clock_error_ms);
    return true;
}

static bool act_wait(struct world *w, struct tablet *t)
{
    const int64_t spans[] = {MINUTE_MS, HOUR_MS, DAY_MS, 16 * DAY_MS};

    (void)t;
    w->now_ms += spans[rng_below(&w->rng, sizeof(spans) / sizeof(spans[0]))];
    set_clocks(w);
    return true;
}

static bool act_move(struct world *w, struct tablet *t)
{
    static const char *const field = "group";
    uint32_t i = rng_below(&w->rng, PUPIL_COUNT);
    uint32_t group = rng_below(&w->rng, GROUP_COUNT);
    char set[80];
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
    (void)snprintf(set, sizeof(set), "{\"group\":\"%s\"}", w->groups[group].text);
    merge_init(&record);
    holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
            view_load(reading.view, &w->school, &move.rec, &record) == STATUS_OK;
    hub_read_end(w->hub, &reading);
    if (holds && merge_over(&record, &field, 1, &over)) {
        move.over = buf_cstr(&over);
    }
    holds = holds && hub_put(w, &move);
    merge_finish(&record);
    buf_finish(&over);
    return holds || world_blame(w, "a pupil could not move: %s", status_message());
}

static const struct {
    uint32_t weight;
    bool (*act)(struct world *w, struct tablet *t);
} acts[] = {
    {25, act_write  },
    {25, act_edit   },
    {28, act_sync   },
    {5,  act_cut    },
    {6,  act_restart},
    {4,  act_clock  },
    {4,  act_wait   },
    {4,  act_move   },
    {1,  act_clone  },
    {4,  act_rejoin },
    {2,  act_backup },
    {1,  act_restore},
    {1,  act_revoke },
    {1,  act_erase  },
    {6,  act_fault  },
};

bool world_act(struct world *w)
{
    struct tablet *t = any_tablet(w);
    uint32_t total = 0;
    uint32_t drawn = 0;
    size_t i = 0;

    for (size_t k = 0; k < sizeof(acts) / sizeof(acts[0]); k++) {
        total += acts[k].weight;
    }
    drawn = rng_below(&w->rng, total);
    while (drawn >= acts[i].weight) {
        drawn -= acts[i].weight;
        i++;
    }
    w->now_ms += 1000 + rng_below(&w->rng, 60000);
    set_clocks(w);
    return acts[i].act(w, t);
}
