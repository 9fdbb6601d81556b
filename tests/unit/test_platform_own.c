/* Pictures that are no assets: drawn once they are ready, all of them or filling a round place;
 * asked for once; and gone when the tablet locks, also those that are still being made. Once they
 * are forgotten their pixels are nowhere in the memory of the program.
 *
 * Planted faults, each built once and seen to fail here: what is made after a lock is kept; one
 * that cannot be had is asked for at each frame; a portrait that is not cut; nobody is told that
 * one cannot be had; a surface given back with its pixels in it; the same of what was made smaller.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "paper.h"
#include "platform.h"
#include "platform_photo.h"
#include "support.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 400, HEIGHT = 300, PATIENCE_MS = 20000 };

static struct place {
    struct support_folder folder;
    struct platform *platform;
    int asked;
    int lost;
} place;

/* "wide:" is a picture of 200 × 100, "file:" the same by its path, "odd:" one of a colour that
 * nothing else has, "cut:" ends in its middle, "text:" is none; there is no other. */
static enum status find(void *ctx, const char *name, struct buf *bytes, struct buf *path)
{
    static const struct paper wide = {200, 100, PAPER_COLOUR, PAPER_CORNER};
    static const struct paper odd = {200, 200, PAPER_COLOUR, PAPER_ODD};
    struct place *p = ctx;

    p->asked++;
    if (strncmp(name, "wide:", 5) == 0 || strncmp(name, "cut:", 4) == 0) {
        paper_png(&wide, bytes);
        bytes->size = name[0] == 'c' ? bytes->size / 2 : bytes->size;
        return STATUS_OK;
    }
    if (strncmp(name, "odd:", 4) == 0) {
        paper_png(&odd, bytes);
        return STATUS_OK;
    }
    if (strncmp(name, "text:", 5) == 0) {
        buf_text(bytes, "Dear all, this is no picture, whatever it is called.");
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

static void lose(void *ctx, const char *name)
{
    struct place *p = ctx;

    (void)name;
    p->lost++;
}

static int open_place(void **state)
{
    struct platform_options options = {.assets = ASSETS_FOLDER, .width = WIDTH, .height = HEIGHT};
    const struct platform_pictures port = {find, lose, &place};
    struct buf path = {0};
    struct buf bytes = {0};
    char *at = NULL;

    *state = &place;
    place.asked = 0;
    place.lost = 0;
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

/* Its strokes, and not what lies between them. */
static void an_icon_is_drawn_in_its_colour(void **state)
{
    struct draw_rect all = {0, 0, WIDTH, HEIGHT};
    struct draw_command commands[] = {
        {.kind = DRAW_CLEAR, .at = all, .clip = all, .colour = 0xffffffff, .text = ""},
        {.kind = DRAW_ICON,
         .at = {10, 10, 100, 100},
         .clip = all,
         .colour = 0xff000000,
         .text = "check"                                                             },
    };
    struct draw_list list = {.commands = commands, .count = 2, .width = WIDTH, .height = HEIGHT};
    struct platform_grey grey = {0};
    int dark = 0;

    (void)state;
    platform_paint(place.platform, &list, &all, 1);
    grey = see();
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        dark += grey.pixels[i] < 64 ? 1 : 0;
    }
    assert_true(grey.pixels[12 * WIDTH + 12] > 240);
    platform_photo_finish(&grey);
    assert_in_range(dark, 200, 3000); /* of 10,000 */
}

/* On a card and on a page: what was made for the one is not what the other shows. */
static void round_and_whole_are_two_pictures(void **state)
{
    (void)state;
    make("wide:", 50);
    make("wide:", 0);
    assert_int_equal(at(20, 45), WHITE);
    assert_int_equal(at(60, 30), BLUE);
    paint("wide:", 50);
    assert_int_equal(at(60, 20), BLACK);
    assert_int_equal(at(14, 14), BLUE);
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
    assert_int_equal(place.lost, 1);
    assert_int_equal(at(60, 60), OTHER);
}

/* What came as a picture and is none is told of, once, and harms nobody. */
static void what_is_broken_is_told_of(void **state)
{
    static const char *const names[] = {"cut:", "text:"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        make(names[i], 0);
        assert_int_equal(place.lost, i + 1);
        assert_int_equal(at(60, 60), OTHER);
    }
    make("wide:", 0); /* and the next one is drawn */
    assert_int_equal(at(60, 60), BLACK);
    assert_int_equal(place.lost, COUNT(names));
}

/* ---- in memory ------------------------------------------------------------------------------- */

/* What a decoder's library held for itself is out of reach, and in three bytes: not looked for. */
enum { RUN = 24, CHUNK = 1 << 20 };
static uint32_t chunk[CHUNK / 4];

/* A row of them, as four bytes each, whatever the fourth says. */
static int runs_in(size_t words, int *run)
{
    int count = 0;

    for (size_t i = 0; i < words; i++) {
        *run = (chunk[i] & 0xffffffU) == PAPER_ODD_COLOUR ? *run + 1 : 0;
        count += *run == RUN ? 1 : 0;
    }
    return count;
}

static int runs_between(int memory, uint64_t from, uint64_t until)
{
    int count = 0;
    int run = 0;

    while (from < until) {
        size_t want = until - from < CHUNK ? (size_t)(until - from) : CHUNK;
        ssize_t got = pread(memory, chunk, want, (off_t)from);
        if (got <= 0) {
            break;
        }
        count += runs_in((size_t)got / 4, &run);
        from += (uint64_t)got;
    }
    return count;
}

/* How often rows of the odd colour stand in what this program may write to, but for the place in
 * which they are looked for and what no heap is as large as (a sanitizer's book). */
static int odd_in_memory(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    char line[512];
    int count = 0;

    assert_non_null(maps);
    assert_true(memory >= 0);
    memset(chunk, 0, sizeof(chunk));
    while (fgets(line, sizeof(line), maps) != NULL) {
        char *end = NULL;
        uint64_t from = strtoull(line, &end, 16);
        uint64_t until = strtoull(end + 1, &end, 16);
        bool is_chunk = from <= (uintptr_t)chunk && (uintptr_t)chunk < until;
        if (strncmp(end, " rw", 3) == 0 && !is_chunk && until - from < (uint64_t)1 << 30) {
            count += runs_between(memory, from, until);
        }
    }
    (void)close(memory);
    (void)fclose(maps);
    return count;
}

/* Small, as it is kept to be drawn, and as large as it came. */
static void its_pixels_are_nowhere_once_forgotten(void **state)
{
    struct draw_rect all = {0, 0, WIDTH, HEIGHT};
    struct draw_command blank[] = {
        {.kind = DRAW_CLEAR, .at = all, .clip = all, .colour = 0xff0000ff, .text = ""}
    };
    struct draw_list list = {.commands = blank, .count = 1, .width = WIDTH, .height = HEIGHT};

    (void)state;
    make("odd:", 0);
    assert_true(odd_in_memory() > 0);
    platform_forget_drawn(place.platform);
    platform_paint(place.platform, &list, &all, 1); /* the next frame, over what was shown */
    assert_int_equal(odd_in_memory(), 0);
    paint("odd:", 0);
    assert_true(platform_fetch_pictures(place.platform)); /* one that is being made */
    platform_forget_drawn(place.platform);
    while (platform_fetch_pictures(place.platform)) {
        struct platform_event event;
        (void)platform_poll(place.platform, &event);
    }
    platform_paint(place.platform, &list, &all, 1);
    assert_int_equal(odd_in_memory(), 0);
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
    cases_add_placed("an icon is drawn in its colour", an_icon_is_drawn_in_its_colour, open_place,
                     close_place);
    cases_add_placed("round and whole are two pictures", round_and_whole_are_two_pictures,
                     open_place, close_place);
    cases_add_placed("a file is read aside", a_file_is_read_aside, open_place, close_place);
    cases_add_placed("what cannot be had is asked for once", what_cannot_be_had_is_asked_for_once,
                     open_place, close_place);
    cases_add_placed("what is broken is told of", what_is_broken_is_told_of, open_place,
                     close_place);
    cases_add_placed("its pixels are nowhere once forgotten", its_pixels_are_nowhere_once_forgotten,
                     open_place, close_place);
    cases_add_placed("a lock leaves nothing", a_lock_leaves_nothing, open_place, close_place);
    return cases_run("platform_own", NULL, NULL);
}
