/* One writer, and one commit for many.
 *
 * A durable commit costs a wait for the disk, and SQLite has one writer. If each of fifty tablets
 * that come home at four o'clock paid for its own, they would queue for the disk one by one. So the
 * pool threads do what needs no lock (parsing, opening, hashing), leave a job and wait; the writer
 * takes all jobs that wait, runs them in one transaction, each behind a savepoint so that one that
 * fails takes none with it, and only after the commit is durable does any of them hear "stored".
 *
 * Without threads (tests, the simulation, administration beside a running hub) the same job runs in
 * the caller.
 */
#include "hub_private.h"

#define JOBS_MAX 64 /* in one commit */

static void run_one(struct hub_db *db, struct hub_job *job)
{
    job->st = job->run(job->ctx, db);
    if (job->st != STATUS_OK) {
        text_copy(job->message, sizeof job->message, status_message());
    }
}

static void run_behind_savepoint(struct hub_db *db, struct hub_job *job)
{
    enum status st = sql_run(db->sql, "SAVEPOINT job");

    if (st == STATUS_OK) {
        run_one(db, job);
        st =
            sql_run(db->sql, job->st == STATUS_OK ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
    }
    if (st != STATUS_OK) {
        job->st = st;
        text_copy(job->message, sizeof job->message, status_message());
    }
}

/* Marks what has not failed yet as failed with st. */
static void fail_all(struct hub_job *first, enum status st)
{
    for (struct hub_job *job = first; job != NULL; job = job->next) {
        if (job->st == STATUS_OK) {
            job->st = st;
            text_copy(job->message, sizeof job->message, status_message());
        }
    }
}

static void run_group(struct hub_db *db, struct hub_job *first)
{
    enum status st = sql_begin(db->sql);
    bool any_stored = false;

    if (st != STATUS_OK) {
        fail_all(first, st);
        return;
    }
    if (first->next == NULL) {
        run_one(db, first);
        any_stored = first->st == STATUS_OK;
    } else {
        for (struct hub_job *job = first; job != NULL; job = job->next) {
            run_behind_savepoint(db, job);
            any_stored = any_stored || job->st == STATUS_OK;
        }
    }
    st = any_stored ? sql_commit(db->sql) : STATUS_OK;
    if (!any_stored || st != STATUS_OK) {
        sql_undo(db->sql);
    }
    if (st != STATUS_OK) {
        fail_all(first, st);
    }
}

/* The jobs that wait, at most JOBS_MAX of them, cut from the queue. Needs the lock. */
static struct hub_job *take_jobs(struct hub_writer *w)
{
    struct hub_job *first = w->first;
    struct hub_job *last = first;

    for (int i = 1; i < JOBS_MAX && last->next != NULL; i++) {
        last = last->next;
    }
    w->first = last->next;
    if (w->first == NULL) {
        w->last = NULL;
    }
    last->next = NULL;
    return first;
}

static void *write_on(void *ctx)
{
    struct hub *hub = ctx;
    struct hub_writer *w = &hub->writer;

    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (w->first == NULL && !w->is_ending) {
            pthread_cond_wait(&w->wake, &w->lock);
        }
        if (w->first == NULL) {
            break;
        }
        struct hub_job *jobs = take_jobs(w);
        pthread_mutex_unlock(&w->lock);
        run_group(hub->write_db, jobs);
        pthread_mutex_lock(&w->lock);
        while (jobs != NULL) {
            struct hub_job *job = jobs;
            jobs = job->next; /* once it is done, its owner takes it away */
            job->is_done = true;
            pthread_cond_signal(&job->done);
        }
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

enum status hub_threads_start(struct hub *hub)
{
    CHECK(!hub->in_memory && !hub->writer.is_running);
    if (pthread_create(&hub->writer.thread, NULL, write_on, hub) != 0) {
        return FAIL(STATUS_NO_MEMORY, "The hub's writer could not be started.");
    }
    hub->writer.is_running = true;
    return STATUS_OK;
}

void hub_writer_stop(struct hub *hub)
{
    struct hub_writer *w = &hub->writer;

    if (!w->is_running) {
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->is_ending = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    w->is_running = false;
}

static void wait_for(struct hub_writer *w, struct hub_job *job)
{
    pthread_mutex_lock(&w->lock);
    if (w->last != NULL) {
        w->last->next = job;
    } else {
        w->first = job;
    }
    w->last = job;
    pthread_cond_signal(&w->wake);
    while (!job->is_done) {
        pthread_cond_wait(&job->done, &w->lock);
    }
    pthread_mutex_unlock(&w->lock);
}

enum status hub_submit(struct hub *hub, enum status (*run)(void *ctx, struct hub_db *db), void *ctx)
{
    struct hub_job job = {.run = run, .ctx = ctx};

    if (!hub->writer.is_running) {
        run_group(hub->write_db, &job);
    } else {
        CHECK(pthread_cond_init(&job.done, NULL) == 0);
        wait_for(&hub->writer, &job);
        pthread_cond_destroy(&job.done);
    }
    return job.st == STATUS_OK ? STATUS_OK : FAIL(job.st, "%s", job.message);
}
