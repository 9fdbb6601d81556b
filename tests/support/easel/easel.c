/* The golden rows as pictures.
 *
 * A golden says that a screen has not changed; whether it is good to look at, a person must see.
 * The tour of a tablet comes to one state of most screens; these rows come to all of them: empty,
 * first use, very full, refused. So the same rows are played once more with the real fonts, for
 * each size and text size, and the frame that they end with is painted in each theme. A state that
 * cannot be come to in one of the sizes stops the program: a hand could not come there either.
 *
 * PICTURES names the folder, PICTURES_OF (a piece of a row's name) and PICTURES_IN (a piece of
 * SIZE-TEXT-THEME) choose some.
 */
#define _POSIX_C_SOURCE 200809L
#include "screens.h"

#include "cases.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 192 };
static const struct size {
    const char *name;
    int width, height;
} sizes[] = {
    {"1280x800",  1280, 800 },
    {"1920x1200", 1920, 1200},
    {"800x1280",  800,  1280},
};
static const struct look {
    const char *name;
    int text; /* per cent */
    enum ui_theme theme;
} looks[] = {
    {"100-light",    100, UI_LIGHT   },
    {"100-dark",     100, UI_DARK    },
    {"100-contrast", 100, UI_CONTRAST},
    {"200-light",    200, UI_LIGHT   },
    {"200-dark",     200, UI_DARK    },
    {"200-contrast", 200, UI_CONTRAST},
};

static bool is_asked_for(const char *variable, const char *name)
{
    const char *piece = getenv(variable);

    return piece == NULL || strstr(name, piece) != NULL;
}

/* The pupil room has a text size of the pupil's own, and colours. */
static bool is_the_pupils(const struct hand *h)
{
    return text_equal(app_screen(h->app), "room");
}

static void paint(struct hand *h, struct platform *p, enum ui_theme theme, const char *path)
{
    struct draw_rect whole = {0, 0, h->width, h->height};

    if (!is_the_pupils(h)) {
        hand_draw_in(h, theme);
    }
    platform_paint(p, h->list, &whole, 1);
    assert_int_equal(platform_shot(p, path), STATUS_OK);
}

/* Whether the picture of this size in this look is wanted; its name is left in name. */
static bool is_wanted(const struct size *size, const struct look *look, int text, struct buf *name)
{
    buf_clear(name);
    buf_printf(name, "%s-%s", size->name, look->name);
    return look->text == text && is_asked_for("PICTURES_IN", buf_cstr(name));
}

static bool wants_any(const struct size *size, int text)
{
    struct buf name = {0};
    bool wants = false;

    for (size_t i = 0; i < COUNT(looks); i++) {
        wants = is_wanted(size, &looks[i], text, &name) || wants;
    }
    buf_finish(&name);
    return wants;
}

static void paint_looks(struct hand *h, struct platform *p, const struct size *size, int text,
                        const char *row)
{
    struct buf name = {0};
    struct buf path = {0};

    for (size_t i = 0; i < COUNT(looks); i++) {
        if (is_wanted(size, &looks[i], text, &name) && (i == 0 || !is_the_pupils(h))) {
            buf_clear(&path);
            buf_printf(&path, "%s/%s-%s.png", getenv("PICTURES"), row, buf_cstr(&name));
            paint(h, p, looks[i].theme, buf_cstr(&path));
        }
    }
    buf_finish(&path);
    buf_finish(&name);
}

static void play(const struct screens_row *row, const struct size *size, int text)
{
    struct platform_options options = {
        .assets = ASSETS_FOLDER, .width = size->width, .height = size->height};
    struct platform *p = NULL;
    struct hand h;

    if (!wants_any(size, text)) {
        return;
    }
    assert_int_equal(platform_open(&options, &p), STATUS_OK);
    hand_open(&h);
    h.text = platform_text(p);
    h.width = size->width;
    h.height = size->height;
    h.scale = (float)(size->width < size->height ? size->width : size->height) / 800;
    h.words = (float)text / 100;
    if (!row->is_new) {
        assert_int_equal(classroom_enrolled(&h.room, h.file, HAND_PASSPHRASE, 2), STATUS_OK);
    }
    hand_start(&h);
    row->go(&h);
    paint_looks(&h, p, size, text, row->name);
    hand_close(&h);
    platform_close(p);
}

/* A golden may hold one state in two sizes; here each is made in all of them. */
static bool is_known(const struct screens_row *row)
{
    static const struct screens_row *known[ROWS_MOST];
    static size_t count;

    for (size_t i = 0; i < count; i++) {
        if (known[i]->go == row->go && known[i]->is_new == row->is_new) {
            return true;
        }
    }
    CHECK(count < ROWS_MOST);
    known[count++] = row;
    return false;
}

void screens_check(void **state)
{
    const struct screens_row *row = *state;

    assert_non_null(getenv("PICTURES"));
    assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    if (!is_asked_for("PICTURES_OF", row->name) || is_known(row)) {
        return;
    }
    for (size_t i = 0; i < COUNT(sizes); i++) {
        play(row, &sizes[i], 100);
        play(row, &sizes[i], 200);
    }
}
