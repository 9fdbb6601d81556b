/* What is held waits for a person: it is let go into the view, or set aside.
 *
 * A change held for its `form` is no change at all, so nothing can fold it; it can only be set
 * aside. The others are folded as they are when a person says so: a value of the wrong kind is
 * then the field's value, and screens show it as text. What is set aside is listed no more, and
 * stays stored.
 */
#include "hub_private.h"

#include <string.h>

static void read_row(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    *(struct hub_held_row *)row =
        (struct hub_held_row){.school = sql_id(stmt, 0),
                              .dev = sql_id(stmt, 1),
                              .seq = sql_int(stmt, 2),
                              .pupil = sql_id(stmt, 3),
                              .reason = arena_text(arena, sql_text(stmt, 4)),
                              .received_ms = sql_int(stmt, 5)};
}

enum status hub_held_list(struct hub *hub, struct arena *arena, struct hub_held_rows *out)
{
    static const struct hub_question waiting = {
        .text = "SELECT school, dev, seq, pupil, held, received_ms FROM log"
                " WHERE held IS NOT NULL AND set_aside=0 ORDER BY school, dev, seq",
        .row_size = sizeof *out->rows,
        .read = read_row};
    struct hub_rows found = {0};
    enum status st = hub_read_rows(hub, &waiting, arena, &found);

    *out = (struct hub_held_rows){found.rows, found.count};
    return st;
}

struct held_job {
    const struct id *dev;
    int64_t seq;
    struct id school;
    struct buf line;
    char reason[16];
};

static enum status read_held(struct hub_db *db, struct held_job *job)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    size_t size = 0;
    const void *line = NULL;
    static const char text[] = "SELECT school, held, line FROM log"
                               " WHERE dev=$1 AND seq=$2 AND held IS NOT NULL";

    st = hub_ask_one(db, text, (struct hub_arg[]){arg_id(job->dev), arg_int(job->seq)}, 2, &stmt);
    if (st == STATUS_NOT_FOUND) {
        st = FAIL(STATUS_NOT_FOUND, "No change of that device and number is held.");
    }
    TRY(st);
    job->school = sql_id(stmt, 0);
    text_copy(job->reason, sizeof job->reason, sql_text(stmt, 1));
    line = sql_bytes(stmt, 2, &size);
    buf_clear(&job->line);
    buf_add(&job->line, line, size);

done:
    sql_finish(stmt);
    return st;
}

/* A device and a number do not say whose school they are of. Once that is found and locked, another
 * program may have let the change go. */
static enum status find_held(struct hub_db *db, struct held_job *job)
{
    enum status st = STATUS_OK;

    TRY(read_held(db, job));
    TRY(hub_lock_school(db, &job->school));
    TRY(read_held(db, job));

done:
    return st;
}

/* Folds what the job found. *learned is true when it made its pupil known. */
static enum status let_go(struct hub_db *db, const struct held_job *job, struct id *pupil,
                          bool *learned)
{
    enum status st = STATUS_OK;
    struct hub_fold fold = {0};
    struct change c = {0};
    int64_t lsn = 0;
    static const char text[] = "UPDATE log SET held=NULL, set_aside=0, lsn=$4"
                               " WHERE school=$1 AND dev=$2 AND seq=$3";

    TRY(change_decode(job->line.data, job->line.size, &c));
    TRY(hub_fold_begin(db, &job->school, &fold));
    TRY(hub_take_numbers(db, &job->school, 1, &lsn));
    TRY(hub_run(
        db, text,
        (struct hub_arg[]){arg_id(&job->school), arg_id(job->dev), arg_int(job->seq), arg_int(lsn)},
        4));
    TRY(hub_fold_learn(db, &fold, &c));
    *learned = fold.pupils.size > 0;
    *pupil = c.pupil;
    TRY(hub_fold_items(db, &fold, &(struct view_item){&c, lsn, false}, 1));
    TRY(hub_fold_end(db, &fold));

done:
    hub_fold_finish(&fold);
    change_finish(&c);
    return st;
}

/* One that was held for want of the pupil: folded, or held for its shape. */
static enum status free_one(struct hub_db *db, const struct id *dev, int64_t seq)
{
    enum status st = STATUS_OK;
    struct held_job job = {.dev = dev, .seq = seq};
    struct change c = {0};
    struct id pupil;
    bool learned = false;
    static const char hold[] = "UPDATE log SET held='shape' WHERE school=$1 AND dev=$2 AND seq=$3";

    TRY(find_held(db, &job));
    TRY(change_decode(job.line.data, job.line.size, &c));
    if (hub_shape_fault(&c) == NULL) {
        TRY(let_go(db, &job, &pupil, &learned));
    } else {
        TRY(hub_run(db, hold, (struct hub_arg[]){arg_id(&job.school), arg_id(dev), arg_int(seq)},
                    3));
    }

done:
    change_finish(&c);
    buf_finish(&job.line);
    return st;
}

static enum status free_others(struct hub_db *db, const struct id *school, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT dev, seq FROM log WHERE school=$1 AND pupil=$2"
                               " AND held IS NOT NULL AND held='school' AND set_aside=0"
                               " ORDER BY dev, seq LIMIT 1";

    for (;;) {
        st = hub_ask_one(db, text, (struct hub_arg[]){arg_id(school), arg_id(pupil)}, 2, &stmt);
        if (st == STATUS_NOT_FOUND) {
            return STATUS_OK;
        }
        TRY(st);
        struct id dev = sql_id(stmt, 0);
        int64_t seq = sql_int(stmt, 1);
        sql_finish(stmt);
        stmt = NULL;
        TRY(free_one(db, &dev, seq));
    }

done:
    sql_finish(stmt);
    return st;
}

static enum status release(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct held_job *job = ctx;
    struct id pupil = {{0}};
    bool learned = false;

    TRY(find_held(db, job));
    if (strcmp(job->reason, "form") == 0) {
        TRY(FAIL(STATUS_REFUSED, "This change cannot be read, so it can only be set aside."));
    }
    TRY(let_go(db, job, &pupil, &learned));
    if (learned) {
        TRY(free_others(db, &job->school, &pupil));
    }

done:
    return st;
}

static enum status set_aside(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct held_job *job = ctx;
    static const char text[] = "UPDATE log SET set_aside=1 WHERE school=$1 AND dev=$2 AND seq=$3";

    TRY(find_held(db, job));
    TRY(hub_run(db, text,
                (struct hub_arg[]){arg_id(&job->school), arg_id(job->dev), arg_int(job->seq)}, 3));

done:
    return st;
}

enum status hub_held_release(struct hub *hub, const struct id *dev, int64_t seq)
{
    struct held_job job = {.dev = dev, .seq = seq};
    enum status st = hub_submit(hub, NULL, release, &job);

    buf_finish(&job.line);
    return st;
}

enum status hub_held_set_aside(struct hub *hub, const struct id *dev, int64_t seq)
{
    struct held_job job = {.dev = dev, .seq = seq};
    enum status st = hub_submit(hub, NULL, set_aside, &job);

    buf_finish(&job.line);
    return st;
}
