/* The places of a frame, written down for a test that moves a real pointer over a real window.
 *
 * Whoever reads the file does so at any moment, so it is written beside and renamed: a half frame
 * is never seen. What it says is true once the frame is on the screen, and not before.
 */
#include "places.h"

#include <inttypes.h>
#include <stdio.h>

void places_init(struct places *p, const char *path)
{
    *p = (struct places){.path = path, .told = -1};
}

void places_forget(struct places *p)
{
    buf_wipe(&p->kept);
}

void places_finish(struct places *p)
{
    buf_finish(&p->kept);
}

void places_heard(struct places *p, const struct ui_event *event)
{
    p->fingers += event->kind == UI_DOWN || event->kind == UI_UP ? 1 : 0;
    p->keys += event->kind == UI_KEY ? 1 : 0;
    p->lifts += event->kind == UI_KEY_LIFTED ? 1 : 0;
    for (const char *at = event->text; event->kind == UI_TEXT && *at != '\0'; at++) {
        p->letters += ((unsigned char)*at & 0xC0) != 0x80 ? 1 : 0; /* the bytes that begin one */
    }
}

void places_drew(struct places *p, int64_t frame_us)
{
    p->slowest_us = frame_us > p->slowest_us ? frame_us : p->slowest_us;
}

static bool is_same(const struct places_now *a, const struct places_now *b)
{
    return a->ms == b->ms && a->width == b->width && a->height == b->height &&
           a->screen == b->screen;
}

void places_rest(struct places *p, const struct places_now *now)
{
    int64_t told = p->fingers + p->keys + p->lifts + p->letters;

    if (p->path == NULL || (told == p->told && is_same(now, &p->told_then))) {
        return;
    }
    p->told = told;
    p->told_then = *now;
    (void)printf("rest %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                 " %d %d %s %" PRId64 "\n",
                 p->fingers, p->keys, p->lifts, p->letters, now->ms, now->width, now->height,
                 now->screen, p->slowest_us);
    (void)fflush(stdout);
    p->slowest_us = 0;
}

static void print_flags(const struct ui *ui, const struct ui_place *place, struct buf *out)
{
    static const char letters[] = "cdfvrlg";
    const bool on[sizeof(letters) - 1] = {place->chosen,
                                          place->disabled,
                                          place->field,
                                          place->covered,
                                          ui_is_ringed(ui, place),
                                          ui_is_lit(ui, place),
                                          ui_is_in_reach(ui, place)};
    size_t before = out->size;

    for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++) {
        if (on[i]) {
            buf_byte(out, letters[i]);
        }
    }
    if (out->size == before) {
        buf_byte(out, '-');
    }
}

static void print_place(const struct ui *ui, const struct ui_place *place, struct buf *out)
{
    buf_printf(out, "%d %d %d %d ", place->at.x, place->at.y, place->at.w, place->at.h);
    print_flags(ui, place, out);
    buf_byte(out, ' ');
    for (const char *at = place->label; *at != '\0'; at++) {
        buf_byte(out, (char)(*at == '\n' ? ' ' : *at));
    }
    buf_byte(out, '\t');
    ui_print_rows(ui, place, out);
    buf_byte(out, '\n');
}

static enum status replace_file(const char *path, const struct buf *text)
{
    enum status st = STATUS_OK;
    struct buf beside = {0};
    FILE *file = NULL;
    bool good = false;

    buf_printf(&beside, "%s.new", path);
    file = fopen(buf_cstr(&beside), "wb");
    good = file != NULL && fwrite(text->data, 1, text->size, file) == text->size;
    good = file != NULL && fclose(file) == 0 && good;
    if (!good || rename(buf_cstr(&beside), path) != 0) {
        st = FAIL(STATUS_DISK, "The places cannot be written to %s", path);
    }
    buf_finish(&beside);
    return st;
}

enum status places_write(struct places *p, const struct ui *ui)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    int count = 0;
    const struct ui_place *places = ui_places(ui, &count);

    for (int i = 0; i < count; i++) {
        print_place(ui, &places[i], &text);
    }
    buf_byte(&text, '\n');
    ui_print_texts(ui, &text);
    if (buf_equal(&text, &p->kept)) {
        goto done;
    }
    TRY(replace_file(p->path, &text));
    buf_clear(&p->kept);
    buf_add(&p->kept, text.data, text.size);
done:
    buf_finish(&text);
    return st;
}
