/* erase and restore: what must be forgotten stays forgotten.
 *
 * A backup is older than the erasures made after it, so their list lies beside the store and not in
 * it. A pupil is put on the list first and erased then: if the machine stops in between, the worst
 * is that a restore erases what a person has already asked to be erased.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <string.h>
#include <unistd.h>

static enum status read_list(struct admin *a, struct buf *text)
{
    enum status st = admin_read_file(admin_path(a, "erasures.ndjson"), text);

    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status parse_list(const struct buf *text, struct buf *out)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;
    struct hub_erasure erasure;
    const char *end = NULL;

    for (const char *at = buf_cstr(text); *at != '\0'; at = end + 1) {
        end = strchr(at, '\n');
        if (end == NULL) {
            break; /* cut by a power cut, before its pupil was erased */
        }
        TRY(json_parse(at, (size_t)(end - at), &root));
        TRY(id_parse(json_member_text(root, "school"), &erasure.school));
        TRY(id_parse(json_member_text(root, "pupil"), &erasure.pupil));
        buf_add(out, &erasure, sizeof erasure);
        json_free(root);
        root = NULL;
    }

done:
    json_free(root);
    return st;
}

static enum status add_to_list(struct admin *a, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w;

    TRY(read_list(a, &text));
    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_id(&w, "school", &erasure->school);
    json_put_id(&w, "pupil", &erasure->pupil);
    json_close_object(&w);
    buf_byte(&text, '\n');
    TRY(admin_write_file(admin_path(a, "erasures.ndjson"), text.data, text.size));

done:
    buf_finish(&text);
    return st;
}

static enum status erase_in_each(struct admin *a, const struct id *pupil, const struct id *schools,
                                 size_t count)
{
    enum status st = STATUS_OK;
    struct hub_erasure erasure = {.pupil = *pupil};

    for (size_t i = 0; i < count; i++) {
        erasure.school = schools[i];
        TRY(add_to_list(a, &erasure));
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
    struct buf text = {0};
    struct buf erasures = {0};
    const char *path = admin_word(a);

    TRY(admin_end(a));
    if (path == NULL) {
        return admin_wrong(a, "restore takes the file that backup wrote.");
    }
    if (access(path, R_OK) != 0) {
        TRY(FAIL(STATUS_NOT_FOUND, "%s cannot be read.", path));
    }
    TRY(read_list(a, &text));
    TRY(parse_list(&text, &erasures));
    TRY(hub_restore(a->hub, path, (const void *)erasures.data,
                    erasures.size / sizeof(struct hub_erasure)));
    admin_say("The store is as %s was; tablets bring back what they still hold.\n", path);

done:
    buf_finish(&text);
    buf_finish(&erasures);
    return st;
}
