/* Folding the store's log into the store beside the writer.
 *
 * What a commit wrote lies in SQLite's log, and must be moved to its place in the file in the end.
 * Done by the writer, every third batch of a tablet waits for the disk three times instead of once.
 * The keeper has a connection of its own and does it while the writer takes in the next batch. It
 * is told after each commit how long the log is, and comes only when enough has been added: many
 * small commits are folded at once. A fold that fails has harmed nothing; the next one does more.
 */
#include "hub_keeper.h"

#include <stdlib.h>

/* More than fifty tablets bring in a day: a fold waits for the same disk as their commits. */
#define FOLD_PAGES 3000
/* The writer's own, when the keeper does not come to its end beside it: 48 MiB. */
#define LOG_PAGES_MAX 6000

struct hub_keeper {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct hub_db *db;
    bool is_running;
    bool is_ending;
    bool is_due;
    int told_pages; /* the writer's own: how long the log was when the keeper was last woken */
};

static void *keep_on(void *ctx)
{
    struct hub_keeper *k = ctx;

    pthread_mutex_lock(&k->lock);
    for (;;) {
        while (!k->is_due && !k->is_ending) {
            pthread_cond_wait(&k->wake, &k->lock);
        }
        if (k->is_ending) {
            break;
        }
        k->is_due = false;
        pthread_mutex_unlock(&k->lock);
        enum status st = sql_log_fold(k->db->sql);
        (void)st;
        pthread_mutex_lock(&k->lock);
    }
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

enum status hub_keeper_start(struct hub *hub, struct hub_keeper **out)
{
    enum status st = STATUS_OK;
    struct hub_keeper *k = NULL;

    *out = NULL;
    if (sql_locks_rows(hub->write_db->sql)) {
        return STATUS_OK; /* a server looks after its own log */
    }
    k = mem_zero(1, sizeof *k);
    CHECK(pthread_mutex_init(&k->lock, NULL) == 0);
    CHECK(pthread_cond_init(&k->wake, NULL) == 0);
    TRY(hub_db_open(hub, false, &k->db));
    if (pthread_create(&k->thread, NULL, keep_on, k) != 0) {
        TRY(FAIL(STATUS_NO_MEMORY, "The hub's keeper could not be started."));
    }
    k->is_running = true;
    sql_log_leave(hub->write_db->sql, LOG_PAGES_MAX);
    *out = k;
    k = NULL;

done:
    hub_keeper_stop(k);
    return st;
}

static void wake(struct hub_keeper *k, bool is_ending)
{
    pthread_mutex_lock(&k->lock);
    k->is_due = true;
    k->is_ending = is_ending;
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
}

void hub_keeper_stop(struct hub_keeper *k)
{
    if (k == NULL) {
        return;
    }
    if (k->is_running) {
        wake(k, true);
        pthread_join(k->thread, NULL);
    }
    hub_db_close(k->db);
    pthread_cond_destroy(&k->wake);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

void hub_keeper_tell(struct hub_keeper *k, int pages)
{
    if (pages < k->told_pages) {
        k->told_pages = 0; /* the log has begun anew */
    }
    if (pages - k->told_pages >= FOLD_PAGES) {
        k->told_pages = pages;
        wake(k, false);
    }
}
