/* Where each letter of a drawn line lies, for carets and selections.
 *
 * SDL_ttf shapes with HarfBuzz but tells only how wide a whole run came out. To measure the
 * beginning of a run will not do: an Arabic letter at its end takes another form than the same
 * letter within, and a caret would stand in the middle of a stroke. So each run is shaped here
 * once more, from the same file, and spread over the width at which SDL_ttf draws it. What is one
 * glyph to HarfBuzz but several letters to a person, such as lam and alif, is parted evenly.
 */
#include "platform_private.h"

#include <stdlib.h>

/* ---- shapers -------------------------------------------------------------------------------- */

static hb_font_t *shaper(struct platform *p, enum face face, enum draw_font weight)
{
    hb_font_t **font = &p->fonts.shapers[face][weight];
    const struct buf *file = *font == NULL ? font_bytes(p, face, weight) : NULL;

    if (file != NULL) {
        hb_blob_t *blob =
            hb_blob_create(file->data, (unsigned)file->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
        hb_face_t *shapes = hb_face_create(blob, 0);

        *font = hb_font_create(shapes);
        hb_face_destroy(shapes);
        hb_blob_destroy(blob);
    }
    return *font;
}

void cells_close(struct platform *p)
{
    for (int face = 0; face < FACE_COUNT; face++) {
        for (int weight = 0; weight < WEIGHTS; weight++) {
            hb_font_destroy(p->fonts.shapers[face][weight]);
            p->fonts.shapers[face][weight] = NULL;
        }
    }
}

/* ---- one run -------------------------------------------------------------------------------- */

/* A line being measured: where each of its letters starts in the text, and what it came to. */
struct shaped {
    struct runs runs;
    int starts[LETTERS_MAX + 1]; /* bytes; of one letter more: the end */
    int heads[LETTERS_MAX];      /* the letter that its glyphs are told under */
    float left[LETTERS_MAX];     /* of heads, pixels */
    float right[LETTERS_MAX];
};

static hb_buffer_t *shape(hb_font_t *font, const struct shaped *s, const struct run *run)
{
    hb_buffer_t *buffer = hb_buffer_create();
    const char *script = font_script(run->face);

    hb_buffer_add_utf32(buffer, s->runs.letters, s->runs.count, (unsigned)run->from,
                        run->to - run->from);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, run->level % 2 != 0 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    if (script[0] != '\0') {
        hb_buffer_set_script(buffer, hb_script_from_string(script, -1));
    }
    hb_shape(font, buffer, NULL, 0);
    return buffer;
}

/* Its glyphs stand from left to right; those of one head are neighbours. */
static void spread(struct shaped *s, hb_buffer_t *buffer, float x, float width)
{
    unsigned count = 0;
    const hb_glyph_info_t *glyph = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *place = hb_buffer_get_glyph_positions(buffer, &count);
    float whole = 0;
    float done = 0;

    for (unsigned i = 0; i < count; i++) {
        whole += (float)place[i].x_advance;
    }
    for (unsigned i = 0; i < count; i++) {
        unsigned head = glyph[i].cluster;
        float ahead = done + (float)place[i].x_advance;

        if (i == 0 || head != glyph[i - 1].cluster) {
            s->left[head] = x + (whole > 0 ? width * done / whole : 0);
        }
        s->right[head] = x + (whole > 0 ? width * ahead / whole : 0);
        s->heads[head] = (int)head;
        done = ahead;
    }
}

static void measure_run(struct platform *p, struct shaped *s, const struct run *run,
                        const struct text_line *line, float x, float width)
{
    hb_font_t *font = shaper(p, run->face, line->font);
    hb_buffer_t *buffer = NULL;

    for (int i = run->from; i < run->to; i++) {
        s->heads[i] = -1;
    }
    s->heads[run->from] = run->from;
    s->left[run->from] = x;
    s->right[run->from] = x + width;
    if (font != NULL) {
        buffer = shape(font, s, run);
        spread(s, buffer, x, width);
        hb_buffer_destroy(buffer);
    }
    for (int i = run->from + 1; i < run->to; i++) {
        s->heads[i] = s->heads[i] >= 0 ? s->heads[i] : s->heads[i - 1];
    }
}

/* ---- cells ---------------------------------------------------------------------------------- */

static void find_starts(struct shaped *s, const char *text)
{
    const char *at = text;

    for (int i = 0; i < s->runs.count; i++) {
        s->starts[i] = (int)(at - text);
        (void)text_next(&at);
    }
    s->starts[s->runs.count] = (int)(at - text);
}

static bool is_rtl(const struct runs *r, int letter)
{
    return r->levels[letter] % 2 != 0;
}

/* From the outermost edges of all that its letters came to. */
static void cover(const struct shaped *s, int from, int to, struct text_cell *cell)
{
    int head = s->heads[from];

    cell->left = s->left[head];
    cell->right = s->right[head];
    cell->rtl = is_rtl(&s->runs, from);
    for (int i = from + 1; i < to; i++) {
        head = s->heads[i];
        cell->left = SDL_min(cell->left, s->left[head]);
        cell->right = SDL_max(cell->right, s->right[head]);
    }
}

/* These cells are one picture: each has an even part of it. */
static void part(struct text_cell *cells, int count, struct text_cell whole)
{
    float width = (whole.right - whole.left) / (float)count;

    for (int i = 0; i < count; i++) {
        int place = whole.rtl ? count - 1 - i : i;

        cells[i].left = whole.left + width * (float)place;
        cells[i].right = cells[i].left + width;
        cells[i].rtl = whole.rtl;
    }
}

static void fill(const struct shaped *s, struct text_cell *cells, int count)
{
    int letter = 0;
    int head = -1;
    int first = 0; /* of the cells that share it */
    struct text_cell whole = {0};

    for (int i = 0; i < count; i++) {
        int from = letter;

        while (letter < s->runs.count && s->starts[letter] < (int)cells[i].to) {
            letter++;
        }
        if (from == letter) { /* past the longest line */
            cells[i].left = cells[i].right = i > 0 ? cells[i - 1].right : 0;
            continue;
        }
        if (s->heads[from] != head) {
            first = i;
            head = s->heads[from];
            cover(s, from, letter, &cells[i]);
            whole = cells[i];
        } else {
            part(&cells[first], i + 1 - first, whole);
        }
    }
}

void cells_measure(void *platform, const struct text_line *line, struct text_cell *cells, int count)
{
    struct platform *p = platform;
    struct shaped *s = mem_alloc(sizeof(*s));
    float x = 0;

    text_split(p, line, &s->runs);
    find_starts(s, line->text);
    for (int i = 0; i < s->runs.run_count; i++) {
        const struct run *run = &s->runs.run[i];
        float width = run_width(p, &s->runs, run, line->font, line->size);

        measure_run(p, s, run, line, x, width);
        x += width;
    }
    fill(s, cells, count);
    free(s);
}
