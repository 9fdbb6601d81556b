/* Pictures that are no assets: photographs, out of the sealed log or a folder.
 *
 * To decode one takes some milliseconds, and of a camera's a tenth of a second: too long for a
 * frame that holds a dozen. So a frame draws what is ready and notes what is wanting; between
 * frames the next of those is looked up, and the worker makes it in the very size in which it is
 * drawn, so that it is crisp and costs no more than its pixels. What is ready is kept while the
 * tablet is unlocked and within a bound; a window never shows more than that holds, for its
 * pictures lie side by side.
 */
#include "platform_own.h"

#include <stdlib.h>
#include <string.h>

enum { WISHES_MAX = 64, NAME_ROOM = 160 };

struct wish {
    uint64_t key;
    char name[NAME_ROOM];
    int width, height;
    double radius; /* above 0: it fills the place, cut round; else all of it is seen */
};
/* One that is being made, alone with the worker until it is done. */
struct making {
    struct wish wish;
    uint32_t life;
    struct buf bytes, path;
    cairo_surface_t *made;
};
struct own {
    struct platform_pictures port;
    struct cache ready;
    struct wish wishes[WISHES_MAX];
    int wish_count;
    struct making *making;
    uint32_t life; /* grows when all is forgotten */
};

static void drop_surface(void *surface)
{
    surface_drop(surface);
}

static void drop_making(void *ctx)
{
    struct making *m = ctx;

    if (m->made != NULL) {
        surface_drop(m->made);
    }
    buf_wipe(&m->bytes);
    buf_finish(&m->bytes);
    buf_finish(&m->path);
    free(m);
}

void own_open(struct platform *p)
{
    p->own = mem_zero(1, sizeof(*p->own));
    cache_init(&p->own->ready, 1024, 0, drop_surface);
    own_fit(p, p->canvas->w, p->canvas->h);
}

/* Four bytes a pixel, of more than half of the window: what a screen shows at once beside its words
 * is less, and what it shows no more is made again. */
void own_fit(struct platform *p, int width, int height)
{
    if (p->own != NULL) {
        p->own->ready.bytes_max =
            (size_t)1024 * 1024 + (size_t)5 * (size_t)width * (size_t)height / 2;
    }
}

void own_close(struct platform *p)
{
    if (p->own == NULL) {
        return;
    }
    if (p->own->making != NULL) {
        drop_making(p->own->making); /* the worker is at rest by now */
    }
    cache_finish(&p->own->ready);
    free(p->own);
    p->own = NULL;
}

void own_forget(struct platform *p)
{
    cache_clear(&p->own->ready);
    p->own->wish_count = 0;
    p->own->life++;
}

void platform_set_pictures(struct platform *p, const struct platform_pictures *port)
{
    p->own->port = *port;
}

/* ---- what is wanting ------------------------------------------------------------------------- */

static uint64_t key_of(const struct draw_command *c)
{
    uint64_t key = hash_number(cache_hash_text(5, c->text), ((int64_t)c->at.w << 32) | c->at.h);

    return hash_number(key, c->radius > 0 ? 1 + (int64_t)c->radius : 0);
}

static void note_wish(struct own *own, const struct draw_command *c, uint64_t key)
{
    for (int i = 0; i < own->wish_count; i++) {
        if (own->wishes[i].key == key) {
            return;
        }
    }
    if (own->wish_count < WISHES_MAX && SDL_strlen(c->text) < NAME_ROOM) {
        struct wish *wish = &own->wishes[own->wish_count++];
        *wish = (struct wish){
            .key = key, .width = c->at.w, .height = c->at.h, .radius = (double)c->radius};
        text_copy(wish->name, sizeof(wish->name), c->text);
    }
}

/* It could not be had, and is not tried each frame. */
static bool is_nothing(cairo_surface_t *ready)
{
    return cairo_image_surface_get_format(ready) == CAIRO_FORMAT_A8;
}

cairo_surface_t *own_find(struct platform *p, const struct draw_command *c)
{
    uint64_t key = key_of(c);
    cairo_surface_t *ready = cache_find(&p->own->ready, key);
    bool is_making = p->own->making != NULL && p->own->making->wish.key == key &&
                     p->own->making->life == p->own->life;

    if (ready == NULL && !is_making && p->own->port.find != NULL) {
        note_wish(p->own, c, key);
    }
    return ready == NULL || is_nothing(ready) ? NULL : ready;
}

/* ---- making one: on the worker --------------------------------------------------------------- */

struct frame {
    int width, height;  /* of what comes out */
    double scale, x, y; /* of the pixels in it */
};

/* All of it seen, or the place filled; of one that stands more goes below than above, for that is
 * where faces are not. */
static struct frame frame_of(const struct wish *w, double width, double height)
{
    double across = w->width / width;
    double along = w->height / height;
    struct frame f = {.width = w->width, .height = w->height};

    if (w->radius > 0) {
        f.scale = across > along ? across : along;
        f.x = (w->width - width * f.scale) / 2;
        f.y = (w->height - height * f.scale) / 5;
        return f;
    }
    f.scale = across < along ? across : along;
    f.width = (int)(width * f.scale + 0.5);
    f.height = (int)(height * f.scale + 0.5);
    f.width = f.width < 1 ? 1 : f.width;
    f.height = f.height < 1 ? 1 : f.height;
    return f;
}

static cairo_surface_t *lay_out(const struct wish *w, const struct photo_shrink *small)
{
    struct frame f = frame_of(w, small->width, small->height);
    int stride = small->width * 4;
    cairo_surface_t *from = cairo_image_surface_create_for_data(
        small->pixels, CAIRO_FORMAT_RGB24, small->width, small->height, stride);
    cairo_surface_t *out = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, f.width, f.height);
    cairo_t *cr = cairo_create(out);
    double rest = (f.width < f.height ? f.width : f.height) / 24.0;

    round_rect(cr, 0, 0, f.width, f.height, w->radius > 0 ? w->radius : rest);
    cairo_clip(cr);
    cairo_translate(cr, f.x, f.y);
    cairo_scale(cr, f.scale, f.scale);
    cairo_set_source_surface(cr, from, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(from);
    cairo_surface_flush(out);
    return out;
}

/* The longest side that is of use: what is cut off is made, too. */
static int side_wanted(const struct wish *w, const struct photo_claim *claim)
{
    double width = claim->turn > 4 ? claim->height : claim->width;
    double height = claim->turn > 4 ? claim->width : claim->height;
    double scale = frame_of(w, width, height).scale;
    double side = (width > height ? width : height) * scale;

    return side < 1 ? 1 : (side > PHOTO_SIDE_MOST ? PHOTO_SIDE_MOST : (int)(side + 0.5));
}

static void make(void *ctx)
{
    struct making *m = ctx;
    struct photo_shrink small = {0};
    struct photo_reading from = {0};
    enum status st = STATUS_OK;

    TRY(m->path.size > 0 ? photo_open_file(buf_cstr(&m->path), &from)
                         : photo_open_bytes(&m->bytes, &from));
    TRY(photo_check_claim(&from.claim));
    TRY(photo_make_small(&from, side_wanted(&m->wish, &from.claim), &small));
    m->made = lay_out(&m->wish, &small);
done:
    photo_reading_finish(&from);
    photo_shrink_finish(&small);
}

/* ---- between frames -------------------------------------------------------------------------- */

/* made is NULL where there is nothing to draw; whoever asked for it is told. */
static void put_ready(struct own *own, const struct wish *wish, cairo_surface_t *made)
{
    cairo_surface_t *picture =
        made != NULL ? made : cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);

    if (made == NULL && own->port.lost != NULL) {
        own->port.lost(own->port.ctx, wish->name);
    }
    if (cache_find(&own->ready, wish->key) != NULL) {
        surface_drop(picture);
        return;
    }
    cache_put(&own->ready, wish->key, picture,
              (size_t)cairo_image_surface_get_stride(picture) *
                  (size_t)cairo_image_surface_get_height(picture));
}

bool own_take(struct platform *p, void *made)
{
    struct making *m = made;
    bool is_wanted = m->life == p->own->life;

    CHECK(m == p->own->making);
    p->own->making = NULL;
    if (is_wanted) {
        put_ready(p->own, &m->wish, m->made);
        m->made = NULL;
    }
    drop_making(m);
    return is_wanted;
}

/* True when the worker has it. */
static bool begin(struct platform *p, const struct wish *wish)
{
    struct own *own = p->own;
    struct making *m = mem_zero(1, sizeof(*m));

    m->wish = *wish;
    m->life = own->life;
    if (own->port.find(own->port.ctx, wish->name, &m->bytes, &m->path) != STATUS_OK) {
        put_ready(own, wish, NULL);
        drop_making(m);
        return false;
    }
    own->making = m;
    if (!worker_add(p, (struct job){make, m, USER_PICTURE_MADE, NULL})) {
        own->making = NULL; /* so much waits that a later frame asks again */
        drop_making(m);
    }
    return own->making != NULL;
}

bool platform_fetch_pictures(struct platform *p)
{
    struct own *own = p->own;

    while (own->making == NULL && own->wish_count > 0) {
        struct wish wish = own->wishes[0];
        own->wish_count--;
        memmove(own->wishes, own->wishes + 1, (size_t)own->wish_count * sizeof(wish));
        if (begin(p, &wish)) {
            break;
        }
    }
    return own->making != NULL;
}
