/* A tablet as a year of work leaves it, written through the same boxes.
 *
 * The roster and the observations come in as pulled pages, because that is how a tablet gets nearly
 * all of its log. Chance is seeded: each run measures the same bytes.
 */
#include "bench_tablet.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGE_ROWS    500
#define PICTURE_SIZE 240000 /* base64 of 180,000 bytes */
#define PICTURE_PAGE 13     /* so many fill a page of 4 MiB */
#define BARE_FILL    8192

void bench_must(enum status st)
{
    if (st != STATUS_OK) {
        (void)fprintf(stderr, "bench: %s\n", status_message());
    }
    CHECK(st == STATUS_OK);
}

struct id bench_id(struct bench_tablet *t)
{
    struct random_port random = rng_port(&t->rng);
    uint8_t chance[10];

    random.fill(random.ctx, chance, sizeof(chance));
    return id_v7(t->at_ms, chance);
}

char *bench_tablet_path(const struct bench_tablet *t)
{
    return support_folder_path(&t->folder, "tablet.db");
}

static const char *pick(struct rng *rng, const char *const *words, size_t count)
{
    return words[rng_below(rng, (uint32_t)count)];
}

static void put_note(struct rng *rng, struct buf *set)
{
    static const char *const words[] = {
        "asked", "for",  "help",   "before",  "leaving", "chose",  "a",      "quiet", "seat",
        "then",  "went", "to",     "the",     "mat",     "shared", "with",   "Jo",    "and",
        "used",  "card", "needed", "prompts", "calm",    "voice",  "joined", "group", "reading"};
    size_t start = set->size;

    while (set->size - start < 112) {
        buf_printf(set, "%s%s", set->size == start ? "" : " ",
                   pick(rng, words, sizeof(words) / sizeof(words[0])));
    }
}

void bench_observation(struct rng *rng, int64_t when_ms, struct buf *set)
{
    static const char *const levels[] = {"not-seen", "fleeting", "sustained", "established"};
    static const char *const places[] = {"Hall", "Sensory room", "Pool", "Classroom", "Garden"};
    static const char *const doings[] = {"Snack", "Phonics", "Water play", "Story", "Music"};

    buf_clear(set);
    buf_printf(set,
               "{\"when\":%lld,\"instrument\":\"engagement-model\",\"version\":\"%064d\","
               "\"engagement\":{\"exploration\":\"%s\",\"persistence\":\"%s\"},"
               "\"doing\":\"%s\",\"place\":\"%s\",\"outcome\":\"",
               (long long)when_ms, 0, pick(rng, levels, 4), pick(rng, levels, 4),
               pick(rng, doings, 5), pick(rng, places, 5));
    put_note(rng, set);
    buf_text(set, "\"}");
}

/* ---- pages of the daemon -------------------------------------------------------------------- */

struct pulled {
    struct id dev;
    int64_t *seq;
    struct id pupil;
    struct id rec;
    const char *type;
    const char *set;
};

static struct store_box seal_pulled(struct bench_tablet *t, const struct pulled *p)
{
    struct random_port random = rng_port(&t->rng);
    struct change_place place = {p->dev, ++*p->seq, p->pupil};
    struct change_draft draft = {
        .dot = {{t->at_ms, 0}, p->dev, *p->seq},
        .by = t->staff,
        .pupil = p->pupil,
        .rec = p->rec,
        .type = p->type,
        .set = p->set
    };
    struct buf line = {0};
    struct buf box = {0};
    struct store_box row = {.dev = p->dev, .seq = *p->seq, .pupil = p->pupil, .lsn = ++t->lsn};

    bench_must(change_encode(&draft, &line));
    change_seal(&t->keys.data, &random, &place, line.data, line.size, &box);
    row.box = arena_span(&t->page, box.data, box.size);
    row.size = box.size;
    buf_finish(&line);
    buf_finish(&box);
    return row;
}

void bench_tablet_take(struct bench_tablet *t)
{
    char cursor[24];
    struct store_value values[] = {
        {STORE_cursor, cursor}
    };
    struct store_page page = {t->rows, t->row_count, values, 1, NULL, 0, false, NULL, 0, t->at_ms};

    (void)snprintf(cursor, sizeof(cursor), "%lld", (long long)t->lsn);
    bench_must(store_take(t->store, &page));
    arena_reset(&t->page);
    t->row_count = 0;
}

static void pull_one(struct bench_tablet *t, const struct pulled *p)
{
    t->rows[t->row_count++] = seal_pulled(t, p);
    if (t->row_count == PAGE_ROWS) {
        bench_tablet_take(t);
    }
}

void bench_tablet_pull_change(struct bench_tablet *t, const struct bench_change *c)
{
    struct pulled p = {.dev = c->elsewhere ? t->hub : t->other,
                       .seq = c->elsewhere ? &t->hub_seq : &t->other_seq,
                       .pupil = c->pupil,
                       .rec = c->rec,
                       .type = c->type,
                       .set = c->set};

    pull_one(t, &p);
}

void bench_tablet_pull(struct bench_tablet *t, int64_t count, int64_t until_ms)
{
    struct buf set = {0};

    for (int64_t i = 0; i < count; i++) {
        struct pulled p = {.dev = t->other, .seq = &t->other_seq, .type = "observation"};
        t->at_ms = until_ms - (count - i) * 60000;
        p.pupil = t->only != NULL ? *t->only : t->pupils[rng_below(&t->rng, BENCH_PUPILS)];
        p.rec = bench_id(t);
        bench_observation(&t->rng, t->at_ms, &set);
        p.set = buf_cstr(&set);
        pull_one(t, &p);
    }
    bench_tablet_take(t);
    buf_finish(&set);
}

void bench_tablet_pull_pictures(struct bench_tablet *t, int64_t count)
{
    struct buf set = {0};

    for (int64_t i = 0; i < count; i++) {
        struct pulled p = {.dev = t->other, .seq = &t->other_seq, .type = "picture"};
        buf_clear(&set);
        buf_printf(&set,
                   "{\"label\":\"Picture %lld\",\"mark\":\"%032lld\",\"added\":%lld,\"image\":\"",
                   (long long)i, (long long)i, (long long)t->at_ms);
        for (int letter = 0; letter < PICTURE_SIZE; letter++) {
            buf_byte(&set, (char)('A' + rng_below(&t->rng, 26)));
        }
        buf_text(&set, "\"}");
        p.rec = bench_id(t);
        p.set = buf_cstr(&set);
        pull_one(t, &p);
        if (t->row_count == PICTURE_PAGE) {
            bench_tablet_take(t);
        }
    }
    bench_tablet_take(t);
    buf_finish(&set);
}

void bench_tablet_pull_clips(struct bench_tablet *t, const char *const *words, size_t count,
                             const char *sound)
{
    struct buf set = {0};
    struct buf phrase = {0};
    struct hash digest;
    char key[65];

    for (size_t i = 0; i < count; i++) {
        struct pulled p = {.dev = t->other, .seq = &t->other_seq, .type = "clip"};
        buf_clear(&phrase);
        buf_printf(&phrase, "en\n%s", words[i]);
        digest = change_digest(phrase.data, phrase.size);
        hash_text(&digest, key);
        buf_clear(&set);
        buf_printf(&set,
                   "{\"phrase\":\"%s\",\"language\":\"en\",\"words\":\"%s\",\"speaker\":\"%s\","
                   "\"spoken\":%lld,\"ms\":20000,\"sound\":\"",
                   key, words[i], t->staff.text, (long long)t->at_ms);
        buf_text(&set, sound);
        buf_text(&set, "\"}");
        p.rec = bench_id(t);
        p.set = buf_cstr(&set);
        pull_one(t, &p);
        if (t->row_count == PICTURE_PAGE) {
            bench_tablet_take(t);
        }
    }
    bench_tablet_take(t);
    buf_finish(&set);
    buf_finish(&phrase);
}

/* ---- the roster ----------------------------------------------------------------------------- */

static void pull_record(struct bench_tablet *t, const char *type, const struct id *rec,
                        const struct id *pupil, const struct buf *set)
{
    struct pulled p = {t->hub, &t->hub_seq, *pupil, *rec, type, buf_cstr(set)};

    pull_one(t, &p);
}

static void pull_group(struct bench_tablet *t, size_t i)
{
    static const struct id none = {""};
    struct buf set = {0};

    t->groups[i] = bench_id(t);
    buf_printf(&set, "{\"name\":\"Class %zu\",\"kind\":\"class\",\"staff\":[\"%s\"]}", i + 1,
               i == 0 ? t->staff.text : t->groups[i].text);
    pull_record(t, "group", &t->groups[i], &none, &set);
    buf_finish(&set);
}

/* In the class of that number. */
static struct id pull_pupil(struct bench_tablet *t, const char *given, const char *family,
                            size_t number)
{
    struct id pupil = bench_id(t);
    struct id place = bench_id(t);
    struct buf set = {0};

    buf_printf(&set, "{\"given\":\"%s\",\"family\":\"%s %zu\",\"provision\":\"E\"}", given, family,
               number);
    pull_record(t, "pupil", &pupil, &pupil, &set);
    buf_clear(&set);
    buf_printf(&set, "{\"group\":\"%s\"}", t->groups[number % BENCH_GROUPS].text);
    pull_record(t, "membership", &place, &pupil, &set);
    buf_finish(&set);
    return pupil;
}

static const char *const given_names[] = {"Amira", "Ben",  "Chidi", "Daisy", "Ewan", "Farah",
                                          "Gwen",  "Hari", "Isla",  "Jakub", "Kofi", "Lowri"};

void bench_tablet_pull_pupils(struct bench_tablet *t, size_t count, struct id *out)
{
    static const char *const families[] = {"Abbury", "Calfield", "Ingdon", "Łukley", "Zelworth"};

    for (size_t i = 0; i < count; i++) {
        struct id pupil = pull_pupil(t, given_names[i % 12], families[i % 5], i);
        if (out != NULL) {
            out[i] = pupil;
        }
    }
    bench_tablet_take(t);
}

static void pull_roster(struct bench_tablet *t)
{
    static const struct id none = {""};
    struct buf set = {0};

    buf_text(&set, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}");
    pull_record(t, "school", &t->school, &none, &set);
    buf_clear(&set);
    buf_text(&set, "{\"name\":\"Jo Marsh\",\"role\":\"Teacher\"}");
    pull_record(t, "staff", &t->staff, &none, &set);
    for (size_t i = 0; i < BENCH_GROUPS; i++) {
        pull_group(t, i);
    }
    for (size_t i = 0; i < BENCH_PUPILS; i++) {
        t->pupils[i] = pull_pupil(t, given_names[i / BENCH_GROUPS], "Hill", i);
    }
    bench_tablet_take(t);
    buf_finish(&set);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void enrol(struct bench_tablet *t)
{
    struct random_port random = change_system_random();
    struct store_slot slot = {.staff = t->staff, .name = "Jo Marsh"};
    struct store_value values[] = {
        {STORE_enrol_step,  "done"        },
        {STORE_enrol_label, "Bench"       },
        {STORE_device,      t->dev.text   },
        {STORE_school,      t->school.text},
        {STORE_contact_ms,  "1"           },
    };

    bench_must(slot_make(BENCH_PASSPHRASE, &t->keys, &random, &slot.slot));
    bench_must(store_slot_put(t->store, &slot));
    bench_must(store_set(t->store, values, sizeof(values) / sizeof(values[0])));
}

void bench_tablet_make(struct bench_tablet *t)
{
    struct random_port random = change_system_random();
    char *path = NULL;

    *t = (struct bench_tablet){.rng = {11}, .at_ms = 1789000000000LL};
    bench_must(change_setup());
    bench_must(support_folder_make(&t->folder));
    path = bench_tablet_path(t);
    bench_must(store_open(path, &t->store));
    free(path);
    data_key_make(&random, &t->keys.data);
    sign_pair_make(&random, &t->keys.sign);
    t->rows = mem_zero(PAGE_ROWS, sizeof(*t->rows));
    t->school = bench_id(t);
    t->dev = bench_id(t);
    t->hub = bench_id(t);
    t->other = bench_id(t);
    t->staff = bench_id(t);
    enrol(t);
    pull_roster(t);
}

void bench_tablet_finish(struct bench_tablet *t)
{
    store_close(t->store);
    support_folder_remove(&t->folder);
    arena_finish(&t->page);
    free(t->rows);
    *t = (struct bench_tablet){0};
}

/* ---- the bare side -------------------------------------------------------------------------- */

/* The log of the bare file is written round once: one that still grows would wait for the file
 * system's own records too, as the tablet's does no more. */
static void fill_bare(struct sql *bare)
{
    static const uint8_t bytes[1024];
    struct sql_stmt *stmt = NULL;

    bench_must(sql_prepare(bare, "INSERT INTO bare(bytes) VALUES($1)", &stmt));
    bench_must(sql_begin(bare));
    for (int i = 0; i < BARE_FILL; i++) {
        sql_bind_bytes(stmt, 1, bytes, sizeof(bytes));
        bench_must(sql_finish_run(stmt));
    }
    sql_finish(stmt);
    bench_must(sql_commit(bare));
}

struct sql *bench_bare(const struct bench_tablet *t)
{
    struct sql *bare = NULL;
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/bare.db", t->folder.path);
    bench_must(sql_open(buf_cstr(&url), &bare));
    bench_must(sql_run(bare, "CREATE TABLE bare(id INTEGER PRIMARY KEY, bytes BLOB)"));
    fill_bare(bare);
    buf_finish(&url);
    return bare;
}
