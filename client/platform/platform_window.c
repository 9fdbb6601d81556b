/* The window, and the memory that is drawn on.
 *
 * Drawing goes straight into the window's own surface. Left alone, SDL would put a hidden OpenGL
 * renderer behind it, at four times the time and a hundred megabytes; so it is told not to, except
 * under Wayland and on bare KMS, where SDL has no other way to give a surface. Where the surface's
 * pixels are not cairo's (the Web), a canvas of our own stands between.
 */
#include "platform_private.h"

#include "platform_clip.h"

#include <stdlib.h>

static bool needs_renderer(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();

    return driver != NULL &&
           (SDL_strcmp(driver, "wayland") == 0 || SDL_strcmp(driver, "KMSDRM") == 0);
}

static void set_hints(void)
{
    (void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "1");
    (void)SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    /* A window that is closed is not yet a program that ends: a pupil may have closed it. */
    (void)SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
    /* Nor does another window that comes to the front, or Alt and Tab, put this one away: SDL would
     * do so by itself, even where the keys are kept from the desktop. */
    (void)SDL_SetHint(SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
    (void)SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
}

static void drop_surface(struct platform *p)
{
    cairo_surface_destroy(p->paper);
    p->paper = NULL;
    if (p->canvas != NULL && p->canvas != p->shown) {
        SDL_FreeSurface(p->canvas);
    }
    p->canvas = NULL;
    p->shown = NULL;
}

bool window_take_surface(struct platform *p)
{
    drop_surface(p);
    p->shown = SDL_GetWindowSurface(p->window);
    if (p->shown == NULL) {
        (void)SDL_ResetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION);
        p->shown = SDL_GetWindowSurface(p->window);
    }
    if (p->shown == NULL) {
        return false;
    }
    p->canvas = p->shown;
    if (p->shown->format->format != SDL_PIXELFORMAT_RGB888) {
        p->canvas =
            SDL_CreateRGBSurfaceWithFormat(0, p->shown->w, p->shown->h, 32, SDL_PIXELFORMAT_RGB888);
    }
    if (p->canvas == NULL) {
        return false;
    }
    fonts_fit(p, p->canvas->w, p->canvas->h);
    own_fit(p, p->canvas->w, p->canvas->h);
    p->paper = cairo_image_surface_create_for_data(p->canvas->pixels, CAIRO_FORMAT_RGB24,
                                                   p->canvas->w, p->canvas->h, p->canvas->pitch);
    return cairo_surface_status(p->paper) == CAIRO_STATUS_SUCCESS;
}

static bool window_open(struct platform *p, const struct platform_options *options)
{
    uint32_t flags = SDL_WINDOW_RESIZABLE;
    int width = options->width;
    int height = options->height;

    set_hints();
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
        return false;
    }
    if (!needs_renderer()) {
        (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
    SDL_StopTextInput();
    (void)SDL_EventState(SDL_DROPFILE, SDL_DISABLE); /* nothing is taken from another window */
    (void)SDL_EventState(SDL_DROPTEXT, SDL_DISABLE);
    if (width <= 0 || height <= 0) {
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
        width = 1280;
        height = 800;
    }
    p->window =
        SDL_CreateWindow(options->title == NULL ? "Cairn" : options->title, SDL_WINDOWPOS_UNDEFINED,
                         SDL_WINDOWPOS_UNDEFINED, width, height, flags);
    return p->window != NULL && window_take_surface(p);
}

static void window_close(struct platform *p)
{
    drop_surface(p);
    if (p->window != NULL) {
        SDL_DestroyWindow(p->window);
        p->window = NULL;
    }
    SDL_Quit();
}

void platform_size(const struct platform *p, int *width, int *height)
{
    *width = p->canvas->w;
    *height = p->canvas->h;
}

float platform_scale(const struct platform *p)
{
    float dpi = 0;
    int display = SDL_GetWindowDisplayIndex(p->window);

    if (display < 0 || SDL_GetDisplayDPI(display, &dpi, NULL, NULL) != 0 || dpi < 72 || dpi > 600) {
        return 1;
    }
    return dpi < 160 ? 1 : dpi / 160;
}

void platform_resize(struct platform *p, int width, int height)
{
    SDL_SetWindowSize(p->window, width, height);
    p->lost = true;
}

void platform_press_close(struct platform *p)
{
    SDL_Event e = {
        .window = {.type = SDL_WINDOWEVENT,
                   .windowID = SDL_GetWindowID(p->window),
                   .event = SDL_WINDOWEVENT_CLOSE}
    };

    (void)SDL_PushEvent(&e);
}

void platform_keep_keys(struct platform *p, bool on)
{
    if (on != (SDL_GetWindowKeyboardGrab(p->window) == SDL_TRUE)) {
        SDL_SetWindowKeyboardGrab(p->window, on ? SDL_TRUE : SDL_FALSE);
    }
}

void platform_text_entry(struct platform *p, bool on)
{
    (void)p;
    if (on == (SDL_IsTextInputActive() == SDL_TRUE)) {
        return;
    }
    if (on) {
        SDL_StartTextInput();
    } else {
        SDL_StopTextInput();
    }
}

enum status platform_shot(struct platform *p, const char *path)
{
    if (IMG_SavePNG(p->canvas, path) != 0) {
        return FAIL(STATUS_DISK, "The picture %s could not be written: %s.", path, SDL_GetError());
    }
    return STATUS_OK;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static char *root_of(const char *assets)
{
    struct buf b = {0};
    char *root = NULL;

    if (assets != NULL) {
        return mem_text(assets);
    }
    {
        char *base = SDL_GetBasePath();

        buf_printf(&b, "%sassets", base == NULL ? "" : base);
        SDL_free(base);
    }
    root = mem_text(buf_cstr(&b));
    buf_finish(&b);
    return root;
}

enum status platform_open(const struct platform_options *options, struct platform **out)
{
    enum status st = STATUS_OK;
    struct platform *p = mem_zero(1, sizeof(*p));

    *out = NULL;
    p->assets = root_of(options->assets);
    if (!window_open(p, options)) {
        st = FAIL(STATUS_UNSUPPORTED, "No window could be opened: %s.", SDL_GetError());
        goto done;
    }
    p->user_event = SDL_RegisterEvents(1);
    TRY(fonts_open(p));
    picture_open(p);
    own_open(p);
    box_open(p);
    if (!worker_open(p)) {
        st = FAIL(STATUS_NO_MEMORY, "No thread could be started: %s.", SDL_GetError());
        goto done;
    }
    *out = p;
    p = NULL;

done:
    platform_close(p);
    return st;
}

void platform_close(struct platform *p)
{
    if (p == NULL) {
        return;
    }
    worker_close(p);
    platform_joysticks(p, false);
    own_close(p);
    platform_record_end(p, NULL);
    speech_close(p);
    box_close(p);
    picture_close(p);
    fonts_close(p);
    window_close(p);
    free(p->assets);
    free(p->data_folder);
    free(p);
}
