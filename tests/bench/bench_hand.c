/* The loop of client/main.c without its waiting, so that each part of it can be timed.
 *
 * Argon2id is not the bench's business: the app's job is run right here, and the clock starts when
 * the key is derived.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench_hand.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#define TURNS_MAX 100000

static int64_t wall(void *ctx)
{
    const struct bench_tablet *t = ctx;

    return t->at_ms;
}

static bool host_work(void *ctx, void (*work)(void *arg), void *arg)
{
    struct bench_hand *h = ctx;

    h->work = work;
    h->work_arg = arg;
    return true;
}

static enum status host_asset(void *ctx, const char *name, struct buf *out)
{
    const struct bench_hand *h = ctx;

    return platform_read_asset(h->platform, name, out);
}

static void host_say(void *ctx, const char *text, const char *voice, int rate)
{
    (void)ctx;
    (void)text;
    (void)voice;
    (void)rate;
}

static void host_say_with(void *ctx, const struct app_words *words)
{
    struct bench_hand *h = ctx;

    h->clips_said = (int)words->clip_count;
}

static void host_hush(void *ctx)
{
    (void)ctx;
}

static bool host_mark(void *ctx, int *from, int *size)
{
    (void)ctx;
    *from = 0;
    *size = 0;
    return false;
}

/* A microphone that hears silence, and a worker that makes the least recording of it. */
static enum status host_record(void *ctx)
{
    struct bench_hand *h = ctx;

    h->heard_ms = bench_hand_now(h);
    return STATUS_OK;
}

static int host_recorded(void *ctx, int *loudness)
{
    const struct bench_hand *h = ctx;

    *loudness = 40;
    return (int)(bench_hand_now(h) - h->heard_ms);
}

static void host_record_end(void *ctx, struct buf *pcm)
{
    (void)ctx;
    if (pcm != NULL) {
        buf_text(pcm, "silence");
    }
}

static enum status host_make_clip(void *ctx, struct buf *pcm, struct buf *clip, int *length_ms)
{
    (void)ctx;
    buf_add(clip, pcm->data, pcm->size);
    *length_ms = 1000;
    return STATUS_OK;
}

static enum status find_picture(void *ctx, const char *name, struct buf *bytes, struct buf *path)
{
    const struct bench_hand *h = ctx;

    return app_picture(h->app, name, bytes, path);
}

static void host_saved(void *ctx, const char *type, const struct id *rec)
{
    struct bench_hand *h = ctx;

    (void)type;
    (void)rec;
    h->saved_ns = bench_now_ns();
}

/* ---- life ----------------------------------------------------------------------------------- */

void bench_hand_open(struct bench_hand *h, struct bench_tablet *tablet)
{
    char *assets = support_program("assets");
    struct platform_options window = {"Bench", assets, 1280, 800};
    struct app_options options = {tablet->folder.path, BENCH_PASSPHRASE, NULL};
    struct app_host host = {
        .ctx = h,
        .clock = {wall, tablet},
        .random = change_system_random(),
        .work = host_work,
        .asset = host_asset,
        .say = host_say,
        .say_with = host_say_with,
        .hush = host_hush,
        .mark = host_mark,
        .saved = host_saved,
        .record = host_record,
        .recorded = host_recorded,
        .record_end = host_record_end,
        .make_clip = host_make_clip
    };

    mem_share(); /* as the client's program does */
    *h = (struct bench_hand){.tablet = tablet};
    bench_must(platform_open(&window, &h->platform));
    bench_must(app_open(&options, &host, &h->app));
    platform_set_pictures(h->platform, &(struct platform_pictures){find_picture, NULL, h});
    h->ui = ui_create(platform_text(h->platform));
    free(assets);
}

void bench_hand_close(struct bench_hand *h)
{
    app_close(h->app);
    ui_destroy(h->ui);
    platform_close(h->platform);
    *h = (struct bench_hand){0};
}

/* ---- turns ---------------------------------------------------------------------------------- */

int64_t bench_hand_now(const struct bench_hand *h)
{
    return platform_ticks_ms() + h->ahead_ms;
}

bool bench_hand_is_due(const struct bench_hand *h)
{
    int64_t now_ms = bench_hand_now(h);

    return ui_wake_ms(h->ui) <= now_ms || app_wake_ms(h->app) <= now_ms;
}

const struct draw_list *bench_hand_frame(struct bench_hand *h)
{
    struct app_look look = app_look(h->app);
    struct ui_frame frame = {
        .scale = h->scale > 0 ? h->scale : 1, .now_ms = bench_hand_now(h), .still = true};

    app_look_frame(&look, &frame);
    platform_size(h->platform, &frame.width, &frame.height);
    return app_frame(h->app, h->ui, &frame);
}

static void take_event(struct bench_hand *h, const struct platform_event *event)
{
    if (event->kind == PLATFORM_INPUT) {
        ui_feed(h->ui, &event->input);
        app_touched(h->app);
    } else if (event->kind == PLATFORM_REDRAW || event->kind == PLATFORM_SHOWN ||
               event->kind == PLATFORM_PICTURE) {
        ui_forget_drawn(h->ui);
    }
}

void bench_hand_turn(struct bench_hand *h)
{
    struct draw_rect rects[DRAW_RECTS_MAX];
    struct platform_event event;
    const struct draw_list *list = NULL;
    int count = 0;

    while (platform_poll(h->platform, &event)) {
        take_event(h, &event);
    }
    (void)app_advance(h->app, bench_hand_now(h));
    if (app_has_forgotten(h->app)) {
        ui_forget(h->ui);
        platform_forget(h->platform);
    }
    list = bench_hand_frame(h);
    if (!h->is_blind) {
        count = ui_take_dirty(h->ui, rects);
        platform_paint(h->platform, list, rects, count);
    }
}

void bench_hand_settle(struct bench_hand *h)
{
    int turns = 0;

    do {
        bench_hand_turn(h);
        CHECK(++turns < TURNS_MAX);
    } while (bench_hand_is_due(h));
}

/* ---- fingers -------------------------------------------------------------------------------- */

const struct ui_place *bench_hand_place(struct bench_hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);

    if (place != NULL && place->covered) {
        ui_reveal(h->ui, place->id);
        bench_hand_turn(h);
        bench_hand_settle(h);
        place = ui_find(h->ui, label);
    }
    if (place == NULL || place->disabled || place->covered) {
        struct buf texts = {0};
        ui_print_texts(h->ui, &texts);
        (void)fprintf(stderr, "bench: nothing to tap says %s, only:\n%s\n", label,
                      buf_cstr(&texts));
        buf_finish(&texts);
        CHECK(place != NULL && !place->disabled && !place->covered);
    }
    return place;
}

static void push(struct bench_hand *h, enum ui_event_kind kind, const char *label)
{
    const struct ui_place *place = bench_hand_place(h, label);

    platform_push_finger(h->platform, kind, (float)place->at.x + (float)place->at.w / 2,
                         (float)place->at.y + (float)place->at.h / 2);
}

void bench_hand_down(struct bench_hand *h, const char *label)
{
    push(h, UI_DOWN, label);
}

void bench_hand_up(struct bench_hand *h, const char *label)
{
    push(h, UI_UP, label);
}

void bench_hand_tap(struct bench_hand *h, const char *label)
{
    bench_hand_down(h, label);
    bench_hand_turn(h);
    bench_hand_up(h, label);
    bench_hand_settle(h);
}

int64_t bench_hand_unlock(struct bench_hand *h)
{
    int64_t since = 0;

    bench_hand_settle(h);
    bench_hand_tap(h, "Unlock"); /* the demo's passphrase stands there already */
    CHECK(h->work != NULL);
    h->work(h->work_arg);
    h->work = NULL;
    since = bench_now_ns();
    app_work_done(h->app, h->work_arg);
    while (!app_is(h->app, APP_IS_UNLOCKED)) {
        bench_hand_turn(h);
    }
    return bench_now_ns() - since;
}
