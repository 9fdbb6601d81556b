/* instrument: a school's own scale, in immutable versions.
 *
 * What a pupil was answered by must never change afterwards, so a file is not edited here but added
 * once more: its content's hash is its version and names its record. Adding the same file twice
 * adds nothing; adding one that was retired brings it back. Whoever wrote the file is no
 * programmer: it is read as a tablet reads it, and what is wrong is said before anything is
 * written.
 */
#include "hub_admin.h"

#include <inttypes.h>
#include <string.h>

struct version {
    struct id rec;
    struct hub_school school;
    struct instrument in;
    struct json_value *content;
    char hash[65];
};

/* ---- what a tablet would not see, and a person would ----------------------------------------- */

static bool is_kind_known(const char *kind)
{
    static const char *const kinds[] = {"engagement", "note", "levels", "self-assessment"};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

static enum status check_names(const struct instrument *in)
{
    if (in->id[strspn(in->id, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
        return FAIL(STATUS_BAD_INPUT,
                    "The “id” “%.60s” must be of small letters, figures and hyphens, such as "
                    "our-minibus.",
                    in->id);
    }
    if (!is_kind_known(in->kind)) {
        return FAIL(STATUS_BAD_INPUT,
                    "Instrument “%.60s”: “kind” must be engagement, note, levels or "
                    "self-assessment.",
                    in->id);
    }
    if (in->label[0] == '\0') {
        return FAIL(STATUS_BAD_INPUT, "Instrument “%.60s” needs a “label”: the name people see.",
                    in->id);
    }
    return STATUS_OK;
}

/* Whoever wrote it by hand forgot a comma, and wants to know where. */
static enum status parse(const char *path, const struct buf *text, struct json_value **out)
{
    char why[200] = "";
    enum status st = json_parse(text->data, text->size, out);

    if (st == STATUS_OK) {
        return STATUS_OK;
    }
    text_copy(why, sizeof(why), status_message());
    return FAIL(STATUS_BAD_INPUT,
                "%.200s: %s. Look just before there for a comma, a quote or a bracket that is "
                "missing or too many.",
                path, why);
}

static enum status read_version(struct admin *a, const char *path, struct version *v)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    TRY(admin_read_file(path, &text));
    TRY(parse(path, &text, &v->content));
    TRY(instrument_read(buf_cstr(&text), text.size, &a->arena, &v->in));
    TRY(check_names(&v->in));
    TRY(admin_settle_pictures(a, &v->school.id, &v->in, &v->content));
    hash_json(v->content, v->hash);
    v->rec = id_derived(arena_printf(&a->arena, "instrument|%s|%s", v->school.id.text, v->hash));
done:
    buf_finish(&text);
    return st;
}

/* STATUS_NOT_FOUND when the school does not have it yet. */
static enum status load(struct admin *a, const struct version *v, struct merge_record *out)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};

    TRY(hub_read_begin(a->hub, &reading));
    TRY(view_load(reading.view, &v->school.id, &v->rec, out));
done:
    hub_read_end(a->hub, &reading);
    return st;
}

static enum status write_new(struct admin *a, const struct version *v)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct json_writer w;
    struct hub_draft draft = {.rec = v->rec, .type = "instrument", .is_new = true};

    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_text(&w, "instrument", v->in.id);
    json_put_text(&w, "version", v->hash);
    json_put_text(&w, "label", v->in.label);
    json_put_text(&w, "kind", v->in.kind);
    json_put_int(&w, "added", hub_now_ms(a->hub));
    json_put_value(&w, "content", v->content);
    json_close_object(&w);
    draft.set = buf_cstr(&set);
    TRY(hub_write(a->hub, &v->school.id, &draft, 1));
done:
    buf_finish(&set);
    return st;
}

/* Retires it, or brings it back as the latest. */
static enum status write_again(struct admin *a, const struct hub_school *school,
                               const struct merge_record *r, bool retired)
{
    static const char *const fields[] = {"retired", "added"};
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct buf over = {0};
    struct json_writer w;
    struct hub_draft draft = {.rec = r->rec, .type = "instrument"};
    size_t count = retired ? 1 : 2;

    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_bool(&w, "retired", retired);
    if (!retired) {
        json_put_int(&w, "added", hub_now_ms(a->hub));
    }
    json_close_object(&w);
    draft.set = buf_cstr(&set);
    draft.over = merge_over(r, fields, count, &over) ? buf_cstr(&over) : NULL;
    TRY(hub_write(a->hub, &school->id, &draft, 1));
done:
    buf_finish(&set);
    buf_finish(&over);
    return st;
}

static enum status rows_of(struct admin *a, const struct id *school,
                           struct view_instrument_rows *out)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};

    TRY(hub_read_begin(a->hub, &reading));
    TRY(view_instruments(reading.view, school, &a->arena, out));
done:
    hub_read_end(a->hub, &reading);
    return st;
}

/* Offered already, and the latest of its name: then there is nothing to write. */
static enum status is_latest(struct admin *a, const struct version *v, bool *out)
{
    enum status st = STATUS_OK;
    struct view_instrument_rows rows = {0};
    size_t i = 0;

    TRY(rows_of(a, &v->school.id, &rows));
    while (i < rows.count && strcmp(rows.rows[i].instrument, v->in.id) != 0) {
        i++;
    }
    *out = i < rows.count && !rows.rows[i].is_retired && id_equal(&rows.rows[i].rec, &v->rec);
done:
    return st;
}

enum status admin_instrument_add(struct admin *a)
{
    enum status st = STATUS_OK;
    struct version v = {.hash = ""};
    struct merge_record r = {0};
    const char *path = NULL;
    bool is_there = false;

    merge_init(&r);
    TRY(admin_school_needed(a, &v.school));
    path = admin_word(a);
    TRY(admin_end(a));
    if (path == NULL) {
        TRY(admin_wrong(a, "instrument add takes a file and --school URN."));
    }
    TRY(read_version(a, path, &v));
    st = load(a, &v, &r);
    if (st == STATUS_NOT_FOUND) {
        st = write_new(a, &v);
    } else if (st == STATUS_OK) {
        TRY(is_latest(a, &v, &is_there));
        st = is_there ? STATUS_OK : write_again(a, &v.school, &r, false);
    }
    TRY(st);
    admin_say("%s  %.12s  %s\n", v.in.id, v.hash, v.in.label);
done:
    json_free(v.content);
    merge_finish(&r);
    return st;
}

static enum status retire_one(struct admin *a, const struct hub_school *school,
                              const struct id *rec)
{
    enum status st = STATUS_OK;
    struct version v = {.school = *school, .rec = *rec};
    struct merge_record r = {0};

    merge_init(&r);
    TRY(load(a, &v, &r));
    TRY(write_again(a, school, &r, true));
done:
    merge_finish(&r);
    return st;
}

enum status admin_instrument_retire(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_school school;
    struct view_instrument_rows rows = {0};
    const char *word = NULL;
    size_t count = 0;

    TRY(admin_school_needed(a, &school));
    word = admin_word(a);
    TRY(admin_end(a));
    if (word == NULL) {
        TRY(admin_wrong(a, "instrument retire takes the id of an instrument and --school URN."));
    }
    TRY(rows_of(a, &school.id, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        if (!rows.rows[i].is_retired && text_equal(rows.rows[i].instrument, word)) {
            TRY(retire_one(a, &school, &rows.rows[i].rec));
            count++;
        }
    }
    if (count == 0) {
        TRY(FAIL(STATUS_NOT_FOUND, "The school offers no instrument of its own called %s.", word));
    }
    admin_say("%s is no longer offered. What was answered by it stays.\n", word);
done:
    return st;
}

enum status admin_instrument_list(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_school school;
    struct view_instrument_rows rows = {0};

    TRY(admin_school_needed(a, &school));
    TRY(admin_end(a));
    TRY(rows_of(a, &school.id, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct view_instrument *r = &rows.rows[i];
        admin_say("%s  %s%s\n", r->instrument, r->label, r->is_retired ? "  retired" : "");
    }
done:
    return st;
}
