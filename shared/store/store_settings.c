/* Settings and key slots: the plain part of the file.
 *
 * They are few and small; what matters is that those which belong together change together. An
 * enrolment that has a token and no device, or a cursor of one epoch with the etag of another,
 * would send the daemon astray after a crash. So every write takes a list and is one transaction.
 */
#include "store_private.h"

#include <string.h>

static const char *const setting_names[] = {
#define SETTING(name) #name,
#include "store.def"
};

enum status store_get(struct store *s, enum store_setting which, struct buf *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    CHECK(which < STORE_SETTING_COUNT);
    buf_clear(out);
    TRY(sql_prepare(s->db, "SELECT value FROM setting WHERE name = $1", &stmt));
    sql_bind_text(stmt, 1, setting_names[which]);
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        buf_text(out, sql_text(stmt, 0));
    } else if (st == STATUS_END) {
        st = STATUS_OK;
    }
done:
    sql_finish(stmt);
    return st;
}

enum status store_get_int(struct store *s, enum store_setting which, int64_t *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    *out = 0;
    TRY(store_get(s, which, &text));
    if (text.size > 0) {
        TRY(text_to_int64(buf_cstr(&text), out));
    }
done:
    buf_finish(&text);
    return st;
}

enum status store_get_4(struct store *s, const enum store_setting of[4], int64_t out[4])
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT (SELECT value FROM setting WHERE name = $1),"
                    " (SELECT value FROM setting WHERE name = $2),"
                    " (SELECT value FROM setting WHERE name = $3),"
                    " (SELECT value FROM setting WHERE name = $4)",
                    &stmt));
    for (size_t i = 0; i < 4; i++) {
        sql_bind_text(stmt, (int)i + 1, setting_names[of[i]]);
    }
    TRY(sql_step(stmt));
    for (size_t i = 0; i < 4; i++) {
        out[i] = 0;
        if (sql_text(stmt, (int)i)[0] != '\0') {
            TRY(text_to_int64(sql_text(stmt, (int)i), &out[i]));
        }
    }
done:
    sql_finish(stmt);
    return st;
}

static void put_setting(struct sql_stmt *stmt, struct arena *arena, const char **out)
{
    const char *name = sql_text(stmt, 0);
    const char *value = sql_text(stmt, 1);

    for (size_t i = 0; i < STORE_SETTING_COUNT && value[0] != '\0'; i++) {
        if (setting_names[i][0] == name[0] && strcmp(setting_names[i], name) == 0) {
            out[i] = arena_text(arena, value);
            return;
        }
    }
}

enum status store_get_all(struct store *s, struct arena *arena,
                          const char *out[STORE_SETTING_COUNT])
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    for (size_t i = 0; i < STORE_SETTING_COUNT; i++) {
        out[i] = "";
    }
    TRY(sql_prepare(s->db, "SELECT name, value FROM setting", &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        put_setting(stmt, arena, out);
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

enum status store_write_values(struct store *s, const struct store_value *values, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    /* What stays as it was is not written: a round that fails as the last one did waits for no
     * disk. */
    TRY(sql_prepare(s->db,
                    "INSERT INTO setting(name, value) VALUES($1, $2)"
                    " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
                    " WHERE setting.value <> excluded.value",
                    &stmt));
    for (size_t i = 0; i < count; i++) {
        CHECK(values[i].which < STORE_SETTING_COUNT && values[i].text != NULL);
        sql_bind_text(stmt, 1, setting_names[values[i].which]);
        sql_bind_text(stmt, 2, values[i].text);
        TRY(sql_finish_run(stmt));
        sql_reset(stmt);
    }
done:
    sql_finish(stmt);
    return st;
}

enum status store_set(struct store *s, const struct store_value *values, size_t count)
{
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    TRY(store_write_values(s, values, count));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- key slots ------------------------------------------------------------------------------ */

static void read_bytes(const struct sql_stmt *stmt, int column, void *to, size_t room)
{
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, column, &size);

    memset(to, 0, room);
    if (size == room) { /* a short one cannot open: the commitment will not match */
        memcpy(to, bytes, room);
    }
}

static void read_slot(const struct sql_stmt *stmt, struct store_slot *out)
{
    out->number = sql_int(stmt, 0);
    out->staff = sql_id(stmt, 1);
    text_copy(out->name, sizeof(out->name), sql_text(stmt, 2));
    read_bytes(stmt, 3, out->slot.salt, sizeof(out->slot.salt));
    out->slot.memory_kib = sql_int(stmt, 4);
    out->slot.passes = sql_int(stmt, 5);
    read_bytes(stmt, 6, out->slot.commitment, sizeof(out->slot.commitment));
    read_bytes(stmt, 7, out->slot.sealed, sizeof(out->slot.sealed));
    out->wrong_count = sql_int(stmt, 8);
    out->wrong_ms = sql_int(stmt, 9);
}

enum status store_slots(struct store *s, struct arena *arena, struct store_slot_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_slot_rows){0};
    TRY(sql_prepare(s->db,
                    "SELECT number, staff, name, salt, memory_kib, passes, commitment, sealed,"
                    " wrong_count, wrong_ms FROM slot ORDER BY number",
                    &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct store_slot *more = store_more(arena, out->rows, out->count, sizeof(*more));
        out->rows = more != NULL ? more : out->rows;
        read_slot(stmt, &out->rows[out->count]);
        out->count++;
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

static void bind_slot(struct sql_stmt *stmt, const void *with)
{
    const struct store_slot *slot = with;

    if (slot->number == 0) {
        sql_bind_null(stmt, 1);
    } else {
        sql_bind_int(stmt, 1, slot->number);
    }
    sql_bind_id(stmt, 2, &slot->staff);
    sql_bind_text(stmt, 3, slot->name);
    sql_bind_bytes(stmt, 4, slot->slot.salt, sizeof(slot->slot.salt));
    sql_bind_int(stmt, 5, slot->slot.memory_kib);
    sql_bind_int(stmt, 6, slot->slot.passes);
    sql_bind_bytes(stmt, 7, slot->slot.commitment, sizeof(slot->slot.commitment));
    sql_bind_bytes(stmt, 8, slot->slot.sealed, sizeof(slot->slot.sealed));
    sql_bind_int(stmt, 9, slot->wrong_count);
    sql_bind_int(stmt, 10, slot->wrong_ms);
}

enum status store_slot_put(struct store *s, struct store_slot *slot)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(
        s->db,
        "INSERT INTO slot(number, staff, name, salt, memory_kib, passes, commitment,"
        " sealed, wrong_count, wrong_ms) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT(number) DO UPDATE SET staff = excluded.staff,"
        " name = excluded.name, salt = excluded.salt, memory_kib = excluded.memory_kib,"
        " passes = excluded.passes, commitment = excluded.commitment,"
        " sealed = excluded.sealed, wrong_count = excluded.wrong_count,"
        " wrong_ms = excluded.wrong_ms RETURNING number",
        &stmt));
    bind_slot(stmt, slot);
    TRY(sql_step(stmt));
    slot->number = sql_int(stmt, 0);
    TRY(sql_finish_run(stmt));
done:
    sql_finish(stmt);
    return st;
}

static void bind_number(struct sql_stmt *stmt, const void *with)
{
    const int64_t *number = with;

    sql_bind_int(stmt, 1, *number);
}

enum status store_slot_drop(struct store *s, int64_t number)
{
    const struct store_run run = {"DELETE FROM slot WHERE number = $1", bind_number, &number};

    return store_run_one(s, &run);
}
