/* Two hubs, one on SQLite and one on PostgreSQL, are told the same: both hold the same bytes, also
 * after a rebuild, though one folds change by change, the other batch by batch.
 *
 * Planted faults, each built once and seen to fail here: the second change of a record in one batch
 * left out; a record's old type left in its table; a record that is there taken for a new one; a
 * look at a span of records believed though it was cut short; the sums of a batch put once a
 * change; a place kept that its record no longer stands for; a scope that does not ask who is
 * erased; a table whose ids stay texts when an older store is taken over; a rebuild that ends with
 * the first page that large lines cut short.
 */
#include "hub.h"
#include "postgres.h"
#include "support.h"
#include "tablet.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define START_MS    1789000000000LL
#define SEED        20260901
#define PUSHES      24
#define BATCH_MOST  160
#define PUPILS      12
#define RECORDS_MAX 200
#define LARGE       200000 /* bytes of a text; together more than a rebuild reads at once */
#define LARGE_COUNT 12     /* in a push, which must stay under 4 MiB */

/* ---- two worlds ----------------------------------------------------------------------------- */

/* A record that was written before, and who wrote it last. */
struct known {
    struct id rec;
    struct id pupil;
    const char *type;
    struct id dev;
    int64_t seq;
};
struct teller {
    struct hub_options options;
    struct tablet_world world;
    struct support_folder folder;
    char url[512];
    struct tablet tablets[2];
    struct rng acts;
    struct id pupils[PUPILS]; /* the last is made known only half-way */
    struct id group;
    struct known known[RECORDS_MAX];
    size_t known_count;
};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static int64_t now(void *ctx)
{
    return ((struct tablet_world *)ctx)->now_ms;
}

static void begin(struct teller *t, bool on_postgres)
{
    struct random_port random = rng_port(&t->world.chance);
    const char *url = NULL;

    memset(t, 0, sizeof *t);
    t->world.chance.state = SEED;
    t->world.now_ms = START_MS;
    t->acts.state = SEED + 1;
    ok(change_setup());
    ok(support_folder_make(&t->folder));
    assert_true(snprintf(t->url, sizeof t->url, "sqlite:%s/cairn.db", t->folder.path) > 0);
    if (on_postgres) {
        ok(postgres_fresh(&url));
        text_copy(t->url, sizeof t->url, url);
    }
    t->options = (struct hub_options){
        .store = t->url, .clock = {now, &t->world},
             .random = random
    };
    box_pair_make(&random, &t->options.keys.box);
    sign_pair_make(&random, &t->options.keys.sign);
    ok(hub_create(&t->options, &t->world.hub));
    ok(hub_school_add(t->world.hub, "{\"name\":\"Hill School\",\"urn\":\"100001\"}",
                      &t->world.school));
    tablet_join(&t->world, &t->tablets[0], NULL);
    tablet_join(&t->world, &t->tablets[1], NULL);
    t->group = tablet_new_id(&t->tablets[0]);
    for (size_t i = 0; i < PUPILS; i++) {
        t->pupils[i] = tablet_new_id(&t->tablets[0]);
    }
}

static void end(struct teller *t)
{
    tablet_finish(&t->tablets[0]);
    tablet_finish(&t->tablets[1]);
    hub_destroy(t->world.hub);
    support_folder_remove(&t->folder);
}

/* ---- what they are told --------------------------------------------------------------------- */

static void tell(struct teller *t, struct tablet *tablet, const struct tablet_draft *d)
{
    size_t place = t->known_count;

    tablet_write(tablet, d);
    if (d->over != NULL) {
        return;
    }
    if (place == RECORDS_MAX) {
        place = rng_below(&t->acts, RECORDS_MAX); /* early and late ones alike */
    } else {
        t->known_count++;
    }
    t->known[place] = (struct known){
        .rec = d->rec, .pupil = d->pupil, .type = d->type, .dev = tablet->dev, .seq = tablet->seq};
}

static void tell_pupil(struct teller *t, struct tablet *tablet, const struct id *pupil)
{
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\",\"year_group\":4}"};

    d.rec = *pupil;
    d.pupil = *pupil;
    tell(t, tablet, &d);
}

static void tell_new(struct teller *t, struct tablet *tablet)
{
    static const char *const types[] = {"observation", "target", "membership", "kite"};
    struct buf set = {0};
    struct tablet_draft d = {.type = types[rng_below(&t->acts, 4)]};

    d.rec = tablet_new_id(tablet);
    d.pupil = t->pupils[rng_below(&t->acts, PUPILS)];
    if (strcmp(d.type, "membership") == 0) {
        buf_printf(&set, "{\"group\":\"%s\",\"from\":\"2026-09-01\"}", t->group.text);
    } else if (strcmp(d.type, "kite") == 0) {
        buf_text(&set, "{\"tail\":[1,2.5,null],\"\xC3\xA9\":{\"a\":true}}");
    } else {
        buf_printf(&set, "{\"when\":%" PRId64 ",\"title\":\"It's \\\"%u\\\"\",\"place\":\"Hall\"}",
                   t->world.now_ms, rng_below(&t->acts, 1000));
    }
    d.set = buf_cstr(&set);
    tell(t, tablet, &d);
    buf_finish(&set);
}

/* Of what anyone wrote, in this batch or before: with `over` or without, of the same type or (a
 * quarrel that the oldest wins, whichever comes first) of another. */
static void tell_edit(struct teller *t, struct tablet *tablet)
{
    const struct known *k = &t->known[rng_below(&t->acts, (uint32_t)t->known_count)];
    struct tablet_draft d = {.type = k->type, .rec = k->rec, .pupil = k->pupil};
    uint32_t how = rng_below(&t->acts, 8);
    struct buf over = {0};

    d.set = how == 0   ? "{\"void\":\"in error\"}"
            : how == 1 ? "{\"when\":1789000000001,\"place\":\"Pool\"}"
                       : "{\"place\":\"Garden\",\"title\":\"again\"}";
    if (how == 2) {
        d.type = strcmp(k->type, "target") == 0 ? "observation" : "target";
        tablet->clock = (struct stamp){0};
        t->world.now_ms -= 1000000000; /* older than the record, so its type counts */
    } else if (how > 4) {
        buf_printf(&over, "{\"place\":[\"%s:%" PRId64 "\"]}", k->dev.text, k->seq);
        d.over = buf_cstr(&over);
    }
    tell(t, tablet, &d);
    if (how == 2) {
        t->world.now_ms += 1000000000;
    }
    buf_finish(&over);
}

/* As pictures are. */
static void tell_large(struct teller *t, struct tablet *tablet)
{
    struct buf set = {0};
    struct tablet_draft d = {.type = "kite"};

    for (int i = 0; i < LARGE_COUNT; i++) {
        d.rec = tablet_new_id(tablet);
        d.pupil = t->pupils[rng_below(&t->acts, PUPILS)];
        buf_clear(&set);
        buf_printf(&set, "{\"tail\":\"%0*d\"}", LARGE, i);
        d.set = buf_cstr(&set);
        tell(t, tablet, &d);
    }
    buf_finish(&set);
}

static void tell_all(struct teller *t)
{
    struct http_reply reply;

    for (size_t i = 0; i + 1 < PUPILS; i++) {
        tell_pupil(t, &t->tablets[0], &t->pupils[i]);
    }
    for (int push = 0; push < PUSHES; push++) {
        struct tablet *tablet = &t->tablets[push == 0 ? 0 : rng_below(&t->acts, 2)];
        uint32_t lines = 1 + rng_below(&t->acts, push % 4 == 3 ? 3 : BATCH_MOST);
        if (push % 10 == 3) {
            tell_large(t, tablet);
        }
        for (uint32_t i = 0; i < lines; i++) {
            t->world.now_ms += 1000;
            if (rng_below(&t->acts, 3) == 0) {
                tell_edit(t, tablet);
            } else {
                tell_new(t, tablet);
            }
        }
        if (push == PUSHES / 2) {
            tell_pupil(t, tablet, &t->pupils[PUPILS - 1]); /* and what was held for it goes free */
        }
        tablet_push(tablet, &reply);
        tablet_assert_reply(&reply, 200, "\"acked\"");
    }
}

/* ---- what they hold ------------------------------------------------------------------------- */

static enum status keep_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

/* kinds: t a text, n a number, one a column. */
static void dump(struct sql *db, const char *text, const char *kinds, struct buf *out)
{
    struct sql_stmt *stmt = NULL;

    ok(sql_prepare_once(db, text, &stmt));
    while (sql_step(stmt) == STATUS_OK) {
        for (int i = 0; kinds[i] != '\0'; i++) {
            if (sql_is_null(stmt, i)) {
                buf_text(out, "|-");
            } else if (kinds[i] == 'n') {
                buf_printf(out, "|%" PRId64, sql_int(stmt, i));
            } else {
                buf_printf(out, "|%s", sql_text(stmt, i));
            }
        }
        buf_byte(out, '\n');
    }
    sql_finish(stmt);
}

/* All that is worked out from the log, and the log. */
static void hold(struct teller *t, struct buf *out)
{
    struct hub_reading reading;
    struct hub_sink sink = {keep_line, out};

    buf_clear(out);
    ok(hub_export_changes(t->world.hub, NULL, &sink));
    ok(hub_export_records(t->world.hub, NULL, &sink));
    ok(hub_read_begin(t->world.hub, &reading));
    dump(reading.sql,
         "SELECT rec, type, pupil, first_at, first_n, first_dev, first_seq, first_by, only_place,"
         " state, void, conflict, conflict_at FROM record ORDER BY rec",
         "tttnntntntnnn", out);
    dump(reading.sql, "SELECT rec, pupil, void, \"when\", place FROM v_observation ORDER BY rec",
         "ttnnt", out);
    dump(reading.sql, "SELECT rec, pupil, void FROM v_target ORDER BY rec", "ttn", out);
    dump(reading.sql, "SELECT rec, pupil, \"from\", \"group\" FROM v_membership ORDER BY rec",
         "tttt", out);
    dump(reading.sql, "SELECT pupil, dev, n, a, b FROM tally ORDER BY pupil, dev", "ttnnn", out);
    dump(reading.sql, "SELECT pupil, rec, grp, from_day FROM place ORDER BY pupil, rec", "tttn",
         out);
    dump(reading.sql, "SELECT dev, pupil FROM scope ORDER BY dev, pupil", "tt", out);
    hub_read_end(t->world.hub, &reading);
}

static void assert_verifies(struct teller *t)
{
    struct buf said = {0};
    int64_t changes = 0;
    int64_t faults = 0;

    ok(hub_verify(t->world.hub, &(struct hub_sink){keep_line, &said}, &changes, &faults));
    assert_string_equal(buf_cstr(&said), "");
    assert_int_equal(faults, 0);
    buf_finish(&said);
}

static void assert_same(const char *what, const struct buf *a, const struct buf *b)
{
    size_t at = 0;

    while (at < a->size && at < b->size && a->data[at] == b->data[at]) {
        at++;
    }
    if (at < a->size || at < b->size) {
        size_t from = at < 80 ? 0 : at - 80;
        fail_msg("%s: they differ at %zu:\n%.200s\n%.200s", what, at, buf_cstr(a) + from,
                 buf_cstr(b) + from);
    }
}

static void both_stores_hold_the_same_bytes(void **state)
{
    static struct teller tellers[2];
    struct buf held[2] = {{0}, {0}};
    struct buf again = {0};
    int64_t changes = 0;

    (void)state;
    print_message("seed %d\n", SEED);
    for (int i = 0; i < 2; i++) {
        begin(&tellers[i], i == 1);
        tell_all(&tellers[i]);
        hold(&tellers[i], &held[i]);
        assert_verifies(&tellers[i]);
    }
    assert_same("the two stores", &held[0], &held[1]);
    for (int i = 0; i < 2; i++) {
        ok(hub_rebuild(tellers[i].world.hub, &changes));
        hold(&tellers[i], &again);
        assert_same(i == 0 ? "SQLite folded again" : "PostgreSQL folded again", &held[i], &again);
        assert_verifies(&tellers[i]);
        end(&tellers[i]);
        buf_finish(&held[i]);
    }
    buf_finish(&again);
}

/* ---- an erasure counts ---------------------------------------------------------------------- */

/* A store that was mended by hand, or by another version, may know an erased pupil again. The
 * erasure still counts: the pupil comes into nobody's scope. */
static void an_erased_pupil_stays_out_of_scope(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        static struct teller t;
        struct tablet late;
        struct sync_page page;
        struct sql *db = NULL;
        struct hub_erasure erasure;
        struct buf text = {0};

        begin(&t, i == 1);
        tell_pupil(&t, &t.tablets[0], &t.pupils[0]);
        tell_pupil(&t, &t.tablets[0], &t.pupils[1]);
        tablet_expect_push(&t.tablets[0], 200, "\"held\":[]");
        erasure = (struct hub_erasure){t.world.school, t.pupils[0]};
        ok(hub_erase(t.world.hub, &erasure));
        buf_printf(&text, "INSERT INTO pupil(school, id) VALUES('%s', '%s')", t.world.school.text,
                   t.pupils[0].text);
        ok(sql_open_any(t.url, &db));
        ok(sql_run(db, buf_cstr(&text)));
        sql_close(db);
        tablet_join(&t.world, &late, NULL);
        tablet_page(&late, "/v1/pull?epoch=", &page);
        assert_true(page.head.has_pupils);
        assert_int_equal(page.head.pupil_count, 1);
        assert_string_equal(page.head.pupils[0].text, t.pupils[1].text);
        sync_page_finish(&page);
        tablet_finish(&late);
        end(&t);
        buf_finish(&text);
    }
}

/* ---- an older store ------------------------------------------------------------------------- */

static void list_columns(struct teller *t, struct buf *out)
{
    struct hub_reading reading;

    buf_clear(out);
    ok(hub_read_begin(t->world.hub, &reading));
    dump(reading.sql,
         "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT)"
         " FROM information_schema.columns WHERE table_schema='public' ORDER BY 1, 2",
         "ttt", out);
    hub_read_end(t->world.hub, &reading);
}

static const char loose[] = /* the view's tables stood each by itself */
    "DO $do$ DECLARE c record; BEGIN FOR c IN SELECT inhrelid::regclass AS name FROM pg_inherits"
    " LOOP EXECUTE format('ALTER TABLE %s NO INHERIT record', c.name); END LOOP; END $do$;"
    "UPDATE view_meta SET value='record '||replace(value, ' record', '') WHERE name='names';"
    "UPDATE view_meta SET value='another' WHERE name='hash';";
static const char texts[] = /* every id was a text */
    "DO $do$ DECLARE c record; BEGIN FOR c IN SELECT table_name, column_name"
    " FROM information_schema.columns WHERE table_schema='public'"
    " AND data_type='uuid' LOOP EXECUTE"
    " format('ALTER TABLE %I ALTER %I TYPE TEXT COLLATE \"C\"', c.table_name,"
    " c.column_name); END LOOP; END $do$;";

/* As earlier versions made it on PostgreSQL. */
static const struct form {
    const char *number;
    const char *other; /* what else was not as it is; NULL: nothing */
} forms[] = {
    {"1", texts},
    {"2", NULL },
};

static void age(const char *url, const struct form *form)
{
    struct sql *db = NULL;
    struct buf text = {0};

    ok(sql_open_any(url, &db));
    ok(sql_run(db, loose));
    ok(form->other == NULL ? STATUS_OK : sql_run(db, form->other));
    buf_printf(&text, "UPDATE hub_meta SET value='%s' WHERE name='schema'", form->number);
    ok(sql_run(db, buf_cstr(&text)));
    sql_close(db);
    buf_finish(&text);
}

static void take_over(const struct form *form)
{
    static struct teller t;
    struct buf columns = {0};
    struct buf held = {0};
    struct buf again = {0};

    begin(&t, true);
    tell_all(&t);
    hold(&t, &held);
    list_columns(&t, &columns);
    hub_destroy(t.world.hub);
    age(t.url, form);
    ok(hub_create(&t.options, &t.world.hub));
    list_columns(&t, &again);
    assert_string_equal(buf_cstr(&again), buf_cstr(&columns));
    hold(&t, &again);
    assert_same("the older store", &held, &again);
    assert_verifies(&t);
    tell_new(&t, &t.tablets[0]); /* and on */
    t.tablets[0].hub = t.world.hub;
    tablet_expect_push(&t.tablets[0], 200, "\"held\":[]");
    assert_verifies(&t);
    end(&t);
    buf_finish(&columns);
    buf_finish(&held);
    buf_finish(&again);
}

static void an_older_store_is_taken_over(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        print_message("form %s\n", forms[i].number);
        take_over(&forms[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_stores_hold_the_same_bytes),
        cmocka_unit_test(an_erased_pupil_stays_out_of_scope),
        cmocka_unit_test(an_older_store_is_taken_over),
    };

    return cmocka_run_group_tests_name("two stores", tests, NULL, NULL);
}
