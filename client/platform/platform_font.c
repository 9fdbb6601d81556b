/* The font files, and which of them has a letter.
 *
 * A file is read once, when the first letter asks for it: that of the emoji alone would be a fifth
 * of what the program holds, in a school that may never show one. Each size that is asked for
 * opens the same bytes again, because changing the size of an open font throws its glyphs away.
 * Only Andika must be there: a school
 * without the others still runs, and shows boxes for their letters.
 */
#include "platform_private.h"

#include <stdlib.h>

struct face_files {
    const char *file[WEIGHTS];
    const char *script;
};
/* clang-format off */
static const struct face_files faces[FACE_COUNT] = {
#define FACE(name, regular, bold, script) {{regular, bold}, script},
#include "faces.def"
};
/* clang-format on */

enum { PROBE_SIZE = 32 };

static void drop_line(void *thing);

static enum status read_file(struct platform *p, enum face face, int weight)
{
    struct font_file *file = &p->fonts.files[face][weight];
    char name[128];

    if (file->was_read) {
        return STATUS_OK;
    }
    file->was_read = true;
    (void)SDL_snprintf(name, sizeof(name), "fonts/%s", faces[face].file[weight]);
    return platform_read_asset(p, name, &file->bytes);
}

enum status fonts_open(struct platform *p)
{
    struct fonts *f = &p->fonts;
    enum status st = STATUS_OK;

    if (TTF_Init() != 0) {
        return FAIL(STATUS_UNSUPPORTED, "Text cannot be drawn here: %s.", TTF_GetError());
    }
    cache_init(&f->widths, 16384, SIZE_MAX, free);
    cache_init(&f->lines, 4096, 0, drop_line);
    fonts_fit(p, p->canvas->w, p->canvas->h);
    for (int weight = 0; weight < WEIGHTS && st == STATUS_OK; weight++) {
        st = read_file(p, FACE_ANDIKA, weight);
    }
    return st;
}

void fonts_close(struct platform *p)
{
    struct fonts *f = &p->fonts;

    for (int i = 0; i < f->open_count; i++) {
        TTF_CloseFont(f->open[i].font);
    }
    cells_close(p);
    cache_finish(&f->widths);
    cache_finish(&f->lines);
    for (int face = 0; face < FACE_COUNT; face++) {
        for (int weight = 0; weight < WEIGHTS; weight++) {
            buf_finish(&f->files[face][weight].bytes);
        }
    }
    if (TTF_WasInit() > 0) {
        TTF_Quit();
    }
    *f = (struct fonts){0};
}

const struct buf *font_bytes(struct platform *p, enum face face, enum draw_font weight)
{
    const struct buf *file = NULL;

    if (SDL_strcmp(faces[face].file[weight], faces[face].file[DRAW_REGULAR]) == 0) {
        weight = DRAW_REGULAR; /* one file for both */
    }
    if (read_file(p, face, (int)weight) != STATUS_OK) {
        return NULL;
    }
    file = &p->fonts.files[face][weight].bytes;
    return file->size == 0 ? NULL : file;
}

const char *font_script(enum face face)
{
    return faces[face].script;
}

static TTF_Font *open_font(struct platform *p, enum face face, int weight, int size)
{
    const struct buf *file = font_bytes(p, face, (enum draw_font)weight);
    TTF_Font *font = NULL;

    if (file == NULL) {
        return NULL;
    }
    font = TTF_OpenFontRW(SDL_RWFromConstMem(file->data, (int)file->size), 1, size);
    if (font != NULL) {
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
        if (faces[face].script[0] != '\0') {
            (void)TTF_SetFontScriptName(font, faces[face].script);
        }
    }
    return font;
}

/* More than FONTS_MAX of them, as after other sizes of text were tried: each holds its letters, so
 * the one that was not used for longest makes room. */
static struct open_font *room_for_font(struct fonts *f)
{
    int oldest = 0;

    if (f->open_count < FONTS_MAX) {
        return &f->open[f->open_count++];
    }
    for (int i = 1; i < FONTS_MAX; i++) {
        if (f->uses - f->open[i].used > f->uses - f->open[oldest].used) {
            oldest = i;
        }
    }
    TTF_CloseFont(f->open[oldest].font);
    return &f->open[oldest];
}

TTF_Font *font_get(struct platform *p, enum face face, enum draw_font weight, int size)
{
    struct fonts *f = &p->fonts;
    TTF_Font *font = NULL;

    f->uses++;
    for (int i = 0; i < f->open_count; i++) {
        struct open_font *o = &f->open[i];

        if (o->face == face && o->weight == (int)weight && o->size == size) {
            o->used = f->uses;
            return o->font;
        }
    }
    font = open_font(p, face, (int)weight, size);
    if (font != NULL) {
        *room_for_font(f) = (struct open_font){font, face, (int)weight, size, f->uses};
    }
    return font;
}

/* A window full of drawn lines, a byte a pixel, and some more: a text is drawn anew in less time
 * than a tablet has memory to keep all of them. */
void fonts_fit(struct platform *p, int width, int height)
{
    p->fonts.lines.bytes_max = (size_t)1024 * 1024 + 2 * (size_t)width * (size_t)height;
}

static bool has_letter(struct platform *p, enum face face, uint32_t letter)
{
    TTF_Font *font = font_get(p, face, DRAW_REGULAR, PROBE_SIZE);

    return font != NULL && TTF_GlyphIsProvided32(font, letter) != 0;
}

enum face font_face_for(struct platform *p, uint32_t letter, bool urdu, bool emoji)
{
    if (emoji && has_letter(p, FACE_EMOJI, letter)) {
        return FACE_EMOJI;
    }
    if (urdu && has_letter(p, FACE_NASTALIQ, letter) && !has_letter(p, FACE_ANDIKA, letter)) {
        return FACE_NASTALIQ;
    }
    for (enum face face = FACE_ANDIKA; face < FACE_COUNT; face++) {
        if (has_letter(p, face, letter)) {
            return face;
        }
    }
    return FACE_ANDIKA;
}

/* A drawn line is one picture. */
static void drop_line(void *thing)
{
    surface_drop(thing); /* it may be a name */
}
