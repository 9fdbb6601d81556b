/* A list of 5,000 pupils under a flicking finger, at 1920 × 1200 and drawn by the processor alone.
 *
 * It is the real class screen, over a view that is made up here, because no tablet may hold so many
 * pupils: what is timed is the toolkit. Each frame is built, laid out, compared and painted. The
 * slowest frame counts, so time that other programs took must not: it is the processor's. The hand
 * flicks down the list four times, and then to its end and back.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_tablet.h"
#include "platform.h"
#include "screen.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

enum { PUPILS = 5000, WIDTH = 1920, HEIGHT = 1200, FLICKS = 4, GLIDE = 60, FRAME_MS = 16 };

struct stand {
    struct platform *platform;
    struct ui *ui;
    struct arena arena;
    struct words words;
    struct screen_view view;
    struct screen_form form;
    int64_t now_ms;
    double slowest_us, sum_us;
    int frames;
};

static void fill(struct stand *s, int count)
{
    static const char *const names[] = {"Amira", "Łukasz", "Ffion", "Chidi", "Aoife",
                                        "Ŵyn",   "José",   "Daisy", "Hari",  "Zofia"};
    struct screen_card *cards = arena_alloc(&s->arena, (size_t)count * sizeof(*cards));

    for (int i = 0; i < count; i++) {
        const char *name = names[i % 10];
        cards[i] = (struct screen_card){
            .key = arena_printf(&s->arena, "pupil-%d", i),
            .name = arena_printf(&s->arena, "%s %c%c.", name, 'A' + i % 26, 'a' + i / 26 % 26),
            .initials = arena_printf(&s->arena, "%c%c", 'A' + i % 26, 'A' + i / 26 % 26),
            .since = arena_printf(&s->arena, "%d days ago", 2 + i % 60),
            .has_draft = i % 7 == 0};
    }
    s->view.class.cards = cards;
    s->view.class.card_count = (size_t)count;
}

static void open_stand(struct stand *s)
{
    char *assets = support_program("assets");
    struct platform_options window = {"Bench", assets, WIDTH, HEIGHT};

    *s = (struct stand){.now_ms = 1000};
    bench_must(platform_open(&window, &s->platform));
    s->ui = ui_create(platform_text(s->platform));
    words_english(&s->words);
    s->view =
        (struct screen_view){.on = SCREEN_CLASS, .words = &s->words, .fault = "", .toast = ""};
    s->view.class.group = "Everyone";
    s->view.bar = (struct screen_bar){.staff = "Ros Hartley",
                                      .sync = "All sent",
                                      .sync_short = "All sent",
                                      .sync_least = "All",
                                      .sync_icon = "cloud",
                                      .date = "Wed 14 Oct",
                                      .time = "10:43"};
    free(assets);
}

static void frame(struct stand *s, int64_t by_ms)
{
    struct draw_rect rects[DRAW_RECTS_MAX];
    struct ui_frame with = {
        .width = WIDTH, .height = HEIGHT, .scale = 1.5F, .text = 1, .now_ms = s->now_ms += by_ms};
    const struct draw_list *list = NULL;
    int64_t since = bench_cpu_ns();
    double us = 0;
    int count = 0;

    ui_begin(s->ui, &with);
    (void)screen_show(s->ui, &s->view, &s->form);
    list = ui_end(s->ui);
    count = ui_take_dirty(s->ui, rects);
    platform_paint(s->platform, list, rects, count);
    us = (double)(bench_cpu_ns() - since) / 1000;
    s->slowest_us = us > s->slowest_us ? us : s->slowest_us;
    s->sum_us += us;
    s->frames++;
}

/* Up the window in a tenth of a second, and on by itself. */
static void flick(struct stand *s, float way)
{
    float y = way < 0 ? 1000 : 300;

    for (int i = 0; i <= 6; i++) {
        struct ui_event event = {.kind = i == 0 ? UI_DOWN : (i == 6 ? UI_UP : UI_MOVE),
                                 .x = WIDTH / 2.0F,
                                 .y = y + way * (float)(i < 6 ? i : 5)};
        ui_feed(s->ui, &event);
        frame(s, FRAME_MS);
    }
    for (int i = 0; i < GLIDE; i++) {
        frame(s, FRAME_MS);
    }
}

static void jump(struct stand *s, float lines)
{
    ui_feed(s->ui,
            &(struct ui_event){.kind = UI_WHEEL, .x = WIDTH / 2.0F, .y = 800, .lines = lines});
    frame(s, FRAME_MS);
    frame(s, FRAME_MS);
}

static void play(struct stand *s)
{
    s->slowest_us = 0;
    s->sum_us = 0;
    s->frames = 0;
    for (int i = 0; i < FLICKS; i++) {
        flick(s, -120);
    }
    jump(s, -1e6F);
    flick(s, 120);
    jump(s, 1e6F);
}

/* The same hand over both lists in turn: the length of a list must not be felt. */
int main(void)
{
    static struct stand stand;
    double slowest[BENCH_RUNS];
    double mean[2][BENCH_RUNS];
    static const int counts[] = {PUPILS / 10, PUPILS};

    open_stand(&stand);
    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < 2; i++) {
            fill(&stand, counts[i]);
            jump(&stand, 1e6F);
            play(&stand);
            mean[i][run] = stand.sum_us / stand.frames;
        }
        slowest[run] = stand.slowest_us / 1000;
    }
    bench_say("5,000 pupils: the slowest frame of a flick, 1920 x 1200", bench_median(slowest), 16,
              "ms of processor");
    bench_say_ratio("5,000 pupils: a frame, against one of 500", bench_median(mean[1]),
                    bench_median(mean[0]), 1.25, "us");
    ui_destroy(stand.ui);
    platform_close(stand.platform);
    arena_finish(&stand.arena);
    return 0;
}
