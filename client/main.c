/* cairn — the touch client: the window's loop, and the ports that bind the app to the machine.
 *
 * The loop is one step and one wait. A step takes the events in, lets the app do what is due, draws
 * what has changed and, in a script, plays one act; it never blocks. The wait ends at the first
 * event or timer, so an idle tablet uses no processor. On another platform this file is the only
 * one to be written anew.
 */
#define _POSIX_C_SOURCE 200809L
#include "app.h"
#include "pictures.h"
#include "places.h"
#include "platform.h"
#include "platform_clip.h"
#include "platform_photo.h"
#include "script.h"
#include "ui.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

struct settings {
    const char *data;
    const char *script;
    const char *shots;
    const char *places;
    const char *pictures;
    const char *assets;
    const char *demo;
    const char *language;
    int width;
    int height;
    float scale;
};

struct shell {
    struct settings with;
    struct platform *platform;
    struct ui *ui;
    struct app *app;
    struct script *script;
    struct places places;
    bool wants_frame;
    bool wants_pictures; /* some are not ready yet */
    bool has_text_entry;
    bool is_over;
    int exit_code;
};

/* ---- the command line ------------------------------------------------------------------------ */

static bool read_scale(const char *text, float *out)
{
    char *end = NULL;

    *out = strtof(text, &end);
    return end != text && *end == '\0' && *out >= 0.5F && *out <= 4.0F;
}

static bool read_option(struct settings *with, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **to;
    } texts[] = {
        {"--data",            &with->data    },
        {"--script",          &with->script  },
        {"--shots",           &with->shots   },
        {"--places",          &with->places  },
        {"--pictures",        &with->pictures},
        {"--assets",          &with->assets  },
        {"--demo-passphrase", &with->demo    },
        {"--language",        &with->language},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].to = value;
            return true;
        }
    }
    if (strcmp(name, "--size") == 0) {
        return script_read_size(value, &with->width, &with->height);
    }
    return strcmp(name, "--scale") == 0 && read_scale(value, &with->scale);
}

static bool read_settings(int count, char **words, struct settings *with)
{
    for (int i = 1; i < count; i += 2) {
        if (i + 1 == count || !read_option(with, words[i], words[i + 1])) {
            (void)fprintf(
                stderr,
                "cairn: %s is no option, or what follows it does not fit\n"
                "usage: cairn [--data DIR] [--size WxH] [--scale N] "
                "[--script FILE] [--shots DIR] [--places FILE] [--pictures PLACE] [--assets DIR] "
                "[--language XX] [--demo-passphrase TEXT]\n",
                words[i]);
            return false;
        }
    }
    return true;
}

/* ---- ports ----------------------------------------------------------------------------------- */

static bool host_work(void *ctx, void (*work)(void *arg), void *arg)
{
    struct shell *s = ctx;

    return platform_work(s->platform, work, arg);
}

static enum status host_asset(void *ctx, const char *name, struct buf *out)
{
    const struct shell *s = ctx;

    return platform_read_asset(s->platform, name, out);
}

static void host_say(void *ctx, const char *text, const char *voice, int rate)
{
    struct shell *s = ctx;

    platform_say(s->platform, text, voice, rate);
}

static void host_say_with(void *ctx, const struct app_words *words)
{
    struct shell *s = ctx;
    struct platform_clip *clips = mem_zero(words->clip_count + 1, sizeof(*clips));

    for (size_t i = 0; i < words->clip_count; i++) {
        const struct app_clip *clip = &words->clips[i];
        clips[i] =
            (struct platform_clip){clip->from, clip->size, clip->bytes->data, clip->bytes->size};
    }
    platform_say_with(s->platform, &(struct platform_words){words->text, words->voice, words->rate,
                                                            clips, words->clip_count});
    free(clips);
}

static void host_hush(void *ctx)
{
    struct shell *s = ctx;

    platform_hush(s->platform);
}

static bool host_mark(void *ctx, int *from, int *size)
{
    struct shell *s = ctx;

    return platform_speech_mark(s->platform, from, size);
}

static void host_saved(void *ctx, const char *type, const struct id *rec)
{
    const struct shell *s = ctx;

    if (s->script != NULL || s->with.places != NULL) {
        (void)printf("saved %s %s\n", type, rec->text);
        (void)fflush(stdout);
    }
}

/* On the worker: it reads what never changes after the start. */
static enum status host_code(void *ctx, struct buf *code, struct buf *name)
{
    const struct shell *s = ctx;

    return pictures_code(s->with.pictures, code, name);
}

/* Both on the worker. */
static enum status host_files(void *ctx, struct app_files *out)
{
    const struct shell *s = ctx;

    return pictures_files(s->with.pictures, out);
}

static enum status host_shrink(void *ctx, const char *path, struct buf *jpeg)
{
    (void)ctx;
    return platform_shrink_photo(path, jpeg);
}

static void lose_picture(void *ctx, const char *name)
{
    struct shell *s = ctx;

    app_picture_lost(s->app, name);
}

static enum status host_record(void *ctx)
{
    struct shell *s = ctx;

    return platform_record(s->platform);
}

static int host_recorded(void *ctx, int *loudness)
{
    struct shell *s = ctx;

    return platform_recorded_ms(s->platform, loudness);
}

static void host_record_end(void *ctx, struct buf *pcm)
{
    struct shell *s = ctx;

    platform_record_end(s->platform, pcm);
}

/* On the worker. */
static enum status host_make_clip(void *ctx, struct buf *pcm, struct buf *clip, int *length_ms)
{
    (void)ctx;
    return platform_clip_make(pcm, clip, length_ms);
}

static enum status find_picture(void *ctx, const char *name, struct buf *bytes, struct buf *path)
{
    struct shell *s = ctx;

    return app_picture(s->app, name, bytes, path);
}

static int64_t processor_us(void)
{
    struct timespec used = {0};

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

static void tell_places(struct shell *s, int64_t since_us)
{
    places_drew(&s->places, processor_us() - since_us);
    if (s->with.places != NULL && places_write(&s->places, s->ui) != STATUS_OK) {
        (void)fprintf(stderr, "cairn: %s\n", status_message());
    }
}

/* ---- one frame ------------------------------------------------------------------------------- */

/* Where the screen says nothing of its size, a tablet of ten inches is taken for granted: its short
 * side has 800 dp, whatever its pixels. */
static float scale_of(const struct shell *s, int width, int height)
{
    float told = app_look(s->app).scale;
    float seen = platform_scale(s->platform);
    float side = (float)(width < height ? width : height) / 800;

    if (s->with.scale > 0) {
        return s->with.scale;
    }
    if (told > 0) {
        return told;
    }
    return seen > 1.001F ? seen : (side < 0.6F ? 0.6F : side);
}

static void draw(struct shell *s, int64_t now_ms)
{
    struct draw_rect rects[DRAW_RECTS_MAX];
    struct app_look look = app_look(s->app);
    struct ui_frame frame = {.now_ms = now_ms, .still = s->script != NULL};
    const struct draw_list *list = NULL;
    int count = 0;

    app_look_frame(&look, &frame);
    if (s->script != NULL) { /* its fingers are quick */
        frame.hold_ms = 0;
        frame.again_ms = 0;
    }
    platform_keep_keys(s->platform, app_is_handed_over(s->app));
    platform_joysticks(s->platform, look.scan.way != UI_SCAN_OFF);
    platform_size(s->platform, &frame.width, &frame.height);
    frame.scale = scale_of(s, frame.width, frame.height);
    list = app_frame(s->app, s->ui, &frame);
    count = ui_take_dirty(s->ui, rects);
    if (count > 0) {
        platform_paint(s->platform, list, rects, count);
    }
    if (ui_wants_text(s->ui) != s->has_text_entry) {
        s->has_text_entry = !s->has_text_entry;
        platform_text_entry(s->platform, s->has_text_entry);
    }
}

/* The app has forgotten what it knew; what its screens left behind goes with it. */
static void forget_too(struct shell *s)
{
    if (app_has_forgotten(s->app)) {
        ui_forget(s->ui);
        platform_forget(s->platform);
        places_forget(&s->places);
        s->wants_frame = true;
    }
    if (app_has_let_go(s->app)) {
        ui_forget_drawn(s->ui);
        platform_forget_drawn(s->platform);
        s->wants_frame = true;
    }
}

/* ---- one step -------------------------------------------------------------------------------- */

static void take_event(struct shell *s, const struct platform_event *event)
{
    s->wants_frame = true;
    switch (event->kind) {
    case PLATFORM_INPUT:
        ui_feed(s->ui, &event->input);
        places_heard(&s->places, &event->input);
        app_touched(s->app);
        break;
    case PLATFORM_REDRAW:
    case PLATFORM_PICTURE:
    case PLATFORM_SHOWN:
        ui_forget_drawn(s->ui);
        break;
    case PLATFORM_WORK_DONE:
        app_work_done(s->app, event->ctx);
        break;
    case PLATFORM_HIDDEN:
        app_hidden(s->app);
        break;
    case PLATFORM_CLOSE:
        s->is_over = app_may_close(s->app);
        break;
    case PLATFORM_QUIT:
        s->is_over = true;
        break;
    case PLATFORM_SPEECH:
    case PLATFORM_WAKE:
        break;
    }
}

static bool is_at_rest(const struct shell *s, int64_t now_ms)
{
    return !s->wants_frame && !s->wants_pictures && ui_wake_ms(s->ui) > now_ms &&
           app_wake_ms(s->app) > now_ms;
}

static void play(struct shell *s, int64_t now_ms)
{
    struct script_world world = {s->ui, s->app, s->platform, s->with.shots};

    switch (script_step(s->script, &world, now_ms)) {
    case SCRIPT_GOES_ON:
        s->wants_frame = true;
        break;
    case SCRIPT_WAITS:
        break;
    case SCRIPT_ENDED:
        s->is_over = true;
        break;
    case SCRIPT_FAILED:
        (void)fprintf(stderr, "cairn: %s\n", status_message());
        s->exit_code = 1;
        s->is_over = true;
        if (s->with.shots != NULL) {
            struct buf path = {0};
            buf_printf(&path, "%s/failed.png", s->with.shots);
            if (platform_shot(s->platform, buf_cstr(&path)) != STATUS_OK) {
                (void)fprintf(stderr, "cairn: %s\n", status_message());
            }
            buf_finish(&path);
        }
        break;
    }
}

/* What is shown is what came of all that was heard. */
static void tell_rest(struct shell *s, int64_t now_ms)
{
    struct places_now now = {.ms = now_ms, .screen = app_screen(s->app)};

    if (is_at_rest(s, now_ms) && !ui_is_moving(s->ui)) {
        platform_size(s->platform, &now.width, &now.height);
        places_rest(&s->places, &now);
    }
}

/* Takes in, advances, draws what changed. Returns when the next step is due; never blocks. */
static int64_t step(struct shell *s)
{
    int64_t now_ms = platform_ticks_ms();
    int64_t since_us = processor_us();
    struct platform_event event = {0};
    int64_t wake = 0;

    while (!s->is_over && platform_poll(s->platform, &event)) {
        take_event(s, &event);
    }
    s->wants_frame = app_advance(s->app, now_ms) || s->wants_frame;
    forget_too(s);
    if (s->wants_frame || ui_wake_ms(s->ui) <= now_ms) {
        s->wants_frame = false;
        draw(s, now_ms);
        tell_places(s, since_us);
        forget_too(s);
    }
    s->wants_pictures = platform_fetch_pictures(s->platform);
    tell_rest(s, now_ms);
    if (s->script != NULL && !s->is_over && is_at_rest(s, now_ms)) {
        play(s, now_ms);
    }
    wake = s->wants_frame ? now_ms : ui_wake_ms(s->ui);
    wake = app_wake_ms(s->app) < wake ? app_wake_ms(s->app) : wake;
    if (s->script != NULL && script_wake_ms(s->script) < wake) {
        wake = script_wake_ms(s->script);
    }
    return wake;
}

/* ---- life ------------------------------------------------------------------------------------ */

static enum status make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return FAIL(STATUS_DISK, "The folder %s cannot be made", path);
    }
    return STATUS_OK;
}

static enum status open_all(struct shell *s)
{
    enum status st = STATUS_OK;
    struct platform_options window = {"Cairn", s->with.assets, s->with.width, s->with.height};
    struct app_options options = {s->with.data, s->with.demo, s->with.language};
    struct app_host host = {.ctx = s,
                            .work = host_work,
                            .asset = host_asset,
                            .say = host_say,
                            .say_with = host_say_with,
                            .hush = host_hush,
                            .mark = host_mark,
                            .saved = host_saved,
                            .code = host_code,
                            .files = host_files,
                            .shrink = host_shrink,
                            .record = host_record,
                            .recorded = host_recorded,
                            .record_end = host_record_end,
                            .make_clip = host_make_clip,
                            .version = CAIRN_VERSION};

    if (s->with.script != NULL) {
        TRY(script_open(s->with.script, &s->script));
    }
    TRY(platform_open(&window, &s->platform));
    if (options.data == NULL) {
        options.data = platform_data_folder(s->platform);
    }
    TRY(make_folder(options.data));
    if (s->with.shots != NULL) {
        TRY(make_folder(s->with.shots));
    }
    host.clock = platform_clock();
    host.random = platform_random();
    TRY(app_open(&options, &host, &s->app));
    platform_set_pictures(s->platform, &(struct platform_pictures){find_picture, lose_picture, s});
    s->ui = ui_create(platform_text(s->platform));
    places_init(&s->places, s->with.places);
    s->wants_frame = true;
done:
    return st;
}

/* The app locks while the platform still stands; its worker is at rest before the app goes. */
static void close_all(struct shell *s)
{
    if (s->app != NULL) {
        app_lock(s->app);
    }
    places_finish(&s->places);
    ui_destroy(s->ui);
    platform_close(s->platform);
    s->platform = NULL;
    app_close(s->app);
    script_close(s->script);
}

/* A core file would hold the keys and the pupils of an unlocked tablet. */
static void leave_no_core(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
}

int main(int argc, char **argv)
{
    struct shell s = {0};

    if (!read_settings(argc, argv, &s.with)) {
        return 2;
    }
    leave_no_core();
    mem_share();
    if (open_all(&s) != STATUS_OK) {
        (void)fprintf(stderr, "cairn: %s\n", status_message());
        s.exit_code = 1;
        s.is_over = true;
    }
    while (!s.is_over) {
        int64_t until_ms = step(&s);
        if (!s.is_over) {
            platform_wait(s.platform, until_ms);
        }
    }
    close_all(&s);
    return s.exit_code;
}
