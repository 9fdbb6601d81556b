/* erase and restore: what must be forgotten stays forgotten, by the lists of hub_admin_lists.c. */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <unistd.h>

static enum status erase_in_each(struct admin *a, const struct id *pupil, const struct id *schools,
                                 size_t count)
{
    enum status st = STATUS_OK;
    struct hub_erasure erasure = {.pupil = *pupil};

    for (size_t i = 0; i < count; i++) {
        erasure.school = schools[i];
        TRY(admin_list_erasure(a, &erasure));
    }
    for (size_t i = 0; i < count; i++) {
        erasure.school = schools[i];
        TRY(hub_erase(a->hub, &erasure));
    }

done:
    return st;
}

enum status admin_erase(struct admin *a)
{
    enum status st = STATUS_OK;
    struct id pupil;
    struct buf schools = {0};
    const char *text = NULL;

    TRY(admin_need(a, "--pupil", &text));
    TRY(admin_end(a));
    if (id_parse(text, &pupil) != STATUS_OK) {
        TRY(admin_wrong(a, "--pupil takes the id of a pupil record."));
    }
    TRY(hub_pupil_schools(a->hub, &pupil, &schools));
    TRY(erase_in_each(a, &pupil, (const void *)schools.data, schools.size / sizeof(struct id)));
    admin_say("%s is erased here; tablets hear of it when they next sync.\n", text);

done:
    buf_finish(&schools);
    return st;
}

enum status admin_restore(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_lasting listed;
    const char *path = admin_word(a);

    TRY(admin_end(a));
    if (path == NULL) {
        return admin_wrong(a, "restore takes the file that backup wrote.");
    }
    if (access(path, R_OK) != 0) {
        TRY(FAIL(STATUS_NOT_FOUND, "%s cannot be read.", path));
    }
    TRY(admin_lists_read(a, &listed));
    TRY(hub_restore(a->hub, path, &listed));
    TRY(admin_lists_follow(a, &listed));
    admin_say("The store is as %s was; tablets bring back what they still hold.\n", path);

done:
    return st;
}
