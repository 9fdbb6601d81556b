/* How a line of mixed text finds its glyphs.
 *
 * SDL_ttf draws one face, one script and one direction at a time, so a line is split first: FriBidi
 * says which letters run which way, and each letter looks for a face that has it, staying in its
 * neighbour's where it can, so that an accent is not torn from its letter nor a skin tone from its
 * hand. The runs are put in the order seen (rule L2 of the bidirectional algorithm). Whether Arabic
 * letters are Urdu's, which go to Nastaliq, the whole paragraph says: it comes with the line.
 *
 * What is measured must be what is drawn. English grows evenly with its size, so its words are
 * measured once, in parts of the em. A line that is split is not the sum of its words: its runs
 * are measured at the very size and in the very order in which they will be drawn.
 */
#include "platform_private.h"

#include <fribidi/fribidi.h>
#include <stdlib.h>

/* ---- kinds of letters ----------------------------------------------------------------------- */

static bool is_emoji(uint32_t c)
{
    return (c >= 0x1f000 && c <= 0x1faff) || c == 0x20e3;
}

/* Belongs to the letter before it, whatever face that is in. */
static bool is_joined(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f) ||
           (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f);
}

/* A dotted circle, on which a sign is shown by itself: it comes from the face that has the sign, or
 * the sign would be shaped alone and given a circle of its own. */
static bool is_carrier(uint32_t c)
{
    return c == 0x25cc;
}

static bool is_neutral(uint32_t c)
{
    return c == ' ' || c == '.' || c == ',' || c == ':' || c == '!' || c == '-';
}

/* ---- splitting ------------------------------------------------------------------------------ */

static void decode(const char *text, size_t bytes, struct runs *r)
{
    const char *at = text;

    r->count = 0;
    while (at < text + bytes && r->count < LETTERS_MAX) {
        uint32_t c = text_next(&at);

        if (c == 0) {
            return;
        }
        r->letters[r->count++] = c;
    }
}

struct letters {
    FriBidiLevel levels[LETTERS_MAX];
    FriBidiCharType types[LETTERS_MAX];
    FriBidiBracketType brackets[LETTERS_MAX];
    FriBidiChar letters[LETTERS_MAX];
};

static bool is_plain(const struct runs *r)
{
    for (int i = 0; i < r->count; i++) {
        if (r->letters[i] >= 0x0590 && (r->letters[i] < 0x1e00 || r->letters[i] > 0x206f)) {
            return false;
        }
    }
    return true;
}

/* One level a letter; all 0 where nothing can run from right to left. */
static void find_levels(struct runs *r, bool rtl)
{
    struct letters *l = NULL;
    FriBidiParType paragraph = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;

    SDL_memset(r->levels, 0, sizeof(r->levels[0]) * (size_t)r->count);
    if (r->count == 0 || (!rtl && is_plain(r))) {
        return;
    }
    l = mem_alloc(sizeof(*l));
    for (int i = 0; i < r->count; i++) {
        l->letters[i] = r->letters[i];
    }
    fribidi_get_bidi_types(l->letters, r->count, l->types);
    fribidi_get_bracket_types(l->letters, r->count, l->types, l->brackets);
    if (fribidi_get_par_embedding_levels_ex(l->types, l->brackets, r->count, &paragraph,
                                            l->levels) != 0) {
        for (int i = 0; i < r->count; i++) {
            r->levels[i] = (uint8_t)l->levels[i];
        }
    }
    free(l);
}

static enum face face_at(struct platform *p, const struct runs *r, int i, bool urdu,
                         enum face before)
{
    uint32_t c = r->letters[i + (is_carrier(r->letters[i]) && i + 1 < r->count ? 1 : 0)];
    bool emoji = is_emoji(c) || (i + 1 < r->count && r->letters[i + 1] == 0xfe0f);

    if (i > 0 && (is_joined(c) || r->letters[i - 1] == 0x200d)) {
        return before;
    }
    if (i > 0 && is_neutral(c) && before != FACE_EMOJI && before != FACE_SYMBOLS) {
        return before;
    }
    return font_face_for(p, c, urdu, emoji);
}

static void reverse_runs(struct run *run, int from, int to)
{
    while (from < to) {
        struct run kept = run[from];

        run[from++] = run[to];
        run[to--] = kept;
    }
}

/* Rule L2: from the highest level down, turn round every stretch at or above it. */
static void reorder(struct runs *r)
{
    int highest = 0;

    for (int i = 0; i < r->run_count; i++) {
        highest = r->run[i].level > highest ? r->run[i].level : highest;
    }
    for (int level = highest; level > 0; level--) {
        int i = 0;

        while (i < r->run_count) {
            int from = i;

            while (i < r->run_count && r->run[i].level >= level) {
                i++;
            }
            if (i > from) {
                reverse_runs(r->run, from, i - 1);
            } else {
                i++;
            }
        }
    }
}

void text_split(struct platform *p, const struct text_line *line, struct runs *out)
{
    enum face face = FACE_ANDIKA;

    decode(line->text, line->bytes, out);
    find_levels(out, line->rtl);
    out->run_count = 0;
    for (int i = 0; i < out->count; i++) {
        enum face here = face_at(p, out, i, line->urdu, face);
        bool starts = i == 0 || here != face || out->levels[i] != out->levels[i - 1];

        if (starts && out->run_count < RUNS_MAX) {
            out->run[out->run_count++] = (struct run){here, i, i + 1, out->levels[i]};
        } else {
            out->run[out->run_count - 1].to = i + 1;
        }
        face = here;
    }
    reorder(out);
}

/* ---- one run -------------------------------------------------------------------------------- */

enum { MEASURE_EM = 256 };

static void add_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_byte(b, (char)c);
    } else if (c < 0x800) {
        buf_byte(b, (char)(0xc0 | (c >> 6)));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        buf_byte(b, (char)(0xe0 | (c >> 12)));
        buf_byte(b, (char)(0x80 | ((c >> 6) & 0x3f)));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_byte(b, (char)(0xf0 | (c >> 18)));
        buf_byte(b, (char)(0x80 | ((c >> 12) & 0x3f)));
        buf_byte(b, (char)(0x80 | ((c >> 6) & 0x3f)));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    }
}

static void run_text(const struct runs *r, const struct run *run, struct buf *out)
{
    buf_clear(out);
    for (int i = run->from; i < run->to; i++) {
        add_utf8(out, r->letters[i]);
    }
}

static TTF_Font *run_font(struct platform *p, const struct run *run, enum draw_font weight,
                          int size)
{
    TTF_Font *font = font_get(p, run->face, weight, run->face == FACE_EMOJI ? EMOJI_EM : size);

    if (font != NULL) {
        (void)TTF_SetFontDirection(font,
                                   run->level % 2 != 0 ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    }
    return font;
}

float run_width(struct platform *p, const struct runs *r, const struct run *run,
                enum draw_font weight, int size)
{
    TTF_Font *font = run_font(p, run, weight, size);
    struct buf piece = {0};
    int width = 0;

    run_text(r, run, &piece);
    if (font != NULL) {
        (void)TTF_SizeUTF8(font, buf_cstr(&piece), &width, NULL);
    }
    buf_finish(&piece);
    return (float)width * (run->face == FACE_EMOJI ? (float)size / EMOJI_EM : 1);
}

static float runs_width(struct platform *p, const struct text_line *line)
{
    struct runs *r = mem_alloc(sizeof(*r));
    float sum = 0;

    text_split(p, line, r);
    for (int i = 0; i < r->run_count; i++) {
        sum += run_width(p, r, &r->run[i], line->font, line->size);
    }
    free(r);
    return sum;
}

/* Nothing in it can run from right to left or come from another face than Andika. */
static bool is_even(const struct text_line *line)
{
    const char *at = line->text;
    bool even = !line->rtl;

    while (even && at < line->text + line->bytes) {
        uint32_t c = text_next(&at);

        even = c < 0x0590 || (c >= 0x1e00 && c <= 0x206f);
    }
    return even;
}

static float text_width(void *ctx, const struct text_line *line)
{
    struct platform *p = ctx;
    struct text_line asked = *line;
    float scale = 1;
    uint64_t key = hash_number(hash_bytes(1, line->text, line->bytes), (int64_t)line->font);
    float *width = NULL;

    if (is_even(line)) {
        asked.size = MEASURE_EM;
        scale = (float)line->size / MEASURE_EM;
    }
    key = hash_number(key, (int64_t)asked.size * 4 + (line->rtl ? 2 : 0) + (line->urdu ? 1 : 0));
    width = cache_find(&p->fonts.widths, key);
    if (width == NULL) {
        width = mem_alloc(sizeof(*width));
        *width = runs_width(p, &asked);
        cache_put(&p->fonts.widths, key, width, 0);
    }
    return *width * scale;
}

struct text_port platform_text(struct platform *p)
{
    return (struct text_port){.width = text_width, .cells = cells_measure, .ctx = p};
}

/* ---- drawn lines ---------------------------------------------------------------------------- */

/* A run as SDL_ttf draws it, white on nothing; its baseline lies ascent below its top. */
struct drawn {
    SDL_Surface *picture;
    float width, ascent, scale;
    bool colour;
};

static struct drawn draw_run(struct platform *p, const struct runs *r, const struct run *run,
                             const struct draw_command *c)
{
    TTF_Font *font = run_font(p, run, c->font, c->size);
    struct buf piece = {0};
    struct drawn d = {.scale = 1, .colour = run->face == FACE_EMOJI};

    if (font == NULL) {
        return d;
    }
    run_text(r, run, &piece);
    d.picture = TTF_RenderUTF8_Blended(font, buf_cstr(&piece), (SDL_Color){255, 255, 255, 255});
    buf_finish(&piece);
    d.scale = d.colour ? (float)c->size / EMOJI_EM : 1;
    /* As TTF_SizeUTF8 says, which would shape the run once more. */
    d.width = d.picture != NULL ? (float)d.picture->w * d.scale : 0;
    d.ascent = (float)TTF_FontAscent(font) * d.scale;
    return d;
}

/* The line as one picture: a mask of its letters, or full colours where there are emoji. */
struct line_size {
    int width, above, below;
    bool colour;
};

static struct line_size line_size(const struct drawn *d, int count, int size)
{
    float width = 0;
    float above = 0;
    float below = 0;
    bool colour = false;

    for (int i = 0; i < count; i++) {
        float h = d[i].picture == NULL ? 0 : (float)d[i].picture->h * d[i].scale;

        width += d[i].width;
        above = SDL_max(above, d[i].ascent);
        below = SDL_max(below, h - d[i].ascent);
        colour = colour || d[i].colour;
    }
    return (struct line_size){(int)width + size / 2 + 4, (int)above + 2, (int)below + 2, colour};
}

static cairo_surface_t *as_cairo(SDL_Surface *s, bool colour)
{
    cairo_surface_t *out =
        cairo_image_surface_create(colour ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8, s->w, s->h);
    unsigned char *to = cairo_image_surface_get_data(out);
    int stride = cairo_image_surface_get_stride(out);

    if (to == NULL) {
        return out;
    }
    for (int y = 0; y < s->h; y++) {
        const uint8_t *row = (const uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch;

        if (colour) {
            (void)SDL_PremultiplyAlpha(s->w, 1, SDL_PIXELFORMAT_ARGB8888, row, s->pitch,
                                       SDL_PIXELFORMAT_ARGB8888, to + (ptrdiff_t)y * stride,
                                       stride);
            continue;
        }
        for (int x = 0; x < s->w; x++) {
            to[(ptrdiff_t)y * stride + x] = row[4 * x + 3];
        }
    }
    cairo_surface_mark_dirty(out);
    return out;
}

static void put_run(cairo_t *cr, const struct drawn *d, double x, double baseline, uint32_t colour)
{
    cairo_surface_t *picture = NULL;

    if (d->picture == NULL) {
        return;
    }
    picture = as_cairo(d->picture, d->colour);
    cairo_save(cr);
    cairo_translate(cr, x, baseline - (double)d->ascent);
    cairo_scale(cr, (double)d->scale, (double)d->scale);
    if (d->colour) {
        cairo_set_source_surface(cr, picture, 0, 0);
        cairo_paint(cr);
    } else {
        set_colour(cr, colour);
        cairo_mask_surface(cr, picture, 0, 0);
    }
    cairo_restore(cr);
    cairo_surface_destroy(picture);
}

enum { MARGIN = 4 };

/* A single run of plain letters is copied as it is. */
static void copy_run(cairo_surface_t *line, const struct drawn *d, int above)
{
    const SDL_Surface *from = d->picture;
    int stride = cairo_image_surface_get_stride(line);
    uint8_t *to =
        cairo_image_surface_get_data(line) + (ptrdiff_t)(above - (int)d->ascent) * stride + MARGIN;

    for (int y = 0; y < from->h; y++, to += stride) {
        const uint8_t *row = (const uint8_t *)from->pixels + (ptrdiff_t)y * from->pitch;

        for (int x = 0; x < from->w; x++) {
            to[x] = row[4 * x + 3];
        }
    }
    cairo_surface_mark_dirty(line);
}

static void put_runs(cairo_surface_t *line, const struct drawn *drawn, int count, uint32_t colour)
{
    cairo_t *cr = cairo_create(line);
    double x = MARGIN;

    for (int i = 0; i < count; i++) {
        put_run(cr, &drawn[i], x, 0, colour);
        x += (double)drawn[i].width;
    }
    cairo_destroy(cr);
}

static cairo_surface_t *draw_line(struct platform *p, const struct draw_command *c)
{
    struct runs *r = mem_alloc(sizeof(*r));
    struct drawn drawn[RUNS_MAX];
    struct line_size size = {0};
    cairo_surface_t *line = NULL;

    text_split(
        p, &(struct text_line){c->text, SDL_strlen(c->text), c->font, c->size, c->rtl, c->urdu}, r);
    for (int i = 0; i < r->run_count; i++) {
        drawn[i] = draw_run(p, r, &r->run[i], c);
    }
    size = line_size(drawn, r->run_count, c->size);
    line = cairo_image_surface_create(size.colour ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8,
                                      size.width + 2 * MARGIN, size.above + size.below);
    cairo_surface_set_device_offset(line, 0, size.above);
    if (r->run_count == 1 && drawn[0].picture != NULL && !size.colour &&
        cairo_image_surface_get_data(line) != NULL) {
        copy_run(line, &drawn[0], size.above);
    } else {
        put_runs(line, drawn, r->run_count, c->colour | 0xff000000U);
    }
    for (int i = 0; i < r->run_count; i++) {
        SDL_FreeSurface(drawn[i].picture);
    }
    free(r);
    return line;
}

static uint64_t line_key(const struct draw_command *c)
{
    return hash_number(cache_hash_text(2, c->text), ((int64_t)c->size << 8) |
                                                        (int64_t)((int)c->font * 4) |
                                                        (c->urdu ? 2 : 0) | (c->rtl ? 1 : 0));
}

/* A line with emoji holds its ink's colour in its pixels, so the colour is part of its key. */
void text_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    uint64_t key = line_key(c);
    uint64_t coloured_key = hash_number(key, (int64_t)c->colour);
    cairo_surface_t *line = cache_find(&p->fonts.lines, key);
    bool colour = false;

    if (line == NULL) {
        line = cache_find(&p->fonts.lines, coloured_key);
    }
    if (line == NULL) {
        line = draw_line(p, c);
        colour = cairo_image_surface_get_format(line) == CAIRO_FORMAT_ARGB32;
        cache_put(&p->fonts.lines, colour ? coloured_key : key, line,
                  (size_t)cairo_image_surface_get_stride(line) *
                      (size_t)cairo_image_surface_get_height(line));
    }
    colour = cairo_image_surface_get_format(line) == CAIRO_FORMAT_ARGB32;
    if (colour) {
        cairo_set_source_surface(cr, line, c->at.x - MARGIN, c->baseline);
        cairo_paint(cr);
    } else {
        set_colour(cr, c->colour);
        cairo_mask_surface(cr, line, c->at.x - MARGIN, c->baseline);
    }
}
