/* The hub's life: the store opened, the epoch known, connections lent to whoever reads.
 *
 * One connection writes. Readers have their own, so that a long page never keeps a tablet's push
 * waiting; they are kept when given back, because opening one parses the schema again. A store in
 * memory has one connection for both, and so no threads: it serves tests.
 */
#include "hub_helper.h"
#include "hub_keeper.h"
#include "hub_lines.h"
#include "hub_tries.h"

#include <stdlib.h>
#include <string.h>

enum status hub_epoch(struct hub_db *db, char out[ID_ROOM])
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT value FROM hub_meta WHERE name='epoch'";

    TRY(hub_ask_one(db, text, NULL, 0, &stmt));
    text_copy(out, ID_ROOM, sql_text(stmt, 0));

done:
    sql_finish(stmt);
    return st;
}

/* A store that was just made has no epoch yet. */
static enum status make_epoch(struct hub *hub)
{
    enum status st = STATUS_OK;
    struct hub_db *db = hub->write_db;
    static const char keep[] = "INSERT INTO hub_meta(name, value) VALUES('epoch', $1)"
                               " ON CONFLICT(name) DO NOTHING";
    char there[ID_ROOM];
    struct id epoch;

    st = hub_epoch(db, there);
    if (st != STATUS_NOT_FOUND) {
        return st;
    }
    epoch = id_new(&hub->clock, &hub->random);
    TRY(sql_begin(db->sql));
    TRY(hub_run(db, keep, (struct hub_arg[]){arg_id(&epoch)}, 1));
    TRY(sql_commit(db->sql));

done:
    if (st != STATUS_OK) {
        sql_undo(db->sql);
    }
    return st;
}

static void fill_random(void *ctx, void *bytes, size_t size)
{
    struct hub *hub = ctx;
    const struct random_port *inner = &hub->given_random;

    pthread_mutex_lock(&hub->random_lock);
    inner->fill(inner->ctx, bytes, size);
    pthread_mutex_unlock(&hub->random_lock);
}

enum status hub_create(const struct hub_options *options, struct hub **out)
{
    enum status st = STATUS_OK;
    struct hub *hub = mem_zero(1, sizeof *hub);

    *out = NULL;
    CHECK(pthread_mutex_init(&hub->random_lock, NULL) == 0);
    CHECK(pthread_mutex_init(&hub->readers_lock, NULL) == 0);
    CHECK(pthread_mutex_init(&hub->writer.lock, NULL) == 0);
    CHECK(pthread_cond_init(&hub->writer.wake, NULL) == 0);
    hub->clock = options->clock;
    hub->given_random = options->random;
    hub->random = (struct random_port){.fill = fill_random, .ctx = hub};
    hub->keys = options->keys;
    hub->tries = hub_tries_create();
    hub->store = mem_text(options->store);
    hub->in_memory = strcmp(options->store, "sqlite::memory:") == 0;
    TRY(change_setup());
    TRY(hub_db_open(hub, true, &hub->write_db));
    TRY(make_epoch(hub));
    *out = hub;
    hub = NULL;

done:
    hub_destroy(hub);
    return st;
}

void hub_destroy(struct hub *hub)
{
    if (hub == NULL) {
        return;
    }
    hub_writer_stop(hub);
    hub_keeper_stop(hub->keeper);
    hub_helper_stop(hub->helper);
    while (hub->readers != NULL) {
        struct hub_db *db = hub->readers;
        hub->readers = db->next;
        hub_db_close(db);
    }
    hub_db_close(hub->write_db);
    pthread_cond_destroy(&hub->writer.wake);
    pthread_mutex_destroy(&hub->writer.lock);
    pthread_mutex_destroy(&hub->readers_lock);
    pthread_mutex_destroy(&hub->random_lock);
    key_wipe(&hub->keys, sizeof hub->keys);
    hub_tries_destroy(hub->tries);
    free(hub->nobody);
    free(hub->store);
    free(hub);
}

enum status hub_reader(struct hub *hub, struct hub_db **out)
{
    *out = NULL;
    if (hub->in_memory) {
        *out = hub->write_db;
        return STATUS_OK;
    }
    pthread_mutex_lock(&hub->readers_lock);
    if (hub->readers != NULL) {
        *out = hub->readers;
        hub->readers = (*out)->next;
        (*out)->next = NULL;
    }
    pthread_mutex_unlock(&hub->readers_lock);
    return *out != NULL ? STATUS_OK : hub_db_open(hub, false, out);
}

void hub_reader_back(struct hub *hub, struct hub_db *db)
{
    if (db == NULL) {
        return;
    }
    sql_undo(db->sql);
    hub_lines_forget(db);
    if (hub->in_memory) {
        return;
    }
    pthread_mutex_lock(&hub->readers_lock);
    db->next = hub->readers;
    hub->readers = db;
    pthread_mutex_unlock(&hub->readers_lock);
}

enum status hub_read_begin(struct hub *hub, struct hub_reading *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    *out = (struct hub_reading){0};
    TRY(hub_reader(hub, &db));
    TRY(hub_db_view(db));
    TRY(sql_begin_read(db->sql));
    *out = (struct hub_reading){.sql = db->sql, .view = db->view, .db = db};
    db = NULL;

done:
    hub_reader_back(hub, db);
    return st;
}

void hub_read_end(struct hub *hub, struct hub_reading *reading)
{
    hub_reader_back(hub, reading->db);
    *reading = (struct hub_reading){0};
}

enum status hub_backup(struct hub *hub, const char *path)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    TRY(hub_reader(hub, &db));
    st = sql_locks_rows(db->sql) ? hub_copy_to_file(db, path) : sql_copy_to(db->sql, path);
    if (st == STATUS_EXISTS) {
        st = FAIL(st, "%s is there already: name a new file.", path);
    }

done:
    hub_reader_back(hub, db);
    return st;
}

int64_t hub_now_ms(const struct hub *hub)
{
    return hub->clock.now_ms(hub->clock.ctx);
}

struct random_port hub_random(const struct hub *hub)
{
    return hub->random;
}

int64_t hub_today(const struct hub *hub)
{
    return date_to_days(moment_uk(hub_now_ms(hub)).date);
}
