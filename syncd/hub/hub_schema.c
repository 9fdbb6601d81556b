/* The tables of the central store, and a connection to them.
 *
 * Every row begins with its school, in every key too: what a tablet causes touches one school, so
 * the store can be split by school over many machines. A token and a code carry their school in
 * front for the same reason.
 *
 * The log is the truth. A change that is held or gone has no lsn. pupil, place, scope, tally, trail
 * and the view's own tables are worked out from the log, and can be thrown away. A key begins with
 * what a batch has in common, so that a batch writes few pages: tally with the device. The text is
 * both engines' own: no type that one of them lacks, no sequence, no trigger. An ID_TEXT is
 * always an id; where a word may stand for none (tally, trail, account), or any text for one (a
 * group), it is a TEXT.
 */
#include "hub_lines.h"

#include <stdlib.h>

#define SCHEMA_VERSION HUB_FILE_VERSION
/* The same tables, with ids of 16 bytes: a server's; and before its view had inheriting tables. */
#define SCHEMA_PACKED  "3"
#define SCHEMA_UNBOUND "2"
#define MAKE_TRIES_MAX 3

static const char hub_tables[] =
    "CREATE TABLE hub_meta(name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(name));"
    "CREATE TABLE school(id ID_TEXT NOT NULL, urn TEXT NOT NULL, name TEXT NOT NULL,"
    " last BIGINT NOT NULL, clock_at BIGINT NOT NULL, clock_n BIGINT NOT NULL,"
    " scope_day BIGINT NOT NULL, PRIMARY KEY(id));"
    "CREATE UNIQUE INDEX school_urn ON school(urn);"
    "CREATE TABLE device(school ID_TEXT NOT NULL, id ID_TEXT NOT NULL, label TEXT NOT NULL,"
    " token TEXT, sign_key BYTEA NOT NULL, data_key BYTEA, acked BIGINT NOT NULL,"
    " hash BYTEA NOT NULL, revoked TEXT NOT NULL, is_hub BIGINT NOT NULL,"
    " has_groups BIGINT NOT NULL, etag TEXT NOT NULL, enrolled_ms BIGINT NOT NULL,"
    " seen_ms BIGINT NOT NULL, PRIMARY KEY(school, id));"
    "CREATE UNIQUE INDEX device_token ON device(school, token);"
    "CREATE TABLE device_group(school ID_TEXT NOT NULL, dev ID_TEXT NOT NULL, grp TEXT NOT NULL,"
    " PRIMARY KEY(school, dev, grp));"
    "CREATE TABLE code(school ID_TEXT NOT NULL, digest TEXT NOT NULL, label TEXT NOT NULL,"
    " groups TEXT NOT NULL, ends_ms BIGINT NOT NULL, sign_key BYTEA, dev ID_TEXT,"
    " PRIMARY KEY(school, digest));"
    "CREATE TABLE log(school ID_TEXT NOT NULL, dev ID_TEXT NOT NULL, seq BIGINT NOT NULL,"
    " lsn BIGINT, pupil ID_TEXT, digest BYTEA NOT NULL, hash BYTEA NOT NULL, line BYTEA, held TEXT,"
    " set_aside BIGINT NOT NULL, signature BYTEA, received_ms BIGINT NOT NULL,"
    " PRIMARY KEY(school, dev, seq));"
    "CREATE UNIQUE INDEX log_lsn ON log(school, lsn);"
    "CREATE INDEX log_held ON log(school, pupil) WHERE held IS NOT NULL;"
    "CREATE TABLE place(school ID_TEXT NOT NULL, pupil ID_TEXT NOT NULL, rec ID_TEXT NOT NULL,"
    " grp TEXT NOT NULL, from_day BIGINT NOT NULL, until_day BIGINT NOT NULL,"
    " PRIMARY KEY(school, pupil, rec));"
    "CREATE INDEX place_rec ON place(school, rec);"
    "CREATE TABLE account(name TEXT NOT NULL, role TEXT NOT NULL, school TEXT NOT NULL,"
    " verifier TEXT NOT NULL, totp TEXT NOT NULL, totp_last BIGINT NOT NULL, PRIMARY KEY(name));"
    "INSERT INTO hub_meta(name, value) VALUES('schema', '" SCHEMA_VERSION "');";

/* Short rows that are asked for by their key. In a file of its own time their table and its key
 * were two trees; what is asked of them is the same. */
static const char *const keyed_tables[] = {
    "CREATE TABLE pupil(school ID_TEXT NOT NULL, id ID_TEXT NOT NULL, PRIMARY KEY(school, id))",
    "CREATE TABLE erased(school ID_TEXT NOT NULL, pupil ID_TEXT NOT NULL, lsn BIGINT NOT NULL,"
    " PRIMARY KEY(school, pupil))",
    "CREATE TABLE scope(school ID_TEXT NOT NULL, dev ID_TEXT NOT NULL, pupil ID_TEXT NOT NULL,"
    " PRIMARY KEY(school, dev, pupil))",
    "CREATE TABLE tally(school ID_TEXT NOT NULL, pupil TEXT NOT NULL, dev ID_TEXT NOT NULL,"
    " n BIGINT NOT NULL, a BIGINT NOT NULL, b BIGINT NOT NULL, PRIMARY KEY(school, dev, pupil))",
};

enum status hub_tables_make(struct sql *db)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    TRY(sql_run(db, hub_tables));
    for (size_t i = 0; i < sizeof keyed_tables / sizeof keyed_tables[0]; i++) {
        buf_clear(&text);
        buf_printf(&text, "%s%s", keyed_tables[i], sql_keyed(db));
        TRY(sql_run(db, buf_cstr(&text)));
    }

done:
    buf_finish(&text);
    return st;
}

/* A store that was made before there was a trail has an index in its place. */
static enum status make_trail(struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    bool is_there = false;
    static const char table[] = "CREATE TABLE IF NOT EXISTS trail(school ID_TEXT NOT NULL,"
                                " pupil TEXT NOT NULL, lsn BIGINT NOT NULL,"
                                " PRIMARY KEY(school, pupil, lsn))";

    TRY(sql_has_table(db->sql, "trail", &is_there));
    if (!is_there) {
        buf_printf(&text, "%s%s; DROP INDEX IF EXISTS log_pupil", table, sql_keyed(db->sql));
        TRY(sql_run(db->sql, buf_cstr(&text)));
    }

done:
    buf_finish(&text);
    return st;
}

static const char note_packed[] =
    "UPDATE hub_meta SET value='" SCHEMA_PACKED "' WHERE name='schema'";

/* The columns of ids. */
static const struct packing {
    const char *table;
    const char *columns[3];
} packings[] = {
    {"school",       {"id"}                    },
    {"device",       {"school", "id"}          },
    {"device_group", {"school", "dev"}         },
    {"code",         {"school", "dev"}         },
    {"log",          {"school", "dev", "pupil"}},
    {"pupil",        {"school", "id"}          },
    {"erased",       {"school", "pupil"}       },
    {"place",        {"school", "pupil", "rec"}},
    {"scope",        {"school", "dev", "pupil"}},
    {"tally",        {"school", "dev"}         },
    {"trail",        {"school"}                },
};

/* A server's store that was made when its ids were texts. Each table is written once, and all of
 * them or none, as the transaction; a second program that does the same meanwhile changes nothing
 * more. */
static enum status pack_ids(struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++) {
        const struct packing *p = &packings[i];
        buf_clear(&text);
        buf_printf(&text, "ALTER TABLE %s", p->table);
        for (size_t c = 0; c < 3 && p->columns[c] != NULL; c++) {
            buf_printf(&text, "%s ALTER %s TYPE ID_TEXT USING CAST(%s AS ID_TEXT)",
                       c == 0 ? "" : ",", p->columns[c], p->columns[c]);
        }
        TRY(sql_run(db->sql, buf_cstr(&text)));
    }
    TRY(sql_run(db->sql, note_packed));

done:
    buf_finish(&text);
    return st;
}

static enum status make_new(struct hub_db *db)
{
    enum status st = STATUS_OK;

    TRY(hub_tables_make(db->sql));
    TRY(make_trail(db));
    TRY(sql_packs_ids(db->sql) ? sql_run(db->sql, note_packed) : STATUS_OK);

done:
    return st;
}

static enum status make_tables(struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool is_there = false;
    static const char version[] = "SELECT value FROM hub_meta WHERE name='schema'";
    const char *own = sql_packs_ids(db->sql) ? SCHEMA_PACKED : SCHEMA_VERSION;

    TRY(sql_has_table(db->sql, "hub_meta", &is_there));
    if (!is_there) {
        return make_new(db);
    }
    TRY(hub_ask_one(db, version, NULL, 0, &stmt));
    if (sql_packs_ids(db->sql) && text_equal(sql_text(stmt, 0), SCHEMA_VERSION)) {
        TRY(make_trail(db));
        TRY(pack_ids(db));
    } else if (sql_packs_ids(db->sql) && text_equal(sql_text(stmt, 0), SCHEMA_UNBOUND)) {
        TRY(sql_run(db->sql, note_packed)); /* the view sees to itself */
    } else if (!text_equal(sql_text(stmt, 0), own)) {
        TRY(FAIL(STATUS_UNSUPPORTED, "The central store was made by another version of cairn-hub: "
                                     "use that one, or restore a backup."));
    }
    TRY(make_trail(db));

done:
    sql_finish(stmt);
    return st;
}

enum status hub_db_view(struct hub_db *db)
{
    bool stale = false;

    if (db->view != NULL) {
        return STATUS_OK;
    }
    /* Only the writer's view may be stale, and hub_create has mended it before anyone reads. */
    return hub_lines_open(db, &stale);
}

/* Where there is no write lock, another program may make them at this very moment: then they are
 * there at the second look. */
static enum status ensure_tables(struct hub_db *db)
{
    enum status st = STATUS_EXISTS;

    for (int tries = 0; tries < MAKE_TRIES_MAX && st == STATUS_EXISTS; tries++) {
        TRY(sql_begin(db->sql));
        st = make_tables(db);
        if (st == STATUS_OK) {
            st = sql_commit(db->sql);
        }
        if (st != STATUS_OK) {
            sql_undo(db->sql);
        }
    }

done:
    return st;
}

/* A batch of a tablet touches some thousand pages, of tables and of every index. When they do not
 * fit, SQLite writes them to its log before the commit and reads them again; and when the log is
 * folded back after every batch, pages that the next one changes again are written twice. */
static const char writes_much[] = "PRAGMA cache_size=-10240; PRAGMA wal_autocheckpoint=4000";

/* There is one for each thread of the server, and what it reads it mostly reads once. */
static const char reads_little[] = "PRAGMA cache_size=-512";

static enum status open_writing(struct hub_db *db)
{
    enum status st = STATUS_OK;
    bool stale = false;

    if (!sql_locks_rows(db->sql)) {
        TRY(sql_run(db->sql, writes_much));
    }
    TRY(ensure_tables(db));
    TRY(hub_lines_open(db, &stale));
    if (stale) {
        TRY(sql_begin(db->sql));
        TRY(hub_fold_all(db, &(int64_t){0}));
        TRY(sql_commit(db->sql));
    }

done:
    if (st != STATUS_OK) {
        sql_undo(db->sql);
    }
    return st;
}

enum status hub_db_open(struct hub *hub, bool writes, struct hub_db **out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = mem_zero(1, sizeof *db);

    *out = NULL;
    db->hub = hub;
    db->lines = hub_lines_make();
    TRY(sql_open_any(hub->store, &db->sql));
    if (writes) {
        TRY(open_writing(db));
    } else if (!sql_locks_rows(db->sql)) {
        TRY(sql_run(db->sql, reads_little));
    }
    *out = db;
    db = NULL;

done:
    hub_db_close(db);
    return st;
}

void hub_db_close(struct hub_db *db)
{
    if (db == NULL) {
        return;
    }
    view_close(db->view);
    hub_lines_close(db->lines);
    sql_close(db->sql);
    free(db);
}
