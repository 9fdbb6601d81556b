/* The world: a school on the hub, its tablets enrolled by the real steps, and its time.
 *
 * Making tables, enrolling and the first sync cost more than a short history does. So the world is
 * made once, on a disk in memory that is marked then, and each history begins by putting the disk
 * back; the connections stay open, as those of a daemon do.
 */
#include "sim_tablet.h"

#include "disk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_START_MS 1788220800000LL /* a Tuesday morning at the start of a school year */
#define WORLD_SEED     20260901

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
    w->hub_clock.now_ms = w->now_ms + w->hub_clock_error_ms;
    for (size_t i = 0; i < w->tablet_count; i++) {
        w->tablets[i].clock.now_ms = w->now_ms + w->tablets[i].clock_error_ms;
    }
}

void world_pass(struct world *w, int64_t ms)
{
    w->now_ms += ms;
    set_clocks(w);
}

/* As a hub does that looks at its scopes again on later days only. */
static void forget_day(const struct world *w)
{
    struct sql *db = NULL;
    struct buf text = {0};

    buf_printf(&text, "UPDATE school SET scope_day = %lld",
               (long long)date_to_days(moment_uk(w->hub_clock.now_ms).date));
    CHECK(sql_open(buf_cstr(&w->hub_path), &db) == STATUS_OK &&
          sql_run(db, buf_cstr(&text)) == STATUS_OK);
    sql_close(db);
    buf_finish(&text);
}

void world_set_hub_clock(struct world *w, int64_t error_ms)
{
    bool goes_back = error_ms < w->hub_clock_error_ms;

    w->leap_count += error_ms > w->hub_clock_error_ms ? 1 : 0;
    w->hub_clock_error_ms = error_ms;
    set_clocks(w);
    if (goes_back && w->plant == PLANT_HUB_DAY_ONE_WAY) {
        forget_day(w);
    }
}

struct id world_new_id(struct world *w)
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

    w->pupils[i] = world_new_id(w);
    w->memberships[i] = world_new_id(w);
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
        w->groups[i] = world_new_id(w);
        group.rec = w->groups[i];
        holds = hub_put(w, &group);
    }
    for (int i = 0; holds && i < STAFF_COUNT; i++) {
        struct hub_draft staff = {.type = "staff", .set = "{\"name\":\"Sam Okoro\"}"};
        w->staff[i] = world_new_id(w);
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
    t->is_scoped = i % 3 == 2;
    t->school = w->school;
    w->tablet_count = i + 1;
    return tablet_open(w, t, name) && tablet_enrol(w, t) && tablet_sync(w, t, 0);
}

static bool open_hub(struct world *w)
{
    struct hub_options options = {.store = buf_cstr(&w->hub_path), .keys = w->hub_keys};

    options.clock = support_clock_port(&w->hub_clock);
    options.random = rng_port(&w->rng);
    return hub_create(&options, &w->hub) == STATUS_OK ||
           world_blame(w, "no hub: %s", status_message());
}

bool world_restart_hub(struct world *w)
{
    hub_destroy(w->hub);
    w->hub = NULL;
    fault_disk_disarm();
    return open_hub(w);
}

/* The start of every history: what is in memory, as copies; what is on the disk, marked. */
static bool mark(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        struct tablet *t = &w->tablets[i];
        if (!tablet_fold(w, t) || sql_commit(t->memory) != STATUS_OK ||
            sql_begin(t->memory) != STATUS_OK) {
            return world_blame(w, "a view cannot be kept: %s", status_message());
        }
        t->has_base = true;
        t->base = t->folded;
        t->base_last = t->last;
        w->start[i] = *t;
    }
    w->start_count = w->tablet_count;
    if (!world_reread_log(w)) {
        return false;
    }
    w->ledger_start = w->ledger;
    memory_disk_mark();
    return true;
}

static void name_hub(struct world *w)
{
    char *path = support_folder_path(&w->folder, "hub.db");

    buf_clear(&w->hub_path);
    buf_printf(&w->hub_path, "sqlite:%s", path);
    free(path);
}

bool world_create(struct world *w, size_t tablets)
{
    struct random_port random;
    bool holds = true;

    *w = (struct world){.rng = {WORLD_SEED}, .now_ms = WORLD_START_MS};
    random = rng_port(&w->rng);
    set_clocks(w);
    box_pair_make(&random, &w->hub_keys.box);
    sign_pair_make(&random, &w->hub_keys.sign);
    if (support_folder_make(&w->folder) != STATUS_OK) {
        return world_blame(w, "no folder: %s", status_message());
    }
    name_hub(w);
    holds = open_hub(w) && make_school(w);
    for (size_t i = 0; holds && i < tablets; i++) {
        holds = add_tablet(w, i);
    }
    return holds && mark(w);
}

void world_destroy(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        tablet_close(&w->tablets[i]);
    }
    hub_destroy(w->hub);
    letters_finish(w);
    free(w->saved);
    free(w->backup);
    buf_finish(&w->hub_path);
    support_folder_remove(&w->folder);
    memory_disk_empty();
}

/* ---- again ----------------------------------------------------------------------------------- */

static void forget_history(struct world *w)
{
    fault_disk_disarm();
    if (w->has_moved_hub) { /* its new disk goes */
        hub_destroy(w->hub);
        w->hub = NULL;
        name_hub(w);
        w->has_moved_hub = false;
    }
    for (size_t i = w->start_count; i < w->tablet_count; i++) {
        tablet_close(&w->tablets[i]);
    }
    w->tablet_count = w->start_count;
    letters_finish(w);
    free(w->backup);
    w->backup = NULL;
    w->saved_count = 0;
    w->erasure_count = 0;
    w->backup_count = 0;
    w->clone_count = 0;
    w->restore_count = 0;
    w->revoke_count = 0;
    w->word_count = 0;
    w->picture_count = 0;
    w->is_withdrawn = false;
    w->hub_clock_error_ms = 0;
    w->leap_count = 0;
    w->doom = (struct doom){.deed = DEED_NOTHING};
    w->is_hub_faulty = false;
    w->blame[0] = '\0';
}

/* Its store and view are open still, or opened again. */
static bool begin_tablet(struct world *w, struct tablet *t, const struct tablet *start)
{
    struct store *store = t->store;

    sync_destroy(t->sync);
    t->sync = NULL;
    sql_undo(t->memory);
    *t = *start;
    t->store = store;
    t->plant = w->plant;
    t->clock.now_ms = w->now_ms;
    if (t->store == NULL && store_open(t->path, &t->store) != STATUS_OK) {
        return world_blame(w, "a tablet's file does not open: %s", status_message());
    }
    if (sql_begin(t->memory) != STATUS_OK) {
        return world_blame(w, "a view cannot be kept: %s", status_message());
    }
    tablet_wire(w, t);
    return true;
}

bool world_begin(struct world *w, uint64_t seed, enum plant plant)
{
    bool holds = true;

    forget_history(w);
    memory_disk_rewind();
    w->rng = (struct rng){seed};
    w->plant = plant;
    w->now_ms = WORLD_START_MS;
    w->ledger = w->ledger_start;
    for (size_t i = 0; holds && i < w->tablet_count; i++) {
        holds = begin_tablet(w, &w->tablets[i], &w->start[i]);
    }
    set_clocks(w);
    return holds && (w->hub != NULL || open_hub(w));
}
