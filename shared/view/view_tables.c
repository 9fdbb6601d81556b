/* The tables of the view, made from the record types.
 *
 * `record` has one row a record with the fold's book-keeping, v_<type> one row a record with those
 * fields that are asked by. Where tables inherit, a record is one row: v_<type> has the
 * book-keeping beside its own columns, `record` shows it of all of them, and holds only what is of
 * a type that is not known. Two rows would cost a server a key and a COPY more.
 *
 * Nothing here is written by hand a second time: a new row in a .def file is a new column. That
 * would leave old files with the old columns, so the text of all CREATE statements is hashed and
 * the hash kept beside the tables. A view is a fold over the log and can be made again; so when the
 * hash differs there is no migration: the tables are dropped, and the caller folds again from the
 * start.
 */
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

/* Counts up when the same tables would be filled in another way. */
#define FOLD_VERSION "1"
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_"

/* id is the type of an id. */
static void add_record_table(const char *id, struct buf *text)
{
    buf_printf(text,
               "CREATE TABLE record(school %s NOT NULL, rec %s NOT NULL, type TEXT NOT NULL,"
               " pupil %s, first_at BIGINT NOT NULL, first_n BIGINT NOT NULL,"
               " first_dev %s NOT NULL, first_seq BIGINT NOT NULL, first_by %s,"
               " only_place BIGINT NOT NULL, state TEXT NOT NULL, void BIGINT NOT NULL,"
               " conflict BIGINT NOT NULL, conflict_at BIGINT, PRIMARY KEY(school, rec))",
               id, id, id, id, id);
}

/* conflict_at is there for the planner: by the school alone the key's own tree would do as well,
 * and all of it would be read to find no conflict. */
#define CONFLICTS "(school, conflict_at) WHERE conflict = 1;\n"
static const char record_index[] = "CREATE INDEX record_conflict ON record" CONFLICTS;

static const char *column_type(enum field_kind kind, const char *id)
{
    switch (kind) {
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_TIME:
        return "BIGINT";
    case FIELD_ID:
        return id;
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_LIST:
    case FIELD_MAP:
        return "TEXT";
    }
    CHECK(false); /* the switch above names every kind */
    return "";
}

static void add_table(const struct record_type *type, const char *id, bool inherits,
                      struct buf *text)
{
    buf_printf(text,
               "CREATE TABLE v_%s(school %s NOT NULL, rec %s NOT NULL, pupil %s,"
               " void BIGINT NOT NULL",
               type->name, id, id, id);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct record_field *f = &type->fields[i];
        if (f->where == FIELD_COLUMN) {
            buf_printf(text, ", \"%s\" %s", f->name, column_type(f->kind, id));
        }
    }
    if (!inherits) {
        buf_text(text, ", PRIMARY KEY(school, rec));\n");
        return;
    }
    buf_text(text, ", PRIMARY KEY(school, rec)) INHERITS (record);\n");
    buf_printf(text, "CREATE INDEX v_%s_conflict ON v_%s" CONFLICTS, type->name, type->name);
}

/* All CREATE statements, one text. Where an id is a text all the same it is called so, as it always
 * was: another word for it would be another hash, and every tablet would fold its log again. */
static void view_tables_text(const struct sql *db, enum view_side side, struct buf *text)
{
    const char *id = sql_packs_ids(db) ? "ID_TEXT" : "TEXT";

    add_record_table(id, text);
    buf_printf(text, "%s;\n%s", sql_keyed(db), record_index);
    for (size_t i = 0; i < record_type_count; i++) {
        add_table(&record_types[i], id, sql_inherits(db), text);
    }
#define BOTH   true
#define TABLET (side == VIEW_ON_TABLET)
#define INDEX(table, name, columns, where)                                      \
    if (where) {                                                                \
        buf_text(text, "CREATE INDEX " #name " ON " #table "(" columns ");\n"); \
    }
#include "view_index.def"
#undef BOTH
#undef TABLET
}

void view_put_text(const struct record_type *type, bool is_new, bool inherits, struct buf *text)
{
    struct buf values = {0};
    struct buf again = {0};
    int number = inherits ? VIEW_RECORD_COUNT : 4;

    buf_printf(text, "INSERT INTO v_%s(%s", type->name,
               inherits ? VIEW_RECORD_COLUMNS : "school, rec, pupil, void");
    for (size_t i = 0; i < type->field_count; i++) {
        const struct record_field *f = &type->fields[i];
        if (f->where != FIELD_COLUMN) {
            continue;
        }
        number++;
        buf_printf(text, ", \"%s\"", f->name);
        buf_printf(&values, ", $%d", number);
        buf_printf(&again, ", \"%s\"=excluded.\"%s\"", f->name, f->name);
    }
    buf_printf(text, ") VALUES(%s%s)", inherits ? VIEW_RECORD_VALUES : "$1, $2, $3, $4",
               buf_cstr(&values));
    if (!is_new) {
        buf_printf(text, " ON CONFLICT(school, rec) DO UPDATE SET %s%s",
                   inherits ? VIEW_RECORD_AGAIN : "pupil=excluded.pupil, void=excluded.void",
                   buf_cstr(&again));
    }
    buf_finish(&values);
    buf_finish(&again);
}

/* ---- what was made, and whether it still fits ----------------------------------------------- */

static const char meta_get[] = "SELECT value FROM view_meta WHERE name=$1";
static const char meta_put[] = "INSERT INTO view_meta(name, value) VALUES($1, $2)"
                               " ON CONFLICT(name) DO UPDATE SET value=excluded.value";

static enum status get_meta(struct sql *db, const char *name, struct buf *value)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(sql_prepare(db, meta_get, &stmt));
    sql_bind_text(stmt, 1, name);
    TRY(view_step(stmt, &has_row));
    buf_clear(value);
    buf_text(value, has_row ? sql_text(stmt, 0) : "");

done:
    sql_finish(stmt);
    return st;
}

static enum status put_meta(struct sql *db, const char *name, const char *value)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(db, meta_put, &stmt));
    sql_bind_text(stmt, 1, name);
    sql_bind_text(stmt, 2, value);
    TRY(sql_finish_run(stmt));

done:
    sql_finish(stmt);
    return st;
}

static enum status run_for_table(struct sql *db, const char *verb, const char *table)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    CHECK(table[strspn(table, NAME_LETTERS)] == '\0');
    buf_printf(&text, "%s %s", verb, table);
    st = sql_run(db, buf_cstr(&text));
    buf_finish(&text);
    return st;
}

/* Drops the tables that were made, also those of types that this version no longer has. */
static enum status drop_tables(struct sql *db)
{
    enum status st = STATUS_OK;
    struct buf names = {0};
    char *name = NULL;

    TRY(get_meta(db, "names", &names));
    name = names.data;
    while (name != NULL && name[0] != '\0') {
        char *end = strchr(name, ' ');
        if (end != NULL) {
            *end = '\0';
        }
        TRY(run_for_table(db, "DROP TABLE IF EXISTS", name));
        name = end != NULL ? end + 1 : NULL;
    }

done:
    buf_finish(&names);
    return st;
}

static enum status make_tables(struct sql *db, const char *text, const char *hash)
{
    enum status st = STATUS_OK;
    struct buf names = {0};

    TRY(sql_run(db, text));
    for (size_t i = 0; i < record_type_count; i++) {
        buf_printf(&names, "v_%s ", record_types[i].name);
    }
    buf_text(&names, "record"); /* the last: those that inherit from it go before it */
    TRY(put_meta(db, "names", buf_cstr(&names)));
    TRY(put_meta(db, "hash", hash));

done:
    buf_finish(&names);
    return st;
}

/* The row of the hash is the lock, where the engine has no other: who comes second waits here. */
static const char meta_lock[] = "INSERT INTO view_meta(name, value) VALUES('hash', '')"
                                " ON CONFLICT(name) DO UPDATE SET value=view_meta.value";

/* Looks again once the lock is held: another program may have made them meanwhile. */
static enum status mend_tables(struct sql *db, const char *text, const char *hash, bool *stale)
{
    enum status st = STATUS_OK;
    struct buf kept = {0};

    TRY(sql_begin(db));
    TRY(sql_run(db, meta_lock));
    TRY(get_meta(db, "hash", &kept));
    if (strcmp(buf_cstr(&kept), hash) != 0) {
        TRY(drop_tables(db));
        TRY(make_tables(db, text, hash));
        *stale = kept.size > 0;
    }
    TRY(sql_commit(db));

done:
    if (st != STATUS_OK) {
        sql_undo(db);
    }
    buf_finish(&kept);
    return st;
}

/* Two programs may both find it missing; for the second it is there once the first has made it. */
static enum status make_meta(struct sql *db)
{
    static const char text[] = "CREATE TABLE IF NOT EXISTS view_meta(name TEXT NOT NULL,"
                               " value TEXT NOT NULL, PRIMARY KEY(name))";
    enum status st = sql_run(db, text);

    return st == STATUS_EXISTS ? sql_run(db, text) : st;
}

static enum status check_tables(struct sql *db, enum view_side side, bool *stale)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct buf kept = {0};
    struct hash digest;
    char hash[65];

    view_tables_text(db, side, &text);
    buf_text(&text, "-- fold " FOLD_VERSION "\n");
    digest = change_digest(text.data, text.size);
    hash_text(&digest, hash);
    TRY(make_meta(db));
    TRY(get_meta(db, "hash", &kept));
    if (strcmp(buf_cstr(&kept), hash) != 0) {
        TRY(mend_tables(db, buf_cstr(&text), hash, stale));
    }

done:
    buf_finish(&text);
    buf_finish(&kept);
    return st;
}

/* ---- life ----------------------------------------------------------------------------------- */

enum status view_open(struct sql *db, enum view_side side, const struct view_log *log,
                      struct view **out, bool *stale)
{
    enum status st = STATUS_OK;
    struct view *v = NULL;

    CHECK(db != NULL && log != NULL && out != NULL && stale != NULL);
    *out = NULL;
    *stale = false;
    TRY(check_tables(db, side, stale));
    v = mem_zero(1, sizeof *v);
    v->db = db;
    v->log = *log;
    v->types = mem_zero(record_type_count, sizeof v->types[0]);
    view_set_today(v, NULL);
    *out = v;

done:
    return st;
}

void view_close(struct view *v)
{
    if (v == NULL) {
        return;
    }
    for (size_t i = 0; i < record_type_count; i++) {
        sql_finish(v->types[i].add);
        sql_finish(v->types[i].put);
        sql_finish(v->types[i].drop);
        sql_finish(v->types[i].forget);
    }
    sql_finish(v->insert);
    sql_finish(v->update);
    sql_finish(v->find);
    sql_finish(v->forget);
    sql_finish(v->there);
    sql_finish(v->add);
    sql_finish(v->put);
    sql_finish(v->drop);
    buf_finish(&v->scratch);
    free(v->types);
    free(v);
}

void view_set_ahead(struct view *v, view_ahead_fn ahead)
{
    CHECK(v != NULL);
    v->ahead = ahead;
}

enum status view_clear(struct view *v)
{
    enum status st = STATUS_OK;
    struct buf name = {0};

    CHECK(v != NULL);
    TRY(sql_run(v->db, "DELETE FROM record"));
    for (size_t i = 0; i < record_type_count; i++) {
        buf_clear(&name);
        buf_printf(&name, "v_%s", record_types[i].name);
        TRY(run_for_table(v->db, "DELETE FROM", buf_cstr(&name)));
    }

done:
    buf_finish(&name);
    return st;
}

void view_set_today(struct view *v, const struct date *today)
{
    CHECK(v != NULL);
    text_copy(v->from_most, sizeof v->from_most, "9999-12-31");
    text_copy(v->until_least, sizeof v->until_least, "");
    if (today != NULL) {
        date_text(*today, v->from_most);
        date_text(*today, v->until_least);
    }
}
