/* A pupil's access profile: how they are asked and how they touch, the same on every tablet.
 *
 * There is one record a pupil, its id derived from the pupil's, so that two tablets that write the
 * first one at the same time write the same. One table says what each field of it means, and what
 * holds where nobody chose: the sheet, the room and what is offered all read it here. Only what was
 * changed is written, for somebody else may have changed another setting meanwhile; each change can
 * be undone.
 */
#include "app_room.h"

#include <stddef.h>
#include <string.h>

/* What the record says for 0, 1 … */
static const char *const pictures[] = {"colour", "plain", NULL};
static const char *const voices[] = {"en", "en+f2", "en-gb-scotland", NULL};
static const char *const touches[] = {"first", "last", NULL};
static const char *const colours[] = {"calm", "dark", "contrast", "yellow", NULL};
static const char *const motions[] = {"calm", "none", NULL};

enum kind { NUMBER, ONE_OF, CLAIM, SCANNING };
static const struct row {
    const char *field; /* of access_profile.def */
    enum kind kind;
    size_t at;              /* in struct screen_profile */
    int usual, least, most; /* of a number */
    const char *const *words;
} rows[] = {
    {"scale",     NUMBER,   offsetof(struct screen_profile, scale),      3,                3,   5,     NULL    },
    {"pictures",  ONE_OF,   offsetof(struct screen_profile, pictures),   0,                0,   0,     pictures},
    {"muted",     CLAIM,    offsetof(struct screen_profile, muted),      0,                0,   0,     NULL    },
    {"voice",     ONE_OF,   offsetof(struct screen_profile, voice),      0,                0,   0,     voices  },
    {"rate",      NUMBER,   offsetof(struct screen_profile, rate),       VOICE_RATE_USUAL, 80,  300,   NULL    },
    {"hold_ms",   NUMBER,   offsetof(struct screen_profile, hold_ms),    0,                0,   10000, NULL    },
    {"repeat_ms", NUMBER,   offsetof(struct screen_profile, repeat_ms),  0,                0,   10000, NULL    },
    {"touch",     ONE_OF,   offsetof(struct screen_profile, last_touch), 0,                0,   0,     touches },
    {"colours",   ONE_OF,   offsetof(struct screen_profile, colours),    0,                0,   0,     colours },
    {"text",      NUMBER,   offsetof(struct screen_profile, text),       100,              100, 200,   NULL    },
    {"motion",    ONE_OF,   offsetof(struct screen_profile, still),      0,                0,   0,     motions },
    {"scanning",  SCANNING, offsetof(struct screen_profile, scan),       0,                0,   0,     NULL    },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static int *number_at(const struct row *row, struct screen_profile *p)
{
    CHECK(row->kind != SCANNING);
    return (int *)(void *)((char *)p + row->at);
}

static int number_of(const struct row *row, const struct screen_profile *p)
{
    struct screen_profile copy = *p;

    return *number_at(row, &copy);
}

static struct id profile_rec(const struct id *pupil)
{
    struct buf name = {0};
    struct id rec = {""};

    buf_printf(&name, "access_profile|%s", pupil->text);
    rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    return rec;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A word that a later program knows and this one does not is as usual; only a voice may be any. */
static int place_of(const struct row *row, const char *word)
{
    for (int i = 0; word != NULL && row->words[i] != NULL; i++) {
        if (strcmp(row->words[i], word) == 0) {
            return i;
        }
    }
    return row->words == voices && word != NULL && word[0] != '\0' ? -1 : 0;
}

static int read_number(const struct row *row, const struct json_value *value)
{
    int64_t number = json_int(value, row->usual);

    if (row->kind == ONE_OF) {
        return place_of(row, json_text(value));
    }
    if (row->kind == CLAIM) {
        return json_is_true(value) ? 1 : 0;
    }
    return (int)(number < row->least ? row->least : number > row->most ? row->most : number);
}

/* value NULL: nobody chose. */
static void read_row(const struct row *row, const struct json_value *value,
                     struct screen_profile *out)
{
    if (row->kind == SCANNING) {
        out->scan = look_scan_read(value);
    } else {
        *number_at(row, out) = read_number(row, value);
    }
}

static void read_all(const struct merge_record *r, struct app_profile *out)
{
    const char *voice = json_text(model_field(r, "voice"));

    for (size_t i = 0; i < ROWS; i++) {
        read_row(&rows[i], model_field(r, rows[i].field), &out->is);
    }
    text_copy(out->voice, sizeof(out->voice),
              voice != NULL && voice[0] != '\0' ? voice : voices[0]);
}

/* Into an initialised record; one that nobody wrote yet is empty. */
static enum status load(struct app *a, const struct id *pupil, struct merge_record *r, bool *is_new)
{
    struct id rec = profile_rec(pupil);
    enum status st = view_load(a->session.view, &a->session.school, &rec, r);

    *is_new = st == STATUS_NOT_FOUND;
    return *is_new ? STATUS_OK : st;
}

void profile_read(struct app *a, const struct id *pupil, struct app_profile *out)
{
    struct merge_record r = {0};
    bool is_new = false;

    merge_init(&r);
    app_tell(a, load(a, pupil, &r, &is_new));
    read_all(&r, out);
    merge_finish(&r);
}

void profile_fill(struct app *a)
{
    struct app_profile now;

    profile_read(a, &a->place.pupil, &now);
    a->form.profile = now.is;
}

enum status profile_open(struct app *a, const struct said *said)
{
    (void)said;
    a->view.sheet = SHEET_PROFILE;
    app_changed(a);
    return STATUS_OK;
}

/* ---- what was changed ------------------------------------------------------------------------ */

struct changed {
    struct json_writer w, before; /* what is set now, and what it takes to undo it */
    const char *fields[ROWS];
    size_t count;
};

static bool is_same_scan(const struct ui_scan_settings *a, const struct ui_scan_settings *b)
{
    return a->way == b->way && a->order == b->order && a->step_ms == b->step_ms &&
           a->loops == b->loops && a->accept_ms == b->accept_ms && a->release_ms == b->release_ms &&
           a->whole == b->whole;
}

static bool is_same(const struct row *row, const struct screen_profile *a,
                    const struct screen_profile *b)
{
    return row->kind == SCANNING ? is_same_scan(&a->scan, &b->scan)
                                 : number_of(row, a) == number_of(row, b);
}

static void write_row(const struct row *row, const struct screen_profile *is, struct json_writer *w)
{
    switch (row->kind) {
    case NUMBER:
        json_put_int(w, row->field, number_of(row, is));
        break;
    case ONE_OF:
        json_put_text(w, row->field, row->words[number_of(row, is)]);
        break;
    case CLAIM:
        json_put_bool(w, row->field, number_of(row, is) != 0);
        break;
    case SCANNING:
        look_scan_write(w, row->field, &is->scan);
        break;
    }
}

static void write_changed(const struct merge_record *r, const struct screen_profile *is,
                          struct changed *c)
{
    struct app_profile was;

    read_all(r, &was);
    for (size_t i = 0; i < ROWS; i++) {
        const struct json_value *before = model_field(r, rows[i].field);
        if (is_same(&rows[i], &was.is, is)) {
            continue;
        }
        write_row(&rows[i], is, &c->w);
        if (before != NULL) {
            json_put_value(&c->before, rows[i].field, before);
        } else {
            json_put_null(&c->before, rows[i].field);
        }
        c->fields[c->count++] = rows[i].field;
    }
}

static enum status commit(struct app *a, const struct merge_record *r, const struct changed *c,
                          const char *set, bool is_new)
{
    enum status st = STATUS_OK;
    struct buf over = {0};
    struct app_change change = {.rec = profile_rec(&a->place.pupil),
                                .pupil = a->place.pupil,
                                .type = "access_profile",
                                .set = set,
                                .is_new = is_new};

    if (merge_over(r, c->fields, c->count, &over)) {
        change.over = buf_cstr(&over);
    }
    st = capture_commit(a, &change, 1, NULL);
    buf_finish(&over);
    return st;
}

enum status profile_said(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct changed c = {.count = 0};
    struct buf set = {0};
    struct buf before = {0};
    struct id rec = profile_rec(&a->place.pupil);
    bool is_new = false;

    (void)said;
    merge_init(&r);
    TRY(load(a, &a->place.pupil, &r, &is_new));
    a->form.profile.scan = ui_scan_bounded(a->form.profile.scan);
    json_begin(&c.w, &set);
    json_begin(&c.before, &before);
    json_open_object(&c.w, NULL);
    json_open_object(&c.before, NULL);
    write_changed(&r, &a->form.profile, &c);
    json_close_object(&c.w);
    json_close_object(&c.before);
    if (c.count > 0) {
        TRY(commit(a, &r, &c, buf_cstr(&set), is_new));
        undo_begin(a, UNDO_PLAIN, "access_profile");
        undo_note(a, &rec, &a->place.pupil, buf_cstr(&before));
        app_toast(a, WORD_PROFILE_SAVED, true);
    }
done:
    buf_finish(&before);
    buf_finish(&set);
    merge_finish(&r);
    return st;
}
