/* A made-up school, told change by change through the same fold as the hub's.
 *
 * Everything is invented, and drawn from a seed, so that a picture of the page and a test of it
 * mean the same day whenever they run.
 */
#include "stand.h"

#include "change.h"
#include "sql.h"
#include "view.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE       "0199d000-0000-7000-8000-0000000000de"
#define DAY_START_MS (8LL * 3600 * 1000)
#define GROUPS       8
#define PUPILS       68
#define STAFF        6

struct stand {
    struct sql *db;
    struct view *view;
    struct buf *lines;
    size_t count;
    pthread_mutex_t lock; /* the one connection belongs to one thread at a time */
    int64_t now_ms;
    int64_t seq;
    struct rng chance;
    enum status broken;
    bool is_head_gone;
    int checks;
};

/* ---- the log and the view ----------------------------------------------------------------- */

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    struct stand *s = ctx;

    (void)school;
    CHECK(place >= 1 && place <= (int64_t)s->count);
    buf_add(out, s->lines[place - 1].data, s->lines[place - 1].size);
    return STATUS_OK;
}

static struct id as_id(const char *text)
{
    struct id id = {""};

    text_copy(id.text, sizeof id.text, text);
    return id;
}

static void must(enum status st)
{
    CHECK(st == STATUS_OK);
}

/* One change to be; by "" and pupil "" are nobody. */
struct told {
    const char *by;
    const char *school;
    const char *type;
    const char *rec;
    const char *pupil;
    const char *set;
};

static void tell(struct stand *s, const struct told *t)
{
    struct change_draft draft = {
        .dot = {{s->now_ms, s->seq}, as_id(DEVICE), s->seq + 1},
        .by = as_id(t->by),
        .pupil = as_id(t->pupil),
        .rec = as_id(t->rec),
        .type = t->type,
        .set = t->set,
    };
    struct id school = as_id(t->school);
    struct change c;

    s->seq++;
    s->lines = mem_grow(s->lines, (s->count + 1) * sizeof s->lines[0]);
    s->lines[s->count] = (struct buf){0};
    must(change_encode(&draft, &s->lines[s->count]));
    must(change_decode(s->lines[s->count].data, s->lines[s->count].size, &c));
    s->count++;
    must(sql_begin(s->db));
    must(view_apply(s->view, &school, &c, (int64_t)s->count));
    must(sql_commit(s->db));
    change_finish(&c);
}

void stand_tell(struct stand *s, const char *school, const char *type, const char *rec,
                const char *pupil, const char *set)
{
    struct told told = {"", school, type, rec, pupil, set};

    tell(s, &told);
}

/* ---- a made-up school --------------------------------------------------------------------- */

static const char *const group_names[GROUPS] = {"Birch", "Hazel", "Heron", "Kingfisher",
                                                "Maple", "Oak",   "Rowan", "Willow"};
static const char *const given_names[] = {"Amira",  "Ben",   "Cerys", "Dafydd", "Ebele", "Finlay",
                                          "Grace",  "Hamza", "Isla",  "Jakub",  "Kezia", "Leo",
                                          "Maryam", "Noah",  "Orla",  "Priya",  "Rhys"};
static const char *const family_names[] = {"Ashdown", "Bielecki", "Chaudhry", "Dunmore",
                                           "Eze",     "Fairley",  "Gwilt",    "Hartnoll"};
static const char *const staff_names[STAFF] = {"Ola Brandreth",  "Tamsin Pye",  "Imran Qadir",
                                               "Josie Whitlock", "Kofi Mensah", "Siobhan Traherne"};
static const char *const areas[] = {"exploration", "realisation", "anticipation", "persistence",
                                    "initiation"};
static const char *const choices[] = {"not-seen", "fleeting", "sustained", "established"};
static const char *const activities[] = {"Sand tray",  "Story",      "Music", "Cooking",
                                         "Water play", "Snack time", "Maths"};
static const char *const places[] = {"Classroom", "Quiet area", "Sensory room", "Garden", "Hall"};
static const char *const prompts[] = {"independent", "gesture", "verbal", "model"};
static const char *const outcomes[] = {
    "Dug both hands in the wet sand, then looked up and waited for the scoop.",
    "Pointed at the pear, then said “more” and smiled.",
    "Stayed at the table for the whole song, with a hand on the drum.",
    "Turned away twice, came back alone the third time and finished the row.",
    "Passed the spoon to a friend without being asked.",
    "Looked at the picture card, then at the door, and went to get the coat.",
};

#define ANY(s, list) ((list)[rng_below(&(s)->chance, sizeof(list) / sizeof(list)[0])])

static struct id made_id(const char *kind, int number)
{
    char name[64];

    (void)snprintf(name, sizeof name, "stand|%s|%d", kind, number);
    return id_derived(name);
}

static void tell_places(struct stand *s)
{
    char set[256];

    for (int i = 0; i < STAFF; i++) {
        (void)snprintf(set, sizeof set, "{\"name\":\"%s\",\"role\":\"Teacher\"}", staff_names[i]);
        stand_tell(s, STAND_SCHOOL, "staff", made_id("staff", i).text, "", set);
    }
    for (int i = 0; i < GROUPS; i++) {
        (void)snprintf(set, sizeof set, "{\"name\":\"%s\",\"kind\":\"class\"}", group_names[i]);
        stand_tell(s, STAND_SCHOOL, "group", made_id("group", i).text, "", set);
    }
}

static void tell_pupil(struct stand *s, int number)
{
    struct id pupil = made_id("pupil", number);
    char set[256];

    (void)snprintf(set, sizeof set, "{\"given\":\"%s\",\"family\":\"%s\"}",
                   given_names[(size_t)number % (sizeof given_names / sizeof given_names[0])],
                   family_names[(size_t)number % (sizeof family_names / sizeof family_names[0])]);
    stand_tell(s, STAND_SCHOOL, "pupil", pupil.text, pupil.text, set);
    (void)snprintf(set, sizeof set, "{\"group\":\"%s\"}", made_id("group", number % GROUPS).text);
    stand_tell(s, STAND_SCHOOL, "membership", made_id("membership", number).text, pupil.text, set);
}

static void write_areas(struct stand *s, struct buf *set)
{
    bool has_some = false;

    buf_text(set, ",\"instrument\":\"engagement-model\",\"engagement\":{");
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        if (rng_below(&s->chance, 3) > 0) {
            buf_printf(set, "%s\"%s\":\"%s\"", has_some ? "," : "", areas[i], ANY(s, choices));
            has_some = true;
        }
    }
    buf_byte(set, '}');
}

static void tell_observation(struct stand *s, int number, int64_t when_ms)
{
    struct id pupil = made_id("pupil", (int)rng_below(&s->chance, PUPILS));
    struct id by = made_id("staff", (int)rng_below(&s->chance, STAFF));
    struct buf set = {0};

    buf_printf(&set, "{\"when\":%lld,\"doing\":\"%s\",\"place\":\"%s\",\"prompt\":\"%s\"",
               (long long)when_ms, ANY(s, activities), ANY(s, places), ANY(s, prompts));
    if (rng_below(&s->chance, 4) > 0) {
        write_areas(s, &set);
    } else {
        buf_text(&set, ",\"instrument\":\"note\",\"objective\":\"To choose between two\"");
    }
    if (rng_below(&s->chance, 3) > 0) {
        buf_printf(&set, ",\"outcome\":\"%s\"", ANY(s, outcomes));
    }
    buf_byte(&set, '}');
    struct id rec = made_id("observation", number);
    struct told told = {by.text, STAND_SCHOOL, "observation", rec.text, pupil.text, buf_cstr(&set)};
    tell(s, &told);
    buf_finish(&set);
}

static void tell_day(struct stand *s)
{
    int64_t start = moment_uk_start_ms(moment_uk(s->now_ms).date) + DAY_START_MS;
    int64_t span = s->now_ms > start ? s->now_ms - start : 1;
    char set[256];

    for (int i = 0; i < 53; i++) {
        tell_observation(s, i, start + (int64_t)rng_below(&s->chance, (uint32_t)span));
    }
    for (int i = 0; i < 5; i++) {
        struct id pupil = made_id("pupil", i);
        (void)snprintf(set, sizeof set,
                       "{\"when\":%lld,\"instrument\":\"how-i-feel-today\","
                       "\"answers\":{\"feel\":{\"choice\":\"okay\"}}}",
                       (long long)start + i);
        stand_tell(s, STAND_SCHOOL, "self_assessment", made_id("answer", i).text, pupil.text, set);
    }
    /* The same field set twice, neither over the other: two people at once. */
    stand_tell(s, STAND_SCHOOL, "observation", made_id("observation", 7).text,
               made_id("pupil", 7).text, "{\"place\":\"Minibus\"}");
}

/* ---- life --------------------------------------------------------------------------------- */

struct stand *stand_make_empty(int64_t now_ms)
{
    struct stand *s = mem_zero(1, sizeof *s);
    struct view_log log = {read_line, s};
    bool stale = false;

    s->now_ms = now_ms;
    CHECK(pthread_mutex_init(&s->lock, NULL) == 0);
    must(change_setup());
    must(sql_open("sqlite::memory:", &s->db));
    must(view_open(s->db, VIEW_ON_TABLET, &log, &s->view, &stale));
    return s;
}

struct stand *stand_make(int64_t now_ms, uint64_t seed)
{
    struct stand *s = stand_make_empty(now_ms);

    s->chance.state = seed;
    tell_places(s);
    for (int i = 0; i < PUPILS; i++) {
        tell_pupil(s, i);
    }
    tell_day(s);
    return s;
}

void stand_end(struct stand *s)
{
    if (s == NULL) {
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        buf_finish(&s->lines[i]);
    }
    free(s->lines);
    view_close(s->view);
    sql_close(s->db);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

void stand_set_now(struct stand *s, int64_t now_ms)
{
    s->now_ms = now_ms;
}

void stand_break(struct stand *s, enum status st)
{
    s->broken = st;
}

void stand_forget_head(struct stand *s)
{
    s->is_head_gone = true;
}

int stand_checks(struct stand *s)
{
    return s->checks;
}

/* ---- the ports ---------------------------------------------------------------------------- */

static const struct account {
    const char *user;
    const char *passphrase;
    const char *code;
    const char *name;
    int first_school; /* of the two; 2: none */
    int school_count;
} accounts[] = {
    {"head",  "three calm stones", "",       "Farah Whitlock", 0, 2},
    {"senco", "four calm stones",  "123456", "Owen Trevanion", 1, 1},
    {"guest", "five calm stones",  "",       "Guest",          2, 0},
};
#define ACCOUNT_COUNT (sizeof accounts / sizeof accounts[0])

static enum status check(void *ctx, const char *user, const char *passphrase, const char *code,
                         struct dashboard_person *out)
{
    struct stand *s = ctx;

    CHECK(pthread_mutex_lock(&s->lock) == 0);
    s->checks++;
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
    if (s->broken != STATUS_OK) {
        return s->broken;
    }
    for (size_t i = 0; i < ACCOUNT_COUNT; i++) {
        const struct account *a = &accounts[i];
        if (strcmp(a->user, user) == 0 && strcmp(a->passphrase, passphrase) == 0 &&
            strcmp(a->code, code) == 0) {
            text_copy(out->key, sizeof out->key, a->user);
            text_copy(out->name, sizeof out->name, a->name);
            return STATUS_OK;
        }
    }
    return FAIL(STATUS_LOCKED, "no such account with this passphrase and code");
}

static enum status schools(void *ctx, const char *key, struct arena *arena,
                           struct dashboard_school_rows *out)
{
    static const char *const ids[] = {STAND_SCHOOL, STAND_SCHOOL_OTHER};
    static const char *const names[] = {"Larkbeck Grove School", "Quillstone House School"};
    struct stand *s = ctx;

    for (size_t i = 0; i < ACCOUNT_COUNT; i++) {
        if (strcmp(accounts[i].user, key) != 0 || (i == 0 && s->is_head_gone)) {
            continue;
        }
        out->count = (size_t)accounts[i].school_count;
        out->rows = arena_alloc(arena, (out->count + 1) * sizeof out->rows[0]);
        for (size_t n = 0; n < out->count; n++) {
            out->rows[n].id = as_id(ids[(size_t)accounts[i].first_school + n]);
            out->rows[n].name = names[(size_t)accounts[i].first_school + n];
        }
        return STATUS_OK;
    }
    return FAIL(STATUS_NOT_FOUND, "the account is gone");
}

static enum status borrow(void *ctx, struct dashboard_loan *out)
{
    struct stand *s = ctx;

    if (s->broken != STATUS_OK) {
        return s->broken;
    }
    CHECK(pthread_mutex_lock(&s->lock) == 0);
    must(sql_begin_read(s->db));
    out->view = s->view;
    return STATUS_OK;
}

static void give_back(void *ctx, struct dashboard_loan *loan)
{
    struct stand *s = ctx;

    sql_undo(s->db);
    loan->view = NULL;
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
}

static int64_t tell_now(void *ctx)
{
    const struct stand *s = ctx;

    return s->now_ms;
}

struct dashboard_options stand_options(struct stand *s, const char *assets)
{
    return (struct dashboard_options){
        .assets = assets,
        .accounts = {check, schools, s},
        .views = {borrow,     give_back,       s},
        .clock = {tell_now,    s    },
        .random = change_system_random(),
    };
}
