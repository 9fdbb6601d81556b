/* The places of a frame, written down for a test that moves a real pointer over a real window.
 *
 * Whoever reads the file does so at any moment, so it is written beside and renamed: a half frame
 * is never seen. What it says is true once the frame is on the screen, and not before.
 */
#include "places.h"

#include <stdio.h>

void places_init(struct places *p, const char *path)
{
    *p = (struct places){.path = path};
}

void places_forget(struct places *p)
{
    buf_wipe(&p->kept);
}

void places_finish(struct places *p)
{
    buf_finish(&p->kept);
}

static void print_place(const struct ui_place *place, struct buf *out)
{
    bool plain = !place->chosen && !place->disabled && !place->field && !place->covered;

    buf_printf(out, "%d %d %d %d %s%s%s%s%s ", place->at.x, place->at.y, place->at.w, place->at.h,
               plain ? "-" : "", place->chosen ? "c" : "", place->disabled ? "d" : "",
               place->field ? "f" : "", place->covered ? "v" : "");
    for (const char *at = place->label; *at != '\0'; at++) {
        buf_byte(out, (char)(*at == '\n' ? ' ' : *at));
    }
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
        print_place(&places[i], &text);
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
