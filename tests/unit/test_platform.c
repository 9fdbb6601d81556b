/* The platform on SDL's dummy drivers: what is pushed comes back, what changed is painted and
 * gives the same pixels as painting all, the worker answers, the voice marks its words. */
#define _POSIX_C_SOURCE 200809L

#include "platform.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WIDTH = 900, HEIGHT = 700, PATIENCE_MS = 20000 };

static struct platform *open_platform(void)
{
    struct platform *p = NULL;
    struct platform_options options = {.assets = ASSETS_FOLDER, .width = WIDTH, .height = HEIGHT};

    assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    if (platform_open(&options, &p) != STATUS_OK) {
        fail_msg("%s", status_message());
    }
    return p;
}

/* The next event of the kind, waiting for it. */
static struct platform_event next(struct platform *p, enum platform_event_kind kind)
{
    int64_t until = platform_ticks_ms() + PATIENCE_MS;
    struct platform_event event = {0};

    while (platform_ticks_ms() < until) {
        while (platform_poll(p, &event)) {
            if (event.kind == kind) {
                return event;
            }
        }
        platform_wait(p, until);
    }
    fail_msg("an event of kind %d never came", (int)kind);
    return event;
}

static void without_fonts_it_says_so(void **state)
{
    struct platform *p = NULL;
    struct platform_options options = {.assets = "/nowhere", .width = 100, .height = 100};

    (void)state;
    assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
    assert_int_equal(platform_open(&options, &p), STATUS_NOT_FOUND);
    assert_null(p);
    assert_non_null(strstr(status_message(), "Andika-Regular.ttf is missing"));
}

static void fingers_come_back_where_they_were_put(void **state)
{
    struct platform *p = open_platform();
    struct platform_event event;

    (void)state;
    platform_push_finger(p, UI_DOWN, 123, 456);
    platform_push_finger(p, UI_MOVE, 124, 457);
    platform_push_finger(p, UI_UP, 899, 0);
    event = next(p, PLATFORM_INPUT);
    assert_int_equal(event.input.kind, UI_DOWN);
    assert_int_equal((int)(event.input.x + 0.5f), 123);
    assert_int_equal((int)(event.input.y + 0.5f), 456);
    assert_int_equal(next(p, PLATFORM_INPUT).input.kind, UI_MOVE);
    event = next(p, PLATFORM_INPUT);
    assert_int_equal(event.input.kind, UI_UP);
    assert_int_equal((int)(event.input.x + 0.5f), 899);
    platform_close(p);
}

static void keys_and_words_come_back(void **state)
{
    static const enum ui_key keys[] = {
        UI_KEY_TAB, UI_KEY_LEFT,  UI_KEY_RIGHT, UI_KEY_UP,        UI_KEY_DOWN,    UI_KEY_HOME,
        UI_KEY_END, UI_KEY_ENTER, UI_KEY_SPACE, UI_KEY_ESCAPE,    UI_KEY_ALL,     UI_KEY_DELETE,
        UI_KEY_CUT, UI_KEY_COPY,  UI_KEY_PASTE, UI_KEY_BACKSPACE, UI_KEY_PAGE_UP, UI_KEY_PAGE_DOWN};
    struct platform *p = open_platform();
    struct buf typed = {0};
    const char *words = "zażółć gęślą jaźń, a hefyd ŵyneb: a long sentence over many events";

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct platform_event event;

        platform_push_key(p, keys[i], i % 2 == 1);
        event = next(p, PLATFORM_INPUT);
        assert_int_equal(event.input.kind, UI_KEY);
        assert_int_equal(event.input.key, keys[i]);
        assert_int_equal(event.input.shift, i % 2 == 1);
    }
    platform_push_text(p, words);
    while (typed.size < strlen(words)) {
        buf_text(&typed, next(p, PLATFORM_INPUT).input.text);
    }
    assert_string_equal(buf_cstr(&typed), words);
    buf_finish(&typed);
    platform_close(p);
}

static void switches_come_back(void **state)
{
    struct platform *p = open_platform();
    struct platform_event event;

    (void)state;
    platform_joysticks(p, true);
    platform_push_switch(p, 1, true);
    event = next(p, PLATFORM_INPUT);
    assert_int_equal(event.input.kind, UI_SWITCH_DOWN);
    assert_int_equal(event.input.which, 1);
    platform_push_switch(p, 2, false);
    event = next(p, PLATFORM_INPUT);
    assert_int_equal(event.input.kind, UI_SWITCH_UP);
    assert_int_equal(event.input.which, 2);
    platform_joysticks(p, false);
    platform_joysticks(p, true);
    platform_close(p);
}

static void a_new_size_asks_for_a_redraw(void **state)
{
    struct platform *p = open_platform();
    int width = 0;
    int height = 0;

    (void)state;
    platform_resize(p, 400, 500);
    (void)next(p, PLATFORM_REDRAW);
    platform_size(p, &width, &height);
    assert_int_equal(width, 400);
    assert_int_equal(height, 500);
    platform_close(p);
}

static void a_closed_window_is_told_and_no_more(void **state)
{
    struct platform *p = open_platform();
    struct platform_event event = {0};

    (void)state;
    platform_press_close(p);
    (void)next(p, PLATFORM_CLOSE);
    while (platform_poll(p, &event)) { /* it is not the program's end as well */
        assert_int_not_equal(event.kind, PLATFORM_QUIT);
    }
    platform_keep_keys(p, true);
    platform_keep_keys(p, false);
    platform_close(p);
}

/* ---- text ----------------------------------------------------------------------------------- */

static float width_at(struct platform *p, enum draw_font font, int size, const char *text)
{
    struct text_port port = platform_text(p);

    return port.width(port.ctx, &(struct text_line){text, strlen(text), font, size, false, false});
}

static float width_of(struct platform *p, const char *text)
{
    return width_at(p, DRAW_REGULAR, 20, text);
}

static void text_is_measured_evenly(void **state)
{
    struct platform *p = open_platform();
    struct text_port port = platform_text(p);
    struct text_line first = {"Exploration of", 11, DRAW_BOLD, 20, false, false};
    float small = width_at(p, DRAW_BOLD, 20, "Exploration");
    float large = width_at(p, DRAW_BOLD, 40, "Exploration");

    (void)state;
    assert_true(small > 60 && small < 160);
    assert_true(large > small * 1.99f && large < small * 2.01f);
    large = port.width(port.ctx, &first);
    assert_true(large > small - 0.01f && large < small + 0.01f);
    platform_close(p);
}

/* Of a paragraph in Arabic or in Urdu, which is written in a hand of its own. */
static float width_in(struct platform *p, const char *text, bool urdu)
{
    struct text_port port = platform_text(p);
    struct text_line line = {text, strlen(text), DRAW_REGULAR, 20, true, urdu};

    return port.width(port.ctx, &line);
}

/* Letters that join are narrower than the same letters apart; marks take no room; what only
 * another face has is measured too. */
static void every_script_finds_its_glyphs(void **state)
{
    struct platform *p = open_platform();

    (void)state;
    assert_true(width_of(p, "سلام") <
                width_of(p, "س") + width_of(p, "ل") + width_of(p, "ا") + width_of(p, "م") - 2);
    assert_true(width_of(p, "ক্ষ") < width_of(p, "ক") + width_of(p, "ষ") - 2);
    assert_true(width_of(p, "ਪੰ") > 5);
    assert_true(width_of(p, "ٹھیک") > 5);
    assert_true(
        fabsf(width_in(p, "مستقبل کی تعلیم", false) - width_in(p, "مستقبل کی تعلیم", true)) > 2);
    assert_true(width_of(p, "ו") < width_of(p, "ש") - 3); /* a box is as wide as any other */
    assert_true(width_of(p, "y\xcc\x82") < width_of(p, "y") + 1);
    assert_true(width_of(p, "👍🏽") > 15 && width_of(p, "👍🏽") < 32);
    platform_close(p);
}

/* ---- the own keyboard ------------------------------------------------------------------------ */

static const char *const on_keys[] = {
#define SCRIPT(name, own, first, carrier, comma, stop, ask, capitals, a, b, c, d, e, f) \
    own, comma, stop, ask, a, b, c, d, e, f,
#include "scripts.def"
#define KEY(script, text, name, more) more,
#include "keys.def"
};

/* A letter that no face has is drawn as a box, and as wide in either weight; a sign without one as
 * its carrier and a box. */
static bool is_box(struct platform *p, enum draw_font font, const char *key)
{
    const char *sign = key;
    char carrier[8] = "";
    float box = width_at(p, font, 512, "\xcd\xb8");
    float width = width_at(p, font, 512, key);

    (void)text_next(&sign);
    if (*sign != '\0') {
        memcpy(carrier, key, (size_t)(sign - key));
        width -= width_at(p, font, 512, carrier);
    }
    return fabsf(width - box) < 0.5f;
}

/* Seen to catch a letter that no font of the list has. */
static void every_key_has_its_glyphs(void **state)
{
    struct platform *p = open_platform();
    size_t seen = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(on_keys) / sizeof(on_keys[0]); i++) {
        for (const char *at = on_keys[i]; *at != '\0'; at += *at == ' ' ? 1 : 0) {
            char key[24] = "";
            size_t size = strcspn(at, " ");

            assert_true(size < sizeof(key));
            memcpy(key, at, size);
            at += size;
            if (is_box(p, DRAW_REGULAR, key) && is_box(p, DRAW_BOLD, key)) {
                fail_msg("\"%s\" has no glyph", key);
            }
            seen++;
        }
    }
    assert_true(seen > 400);
    platform_close(p);
}

/* ---- pixels --------------------------------------------------------------------------------- */

struct stage {
    struct platform *p;
    struct ui *ui;
    struct ui_frame frame;
    char note[64];
    bool chip;
    int level;
    bool sheet;
};

static void screen(struct stage *s)
{
    static const char *const levels[] = {"Not seen", "A little", "Some"};
    struct ui *ui = s->ui;
    int level = 0;

    ui_open(ui, (struct ui_box){.pad = 24, .gap = 16, .grow = 1});
    ui_open(ui,
            (struct ui_box){.pad = 20, .gap = 12, .fill = UI_SURFACE, .radius = 20, .shadow = 1});
    ui_text(ui, UI_HEADING, "How engaged was Amira? سلام 12 👍🏽");
    level = ui_choices(ui, &(struct ui_choices){.name = "Exploration",
                                                .help = "Interest",
                                                .icon = "exploration",
                                                .hue = UI_BLUE,
                                                .words = levels,
                                                .count = 3,
                                                .chosen = s->level,
                                                .bars = true});
    s->level = level >= 0 ? level : s->level;
    s->chip = ui_chip(ui, "Sand tray", s->chip) ? !s->chip : s->chip;
    (void)ui_field(ui, &(struct ui_field){
                           .label = "Note", .text = s->note, .room = sizeof(s->note), .lines = 2});
    ui_picture(ui, "sand", 64);
    ui_picture(ui, "there-is-none", 64);
    ui_close(ui);
    s->sheet = ui_button(ui, UI_PRIMARY, "check", "Open") || s->sheet;
    ui_close(ui);
    if (s->sheet) {
        s->sheet = !ui_open_sheet(ui, "Choose", 400);
        ui_text(ui, UI_BODY, "A few words.");
        ui_close(ui);
    }
}

/* Draws until nothing changes; returns how many pixels were painted again. */
static int64_t draw(struct stage *s)
{
    struct draw_rect rects[DRAW_RECTS_MAX];
    int64_t painted = 0;

    do {
        const struct draw_list *list = NULL;
        int count = 0;

        ui_begin(s->ui, &s->frame);
        screen(s);
        list = ui_end(s->ui);
        count = ui_take_dirty(s->ui, rects);
        platform_paint(s->p, list, rects, count);
        for (int i = 0; i < count; i++) {
            painted += (int64_t)rects[i].w * rects[i].h;
        }
    } while (ui_wake_ms(s->ui) <= s->frame.now_ms);
    return painted;
}

static void read_shot(struct stage *s, const char *folder, struct buf *out)
{
    char path[256];
    FILE *file = NULL;
    char part[4096];
    size_t size = 0;

    (void)snprintf(path, sizeof(path), "%s/shot.png", folder);
    assert_int_equal(platform_shot(s->p, path), STATUS_OK);
    file = fopen(path, "rb");
    assert_non_null(file);
    while ((size = fread(part, 1, sizeof(part), file)) > 0) {
        buf_add(out, part, size);
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(remove(path), 0);
}

static void expect_same_as_whole(struct stage *s, const char *folder, const char *act)
{
    struct buf parts = {0};
    struct buf whole = {0};

    read_shot(s, folder, &parts);
    ui_forget_drawn(s->ui);
    assert_true(draw(s) >= (int64_t)WIDTH * HEIGHT);
    read_shot(s, folder, &whole);
    if (!buf_equal(&parts, &whole)) {
        fail_msg("after %s the window is not what painting all of it gives", act);
    }
    buf_finish(&parts);
    buf_finish(&whole);
}

static void feed(struct stage *s, const char *label)
{
    const struct ui_place *place = ui_find(s->ui, label);
    struct ui_event event = {.kind = UI_DOWN};

    assert_non_null(place);
    event.x = (float)place->at.x + (float)place->at.w / 2;
    event.y = (float)place->at.y + (float)place->at.h / 2;
    ui_feed(s->ui, &event);
    event.kind = UI_UP;
    ui_feed(s->ui, &event);
}

static void only_what_changed_is_painted(void **state)
{
    static const char *const acts[] = {"Some",  "Sand tray", "A little", "Note",  ",",
                                       "space", "Done",      "Open",     "Close", "Not seen"};
    struct stage s = {
        .level = -1, .frame = {.scale = 1, .text = 1, .keyboard = true}
    };
    char folder[] = "/tmp/cairn-platform-XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(folder));
    s.p = open_platform();
    s.ui = ui_create(platform_text(s.p));
    s.frame.width = WIDTH;
    s.frame.height = HEIGHT;
    for (enum ui_theme theme = UI_LIGHT; theme < UI_THEME_COUNT; theme++) {
        s.frame.theme = theme;
        (void)draw(&s);
        assert_int_equal(draw(&s), 0); /* nothing changed, nothing painted */
        for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
            int64_t painted = 0;

            feed(&s, acts[i]);
            painted = draw(&s);
            if (strcmp(acts[i], "Sand tray") == 0) {
                assert_in_range(painted, 1, WIDTH * HEIGHT / 4);
            }
            expect_same_as_whole(&s, folder, acts[i]);
        }
        s.frame.now_ms += 1000;
    }
    ui_destroy(s.ui);
    platform_close(s.p);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- worker and voice ----------------------------------------------------------------------- */

static void count_up(void *ctx)
{
    int *number = ctx;

    *number += 1;
}

static void the_worker_answers_in_order(void **state)
{
    struct platform *p = open_platform();
    int numbers[3] = {0, 10, 20};

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_true(platform_work(p, count_up, &numbers[i]));
    }
    for (int i = 0; i < 3; i++) {
        assert_ptr_equal(next(p, PLATFORM_WORK_DONE).ctx, &numbers[i]);
        assert_int_equal(numbers[i], i * 10 + 1);
    }
    platform_wake(p);
    (void)next(p, PLATFORM_WAKE);
    platform_close(p);
}

static void the_voice_marks_its_words(void **state)
{
    static const char text[] = "Mae ŵy now";
    static const int starts[] = {0, 4, 8};
    struct platform *p = open_platform();
    int from = 0;
    int size = 0;
    int seen = 0;

    (void)state;
    assert_false(platform_speech_mark(p, &from, &size));
    platform_say(p, "this is not to be heard", "en", 300);
    platform_say(p, text, "en", 300);
    for (;;) {
        (void)next(p, PLATFORM_SPEECH);
        if (!platform_speech_mark(p, &from, &size)) {
            break;
        }
        if (size > 0 && seen < 3 && from == starts[seen]) {
            seen++;
        }
    }
    assert_int_equal(seen, 3);
    platform_say(p, text, "en", 80);
    platform_hush(p);
    assert_false(platform_speech_mark(p, &from, &size));
    platform_close(p);
}

/* What was marked while text was said, or would have been: -1 for nothing. */
static int first_mark(struct platform *p, const char *text)
{
    int first = -1;
    int from = 0;
    int size = 0;

    platform_say(p, text, "en", 300);
    do {
        (void)next(p, PLATFORM_SPEECH);
        if (platform_speech_mark(p, &from, &size) && size > 0 && first < 0) {
            first = from;
        }
    } while (platform_speech_mark(p, &from, &size));
    return first;
}

/* Seen to fail when only the letters of English counted. */
static void letters_of_any_script_are_said(void **state)
{
    struct platform *p = open_platform();

    (void)state;
    assert_int_equal(first_mark(p, "سارة"), 0);
    assert_int_equal(first_mark(p, "এমা"), 0);
    assert_int_equal(first_mark(p, "ਗੁਰਪ੍ਰੀਤ"), 0);
    platform_close(p);
}

static void the_ports_give(void **state)
{
    struct random_port chance = platform_random();
    struct clock_port clock = platform_clock();
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};

    (void)state;
    chance.fill(chance.ctx, a, sizeof(a));
    chance.fill(chance.ctx, b, sizeof(b));
    assert_memory_not_equal(a, b, sizeof(a));
    assert_true(clock.now_ms(clock.ctx) > INT64_C(1700000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_fonts_it_says_so),
        cmocka_unit_test(fingers_come_back_where_they_were_put),
        cmocka_unit_test(keys_and_words_come_back),
        cmocka_unit_test(switches_come_back),
        cmocka_unit_test(a_new_size_asks_for_a_redraw),
        cmocka_unit_test(a_closed_window_is_told_and_no_more),
        cmocka_unit_test(text_is_measured_evenly),
        cmocka_unit_test(every_script_finds_its_glyphs),
        cmocka_unit_test(every_key_has_its_glyphs),
        cmocka_unit_test(only_what_changed_is_painted),
        cmocka_unit_test(the_worker_answers_in_order),
        cmocka_unit_test(the_voice_marks_its_words),
        cmocka_unit_test(letters_of_any_script_are_said),
        cmocka_unit_test(the_ports_give),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
