/* Check sums without counting: a sum a pupil and device, kept as changes are folded.
 *
 * A tablet is up to date only when its own figures agree with the hub's, every night, and most
 * nights nothing is new. Going through its whole log each time would make that the dearest request
 * of all. The sum is an XOR, so it can be kept a pupil and device and put together again: all of a
 * pupil's, less the asking device's own. Neither engine has an XOR for both, but a|b less a&b is
 * one.
 */
#include "hub_private.h"

#include <stdlib.h>
#include <string.h>

#define SCHOOL_WIDE "-"

void hub_mix_add(struct buf *mixes, const struct change *c)
{
    struct hub_mix mix = {.pupil = c->pupil, .dev = c->dot.dev, .check = {.count = 1}};

    sync_check_mix(&mix.check, &c->dot.dev, c->dot.seq);
    buf_add(mixes, &mix, sizeof mix);
}

static int by_pupil_and_dev(const void *a, const void *b)
{
    const struct hub_mix *x = a;
    const struct hub_mix *y = b;
    int order = strcmp(x->pupil.text, y->pupil.text);

    return order != 0 ? order : strcmp(x->dev.text, y->dev.text);
}

/* Half of a sum as the engines' 64-bit integer, whose bits are what counts. */
static int64_t half(const struct sync_check *check, size_t at)
{
    int64_t number = 0;

    memcpy(&number, check->sum + at, sizeof number);
    return number;
}

static void set_half(struct sync_check *check, size_t at, int64_t number)
{
    memcpy(check->sum + at, &number, sizeof number);
}

static void mix_in(struct sync_check *to, const struct sync_check *from)
{
    /* A spoiled row may count past all numbers: the sum wraps, and no tablet agrees with it. */
    to->count = (int64_t)((uint64_t)to->count + (uint64_t)from->count);
    for (size_t i = 0; i < sizeof to->sum; i++) {
        to->sum[i] ^= from->sum[i];
    }
}

static enum status store_mix(struct hub_db *db, const struct id *school, const struct hub_mix *mix)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] =
        "INSERT INTO tally(school, pupil, dev, n, a, b) VALUES($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT(school, pupil, dev) DO UPDATE SET n=tally.n+excluded.n,"
        " a=(tally.a|excluded.a)-(tally.a&excluded.a),"
        " b=(tally.b|excluded.b)-(tally.b&excluded.b)";
    const char *pupil = id_is_none(&mix->pupil) ? SCHOOL_WIDE : mix->pupil.text;

    TRY(hub_ask(db, text,
                (struct hub_arg[]){arg_id(school), arg_text(pupil), arg_id(&mix->dev),
                                   arg_int(mix->check.count), arg_int(half(&mix->check, 0)),
                                   arg_int(half(&mix->check, 8))},
                6, &stmt));
    TRY(sql_put(stmt));

done:
    sql_finish(stmt);
    return st;
}

enum status hub_mixes_store(struct hub_db *db, const struct id *school, struct buf *mixes)
{
    enum status st = STATUS_OK;
    struct hub_mix *rows = (void *)mixes->data;
    size_t count = mixes->size / sizeof *rows;
    struct hub_mix sum;

    if (count == 0) {
        return STATUS_OK;
    }
    qsort(rows, count, sizeof *rows, by_pupil_and_dev);
    sum = rows[0];
    for (size_t i = 1; i < count; i++) {
        if (by_pupil_and_dev(&sum, &rows[i]) == 0) {
            mix_in(&sum.check, &rows[i].check);
            continue;
        }
        TRY(store_mix(db, school, &sum));
        sum = rows[i];
    }
    TRY(store_mix(db, school, &sum));

done:
    return st;
}

/* A server packs the ids of the scope, but not whose sum it is, and compares words. In a file both
 * are words, and each row is one search in the scope's own key. */
static const char total_packed[] =
    "SELECT t.n, t.a, t.b FROM tally t WHERE t.school=$1 AND t.dev<>$2 AND (t.pupil='-'"
    " OR t.pupil IN (SELECT CAST(s.pupil AS TEXT) FROM scope s"
    "  WHERE s.school=$1 AND s.dev=$2))";
static const char total_in_words[] =
    "SELECT t.n, t.a, t.b FROM tally t LEFT JOIN scope s"
    " ON s.school=$1 AND s.dev=$2 AND s.pupil=t.pupil"
    " WHERE t.school=$1 AND t.dev<>$2 AND (t.pupil='-' OR s.pupil IS NOT NULL)";

enum status hub_check_total(struct hub_db *db, const struct hub_device *device,
                            struct sync_check *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct sync_check){0};
    TRY(hub_ask(db, sql_packs_ids(db->sql) ? total_packed : total_in_words,
                (struct hub_arg[]){arg_id(&device->school), arg_id(&device->id)}, 2, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct sync_check part = {.count = sql_int(stmt, 0)};
        set_half(&part, 0, sql_int(stmt, 1));
        set_half(&part, 8, sql_int(stmt, 2));
        mix_in(out, &part);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}
