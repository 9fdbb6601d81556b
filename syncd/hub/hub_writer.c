/* One writer, and one commit for many.
 *
 * A durable commit costs a wait for the disk, and SQLite has one writer. If each of fifty tablets
 * that come home at four o'clock paid for its own, they would queue for the disk one by one. So the
 * pool threads do what needs no lock (parsing, opening, hashing), leave a job and wait; the writer
 * takes all jobs that wait, runs them in one transaction, and only after the commit is durable does
 * any of them hear "stored". One that fails takes none with it: then all is undone, and each is run
 * once more behind a savepoint. At first there are none, because they are not free: SQLite copies
 * every page before a job first writes to it, and a server is asked twice more.
 *
 * PostgreSQL has many writers, in several programs. What a job reads and then writes (a chain, a
 * number, a scope, a merge) is all of one school, so the school's row is locked before any job of
 * the group runs, and the next who wants that school reads what the first has committed. Should two
 * programs clash nevertheless, the whole group is done once more.
 *
 * Without threads (tests, the simulation, administration beside a running hub) the same job runs in
 * the caller.
 */
#include "hub_helper.h"
#include "hub_keeper.h"

#include <stdlib.h>
#include <string.h>

#define JOBS_MAX  64 /* in one commit */
#define TRIES_MAX 5

/* ---- one school at a time ------------------------------------------------------------------- */

enum status hub_lock_school(struct hub_db *db, const struct id *school)
{
    static const char text[] = "SELECT id FROM school WHERE id=$1 FOR UPDATE";

    struct sql_stmt *stmt = NULL;
    enum status st = STATUS_NOT_FOUND;

    if (!sql_locks_rows(db->sql)) {
        return STATUS_OK;
    }
    /* A restore puts another row in the place of the one waited for: then there is none at first,
     * and the new one at the second look. */
    for (int i = 0; i < 2 && st == STATUS_NOT_FOUND; i++) {
        st = hub_ask_one(db, text, (struct hub_arg[]){arg_id(school)}, 1, &stmt);
        sql_finish(stmt);
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st; /* the job says so better */
}

enum status hub_lock_all(struct hub_db *db)
{
    if (!sql_locks_rows(db->sql)) {
        return STATUS_OK;
    }
    return hub_run(db, "SELECT id FROM school ORDER BY id FOR UPDATE", NULL, 0);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct id *)a)->text, ((const struct id *)b)->text);
}

/* In order of id, whatever the order of the jobs: two programs that want the same schools must not
 * each hold what the other waits for. */
static enum status lock_schools(struct hub_db *db, const struct hub_job *first)
{
    enum status st = STATUS_OK;
    struct buf ids = {0};
    struct id *schools = NULL;

    if (!sql_locks_rows(db->sql)) {
        return STATUS_OK;
    }
    for (const struct hub_job *job = first; job != NULL; job = job->next) {
        if (job->school != NULL && !hub_ids_have(&ids, job->school)) {
            buf_add(&ids, job->school, sizeof *job->school);
        }
    }
    schools = (void *)ids.data;
    if (ids.size > 0) {
        qsort(schools, ids.size / sizeof *schools, sizeof *schools, by_id);
    }
    for (size_t i = 0; i < ids.size / sizeof *schools; i++) {
        TRY(hub_lock_school(db, &schools[i]));
    }

done:
    buf_finish(&ids);
    return st;
}

/* ---- running jobs --------------------------------------------------------------------------- */

static void note(struct hub_job *job, enum status st)
{
    job->st = st;
    if (st != STATUS_OK) {
        text_copy(job->message, sizeof job->message, status_message());
    }
}

static void run_one(struct hub_db *db, struct hub_job *job)
{
    note(job, job->run(job->ctx, db));
}

/* What the job put may be refused as late as at the release. */
static void run_behind_savepoint(struct hub_db *db, struct hub_job *job)
{
    enum status st = STATUS_OK;

    note(job, sql_run(db->sql, "SAVEPOINT job"));
    if (job->st != STATUS_OK) {
        return;
    }
    run_one(db, job);
    if (job->st == STATUS_OK) {
        note(job, sql_run(db->sql, "RELEASE job"));
    }
    if (job->st != STATUS_OK) {
        st = sql_run(db->sql, "ROLLBACK TO job; RELEASE job");
    }
    if (st != STATUS_OK) {
        note(job, st);
    }
}

/* Marks what has not failed yet as failed with st. */
static void fail_all(struct hub_job *first, enum status st)
{
    for (struct hub_job *job = first; job != NULL; job = job->next) {
        if (job->st == STATUS_OK) {
            note(job, st);
        }
    }
}

enum group_end {
    GROUP_IS_DONE,
    GROUP_HAS_CLASHED, /* with another program's; none of it is there, the same may succeed now */
    GROUP_HAS_FAILED,  /* one of its jobs; none of it is there, and the others shall be */
};

static enum group_end run_jobs(struct hub_db *db, struct hub_job *first, bool is_guarded,
                               bool *any_stored)
{
    bool is_alone = first->next == NULL;

    for (struct hub_job *job = first; job != NULL; job = job->next) {
        if (is_guarded) {
            run_behind_savepoint(db, job);
        } else {
            run_one(db, job);
        }
        if (job->st != STATUS_OK && sql_may_retry(db->sql)) {
            return GROUP_HAS_CLASHED;
        }
        if (job->st != STATUS_OK && !is_guarded && !is_alone) {
            return GROUP_HAS_FAILED;
        }
        *any_stored = *any_stored || job->st == STATUS_OK;
    }
    return GROUP_IS_DONE;
}

/* One transaction. */
static enum group_end try_group(struct hub_db *db, struct hub_job *first, bool is_guarded)
{
    enum status st = STATUS_OK;
    enum group_end end = GROUP_IS_DONE;
    bool any_stored = false;

    for (struct hub_job *job = first; job != NULL; job = job->next) {
        job->st = STATUS_OK;
    }
    TRY(sql_begin(db->sql));
    TRY(lock_schools(db, first));
    end = run_jobs(db, first, is_guarded, &any_stored);
    if (end == GROUP_HAS_CLASHED) {
        st = STATUS_BUSY;
    } else if (end == GROUP_IS_DONE && any_stored) {
        st = sql_commit(db->sql); /* with rows that were put: what is wrong may be one job's */
        end = st == STATUS_OK || is_guarded || first->next == NULL ? end : GROUP_HAS_FAILED;
    }

done:
    if (st != STATUS_OK && sql_may_retry(db->sql)) {
        end = GROUP_HAS_CLASHED;
    }
    if (!any_stored || st != STATUS_OK || end != GROUP_IS_DONE) {
        sql_undo(db->sql);
    }
    if (st != STATUS_OK) {
        fail_all(first, st);
    }
    return end;
}

static void run_group(struct hub_db *db, struct hub_job *first)
{
    enum group_end end = GROUP_IS_DONE;
    bool is_guarded = false;
    int tries = 0;

    do {
        end = try_group(db, first, is_guarded);
        is_guarded = is_guarded || end == GROUP_HAS_FAILED;
        tries += end == GROUP_HAS_CLASHED ? 1 : 0;
    } while (end != GROUP_IS_DONE && tries < TRIES_MAX);
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
        w->is_busy = true;
        pthread_mutex_unlock(&w->lock);
        run_group(hub->write_db, jobs);
        if (hub->keeper != NULL) {
            hub_keeper_tell(hub->keeper, sql_log_pages(hub->write_db->sql));
        }
        pthread_mutex_lock(&w->lock);
        w->is_busy = false;
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
    enum status st = STATUS_OK;

    CHECK(!hub->in_memory && !hub->writer.is_running);
    TRY(hub_keeper_start(hub, &hub->keeper));
    TRY(hub_helper_start(&hub->helper));
    if (pthread_create(&hub->writer.thread, NULL, write_on, hub) != 0) {
        TRY(FAIL(STATUS_NO_MEMORY, "The hub's writer could not be started."));
    }
    hub->writer.is_running = true;

done:
    return st;
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

enum status hub_submit(struct hub *hub, const struct id *school,
                       enum status (*run)(void *ctx, struct hub_db *db), void *ctx)
{
    struct hub_job job = {.school = school, .run = run, .ctx = ctx};

    if (!hub->writer.is_running) {
        run_group(hub->write_db, &job);
    } else {
        CHECK(pthread_cond_init(&job.done, NULL) == 0);
        wait_for(&hub->writer, &job);
        pthread_cond_destroy(&job.done);
    }
    return job.st == STATUS_OK ? STATUS_OK : FAIL(job.st, "%s", job.message);
}

bool hub_writer_is_ahead(struct hub *hub)
{
    struct hub_writer *w = &hub->writer;
    bool is_idle = false;

    if (!sql_is_far(hub->write_db->sql)) {
        return false;
    }
    pthread_mutex_lock(&w->lock);
    is_idle = w->first == NULL && !w->is_busy;
    pthread_mutex_unlock(&w->lock);
    return is_idle;
}
