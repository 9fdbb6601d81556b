/* platform_private — what the sources of platform share.
 *
 * Shape    struct platform holds one of each: window, caches, worker, voice.
 * Units    Window pixels; ticks are milliseconds.
 * Errors   As platform.h.
 * Owns     platform_open fills it, platform_close empties it, each part by its own pair.
 * Needs    SDL, SDL_ttf, SDL_image, cairo, HarfBuzz.
 */
#ifndef INSIDE_PLATFORM
#error "platform_private.h is for the sources of platform alone"
#endif
#ifndef PLATFORM_PRIVATE_H
#define PLATFORM_PRIVATE_H

#include "platform.h"

#include <SDL2/SDL.h>
#include <SDL2/SDL_image.h>
#include <SDL2/SDL_ttf.h>
#include <cairo/cairo.h>
#include <hb.h>

/* ---- a cache by hash: pictures, shadows, drawn words ----------------------------------------- */

struct cache_entry {
    uint64_t key;
    void *thing;
    size_t size;   /* bytes it holds */
    uint64_t used; /* when it was asked for last, by the cache's count */
};
/* Open addressing; what was not asked for the longest goes when it grows past its limits. */
struct cache {
    struct cache_entry *entries;
    int room; /* a power of two */
    int count;
    size_t bytes, bytes_max;
    uint64_t asked;
    void (*drop)(void *thing);
};
void cache_init(struct cache *c, int room, size_t bytes_max, void (*drop)(void *thing));
void cache_clear(struct cache *c);
void cache_finish(struct cache *c);
/* NULL when it is not there. */
void *cache_find(struct cache *c, uint64_t key);
void cache_put(struct cache *c, uint64_t key, void *thing, size_t size);
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size);
uint64_t hash_number(uint64_t seed, int64_t number);
uint64_t cache_hash_text(uint64_t seed, const char *text);

/* ---- fonts ----------------------------------------------------------------------------------- */

enum face {
#define FACE(name, regular, bold, script) FACE_##name,
#include "faces.def"
    FACE_COUNT
};
enum { FONTS_MAX = 20, WEIGHTS = 2 };
struct open_font {
    TTF_Font *font;
    enum face face;
    int weight;
    int size;
    uint32_t used; /* when last, as fonts.uses counts */
};
struct font_file {
    struct buf bytes; /* empty: not there */
    bool was_read;
};
struct fonts {
    struct font_file files[FACE_COUNT][WEIGHTS]; /* read once; every size opens the same bytes */
    struct open_font open[FONTS_MAX];
    uint32_t uses;
    int open_count;
    hb_font_t *shapers[FACE_COUNT][WEIGHTS]; /* NULL until a caret asks */
    struct cache widths;                     /* of words, in parts of the em */
    struct cache lines;                      /* drawn lines of text */
};
MUST_USE enum status fonts_open(struct platform *p);
void fonts_fit(struct platform *p, int width, int height); /* of the window */
void fonts_close(struct platform *p);
/* NULL when the face could not be read. */
TTF_Font *font_get(struct platform *p, enum face face, enum draw_font weight, int size);
/* The file itself; NULL when it could not be read. */
const struct buf *font_bytes(struct platform *p, enum face face, enum draw_font weight);
const char *font_script(enum face face); /* "" for none */
/* The first face that has the letter, wanted first; FACE_ANDIKA when none has it. */
enum face font_face_for(struct platform *p, uint32_t letter, bool urdu, bool emoji);

/* ---- text ------------------------------------------------------------------------------------ */

enum { LETTERS_MAX = 4096, RUNS_MAX = 256 };
/* A piece of a line in one face and one direction, in the order seen. */
struct run {
    enum face face;
    int from, to; /* letters */
    int level;    /* of embedding: odd runs from right to left */
};
struct runs {
    uint32_t letters[LETTERS_MAX + 1];
    int levels[LETTERS_MAX];
    int count;
    struct run run[RUNS_MAX];
    int run_count;
};
/* The colour emoji have one size only; everything else is outlines. */
enum { EMOJI_EM = 109 };
/* Splits a line into runs, as seen from left to right. */
void text_split(struct platform *p, const struct text_line *line, struct runs *out);
/* Pixels that a run is drawn wide. */
float run_width(struct platform *p, const struct runs *r, const struct run *run,
                enum draw_font weight, int size);
void text_paint(struct platform *p, cairo_t *cr, const struct draw_command *c);
/* ---- where letters lie in a line: platform_cells.c ---- */
void cells_measure(void *platform, const struct text_line *line, struct text_cell *cells,
                   int count);
void cells_close(struct platform *p);

/* ---- boxes, pictures and shadows --------------------------------------------------------- */

void picture_open(struct platform *p);
void picture_close(struct platform *p);
void picture_paint(struct platform *p, cairo_t *cr, const struct draw_command *c);
/* What of a picture of that name is ready; NULL: nothing yet, and it is wished for. */
cairo_surface_t *own_find(struct platform *p, const struct draw_command *c);
void own_open(struct platform *p);
void own_fit(struct platform *p, int width, int height); /* of the window */
void own_close(struct platform *p);
void own_forget(struct platform *p);
/* Takes what the worker has made; false when nobody waits for it any more. */
bool own_take(struct platform *p, void *made);
void icon_paint(struct platform *p, cairo_t *cr, const struct draw_command *c);
void shadow_paint(struct platform *p, cairo_t *cr, const struct draw_command *c);
void box_open(struct platform *p);
void box_close(struct platform *p);
void box_paint(struct platform *p, cairo_t *cr, const struct draw_command *c);
void line_paint(cairo_t *cr, const struct draw_command *c);
void set_colour(cairo_t *cr, uint32_t colour);
/* Lets go of it, and overwrites its pixels: they may be of a person. */
void surface_drop(cairo_surface_t *surface);
void round_rect(cairo_t *cr, double x, double y, double w, double h, double radius);

/* ---- the worker ------------------------------------------------------------------------------ */

enum user_code { USER_WORK_DONE, USER_SPEECH_MADE, USER_PICTURE_MADE, USER_WAKE };
struct job {
    void (*work)(void *ctx);
    void *ctx;
    enum user_code done;     /* what is told once it is */
    void (*drop)(void *ctx); /* where it is never begun; NULL: that is for whoever gave it */
};
struct worker {
    SDL_Thread *thread;
    SDL_mutex *lock;
    SDL_cond *more;
    struct job jobs[PLATFORM_JOBS_MAX];
    int from, count;
    bool ends;
};
bool worker_open(struct platform *p);
void worker_close(struct platform *p);
bool worker_add(struct platform *p, struct job job);

/* ---- speech ---------------------------------------------------------------------------------- */

enum { MARKS_MAX = 512, SPEECH_BYTES_MAX = 2000, SPEECH_RATE = 22050 };
struct mark {
    int at_ms;
    int from, size; /* bytes of the text */
};
/* What the worker makes of a text. */
struct utterance {
    struct platform *p;
    uint32_t number;
    char text[SPEECH_BYTES_MAX + 1];
    char voice[32];
    bool is_silent; /* only the marks are wanted */
    int rate;
    struct spoken_clip *clips;
    size_t clip_count, clip_room;
    size_t said; /* bytes of the text before what is being spoken */
    int said_ms; /* and when that begins */
    struct buf pcm;
    struct mark marks[MARKS_MAX];
    int mark_count;
    int length_ms;
};
struct speech {
    SDL_AudioDeviceID device;
    bool tried_device;
    uint32_t number; /* of the last wish; older utterances are dropped */
    struct utterance *playing;
    size_t played; /* bytes; under the device's lock */
    int64_t started_ms;
    int shown; /* the mark last told of, -1 for none */
};
/* Somebody's voice among what is said: its bytes are looked at, but not decoded yet. */
struct spoken_clip {
    size_t from, size; /* of the text */
    struct buf bytes;
};
void utterance_destroy(struct utterance *u); /* accepts NULL */
void speech_close(struct platform *p);
/* Takes what the worker has made. */
void speech_take(struct platform *p, struct utterance *made);
/* True when the mark moved since it was last asked. */
bool speech_moved(struct platform *p);
/* When the mark moves next; INT64_MAX when nothing is said. */
int64_t speech_next_ms(const struct platform *p);

/* ---- the microphone -------------------------------------------------------------------------- */

struct microphone {
    SDL_AudioDeviceID device; /* 0: it is shut */
    struct buf heard;         /* under the device's lock */
};

/* ---- switches -------------------------------------------------------------------------------- */

enum { JOYSTICKS_MAX = 4 }; /* a switch box or two, and one that somebody left plugged in */
/* True when the event is one of a joystick and means something to the ui. */
bool switch_take(struct platform *p, const SDL_Event *e, struct platform_event *out);

/* ---- all of it ------------------------------------------------------------------------------- */

struct platform {
    SDL_Window *window;
    SDL_Surface *shown;  /* the window's */
    SDL_Surface *canvas; /* what cairo draws on: the same one where its pixels fit */
    cairo_surface_t *paper;
    char *assets;
    char *data_folder;
    uint32_t user_event;
    SDL_Joystick *joysticks[JOYSTICKS_MAX];
    bool lost; /* the window has a new surface: tell with REDRAW */
    struct fonts fonts;
    struct cache pictures, icons, shadows, corners, masks;
    struct worker worker;
    struct speech speech;
    struct microphone microphone;
    struct own *own; /* pictures that are no assets */
};

void platform_push_user(struct platform *p, enum user_code code, void *ctx);
/* Takes the window's surface anew; false when there is none. */
bool window_take_surface(struct platform *p);

#endif
