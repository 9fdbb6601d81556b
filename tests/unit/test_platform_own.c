/* Pictures that are no assets: drawn once they are ready, all of them or filling a round place;
 * asked for once; and gone when the tablet locks, also those that are still being made.
 *
 * Planted faults, each built once and seen to fail here: what is made after a lock is kept; one
 * that cannot be had is asked for at each frame; a portrait that is not cut.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "paper.h"
#include "platform.h"
#include "platform_photo.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 400, HEIGHT = 300, PATIENCE_MS = 20000 };

static struct place {
    struct support_folder folder;
    struct platform *platform;
    int asked;
} place;

/* "wide:" is a picture of 200 × 100, "file:" the same by its path; there is no other. */
static enum status find(void *ctx, const char *name, struct buf *bytes, struct buf *path)
{
    static const struct paper wide = {200, 100, PAPER_COLOUR, PAPER_CORNER};
    struct place *p = ctx;

    p->asked++;
    if (strncmp(name, "wide:", 5) == 0) {
        paper_png(&wide, bytes);
        return STATUS_OK;
    }
    if (strncmp(name, "file:", 5) == 0) {
        char *at = support_folder_path(&p->folder, "wide.png");
        buf_text(path, at);
        free(at);
        return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}

static int open_place(void **state)
{
    struct platform_options options = {.assets = ASSETS_FOLDER, .width = WIDTH, .height = HEIGHT};
    const struct platform_pictures port = {find, &place};
    struct buf path = {0};
    struct buf bytes = {0};
    char *at = NULL;

    *state = &place;
    place.asked = 0;
    assert_int_equal(support_folder_make(&place.folder), STATUS_OK);
    assert_int_equal(find(&place, "wide:", &bytes, &path), STATUS_OK);
    place.asked = 0;
    at = support_folder_path(&place.folder, "wide.png");
    assert_int_equal(support_file_write(at, bytes.data, bytes.size), STATUS_OK);
    assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    assert_int_equal(platform_open(&options, &place.platform), STATUS_OK);
    platform_set_pictures(place.platform, &port);
    buf_finish(&bytes);
    free(at);
    return 0;
}

static int close_place(void **state)
{
    (void)state;
    platform_close(place.platform);
    support_folder_remove(&place.folder);
    return 0;
}

/* A place of 100 × 100 at 10, 10 on blue. */
static void paint(const char *name, float radius)
{
    struct draw_rect all = {0, 0, WIDTH, HEIGHT};
    struct draw_command commands[] = {
        {.kind = DRAW_CLEAR,   .at = all, .clip = all, .colour = 0xff0000ff, .text = ""},
        {.kind = DRAW_PICTURE,
         .at = {10, 10, 100, 100},
         .clip = all,
         .radius = radius,
         .text = name                                                                  },
    };
    struct draw_list list = {.commands = commands, .count = 2, .width = WIDTH, .height = HEIGHT};

    platform_paint(place.platform, &list, &all, 1);
}

static struct platform_grey see(void)
{
    struct platform_grey out = {0};
    char *path = support_folder_path(&place.folder, "seen.png");

    assert_int_equal(platform_shot(place.platform, path), STATUS_OK);
    assert_int_equal(platform_read_photo(path, 4000, &out), STATUS_OK);
    free(path);
    return out;
}

enum seen { BLUE, BLACK, WHITE, OTHER };

static enum seen at(int x, int y)
{
    struct platform_grey grey = see();
    int value = grey.pixels[y * WIDTH + x];

    platform_photo_finish(&grey);
    return value > 240 ? WHITE : value < 12 ? BLACK : value > 24 && value < 32 ? BLUE : OTHER;
}

static void wait_for_picture(void)
{
    int64_t until = platform_ticks_ms() + PATIENCE_MS;
    struct platform_event event = {.kind = PLATFORM_WAKE};

    while (event.kind != PLATFORM_PICTURE) {
        assert_true(platform_ticks_ms() < until);
        while (platform_poll(place.platform, &event) && event.kind != PLATFORM_PICTURE) {
        }
        if (event.kind != PLATFORM_PICTURE) {
            platform_wait(place.platform, until);
        }
    }
}

static void make(const char *name, float radius)
{
    paint(name, radius);
    assert_true(platform_fetch_pictures(place.platform));
    wait_for_picture();
    assert_false(platform_fetch_pictures(place.platform));
    paint(name, radius);
}

static void all_of_it_is_seen(void **state)
{
    (void)state;
    paint("wide:", 0);
    assert_int_equal(at(60, 60), OTHER); /* a place, and no picture yet */
    make("wide:", 0);
    assert_int_equal(at(20, 45), WHITE); /* 100 × 50, in the middle of the place */
    assert_int_equal(at(60, 60), BLACK);
    assert_int_equal(at(100, 70), BLACK);
    assert_int_equal(at(60, 30), BLUE);
    assert_int_equal(place.asked, 1);
}

static void a_portrait_fills_its_round_place(void **state)
{
    (void)state;
    make("wide:", 50);
    assert_int_equal(at(60, 20), BLACK); /* 200 × 100, of which the middle is seen */
    assert_int_equal(at(60, 105), BLACK);
    assert_int_equal(at(14, 14), BLUE);
    assert_int_equal(at(20, 45), BLACK);
}

static void a_file_is_read_aside(void **state)
{
    (void)state;
    make("file:", 0);
    assert_int_equal(at(20, 45), WHITE);
}

static void what_cannot_be_had_is_asked_for_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        paint("none:", 0);
        assert_false(platform_fetch_pictures(place.platform));
    }
    assert_int_equal(place.asked, 1);
    assert_int_equal(at(60, 60), OTHER);
}

static void a_lock_leaves_nothing(void **state)
{
    (void)state;
    make("wide:", 0);
    platform_forget(place.platform);
    paint("wide:", 0);
    assert_int_equal(at(60, 60), OTHER);
    assert_true(platform_fetch_pictures(place.platform)); /* it is being made … */
    platform_forget(place.platform);
    while (platform_fetch_pictures(place.platform)) {
        struct platform_event event;
        assert_false(platform_poll(place.platform, &event) && event.kind == PLATFORM_PICTURE);
    }
    paint("wide:", 0);
    assert_int_equal(at(60, 60), OTHER); /* … and came too late */
}

int main(void)
{
    cases_add_placed("all of it is seen", all_of_it_is_seen, open_place, close_place);
    cases_add_placed("a portrait fills its round place", a_portrait_fills_its_round_place,
                     open_place, close_place);
    cases_add_placed("a file is read aside", a_file_is_read_aside, open_place, close_place);
    cases_add_placed("what cannot be had is asked for once", what_cannot_be_had_is_asked_for_once,
                     open_place, close_place);
    cases_add_placed("a lock leaves nothing", a_lock_leaves_nothing, open_place, close_place);
    return cases_run("platform_own", NULL, NULL);
}
