/* Own pictures: a file of this tablet becomes a picture of a pupil's own, or of the school's.
 *
 * To look through a folder and to make a camera's picture small take a good part of a second, so
 * both are the worker's. What comes of it is sealed at once, with its words as they are written: a
 * tablet that is killed comes back to the picture that was being made, whatever became of the file.
 * Saving is one change like any other; it goes where the pupil's records go, and without a pupil to
 * every tablet of the school. A replacement is the same record with another image, so whatever
 * names the picture still does.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const struct id no_id = {""};

void picture_mark(const struct buf *jpeg, char mark[33])
{
    struct hash digest = change_digest(jpeg->data, jpeg->size);
    char text[65];

    hash_text(&digest, text);
    text_copy(mark, 33, text);
}

/* ---- open and close -------------------------------------------------------------------------- */

static void drop_files(struct app_files *files)
{
    free(files->rows);
    *files = (struct app_files){0};
}

/* Nothing of the one that was open stays; a draft of it is in the file. */
static void close_one(struct app *a)
{
    struct app_pictures *p = &a->pictures;

    key_wipe(p->jpeg.data, p->jpeg.size);
    buf_finish(&p->jpeg);
    p->draft = no_id;
    p->rec = no_id;
    p->mark[0] = '\0';
    p->rec_mark[0] = '\0';
    p->is_portrait = false;
    p->is_dirty = false;
    p->fault[0] = '\0';
    key_wipe(a->form.picture, sizeof(a->form.picture));
}

void album_close(struct app *a)
{
    int looks = a->pictures.looks;

    close_one(a);
    drop_files(&a->pictures.files);
    a->pictures = (struct app_pictures){.looks = looks};
}

static void show(struct app *a, enum screen_pictures_phase phase)
{
    a->pictures.phase = phase;
    a->pictures.fault[0] = '\0';
    a->view.visit++;
    app_changed(a);
}

enum status album_open(struct app *a, const struct said *said)
{
    (void)said;
    album_close(a);
    app_toast_drop(a);
    place_go(a, SCREEN_PICTURES);
    return STATUS_OK;
}

bool album_back(struct app *a)
{
    struct app_pictures *p = &a->pictures;
    bool has_one = p->jpeg.size > 0 || !id_is_none(&p->rec);

    app_tell(a, album_flush(a));
    if (p->phase == PICTURES_LIST) {
        album_close(a);
        return false;
    }
    if (p->phase == PICTURES_FILES) {
        drop_files(&p->files);
        show(a, has_one ? PICTURES_ONE : PICTURES_LIST);
    } else {
        close_one(a);
        show(a, PICTURES_LIST);
    }
    return true;
}

/* ---- the draft ------------------------------------------------------------------------------- */

static void write_begun(const struct app *a, struct buf *out)
{
    const struct app_pictures *p = &a->pictures;
    struct json_writer w = {0};
    struct buf image = {0};

    buf_base64(&image, p->jpeg.data, p->jpeg.size);
    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_id(&w, "by", &a->session.slot.staff);
    json_put_id(&w, "rec", &p->rec);
    json_open_list(&w, "pupils");
    json_put_id(&w, NULL, &a->place.pupil);
    json_close_list(&w);
    json_open_object(&w, "picture");
    json_put_bool(&w, "schools", p->is_schools);
    json_put_bool(&w, "portrait", p->is_portrait);
    json_put_text(&w, "rec_mark", p->rec_mark);
    json_put_text(&w, "label", a->form.picture);
    json_put_text(&w, "image", buf_cstr(&image));
    json_close_object(&w);
    json_close_object(&w);
    key_wipe(image.data, image.size);
    buf_finish(&image);
}

static enum status keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[64] = "";

    if (id_is_none(&a->pictures.draft)) {
        a->pictures.draft = app_new_id(a);
    }
    draft_name(&a->pictures.draft, name);
    write_begun(a, &text);
    TRY(draft_seal(a, name, &text));
    a->pictures.is_dirty = false;
    TRY(draft_list(a));
done:
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

enum status album_flush(struct app *a)
{
    return a->pictures.is_dirty && session_is_open(a) ? keep(a) : STATUS_OK;
}

void album_typed(struct app *a)
{
    size_t size = strlen(a->form.picture);

    a->pictures.is_dirty = true;
    if (size > 0 && a->form.picture[size - 1] == ' ') {
        app_tell(a, album_flush(a));
    } else {
        app_timer(a, TIMER_DRAFT, APP_DRAFT_PAUSE_MS);
    }
}

static enum status read_begun(struct app *a, const struct app_draft_row *row)
{
    enum status st = STATUS_OK;
    struct app_pictures *p = &a->pictures;
    struct json_value *json = NULL;
    const struct json_value *begun = NULL;
    const char *image = NULL;

    TRY(draft_read(a, &row->id, &json));
    begun = json_member(json, "picture");
    image = json_member_text(begun, "image");
    TRY(base64_decode(image, strlen(image), &p->jpeg));
    p->draft = row->id;
    p->rec = row->rec;
    p->is_schools = json_is_true(json_member(begun, "schools"));
    p->is_portrait = json_is_true(json_member(begun, "portrait"));
    text_copy(p->rec_mark, sizeof(p->rec_mark), json_member_text(begun, "rec_mark"));
    text_copy(a->form.picture, sizeof(a->form.picture), json_member_text(begun, "label"));
    picture_mark(&p->jpeg, p->mark);
    show(a, PICTURES_ONE);
done:
    json_free(json);
    return st;
}

/* The one that was begun last for the pupil who is open. */
static const struct app_draft_row *begun_row(const struct app *a)
{
    for (size_t i = a->draft_count; i > 0; i--) {
        const struct app_draft_row *row = &a->drafts[i - 1];
        if (row->is_picture && row->pupil_count > 0 && id_equal(&row->pupils[0], &a->place.pupil)) {
            return row;
        }
    }
    return NULL;
}

enum status album_resume(struct app *a)
{
    const struct app_draft_row *row = begun_row(a);

    album_close(a);
    return row != NULL ? read_begun(a, row) : STATUS_OK;
}

static enum status drop_begun(struct app *a)
{
    enum status st = STATUS_OK;
    char name[64] = "";

    if (!id_is_none(&a->pictures.draft)) {
        draft_name(&a->pictures.draft, name);
        TRY(store_draft_drop(a->store, name));
        TRY(draft_list(a));
    }
done:
    return st;
}

/* ---- one of the log -------------------------------------------------------------------------- */

static enum status open_one(struct app *a, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct app_pictures *p = &a->pictures;
    struct merge_record r = {0};
    const char *label = NULL;
    const char *mark = NULL;

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, rec, &r));
    label = json_text(model_field(&r, "label"));
    mark = json_text(model_field(&r, "mark"));
    close_one(a);
    p->rec = *rec;
    p->is_portrait = json_int(model_field(&r, "portrait"), 0) > 0;
    text_copy(p->rec_mark, sizeof(p->rec_mark), mark != NULL ? mark : "");
    text_copy(a->form.picture, sizeof(a->form.picture), label != NULL ? label : "");
    show(a, PICTURES_ONE);
done:
    merge_finish(&r);
    return st;
}

static enum status open_said(struct app *a, const struct said *said)
{
    return id_is_none(&said->id) ? album_resume(a) : open_one(a, &said->id);
}

/* ---- files ----------------------------------------------------------------------------------- */

static enum status begin_job(struct app *a, enum app_job_kind kind)
{
    a->job.kind = kind;
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    return app_job_start(a);
}

static enum status look(struct app *a, const struct said *said)
{
    (void)said;
    if (a->job.kind != JOB_NONE) {
        return STATUS_OK;
    }
    if (a->host.files == NULL || a->host.shrink == NULL) {
        return FAIL(STATUS_UNSUPPORTED, "This tablet has no folder for pictures");
    }
    app_tell(a, album_flush(a));
    drop_files(&a->pictures.files);
    a->pictures.looks++;
    show(a, PICTURES_FILES);
    return begin_job(a, JOB_FILES);
}

static enum status take(struct app *a, const struct said *said)
{
    const struct app_files *files = &a->pictures.files;
    int64_t number = said->number;

    if (a->job.kind != JOB_NONE || number < 0 || (size_t)number >= files->count) {
        return STATUS_OK;
    }
    a->pictures.fault[0] = '\0';
    a->job.files.rows = mem_zero(1, sizeof(*a->job.files.rows));
    a->job.files.rows[0] = files->rows[number];
    a->job.files.count = 1;
    return begin_job(a, JOB_PICTURE);
}

void album_run(struct app_job *job)
{
    const struct app_host *host = &job->app->host; /* never changes after the start */

    if (job->kind == JOB_FILES) {
        job->st = host->files(host->ctx, &job->files);
    } else {
        job->st = host->shrink(host->ctx, job->files.rows[0].path, &job->jpeg);
    }
}

static void made(struct app *a, struct app_job *job)
{
    struct app_pictures *p = &a->pictures;

    if (job->st != STATUS_OK) {
        app_put_sentence(a, p->fault, sizeof(p->fault), job->sentence);
        return;
    }
    buf_finish(&p->jpeg);
    p->jpeg = job->jpeg;
    job->jpeg = (struct buf){0};
    picture_mark(&p->jpeg, p->mark);
    drop_files(&p->files);
    show(a, PICTURES_ONE);
    app_tell(a, keep(a));
    if (a->form.picture[0] == '\0') {
        a->wants_focus = WORD_PICTURE_WORDS;
    }
}

void album_worked(struct app *a, struct app_job *job)
{
    bool is_wanted =
        session_is_open(a) && a->place.on == SCREEN_PICTURES && a->pictures.phase == PICTURES_FILES;

    if (is_wanted && job->kind == JOB_PICTURE) {
        made(a, job);
    } else if (is_wanted && job->st == STATUS_OK) {
        drop_files(&a->pictures.files);
        a->pictures.files = job->files;
        job->files = (struct app_files){0};
    } else if (is_wanted) {
        app_put_sentence(a, a->pictures.fault, sizeof(a->pictures.fault), job->sentence);
    }
    drop_files(&job->files);
    key_wipe(job->jpeg.data, job->jpeg.size);
    buf_finish(&job->jpeg);
}

/* ---- saving ---------------------------------------------------------------------------------- */

/* What is set, and what it was before. */
struct changed {
    struct json_writer set_w, back_w;
    struct buf set, back, over;
    const char *fields[4];
    size_t count;
};

static void note(struct changed *c, const struct merge_record *r, const char *field)
{
    const struct json_value *was = model_field(r, field);

    if (was == NULL) {
        json_put_null(&c->back_w, field);
    } else {
        json_put_value(&c->back_w, field, was);
    }
    c->fields[c->count++] = field;
}

static void set_image(const struct app_pictures *p, const struct merge_record *r, struct changed *c)
{
    struct buf image = {0};

    buf_base64(&image, p->jpeg.data, p->jpeg.size);
    json_put_text(&c->set_w, "mark", p->mark);
    json_put_text(&c->set_w, "image", buf_cstr(&image));
    note(c, r, "mark");
    note(c, r, "image");
    key_wipe(image.data, image.size);
    buf_finish(&image);
}

/* r: the record as it stands, empty for a new one. */
static void write_changed(struct app *a, const struct merge_record *r, struct changed *c)
{
    const struct app_pictures *p = &a->pictures;
    const char *label = json_text(model_field(r, "label"));
    bool was_portrait = json_int(model_field(r, "portrait"), 0) > 0;

    json_begin(&c->set_w, &c->set);
    json_begin(&c->back_w, &c->back);
    json_open_object(&c->set_w, NULL);
    json_open_object(&c->back_w, NULL);
    if (label == NULL || strcmp(label, a->form.picture) != 0) {
        draft_put_words(&c->set_w, "label", a->form.picture);
        note(c, r, "label");
    }
    if (p->is_portrait != was_portrait) {
        json_put_int(&c->set_w, "portrait", p->is_portrait ? app_wall(a) : 0);
        note(c, r, "portrait");
    }
    if (p->jpeg.size > 0) {
        set_image(p, r, c);
    }
    if (id_is_none(&p->rec)) {
        json_put_int(&c->set_w, "added", app_wall(a));
    }
    json_close_object(&c->set_w);
    json_close_object(&c->back_w);
}

static void finish_changed(struct changed *c)
{
    key_wipe(c->set.data, c->set.size);
    key_wipe(c->back.data, c->back.size);
    buf_finish(&c->set);
    buf_finish(&c->back);
    buf_finish(&c->over);
}

static enum status commit(struct app *a, const struct merge_record *r, struct changed *c)
{
    enum status st = STATUS_OK;
    bool is_new = id_is_none(&a->pictures.rec);
    struct app_change change = {.rec = is_new ? app_new_id(a) : a->pictures.rec,
                                .pupil = is_new ? a->place.pupil : r->pupil,
                                .type = "picture",
                                .set = buf_cstr(&c->set),
                                .is_new = is_new};
    char name[64] = "";

    if (is_new && a->pictures.is_schools) {
        change.pupil = no_id;
    }
    if (!is_new && merge_over(r, c->fields, c->count, &c->over)) {
        change.over = buf_cstr(&c->over);
    }
    draft_name(&a->pictures.draft, name);
    TRY(capture_commit(a, &change, 1, id_is_none(&a->pictures.draft) ? NULL : name));
    undo_begin(a, is_new ? UNDO_PICTURE : UNDO_PLAIN, "picture");
    undo_note(a, &change.rec, &change.pupil, is_new ? NULL : buf_cstr(&c->back));
    app_toast(a, WORD_PICTURE_SAVED, true);
done:
    return st;
}

static enum status save(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct changed c = {.count = 0};
    struct merge_record r = {0};
    bool is_new = id_is_none(&a->pictures.rec);

    (void)said;
    merge_init(&r);
    if (!draft_says_something(a->form.picture) || (is_new && a->pictures.jpeg.size == 0)) {
        goto done;
    }
    if (!is_new) {
        TRY(view_load(a->session.view, &a->session.school, &a->pictures.rec, &r));
    }
    write_changed(a, &r, &c);
    a->pictures.is_dirty = false;
    if (c.count > 0) {
        TRY(commit(a, &r, &c));
    } else {
        TRY(drop_begun(a));
    }
    TRY(draft_list(a));
    close_one(a);
    show(a, PICTURES_LIST);
done:
    finish_changed(&c);
    merge_finish(&r);
    return st;
}

static enum status take_out(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct id rec = a->pictures.rec;

    (void)said;
    a->pictures.is_dirty = false;
    TRY(drop_begun(a));
    if (id_is_none(&rec)) {
        app_toast(a, WORD_PICTURE_DROPPED, false);
    } else {
        TRY(undo_take_out(a, &rec, word_of(a, WORD_PICTURE_REASON)));
    }
    close_one(a);
    show(a, PICTURES_LIST);
done:
    return st;
}

static enum status turn(struct app *a, const struct said *said)
{
    a->pictures.is_schools = said->number == 1;
    return STATUS_OK;
}

static enum status face(struct app *a, const struct said *said)
{
    a->pictures.is_portrait = said->number == 1;
    return keep(a);
}

enum status album_said(struct app *a, const struct said *said)
{
    static enum status (*const by_intent[INTENT_COUNT])(struct app *, const struct said *) = {
        [INTENT_PICTURES_WHOSE] = turn,  [INTENT_PICTURE_LOOK] = look,
        [INTENT_PICTURE_TAKE] = take,    [INTENT_PICTURE_OPEN] = open_said,
        [INTENT_PICTURE_FACE] = face,    [INTENT_PICTURE_SAVE] = save,
        [INTENT_PICTURE_OUT] = take_out,
    };
    CHECK(by_intent[said->intent] != NULL);
    return by_intent[said->intent](a, said);
}
