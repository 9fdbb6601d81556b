/* Which of a school's numbers are of one pupil: asked for when a tablet gets a new pupil, which is
 * rare, and so put in order only then.
 *
 * Kept as an index of the log, it cost every push a page a pupil, for each pupil has its end in
 * another place: a fifth of all that was written. The trail is the same list, made when it is asked
 * for, in order of pupil, up to a mark (the row of no pupil). What lies beyond the mark is looked
 * for in the log itself, so that the answer is whole whatever the mark says; the trail is only
 * brought up to date when that would be too long a way.
 */
#include "hub_call.h"

#define TAIL_MAX 2000  /* changes beyond the mark that are looked through */
#define AT_ONCE  20000 /* changes in one transaction: others want to write too */

struct trail {
    struct id school;
    int64_t last; /* of the school */
    int64_t mark;
};

static enum status read_mark(struct hub_db *db, struct trail *t)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT last, coalesce((SELECT max(t.lsn) FROM trail t"
                               " WHERE t.school=$1 AND t.pupil=''), 0) FROM school WHERE id=$1";

    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(&t->school)}, 1, &stmt));
    t->last = sql_int(stmt, 0);
    t->mark = sql_int(stmt, 1);

done:
    sql_finish(stmt);
    return st;
}

static enum status lengthen(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct trail *t = ctx;
    static const char add[] = "INSERT INTO trail(school, pupil, lsn)"
                              " SELECT school, coalesce(CAST(pupil AS TEXT), '-'), lsn FROM log"
                              " WHERE school=$1 AND lsn>$2 AND lsn<=$3 ORDER BY 2, 3";
    static const char unmark[] = "DELETE FROM trail WHERE school=$1 AND pupil=''";
    static const char mark[] = "INSERT INTO trail(school, pupil, lsn) VALUES($1, '', $2)";

    TRY(read_mark(db, t)); /* another may have been quicker */
    if (t->last - t->mark > AT_ONCE) {
        t->last = t->mark + AT_ONCE;
    }
    TRY(hub_run(db, add, (struct hub_arg[]){arg_id(&t->school), arg_int(t->mark), arg_int(t->last)},
                3));
    TRY(hub_run(db, unmark, (struct hub_arg[]){arg_id(&t->school)}, 1));
    TRY(hub_run(db, mark, (struct hub_arg[]){arg_id(&t->school), arg_int(t->last)}, 2));

done:
    return st;
}

static enum status look(struct hub *hub, struct trail *t)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    TRY(hub_reader(hub, &db));
    TRY(read_mark(db, t));

done:
    hub_reader_back(hub, db);
    return st;
}

enum status hub_trail_follow(struct hub *hub, const struct id *school)
{
    enum status st = STATUS_OK;
    struct trail t = {.school = *school};

    TRY(look(hub, &t));
    while (t.last - t.mark > TAIL_MAX) {
        TRY(hub_submit(hub, school, lengthen, &t));
        TRY(look(hub, &t));
    }

done:
    return st;
}
