/* Is a code read from a picture, as a tablet would take it? The codes are made by the library that
 * the hub makes them with, so the reader is judged by a writer that knows nothing of it; the
 * pictures are drawn here: turned, tilted, in uneven light, soft, noisy, partly covered.
 *
 * Planted faults, each built once and seen to fail here: one limit for dark and light over all of
 * the picture; the fourth point left where it would be without an angle.
 */
#include "cases.h"
#include "qr.h"

#include <math.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#define CODE                                                                  \
    "cairn:https://127.0.0.1:48443/abcdef#q7RkS1mVw0bN3xYt.Zk3mXn0pQ9sT1uVwYz" \
    "2AbCdEfGhIjKlMnOpQrStUvWxYz0.a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ0123456789-_AB"

struct scene {
    const char *name;
    int width, height;
    double size; /* of the code with its edge, as a part of the shorter side */
    double turn; /* degrees */
    double tilt; /* how much nearer one side is */
    double lean; /* the same the other way */
    int dark, light;
    int shade; /* how much darker the left side is, in hundredths of the light */
    int noise, soft;
    int covered; /* hundredths of the code's side, of a blot in its middle */
};

struct canvas {
    uint8_t *grey;
    int width, height;
};

/* ---- drawing --------------------------------------------------------------------------------- */

static double light_at(const struct scene *s, const QRcode *qr, double x, double y)
{
    double side = qr->width + 8;
    double scale = s->size * (s->width < s->height ? s->width : s->height) / side;
    double angle = s->turn * 3.14159265358979 / 180;
    double dx = (x - s->width / 2.0) / scale;
    double dy = (y - s->height / 2.0) / scale;
    double u = cos(angle) * dx + sin(angle) * dy;
    double v = -sin(angle) * dx + cos(angle) * dy;
    double by = 1 + (s->tilt * u + s->lean * v) / side;
    double blot = s->covered * side / 200;
    int column = (int)floor(u / by + side / 2) - 4;
    int row = (int)floor(v / by + side / 2) - 4;
    bool inside = column >= 0 && row >= 0 && column < qr->width && row < qr->width;

    if (inside && fabs(u) < blot && fabs(v) < blot) {
        return 0.5;
    }
    if (!inside) { /* a light sheet, and around it the wall */
        return column >= -4 && row >= -4 && column < qr->width + 4 && row < qr->width + 4 ? 1 : 0.7;
    }
    return (qr->data[row * qr->width + column] & 1) != 0 ? 0 : 1;
}

static void soften(struct canvas *c, int by)
{
    uint8_t *kept = mem_zero((size_t)c->width * (size_t)c->height, 1);

    memcpy(kept, c->grey, (size_t)c->width * (size_t)c->height);
    for (int y = by; y < c->height - by; y++) {
        for (int x = by; x < c->width - by; x++) {
            int sum = 0;
            for (int v = -by; v <= by; v++) {
                for (int u = -by; u <= by; u++) {
                    sum += kept[(y + v) * c->width + x + u];
                }
            }
            c->grey[y * c->width + x] = (uint8_t)(sum / ((2 * by + 1) * (2 * by + 1)));
        }
    }
    free(kept);
}

static struct canvas draw(const struct scene *s, const char *text, QRecLevel level)
{
    QRcode *qr = QRcode_encodeString8bit(text, 0, level);
    struct canvas c = {mem_zero((size_t)s->width * (size_t)s->height, 1), s->width, s->height};
    struct rng rng = {7};

    assert_non_null(qr);
    for (int y = 0; y < s->height; y++) {
        for (int x = 0; x < s->width; x++) {
            double light = 0;
            double value = 0;
            for (int i = 0; i < 4; i++) {
                light += light_at(s, qr, x + 0.25 + i % 2 * 0.5, y + 0.25 + i / 2 * 0.5) / 4;
            }
            value = s->dark + (s->light - s->dark) * light;
            value *= 1 - s->shade / 100.0 * (s->width - x) / s->width;
            value +=
                s->noise > 0 ? (double)rng_below(&rng, 2 * (uint32_t)s->noise + 1) - s->noise : 0;
            c.grey[y * s->width + x] = (uint8_t)(value < 0 ? 0 : (value > 255 ? 255 : value));
        }
    }
    if (s->soft > 0) {
        soften(&c, s->soft);
    }
    QRcode_free(qr);
    return c;
}

static enum status read_canvas(const struct canvas *c, struct buf *out)
{
    const struct qr_picture picture = {c->grey, c->width, c->height};

    return qr_read(&picture, "cairn:", out);
}

/* ---- what is read ---------------------------------------------------------------------------- */

/* name, width, height, size, turn, tilt, lean, dark, light, shade, noise, soft, covered */
static struct scene scenes[] = {
    {"as the hub draws it",      520,  520,  1,    0,   0,    0,    0,   255, 0,  0,  0, 0 },
    {"small",                    240,  240,  0.9,  0,   0,    0,    0,   255, 0,  0,  0, 0 },
    {"large and far away",       3000, 2000, 0.35, 0,   0,    0,    0,   255, 0,  0,  0, 0 },
    {"filling a large picture",  2400, 2400, 0.95, 0,   0,    0,    0,   255, 0,  0,  0, 0 },
    {"turned a little",          800,  600,  0.7,  7,   0,    0,    0,   255, 0,  0,  0, 0 },
    {"turned by half a corner",  800,  600,  0.65, 45,  0,    0,    0,   255, 0,  0,  0, 0 },
    {"turned on its side",       800,  600,  0.7,  90,  0,    0,    0,   255, 0,  0,  0, 0 },
    {"upside down",              800,  600,  0.7,  187, 0,    0,    0,   255, 0,  0,  0, 0 },
    {"from the side",            1000, 800,  0.7,  0,   0.25, 0,    0,   255, 0,  0,  0, 0 },
    {"from below",               1000, 800,  0.7,  0,   0,    -0.3, 0,   255, 0,  0,  0, 0 },
    {"from the side and turned", 1000, 800,  0.6,  33,  0.2,  0.15, 0,   255, 0,  0,  0, 0 },
    {"a lamp on one side",       900,  700,  0.75, 0,   0,    0,    30,  250, 93, 0,  0, 0 },
    {"a glaring screen",         900,  700,  0.75, 0,   0,    0,    150, 225, 0,  0,  0, 0 },
    {"a dark room",              900,  700,  0.75, 0,   0,    0,    8,   50,  0,  6,  0, 0 },
    {"noise",                    900,  700,  0.75, 0,   0,    0,    40,  220, 0,  50, 0, 0 },
    {"soft",                     900,  700,  0.8,  0,   0,    0,    0,   255, 0,  0,  3, 0 },
    {"a blot",                   900,  700,  0.8,  0,   0,    0,    0,   255, 0,  0,  0, 22},
    {"a photograph",             1600, 1200, 0.55, -12, 0.18, 0.1,  60,  210, 50, 20, 2, 0 },
};

static void check_scene(void **state)
{
    const struct scene *s = *state;
    struct canvas c = draw(s, CODE, QR_ECLEVEL_M);
    struct buf text = {0};
    enum status st = read_canvas(&c, &text);

    assert_string_equal(st == STATUS_OK ? "" : status_message(), "");
    assert_string_equal(buf_cstr(&text), CODE);
    buf_finish(&text);
    free(c.grey);
}

/* Every version and level that is read, by texts that grow. */
static void every_size_and_level_is_read(void **state)
{
    static const struct scene plain = {"", 420, 420, 1, 0, 0, 0, 0, 255, 0, 0, 0, 0};
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};

    (void)state;
    for (size_t level = 0; level < COUNT(levels); level++) {
        for (int length = 7; length < 380; length = length * 5 / 4) {
            struct buf said = {0};
            struct buf text = {0};
            struct canvas c;
            buf_text(&said, "cairn:");
            for (int i = 6; i < length; i++) {
                buf_byte(&said, (char)('!' + (i * 7 + length) % 90));
            }
            c = draw(&plain, buf_cstr(&said), levels[level]);
            assert_int_equal(read_canvas(&c, &text), STATUS_OK);
            assert_string_equal(buf_cstr(&text), buf_cstr(&said));
            buf_finish(&said);
            buf_finish(&text);
            free(c.grey);
        }
    }
}

/* ---- what is refused ------------------------------------------------------------------------- */

static void a_code_of_another_kind_is_said_to_be_one(void **state)
{
    static const struct scene plain = {"", 300, 300, 1, 0, 0, 0, 0, 255, 0, 0, 0, 0};
    struct canvas c = draw(&plain, "tel:0123456789", QR_ECLEVEL_M);
    struct buf text = {0};

    (void)state;
    assert_int_equal(read_canvas(&c, &text), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "not one for joining a school"));
    assert_int_equal(text.size, 0);
    free(c.grey);
}

/* Pictures without a code, and such as are made to cost much; none may take long or be believed. */
static void pictures_without_a_code_are_refused(void **state)
{
    enum { SIDE = 1000 };
    struct canvas c = {mem_zero((size_t)SIDE * SIDE, 1), SIDE, SIDE};
    struct rng rng = {20261014};
    struct buf text = {0};

    (void)state;
    for (int kind = 0; kind < 6; kind++) {
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            int ring = abs(x % 18 - 8) > abs(y % 18 - 8) ? abs(x % 18 - 8) : abs(y % 18 - 8);
            const int values[] = {0,
                                  255,
                                  (int)rng_below(&rng, 256),
                                  (x / 3 + y / 3) % 2 * 255,
                                  ring / 2 % 4 == 2 || ring / 2 % 4 == 0 ? 255
                                                                         : 0, /* corners all over */
                                  x * 255 / SIDE};
            c.grey[i] = (uint8_t)values[kind];
        }
        assert_int_equal(read_canvas(&c, &text), STATUS_NOT_FOUND);
    }
    for (int side = 0; side < 40; side++) {
        c.width = side;
        c.height = side;
        assert_int_not_equal(read_canvas(&c, &text), STATUS_OK);
    }
    c.width = QR_SIDE_MOST + 1;
    c.height = 30;
    assert_int_equal(read_canvas(&c, &text), STATUS_BAD_INPUT);
    assert_int_equal(text.size, 0);
    free(c.grey);
}

int main(void)
{
    cases_add_rows(check_scene, scenes, COUNT(scenes), sizeof(scenes[0]));
    cases_add("every size and level is read", every_size_and_level_is_read);
    cases_add("a code of another kind is said to be one", a_code_of_another_kind_is_said_to_be_one);
    cases_add("pictures without a code are refused", pictures_without_a_code_are_refused);
    return cases_run("qr", NULL, NULL);
}
