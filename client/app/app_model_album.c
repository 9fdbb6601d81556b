/* Own pictures as the screens are shown them: by a name, and their bytes when that is drawn.
 *
 * A name says where the image is and which: "own:" a record of the log and the mark of its image,
 * "begun:" the one that is being made, "file:" a file of this tablet. The images themselves lie in
 * the log, sealed, and nowhere else: the view has their words alone, and what is drawn is kept by
 * the platform until the tablet locks.
 */
#include "app_room.h"

#include <stdio.h>
#include <string.h>

static const char own_pictures[] = "own:";

const char *picture_name(struct arena *arena, const struct id *rec, const char *mark)
{
    return arena_printf(arena, "%s%s:%s", own_pictures, rec->text, mark);
}

const char *picture_of_image(struct arena *arena, const char *image)
{
    return arena_printf(arena, "%s%s", own_pictures, image);
}

const char *picture_image(const char *name)
{
    size_t size = sizeof(own_pictures) - 1;

    return strncmp(name, own_pictures, size) == 0 ? name + size : NULL;
}

/* ---- the bytes ------------------------------------------------------------------------------- */

/* True when it has this mark, or none was asked for. */
static bool decode_image(const struct json_value *value, const char *mark, struct buf *bytes)
{
    const char *text = json_text(value);
    char now[33] = "";

    buf_clear(bytes);
    if (text == NULL || base64_decode(text, strlen(text), bytes) != STATUS_OK) {
        buf_clear(bytes);
        return false;
    }
    picture_mark(bytes, now);
    return mark[0] == '\0' || strcmp(mark, now) == 0;
}

/* One that was replaced since is in the log still, where the pupil's answer is to show it. */
static bool image_before(struct app *a, const struct merge_record *r, const struct merge_gone *dot,
                         const char *mark, struct buf *bytes)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct buf line = {0};
    struct change change = {0};
    bool found = store_box_of(a->store, &dot->dev, dot->seq, &arena, &box) == STATUS_OK &&
                 box.box != NULL && fold_open_box(a, &box, &line) == STATUS_OK &&
                 change_decode(line.data, line.size, &change) == STATUS_OK &&
                 id_equal(&change.rec, &r->rec) &&
                 decode_image(json_member(change.set, "image"), mark, bytes);

    change_finish(&change);
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return found;
}

/* Two who replaced it at once are two heads: the mark says which is meant. Where none has it, what
 * was replaced is looked at, and in the end what there is will do. */
static enum status image_of(struct app *a, const struct merge_record *r, const char *mark,
                            struct buf *bytes)
{
    const struct merge_field *f = merge_find(r, "image");

    for (size_t i = 0; f != NULL && i < f->head_count; i++) {
        if (decode_image(f->heads[i].value, mark, bytes)) {
            return STATUS_OK;
        }
    }
    for (size_t i = 0; f != NULL && i < f->gone_count; i++) {
        if (image_before(a, r, &f->gone[i], mark, bytes)) {
            return STATUS_OK;
        }
    }
    for (size_t i = 0; f != NULL && i < f->head_count; i++) {
        if (decode_image(f->heads[i].value, "", bytes)) {
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

static enum status read_own(struct app *a, const char *name, struct buf *bytes)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct id rec = {""};
    char text[ID_ROOM] = "";
    const char *colon = strchr(name, ':');
    size_t size = colon != NULL ? (size_t)(colon - name) : strlen(name);

    merge_init(&r);
    if (size >= ID_ROOM) {
        return STATUS_NOT_FOUND;
    }
    memcpy(text, name, size);
    TRY(id_parse(text, &rec));
    TRY(view_load(a->session.view, &a->session.school, &rec, &r));
    TRY(image_of(a, &r, colon != NULL ? colon + 1 : "", bytes));
done:
    merge_finish(&r);
    return st;
}

static enum status find_file(const struct app *a, const char *name, struct buf *path)
{
    const struct app_pictures *p = &a->pictures;
    int look = 0;
    unsigned number = 0;

    if (sscanf(name, "%d:%u", &look, &number) != 2 || look != p->looks || /* NOLINT */
        number >= p->files.count) {
        return STATUS_NOT_FOUND;
    }
    buf_text(path, p->files.rows[number].path);
    return STATUS_OK;
}

enum status app_picture(struct app *a, const char *name, struct buf *bytes, struct buf *path)
{
    if (!session_is_open(a)) {
        return STATUS_NOT_FOUND;
    }
    if (picture_image(name) != NULL) {
        return read_own(a, picture_image(name), bytes);
    }
    if (strncmp(name, "file:", 5) == 0) {
        return find_file(a, name + 5, path);
    }
    if (strncmp(name, "begun:", 6) == 0 && strcmp(name + 6, a->pictures.mark) == 0) {
        buf_add(bytes, a->pictures.jpeg.data, a->pictures.jpeg.size);
        return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}

/* ---- what cannot be drawn -------------------------------------------------------------------- */

bool album_is_lost(const struct app *a, const char *name)
{
    for (size_t i = 0; i < a->lost_count; i++) {
        if (strcmp(a->lost[i], name) == 0) {
            return true;
        }
    }
    return false;
}

void app_picture_lost(struct app *a, const char *name)
{
    bool is_kept = session_is_open(a) && picture_image(name) != NULL &&
                   a->lost_count < ALBUM_LOST_MOST && strlen(name) < ALBUM_NAME_ROOM;

    if (is_kept && !album_is_lost(a, name)) {
        text_copy(a->lost[a->lost_count++], ALBUM_NAME_ROOM, name);
        app_changed(a);
    }
}

/* ---- beside a name --------------------------------------------------------------------------- */

const char *model_portrait(struct app *a, const struct id *pupil)
{
    struct view_picture_rows rows = {0};
    const struct view_picture *found = NULL;

    if (id_is_none(pupil) ||
        view_pictures(a->session.view, &a->session.school, pupil, &a->model, &rows) != STATUS_OK) {
        return "";
    }
    for (size_t i = 0; i < rows.count; i++) {
        const struct view_picture *row = &rows.rows[i];
        if (row->portrait_ms > 0 && (found == NULL || row->portrait_ms > found->portrait_ms)) {
            found = row;
        }
    }
    return found != NULL
               ? pictures_name(a, false, picture_name(&a->model, &found->rec, found->mark))
               : "";
}

/* ---- the screen ------------------------------------------------------------------------------ */

static void fill_own(struct app *a, struct screen_pictures *out)
{
    const struct id none = {""};
    struct view_picture_rows rows = {0};
    struct screen_own_picture *own = NULL;
    const char *portrait = out->is_schools ? "" : model_portrait(a, &a->place.pupil);

    app_tell(a, view_pictures(a->session.view, &a->session.school,
                              out->is_schools ? &none : &a->place.pupil, &a->model, &rows));
    own = arena_alloc(&a->model, (rows.count + 1) * sizeof(*own));
    for (size_t i = 0; i < rows.count; i++) {
        own[i] = (struct screen_own_picture){
            .rec = rows.rows[i].rec,
            .key = arena_text(&a->model, rows.rows[i].rec.text),
            .label = rows.rows[i].label,
            .picture = picture_name(&a->model, &rows.rows[i].rec, rows.rows[i].mark)};
        own[i].is_portrait = strcmp(own[i].picture, portrait) == 0;
    }
    out->rows = own;
    out->count = rows.count;
    for (size_t i = 0; i < a->draft_count; i++) {
        const struct app_draft_row *row = &a->drafts[i];
        out->has_begun = out->has_begun || (row->is_picture && row->pupil_count > 0 &&
                                            id_equal(&row->pupils[0], &a->place.pupil));
    }
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static void fill_files(struct app *a, struct screen_pictures *out)
{
    const struct app_files *files = &a->pictures.files;
    struct screen_own_picture *rows = arena_alloc(&a->model, (files->count + 1) * sizeof(*rows));

    for (size_t i = 0; i < files->count; i++) {
        rows[i] = (struct screen_own_picture){
            .key = arena_printf(&a->model, "file-%zu", i),
            .label = arena_text(&a->model, file_name(files->rows[i].path)),
            .picture = arena_printf(&a->model, "file:%d:%zu", a->pictures.looks, i)};
    }
    out->rows = rows;
    out->count = files->count;
    out->is_busy = a->job.kind == JOB_FILES || a->job.kind == JOB_PICTURE;
}

/* Before it is taken out, a person is to know where it will be missed. */
static const char *used_words(struct app *a, const struct app_pictures *p, const char *first)
{
    const char *name = picture_name(&a->model, &p->rec, p->rec_mark);
    const char *asked = "";

    if (id_is_none(&p->rec)) {
        return "";
    }
    if (!p->is_schools && strcmp(model_portrait(a, &a->place.pupil), name) == 0) {
        return words_fill(&a->words, WORD_PICTURE_USED_FACE, &a->model, first, NULL);
    }
    asked = room_asked_with(a, &p->rec, name);
    if (asked[0] == '\0') {
        return word_of(a, WORD_PICTURE_USED_NOT);
    }
    return p->is_schools ? words_fill(&a->words, WORD_PICTURE_USED_SCHOOL, &a->model, asked, NULL)
                         : words_fill(&a->words, WORD_PICTURE_USED, &a->model, asked, first);
}

static void fill_one(struct app *a, struct screen_pictures *out)
{
    const struct app_pictures *p = &a->pictures;

    out->is_new = id_is_none(&p->rec);
    out->is_portrait = p->is_portrait;
    out->picture = p->jpeg.size > 0 ? arena_printf(&a->model, "begun:%s", p->mark)
                                    : picture_name(&a->model, &p->rec, p->rec_mark);
    out->used = used_words(a, p, out->first);
    out->can_save = draft_says_something(a->form.picture);
    if (album_is_lost(a, out->picture)) {
        out->fault = word_of(a, WORD_PICTURE_LOST);
    }
}

void model_fill_pictures(struct app *a)
{
    struct screen_pictures *out = &a->view.pictures;
    const struct view_pupil *pupil = known_pupil(a, &a->place.pupil);

    *out = (struct screen_pictures){.phase = a->pictures.phase,
                                    .is_schools = a->pictures.is_schools,
                                    .first = pupil->shown,
                                    .picture = "",
                                    .used = "",
                                    .fault = a->pictures.fault};
    out->name = arena_printf(&a->model, "%s%s%s", pupil->shown, pupil->family[0] != '\0' ? " " : "",
                             pupil->family);
    if (out->phase == PICTURES_LIST) {
        fill_own(a, out);
    } else if (out->phase == PICTURES_FILES) {
        fill_files(a, out);
    } else {
        fill_one(a, out);
    }
}
