/* A pupil's access profile: how they are asked and how they touch, the same on every tablet.
 *
 * There is one record a pupil, its id derived from the pupil's, so that two tablets that write the
 * first one at the same time write the same. Only what was changed is written: somebody else may
 * have changed another setting meanwhile.
 */
#include "app_room.h"

#include <string.h>

enum { RATE_USUAL = 140 };

/* As the speech program knows them; the first is the one that is used when none was chosen. */
static const char *const voices[] = {"en", "en+f2", "en-gb-scotland"};

struct id profile_rec(const struct id *pupil)
{
    struct buf name = {0};
    struct id rec = {""};

    buf_printf(&name, "access_profile|%s", pupil->text);
    rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    return rec;
}

static int voice_of(const char *name)
{
    for (int i = 0; i < (int)(sizeof(voices) / sizeof(voices[0])); i++) {
        if (name != NULL && strcmp(voices[i], name) == 0) {
            return i;
        }
    }
    return 0;
}

static struct screen_profile read_fields(const struct merge_record *r)
{
    return (struct screen_profile){
        .scale = json_int(model_field(r, "scale"), 3) == 5 ? 5 : 3,
        .muted = json_is_true(model_field(r, "muted")),
        .voice = voice_of(json_text(model_field(r, "voice"))),
        .rate = (int)json_int(model_field(r, "rate"), RATE_USUAL),
        .hold_ms = (int)json_int(model_field(r, "hold_ms"), 0),
        .repeat_ms = (int)json_int(model_field(r, "repeat_ms"), 0),
        .last_touch = text_equal(json_text(model_field(r, "touch")), "last"),
        .scan = look_scan_read(model_field(r, "scanning")),
    };
}

/* Into an initialised record; one that nobody wrote yet is empty. */
static enum status load(struct app *a, struct merge_record *r, bool *is_new)
{
    struct id rec = profile_rec(&a->place.pupil);
    enum status st = view_load(a->session.view, &a->session.school, &rec, r);

    *is_new = st == STATUS_NOT_FOUND;
    return *is_new ? STATUS_OK : st;
}

enum status profile_open(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    bool is_new = false;

    (void)said;
    merge_init(&r);
    TRY(load(a, &r, &is_new));
    a->form.profile = read_fields(&r);
    a->view.sheet = SHEET_PROFILE;
    app_changed(a);
done:
    merge_finish(&r);
    return st;
}

/* ---- what was changed ------------------------------------------------------------------------ */

enum { PROFILE_FIELDS = 8 };
struct changed {
    struct json_writer w;
    const char *fields[PROFILE_FIELDS];
    size_t count;
};

static void put_int(struct changed *c, const char *name, int was, int is)
{
    if (was != is) {
        json_put_int(&c->w, name, is);
        c->fields[c->count++] = name;
    }
}

static bool is_same_scan(const struct ui_scan_settings *a, const struct ui_scan_settings *b)
{
    return a->way == b->way && a->order == b->order && a->step_ms == b->step_ms &&
           a->loops == b->loops && a->accept_ms == b->accept_ms && a->release_ms == b->release_ms &&
           a->whole == b->whole;
}

static void write_changed(const struct screen_profile *was, const struct screen_profile *is,
                          struct changed *c)
{
    put_int(c, "scale", was->scale, is->scale);
    put_int(c, "rate", was->rate, is->rate);
    put_int(c, "hold_ms", was->hold_ms, is->hold_ms);
    put_int(c, "repeat_ms", was->repeat_ms, is->repeat_ms);
    if (was->voice != is->voice) {
        json_put_text(&c->w, "voice", voices[is->voice]);
        c->fields[c->count++] = "voice";
    }
    if (was->last_touch != is->last_touch) {
        json_put_text(&c->w, "touch", is->last_touch ? "last" : "first");
        c->fields[c->count++] = "touch";
    }
    if (was->muted != is->muted) {
        json_put_bool(&c->w, "muted", is->muted);
        c->fields[c->count++] = "muted";
    }
    if (!is_same_scan(&was->scan, &is->scan)) {
        look_scan_write(&c->w, "scanning", &is->scan);
        c->fields[c->count++] = "scanning";
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
    struct screen_profile was;
    bool is_new = false;

    (void)said;
    merge_init(&r);
    TRY(load(a, &r, &is_new));
    was = read_fields(&r);
    a->form.profile.scan = ui_scan_bounded(a->form.profile.scan);
    json_begin(&c.w, &set);
    json_open_object(&c.w, NULL);
    write_changed(&was, &a->form.profile, &c);
    json_close_object(&c.w);
    if (c.count > 0) {
        TRY(commit(a, &r, &c, buf_cstr(&set), is_new));
        app_changed(a);
    }
done:
    buf_finish(&set);
    merge_finish(&r);
    return st;
}
