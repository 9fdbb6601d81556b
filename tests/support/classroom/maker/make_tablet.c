/* make_tablet FOLDER PASSPHRASE — a tablet that two people can unlock, with a small school on it:
 * for looking at the client without a hub. The second and later runs change nothing. */
#include "classroom.h"

#include "change.h"
#include "store.h"

#include <stdio.h>

static enum status add_conflict(struct classroom *c, const char *file)
{
    struct classroom_change changes[] = {
        {.by = c->staff[0],
         .pupil = c->pupils[2],
         .rec = c->targets[0],
         .type = "observation",
         .set = "{\"when\":1,\"outcome\":\"Chose the red cup by looking.\"}"},
        { .from_hub = true,
         .by = c->staff[3],
         .pupil = c->pupils[2],
         .rec = c->targets[0],
         .type = "observation",
         .set = "{\"outcome\":\"Chose the red cup by pointing, twice.\"}"},
    };
    struct buf when = {0};
    struct id rec = id_derived("make_tablet|conflict");
    enum status st = STATUS_OK;

    buf_printf(&when,
               "{\"when\":%lld,\"engagement\":{\"initiation\":\"fleeting\"},"
               "\"outcome\":\"Chose the red cup by looking.\"}",
               (long long)(c->now_ms - 3600000));
    changes[0].rec = rec;
    changes[1].rec = rec;
    changes[0].set = buf_cstr(&when);
    st = classroom_bring(c, file, changes, 2);
    buf_finish(&when);
    return st;
}

int main(int argc, char **argv)
{
    enum status st = STATUS_OK;
    struct classroom c = {0};
    struct buf file = {0};
    int64_t now_ms = 0;

    if (argc != 4 || text_to_int64(argv[3], &now_ms) != STATUS_OK) {
        (void)fprintf(stderr, "usage: make_tablet FOLDER PASSPHRASE NOW_MS\n");
        return 2;
    }
    buf_printf(&file, "%s/tablet.db", argv[1]);
    TRY(change_setup());
    classroom_make(&c, now_ms);
    TRY(classroom_enrolled(&c, buf_cstr(&file), argv[2], 2));
    TRY(add_conflict(&c, buf_cstr(&file)));
done:
    buf_finish(&file);
    if (st != STATUS_OK) {
        (void)fprintf(stderr, "make_tablet: %s\n", status_message());
    }
    return st == STATUS_OK ? 0 : 1;
}
