/* A conflict, while a person settles it.
 *
 * One of the texts is kept, or a third is written; either is one change that replaces every head.
 * The third text is the person's own words, so it is treated as a draft is: sealed at the end of
 * each word and at each pause, one row a person, record and field, there again after a kill, a lock
 * or a look elsewhere, and gone once the field is settled. Which field is written goes by its name:
 * a number among those in conflict would be another's as soon as a colleague settles one.
 */
#include "app_private.h"

#include <string.h>

enum { THIRD_NAME_ROOM = 200 };

static void third_name(const struct app *a, const char *field, char out[THIRD_NAME_ROOM])
{
    struct buf name = {0};

    buf_printf(&name, "third:%s:%s:%s", a->session.slot.staff.text, a->clash.text, field);
    text_copy(out, THIRD_NAME_ROOM, buf_cstr(&name));
    buf_finish(&name);
}

/* Of an own picture the mark stands for the image too: they are settled together. */
static bool is_told_by_mark(const struct merge_record *r, const struct merge_field *f)
{
    const struct merge_field *mark = merge_find(r, "mark");

    return strcmp(r->type, "picture") == 0 && strcmp(f->name, "image") == 0 && mark != NULL &&
           merge_in_conflict(mark);
}

const struct merge_field *clash_field(const struct merge_record *r, int64_t number)
{
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        if (merge_in_conflict(f) && !is_told_by_mark(r, f) && number-- == 0) {
            return f;
        }
    }
    return NULL;
}

/* ---- the third text -------------------------------------------------------------------------- */

static void forget_third(struct app *a)
{
    a->clash_field[0] = '\0';
    a->third_dirty = false;
    key_wipe(a->form.third, sizeof(a->form.third));
}

/* False when the person has begun none. */
static bool read_third(struct app *a, const char *field)
{
    char name[THIRD_NAME_ROOM] = "";
    bool found = false;

    third_name(a, field, name);
    found = begun_read(a, name, a->form.third, sizeof(a->form.third));
    if (found) {
        text_copy(a->clash_field, sizeof(a->clash_field), field);
    }
    return found;
}

static enum status put_third(struct app *a, const char *name)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &a->clash, &r));
    TRY(begun_put(a, name, &r.pupil, a->form.third));
done:
    merge_finish(&r);
    return st;
}

enum status clash_flush(struct app *a)
{
    enum status st = STATUS_OK;
    char name[THIRD_NAME_ROOM] = "";

    if (!a->third_dirty || a->clash_field[0] == '\0' || !session_is_open(a)) {
        return STATUS_OK;
    }
    third_name(a, a->clash_field, name);
    TRY(put_third(a, name));
    a->third_dirty = false;
    if (!a->draft_dirty) {
        app_timer(a, TIMER_DRAFT, APP_NEVER);
    }
done:
    return st;
}

void clash_typed(struct app *a)
{
    size_t size = strlen(a->form.third);

    if (a->clash_field[0] == '\0') {
        return;
    }
    a->third_dirty = true;
    if (size > 0 && strchr(" \n.,;", a->form.third[size - 1]) != NULL) {
        app_tell(a, clash_flush(a));
    } else {
        app_timer(a, TIMER_DRAFT, APP_DRAFT_PAUSE_MS);
    }
}

/* ---- opening --------------------------------------------------------------------------------- */

void clash_close(struct app *a)
{
    a->clash = (struct id){""};
    a->twins.open[0] = '\0';
    forget_third(a);
}

enum status clash_open(struct app *a, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    const struct merge_field *f = NULL;
    bool found = false;

    merge_init(&r);
    TRY(clash_flush(a));
    clash_close(a);
    if (id_is_none(rec)) {
        goto done;
    }
    TRY(view_load(a->session.view, &a->session.school, rec, &r));
    a->clash = *rec;
    for (int64_t i = 0; !found && (f = clash_field(&r, i)) != NULL; i++) {
        found = read_third(a, f->name);
    }
done:
    merge_finish(&r);
    return st;
}

/* ---- settling -------------------------------------------------------------------------------- */

static enum status settle(struct app *a, const struct merge_field *f,
                          const struct json_value *value)
{
    enum status st = STATUS_OK;
    char name[THIRD_NAME_ROOM] = "";

    third_name(a, f->name, name);
    TRY(edit_settle(a, &a->clash, f->name, value, name));
    if (strcmp(a->clash_field, f->name) == 0) {
        forget_third(a);
    }
    app_toast(a, WORD_LOOK_SETTLED, false);
done:
    return st;
}

static enum status settle_head(struct app *a, const struct merge_record *r,
                               const struct merge_field *f, const struct merge_head *head)
{
    enum status st = STATUS_OK;

    if (strcmp(r->type, "picture") != 0 || strcmp(f->name, "mark") != 0) {
        return settle(a, f, head->value);
    }
    TRY(edit_settle_image(a, &a->clash, &head->dot));
    app_toast(a, WORD_LOOK_SETTLED, false);
done:
    return st;
}

static enum status settle_third(struct app *a, const struct merge_record *r)
{
    enum status st = STATUS_OK;
    const struct merge_field *f = merge_find(r, a->clash_field);
    struct json_value *value = NULL;
    struct buf text = {0};
    struct json_writer w = {0};

    if (f == NULL || !merge_in_conflict(f) || !draft_says_something(a->form.third)) {
        return STATUS_OK;
    }
    json_begin(&w, &text);
    draft_put_words(&w, NULL, a->form.third);
    TRY(json_parse(text.data, text.size, &value));
    TRY(settle(a, f, value));
done:
    json_free(value);
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

static enum status begin_third(struct app *a, const struct merge_field *f)
{
    enum status st = STATUS_OK;

    TRY(clash_flush(a));
    forget_third(a);
    if (f != NULL && !read_third(a, f->name)) {
        text_copy(a->clash_field, sizeof(a->clash_field), f->name);
    }
    a->wants_focus = f != NULL ? WORD_LOOK_THIRD : WORD_COUNT;
done:
    return st;
}

/* Every text, one a line, behind what stands there: to be made into one. */
static enum status join_texts(struct app *a, const struct merge_record *r)
{
    const struct merge_field *f = merge_find(r, a->clash_field);
    struct buf all = {0};

    buf_text(&all, a->form.third);
    for (size_t i = 0; f != NULL && i < f->head_count; i++) {
        const char *text = json_text(f->heads[i].value);
        if (text != NULL && strstr(buf_cstr(&all), text) == NULL) {
            buf_printf(&all, "%s%s", all.size > 0 ? "\n" : "", text);
        }
    }
    if (all.size < sizeof(a->form.third)) {
        text_copy(a->form.third, sizeof(a->form.third), buf_cstr(&all));
        a->third_dirty = a->clash_field[0] != '\0';
    }
    buf_wipe(&all);
    buf_finish(&all);
    return clash_flush(a);
}

enum status clash_said(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    const struct merge_field *f = NULL;
    size_t head = (size_t)(said->number & 15);

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &a->clash, &r));
    if (said->intent == INTENT_LOOK_WRITE) {
        TRY(begin_third(a, said->number < 0 ? NULL : clash_field(&r, said->number)));
    } else if (said->intent == INTENT_LOOK_BOTH) {
        TRY(join_texts(a, &r));
    } else if (said->intent == INTENT_LOOK_THIRD) {
        TRY(settle_third(a, &r));
    } else {
        f = clash_field(&r, said->number / 16);
        if (f != NULL && head < f->head_count) {
            TRY(settle_head(a, &r, f, &f->heads[head]));
        }
    }
done:
    merge_finish(&r);
    return st;
}
