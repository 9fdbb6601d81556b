/* Erasure: a pupil's lines go, the chains stay.
 *
 * The hub says it in a change of its own, so that every device hears of it in order, and keeps of
 * each of the pupil's changes only what the chain needs: numbers, digest, hash, signature.
 * Whatever was worked out from the lines goes with them. From then on the pupil is in no scope,
 * and what is pushed about them is kept as a digest alone.
 */
#include "hub_private.h"

#include <string.h>

/* A pupil may have moved, and a tablet of another school may have written about one whom its own
 * does not know: that is held there, words and all, or was let go by a person, and counts. */
enum status hub_pupil_schools(struct hub *hub, const struct id *pupil, struct buf *schools)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    struct sql_stmt *stmt = NULL;
    size_t before = schools->size;
    static const char text[] =
        "SELECT s.id FROM school s WHERE EXISTS("
        "SELECT 1 FROM pupil p WHERE p.school=s.id AND p.id=$1) OR EXISTS("
        "SELECT 1 FROM log l WHERE l.school=s.id AND l.pupil=$1 AND l.held IS NOT NULL) OR EXISTS("
        "SELECT 1 FROM tally t WHERE t.school=s.id AND t.pupil=$2) ORDER BY s.id";

    TRY(hub_reader(hub, &db));
    TRY(hub_ask(db, text, (struct hub_arg[]){arg_id(pupil), arg_text(pupil->text)}, 2, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id school = sql_id(stmt, 0);
        buf_add(schools, &school, sizeof school);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    if (schools->size == before) {
        st = FAIL(STATUS_NOT_FOUND, "The hub knows no pupil with that id.");
    }

done:
    sql_finish(stmt);
    hub_reader_back(hub, db);
    return st;
}

static enum status write_erasure(struct hub_db *db, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    struct hub_draft draft = {.type = "erasure", .is_new = true};
    struct buf set = {0};
    struct json_writer w;

    draft.rec = id_new(&db->hub->clock, &db->hub->random);
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_id(&w, "erased", &erasure->pupil);
    json_close_object(&w);
    draft.set = buf_cstr(&set);
    st = hub_write_in(db, &erasure->school, &draft, 1);
    buf_finish(&set);
    return st;
}

static enum status drop_lines(struct hub_db *db, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    struct hub_arg args[] = {arg_id(&erasure->school), arg_id(&erasure->pupil)};
    static const char told[] = "INSERT INTO erased(school, pupil, lsn)"
                               " SELECT id, CAST($2 AS ID_TEXT), last FROM school WHERE id=$1"
                               " ON CONFLICT(school, pupil) DO NOTHING";
    static const char lines[] = "UPDATE log SET line=NULL, lsn=NULL, held=NULL, set_aside=0"
                                " WHERE school=$1 AND pupil=$2";
    static const char tally[] = "DELETE FROM tally WHERE school=$1 AND pupil=$2";
    static const char trail[] = "DELETE FROM trail WHERE school=$1 AND pupil=$2";
    static const char place[] = "DELETE FROM place WHERE school=$1 AND pupil=$2";
    static const char pupil[] = "DELETE FROM pupil WHERE school=$1 AND id=$2";
    static const char *const texts[] = {told, lines, tally, trail, place, pupil};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        TRY(hub_run(db, texts[i], args, 2));
    }

done:
    return st;
}

enum status hub_erase_in(struct hub_db *db, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    struct hub_fold fold = {0};

    TRY(write_erasure(db, erasure));
    /* The view reads lines again while it forgets, so it goes first. */
    TRY(view_forget_pupil(db->view, &erasure->school, &erasure->pupil));
    TRY(drop_lines(db, erasure));
    TRY(hub_fold_begin(db, &erasure->school, &fold));
    buf_add(&fold.pupils, &erasure->pupil, sizeof erasure->pupil);
    TRY(hub_scope_pupils(db, &fold));

done:
    hub_fold_finish(&fold);
    return st;
}

struct erase_job {
    const struct hub_erasure *erasure;
};

static enum status erase(void *ctx, struct hub_db *db)
{
    const struct erase_job *job = ctx;

    return hub_erase_in(db, job->erasure);
}

/* Readers may be in the way; the next commit then does it. */
void hub_sweep(struct hub *hub)
{
    enum status swept = STATUS_OK;

    if (!hub->in_memory) {
        swept = sql_sweep(hub->write_db->sql);
        (void)swept;
    }
}

enum status hub_erase(struct hub *hub, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    struct erase_job job = {.erasure = erasure};

    TRY(hub_submit(hub, &erasure->school, erase, &job));
    hub_sweep(hub);

done:
    return st;
}
