/* What is drawn is as wide as what was measured, in real letters: words of nine ways of writing
 * are mixed into paragraphs and wrapped to several widths. Each line is drawn and then covered by
 * the rectangle that its measure promised: what is not covered was wider. The caret at both ends
 * of each line stands where the line ends. Planted and caught: Urdu told word by word, a space as
 * wide as in English everywhere, lines of other scripts added up from their words, lines of Urdu no
 * higher than of English.
 * LINES_SEED chooses other paragraphs. */
#define _POSIX_C_SOURCE 200809L

#include "cases.h"
#include "platform.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WIDTH = 640,
    HEIGHT = 1600,
    ROOM = 1600,
    MIXES = 18,
    WORDS = 14,
    PAD = 16,
    LINES = 64,
    WORDS_EACH = 12
};

static struct platform *platform;

/* Twelve of each way of writing, parted by spaces. */
/* clang-format off */
static const char *const words[] = {
    "میرا نام علی ہے آج بہت خوش کام اور وہ کے ٹھیک",
    "محمد سلام جلس على الأرض، ثم ضحك. عمر ١٢ مع "
    "فاطمة لا",
    "reached for Tŷ Wave To Amira looked up. Yes, (well) 12 AVA",
    "স্ত্রী ক্ষমা আমি আজ খুব ভালো বসে "
    "খেলল। মা দিয়ে শান্ত ১২",
    "ਪੰਜਾਬੀ ਮੈਂ ਅੱਜ ਬਹੁਤ ਖੁਸ਼ ਪ੍ਰੀਤ "
    "ਸਿੰਘ ਨੇ ਦੇਖਿਆ। ਹਾਂ ਘਰ ਵਿੱਚ",
    "ŵyr tŷ gŵn Siân Llŷr, môr ty\xcc\x82 wedi chwarae yn ôl â",
    "Łukasz żółw ćma Świętek dźwięk mówi: „tak” śmieje się już ów Ż",
    "👍🏽 👩‍👧 🇬🇧 → ½ “so” 1️⃣ – ✓ ° … ±",
    "well-known ہم-کار (علی) Ali-علی 12-سال «نعم» x2 علي، ؟ ۴۵ "
    "No. پانی",
};
/* clang-format on */

/* ---- a paragraph in a field, and its lines --------------------------------------------------- */

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    const struct draw_list *list;
    char text[ROOM];
    float width;
};

static void settle(struct stage *s)
{
    for (int i = 0; i < 200; i++) {
        ui_begin(s->ui, &s->frame);
        ui_open(s->ui, (struct ui_box){.pad = PAD});
        ui_open(s->ui, (struct ui_box){.width = s->width, .fixed = true});
        (void)ui_field(s->ui,
                       &(struct ui_field){
                           .label = "Note", .text = s->text, .room = sizeof(s->text), .lines = 2});
        ui_close(s->ui);
        ui_close(s->ui);
        s->list = ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void key(struct stage *s, enum ui_key k)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = k});
    settle(s);
}

static void stage_open(struct stage *s, const char *text, float width, float size)
{
    *s = (struct stage){
        .frame = {.width = WIDTH, .height = HEIGHT, .scale = 1, .text = size, .now_ms = 1000},
        .width = width
    };
    s->ui = ui_create(platform_text(platform));
    text_copy(s->text, sizeof(s->text), text);
    settle(s);
    ui_focus(s->ui, ui_find(s->ui, "Note")->id);
    settle(s);
}

/* ---- pixels ---------------------------------------------------------------------------------- */

static void read_shot(struct buf *out)
{
    char path[64];
    char part[4096];
    size_t size = 0;
    FILE *file = NULL;

    (void)snprintf(path, sizeof(path), "/tmp/cairn-lines-%ld.png", (long)getpid());
    assert_int_equal(platform_shot(platform, path), STATUS_OK);
    file = fopen(path, "rb");
    assert_non_null(file);
    while ((size = fread(part, 1, sizeof(part), file)) > 0) {
        buf_add(out, part, size);
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(remove(path), 0);
}

static void paint(struct draw_command *commands, int count, struct buf *out)
{
    struct draw_list list = {
        .commands = commands, .count = count, .width = WIDTH, .height = HEIGHT};
    struct draw_rect whole = {0, 0, WIDTH, HEIGHT};

    for (int i = 0; i < count; i++) {
        commands[i].clip = whole;
    }
    platform_paint(platform, &list, &whole, 1);
    read_shot(out);
}

/* Letters lean a little out of the room that their face gives them; a swash of Nastaliq more. */
static int lean_of(const struct draw_command *c)
{
    return c->urdu ? c->size / 6 : c->size / 10;
}

/* Each line on a band of its own, and over it a cover as wide and high as was promised: what lies
 * in its row, and the half of an em that draw_command_bounds adds. */
static void expect_covered(const struct stage *s)
{
    struct draw_command commands[2 * LINES + 1] = {
        {.kind = DRAW_CLEAR, .at = {0, 0, WIDTH, HEIGHT}, .colour = 0xffffffff, .text = ""}
    };
    struct buf bare = {0};
    struct buf now = {0};
    int count = 1;
    int top = 0;

    paint(commands, count, &bare);
    for (int i = 0; i < s->list->count; i++) {
        const struct draw_command *c = &s->list->commands[i];
        int band = c->size * 4;
        int row = top + c->size * 2 - (c->baseline - c->at.y);

        if (c->kind != DRAW_TEXT) {
            continue;
        }
        assert_true(top + band <= HEIGHT && count + 2 <= 2 * LINES + 1);
        commands[count] = *c;
        commands[count].at.y = top;
        commands[count++].baseline = top + c->size * 2;
        commands[count++] = (struct draw_command){
            .kind = DRAW_FILL,
            .at = {c->at.x - lean_of(c), row - c->size / 2, c->at.w + 2 * lean_of(c),
                   c->at.h + c->size},
            .colour = 0xffffffff,
            .text = ""
        };
        top += band;
    }
    paint(commands, count, &now);
    if (!buf_equal(&bare, &now)) {
        fail_msg("a line of this is drawn larger than it was measured: %s", s->text);
    }
    buf_finish(&bare);
    buf_finish(&now);
}

/* ---- carets ---------------------------------------------------------------------------------- */

static struct draw_rect caret_of(const struct stage *s)
{
    for (int i = 0; i < s->list->count; i++) {
        const struct draw_command *c = &s->list->commands[i];

        if (c->kind == DRAW_FILL && c->at.w <= 4 &&
            c->colour == ui_theme_colour(UI_LIGHT, UI_ACCENT)) {
            return c->at;
        }
    }
    fail_msg("no caret is drawn");
    return (struct draw_rect){0};
}

static const struct draw_command *line_of(const struct stage *s, int y)
{
    for (int i = 0; i < s->list->count; i++) {
        const struct draw_command *c = &s->list->commands[i];

        if (c->kind == DRAW_TEXT && y >= c->at.y && y < c->at.y + c->at.h) {
            return c;
        }
    }
    return NULL;
}

static void expect_caret(struct stage *s, enum ui_key k)
{
    struct draw_rect caret = {0};
    const struct draw_command *line = NULL;
    int want = 0;

    key(s, k);
    caret = caret_of(s);
    line = line_of(s, caret.y + caret.h / 2);
    if (line == NULL) {
        fail_msg("the caret stands in no line of: %s", s->text);
        return;
    }
    want = (k == UI_KEY_HOME) != line->rtl ? line->at.x : line->at.x + line->at.w;
    if (abs(caret.x + caret.w / 2 - want) > 3) {
        fail_msg("%s stands at %d, the line \"%s\" ends at %d", k == UI_KEY_HOME ? "Home" : "End",
                 caret.x, line->text, want);
    }
}

/* From the last line up to the first. */
static void expect_carets(struct stage *s)
{
    int above = HEIGHT;

    while (caret_of(s).y < above) {
        above = caret_of(s).y;
        expect_caret(s, UI_KEY_HOME);
        expect_caret(s, UI_KEY_END);
        key(s, UI_KEY_UP);
    }
}

/* ---- mixes ----------------------------------------------------------------------------------- */

static void add_word(char *out, const char *gap, const char *way, uint32_t nth)
{
    size_t bytes = strlen(out);
    size_t size = 0;

    while (nth-- > 0) {
        way = strchr(way, ' ') + 1;
    }
    size = strcspn(way, " ");
    (void)snprintf(out + bytes, ROOM - bytes, "%s%.*s", gap, (int)size, way);
}

/* Most words of one way of writing, some of another, a few of any; now and then a new paragraph. */
static void mix(struct rng *r, uint32_t main_way, char *out)
{
    uint32_t other = rng_below(r, COUNT(words));

    out[0] = '\0';
    for (int i = 0; i < WORDS; i++) {
        uint32_t dice = rng_below(r, 20);
        uint32_t way = dice < 12 ? main_way : dice < 17 ? other : rng_below(r, COUNT(words));
        const char *gap = i == 0 ? "" : rng_below(r, 10) == 0 ? "\n" : " ";

        add_word(out, gap, words[way], rng_below(r, WORDS_EACH));
    }
}

static void check(const char *text, float width, float size)
{
    struct stage s;

    stage_open(&s, text, width, size);
    expect_covered(&s);
    for (int i = 0; i < s.list->count; i++) {
        const struct draw_command *c = &s.list->commands[i];

        if (c->kind == DRAW_TEXT && (c->at.x < PAD || c->at.x + c->at.w > PAD + (int)width)) {
            fail_msg("\"%s\" does not keep within its field", c->text);
        }
    }
    expect_carets(&s);
    ui_destroy(s.ui);
}

static void lines_are_as_wide_as_measured(void **state)
{
    static const float widths[] = {200, 330, 560};
    const char *given = getenv("LINES_SEED");
    struct rng rng = {given != NULL ? strtoull(given, NULL, 0) : 5};
    char text[ROOM];

    (void)state;
    print_message("LINES_SEED=%" PRIu64 "\n", rng.state);
    for (int i = 0; i < MIXES; i++) {
        mix(&rng, (uint32_t)i % COUNT(words), text);
        for (size_t k = 0; k < COUNT(widths); k++) {
            check(text, widths[k], i % 4 == 3 ? 1.6f : 1);
        }
    }
}

static int open_platform(void **state)
{
    struct platform_options options = {.assets = ASSETS_FOLDER, .width = WIDTH, .height = HEIGHT};

    (void)state;
    return setenv("SDL_VIDEODRIVER", "dummy", 1) != 0 ||
           setenv("SDL_AUDIODRIVER", "dummy", 1) != 0 ||
           platform_open(&options, &platform) != STATUS_OK;
}

static int close_platform(void **state)
{
    (void)state;
    platform_close(platform);
    return 0;
}

int main(void)
{
    cases_add("lines are as wide as measured", lines_are_as_wide_as_measured);
    return cases_run("platform_lines", open_platform, close_platform);
}
