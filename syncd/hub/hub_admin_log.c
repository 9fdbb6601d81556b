/* export, verify, rebuild, held and backup: the log, looked at and mended by the command line. */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum status export(struct admin *a,
                          enum status (*run)(struct hub *hub, const struct hub_school *school,
                                             const struct hub_sink *sink)) {
    enum status st = STATUS_OK; struct hub_school school; struct hub_sink sink = admin_sink();
    bool found = false;

    TRY(admin_school(a, &school, &found));
    TRY(admin_end(a));
    TRY(run(a->hub, found ? &school : NULL, &sink));

    done : return st;
}

enum status admin_export_records(struct admin *a)
{
    return export(a, hub_export_records);
}

enum status admin_export_changes(struct admin *a)
{
    return export(a, hub_export_changes);
}

enum status admin_verify(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_sink sink = admin_sink();
    int64_t changes = 0;
    int64_t faults = 0;

    TRY(admin_end(a));
    TRY(hub_verify(a->hub, &sink, &changes, &faults));
    if (faults > 0) {
        TRY(FAIL(STATUS_DAMAGED, "%" PRId64 " of %" PRId64 " changes do not agree.", faults,
                 changes));
    }
    admin_say("%" PRId64 " changes agree.\n", changes);

done:
    return st;
}

enum status admin_rebuild(struct admin *a)
{
    enum status st = STATUS_OK;
    int64_t changes = 0;

    TRY(admin_end(a));
    TRY(hub_rebuild(a->hub, &changes));
    admin_say("%" PRId64 " changes folded.\n", changes);

done:
    return st;
}

enum status admin_backup(struct admin *a)
{
    enum status st = STATUS_OK;
    const char *path = admin_word(a);

    TRY(admin_end(a));
    if (path == NULL) {
        TRY(admin_wrong(a, "backup takes the file to write."));
    }
    TRY(hub_backup(a->hub, path));
    admin_say("The store is copied to %s. Keep keys.json and the .ndjson lists with it: a restore "
              "elsewhere needs them.\n",
              path);

done:
    return st;
}

/* ---- what is held --------------------------------------------------------------------------- */

enum status admin_held_list(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_held_rows rows = {0};

    TRY(admin_end(a));
    TRY(hub_held_list(a->hub, &a->arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct hub_held_row *r = &rows.rows[i];
        admin_say("%s:%" PRId64 "  %s  pupil %s  school %s\n", r->dev.text, r->seq, r->reason,
                  id_is_none(&r->pupil) ? "-" : r->pupil.text, r->school.text);
    }

done:
    return st;
}

static enum status each_held(struct admin *a, const char *what,
                             enum status (*run)(struct hub *hub, const struct id *dev, int64_t seq))
{
    enum status st = STATUS_OK;
    const char *word = admin_word(a);
    struct id dev;
    int64_t seq = 0;

    if (word == NULL) {
        TRY(admin_wrong(a, "held %s takes DEVICE:SEQ, as held list shows it.", what));
    }
    for (; word != NULL; word = admin_word(a)) {
        if (!change_parse_dot(word, &dev, &seq)) {
            TRY(admin_wrong(a, "“%s” is no DEVICE:SEQ.", word));
        }
        TRY(run(a->hub, &dev, seq));
        admin_say("%s: done\n", word);
    }
    TRY(admin_end(a));

done:
    return st;
}

enum status admin_held_release(struct admin *a)
{
    return each_held(a, "release", hub_held_release);
}

enum status admin_held_set_aside(struct admin *a)
{
    return each_held(a, "set-aside", hub_held_set_aside);
}
