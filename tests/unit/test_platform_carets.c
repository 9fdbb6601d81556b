/* Carets in real letters: fonts, shaping and directions as the tablet has them. Rows play keys into
 * a field and look at the text; then, for each text, a walk from its left end to its right one,
 * and a tap beside each place that the walk came to. In the rows < > are left and right, { } the
 * same with the selection, ( ) left and right by words, ^ home, $ end, # Backspace, ~ Delete,
 * % Backspace by a word, + and - select all and cut, = paste; what is not a sign is typed. */
#define _POSIX_C_SOURCE 200809L

#include "cases.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 200, STOPS_MAX = 64, WIDTH = 900, HEIGHT = 600 };

static struct platform *platform;

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    const struct draw_list *list;
    char text[ROOM];
};

static void settle(struct stage *s)
{
    for (int i = 0; i < 200; i++) {
        ui_begin(s->ui, &s->frame);
        ui_open(s->ui, (struct ui_box){.pad = 40});
        (void)ui_field(s->ui,
                       &(struct ui_field){
                           .label = "Note", .text = s->text, .room = sizeof(s->text), .lines = 4});
        ui_close(s->ui);
        s->list = ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void stage_open(struct stage *s, const char *text)
{
    *s = (struct stage){
        .frame = {.width = WIDTH, .height = HEIGHT, .scale = 1, .text = 1, .now_ms = 1000}
    };
    s->ui = ui_create(platform_text(platform));
    text_copy(s->text, sizeof(s->text), text);
    settle(s);
    ui_focus(s->ui, ui_find(s->ui, "Note")->id);
    settle(s);
}

static void press(struct stage *s, enum ui_key key, bool shift, bool word)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = key, .shift = shift, .word = word});
    settle(s);
}

static const struct sign {
    char sign;
    enum ui_key key;
    bool shift, word;
} signs[] = {
    {'<', UI_KEY_LEFT,      false, false},
    {'>', UI_KEY_RIGHT,     false, false},
    {'{', UI_KEY_LEFT,      true,  false},
    {'}', UI_KEY_RIGHT,     true,  false},
    {'(', UI_KEY_LEFT,      false, true },
    {')', UI_KEY_RIGHT,     false, true },
    {'^', UI_KEY_HOME,      false, false},
    {'$', UI_KEY_END,       false, false},
    {'#', UI_KEY_BACKSPACE, false, false},
    {'%', UI_KEY_BACKSPACE, false, true },
    {'~', UI_KEY_DELETE,    false, false},
    {'+', UI_KEY_ALL,       false, false},
    {'-', UI_KEY_CUT,       false, false},
    {'=', UI_KEY_PASTE,     false, false},
};

static void play(struct stage *s, const char *acts)
{
    for (const char *at = acts; *at != '\0';) {
        const char *from = at;
        const struct sign *sign = NULL;

        (void)text_next(&at);
        for (size_t i = 0; i < COUNT(signs); i++) {
            sign = signs[i].sign == *from ? &signs[i] : sign;
        }
        if (sign != NULL) {
            press(s, sign->key, sign->shift, sign->word);
        } else {
            struct ui_event event = {.kind = UI_TEXT};

            memcpy(event.text, from, (size_t)(at - from));
            ui_feed(s->ui, &event);
            settle(s);
        }
    }
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* clang-format off */
static const struct row {
    const char *name;
    const char *given;
    const char *acts;
    const char *want;
} rows[] = {
    {"typing goes on behind an Arabic name", "Ali علي", "ن", "Ali علين"},
    {"End leaves the name, English follows", "Ali علي", "$!", "Ali علي!"},
    {"right over a name's last letter first", "a علي b", "^>>>x", "a علxي b"},
    {"five times right: before its first", "a علي b", "^>>>>>x", "a xعلي b"},
    {"left stays on its side of the space", "a علي b", "$<<x", "a عليx b"},
    {"left goes to the right in no text", "علي", "^<x", "عxلي"},
    {"digits in Arabic run to the right", "عمر 12 سنة", "^<<<<<x", "عمر 1x2 سنة"},
    {"Backspace takes the letter behind", "عمر 12 سنة", "##", "عمر 12 س"},
    {"Delete takes the next one", "علي", "^~", "لي"},
    {"selected by sight, deleted by bytes", "a علي b", "^}}#", "علي b"},
    {"a word to the right in English", "one two three", "^))x", "one twox three"},
    {"a word to the left", "one two three", "((x", "one xtwo three"},
    {"a word to the left goes on in Urdu", "میرا نام علی", "^(x", "میراx نام علی"},
    {"a word is taken back, not its full stop", "Sat well. Left", "%", "Sat well. "},
    {"an apostrophe is in its word", "It’s O'Neill", "(x", "It’s xO'Neill"},
    {"a conjunct is one step", "ক্ষমা", "^>x", "ক্ষxমা"},
    {"a conjunct goes sign by sign, as it came", "স্ত্র", "###", "স্"},
    {"and at once by Delete", "স্ত্রম", "^~", "ম"},
    {"a vowel sign goes alone", "মা", "#", "ম"},
    {"so does a point of Arabic", "\xd8\xb9\xd9\x8e", "#", "ع"},
    {"Punjabi: a dot goes with its letter", "ਪੰਜ", "^>x", "ਪੰxਜ"},
    {"Punjabi: a letter under a letter", "ਪ੍ਰ", "##", "ਪ"},
    {"an accent goes with its letter", "ty\xcc\x82", "<x", "txy\xcc\x82"},
    {"two accents go with their letter", "a\xcc\x88\xcc\xa3", "#", ""},
    {"a family is one", "a👩‍👩‍👧‍👦b", "<#", "ab"},
    {"a hand and its skin are one", "👍🏽", "#", ""},
    {"two flags are two", "🇬🇧🇵🇱", "#", "🇬🇧"},
    {"half a flag alone", "🇬🇧🇵", "#", "🇬🇧"},
    {"Scotland's flag is one", "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3\xf3\xa0\x81\xb4\xf3\xa0"
     "\x81\xbf", "#", ""},
    {"a keycap is one", "1️⃣2", "<#", "2"},
    {"a Korean syllable of three is one", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "#", ""},
    {"lam and alif are two, drawn as one", "لا", "#", "ل"},
    {"cut and pasted whole", "a علي 👩‍👧 ক্ষ", "+-==", "a علي 👩‍👧 ক্ষa علي 👩‍👧 ক্ষ"},
    {"Home goes to its line, where it was wrapped",
     "Reached for the red bells by herself and looked round the room to see who was there listening to her", "^x",
     "Reached for the red bells by herself and looked round the room to see who was there xlistening to her"},
    {"End goes to its line's end",
     "Reached for the red bells by herself and looked round the room to see who was there listening to her", "^<$x",
     "Reached for the red bells by herself and looked round the room to see who was therex listening to her"},
    {"from line to line by Left and Right",
     "Reached for the red bells by herself and looked round the room to see who was there listening to her", "^<>x",
     "Reached for the red bells by herself and looked round the room to see who was there xlistening to her"},
    {"each paragraph runs its own way", "one\nعلي", "^<x", "one\nعxلي"},
};
/* clang-format on */

static void keys_do_what_they_say(void **state)
{
    const struct row *row = *state;
    struct stage s;

    stage_open(&s, row->given);
    play(&s, row->acts);
    assert_string_equal(s.text, row->want);
    ui_destroy(s.ui);
}

/* ---- places --------------------------------------------------------------------------------- */

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

static const struct walk {
    const char *name;
    const char *text;
    int letters; /* as a person counts */
} walks[] = {
    {"English",                "Fraser",                                               6 },
    {"Welsh with marks apart", "ty\xcc\x82 gw\xcc\x82n",                               6 },
    {"Arabic",                 "سلام عليكم",                                  10},
    {"Urdu in Nastaliq",       "میرا نام ٹھیک",                             13},
    {"Hebrew",                 "שלום",                                             4 },
    {"Bengali",                "ক্ষমা স্ত্রী",                   4 },
    {"Punjabi",                "ਪੰਜਾਬੀ",                                   3 },
    {"a name in a note",       "With علي today",                                    14},
    {"an Urdu name in a note", "گل محمد sat",                                    11},
    {"digits inside Arabic",   "عمر 12 سنة",                                     10},
    {"brackets turn round",    "علي (Ali) هنا",                                  13},
    {"pictures",               "ok 👩‍👩‍👧‍👦👍🏽🇬🇧🇵🇱", 7 },
    {"Arabic and pictures",    "علي👍🏽 و 👩‍👧",                        8 },
};

/* Right goes to the right, one letter a press, from the left end to the right one; Left comes back
 * by the same places; and a finger beside such a place puts the caret there. */
static void the_walk_is_even(void **state)
{
    const struct walk *walk = *state;
    struct stage s;
    int stops[STOPS_MAX] = {0};
    int count = 0;
    int last = -1;

    stage_open(&s, walk->text);
    for (int i = 0; i < STOPS_MAX; i++) {
        press(&s, UI_KEY_LEFT, false, false);
    }
    while (caret_of(&s).x != last && count < STOPS_MAX) {
        assert_true(caret_of(&s).x > last);
        last = caret_of(&s).x;
        stops[count++] = last;
        press(&s, UI_KEY_RIGHT, false, false);
    }
    assert_int_equal(count, walk->letters + 1);
    for (int i = count - 2; i >= 0; i--) {
        press(&s, UI_KEY_LEFT, false, false);
        assert_int_equal(caret_of(&s).x, stops[i]);
    }
    for (int i = 0; i < count; i++) {
        int beside = i + 1 < count ? stops[i] + (stops[i + 1] - stops[i]) / 4 : stops[i];
        struct ui_event tap = {
            .kind = UI_DOWN, .x = (float)beside + 1.5f, .y = (float)caret_of(&s).y + 10};

        s.frame.now_ms += 2000;
        ui_feed(s.ui, &tap);
        tap.kind = UI_UP;
        ui_feed(s.ui, &tap);
        settle(&s);
        assert_int_equal(caret_of(&s).x, stops[i]);
    }
    ui_destroy(s.ui);
}

/* ---- selections ----------------------------------------------------------------------------- */

static const struct marked {
    const char *name;
    const char *text;
    const char *acts;
    int stretches;
} marked[] = {
    {"nothing",                            "a علي b", "^",       0},
    {"all is one stretch",                 "a علي b", "+",       1},
    {"up to the middle of a name: two",    "a علي b", "^}}}",    2},
    {"up to before its first letter: one", "a علي b", "^}}}}}",  1},
    {"from within a name, to the left",    "a علي b", "$<<<<{",  1},
    {"digits within Arabic",               "عمر 12",  "^<<<<<{", 1},
};

static void stretches_are_drawn(void **state)
{
    const struct marked *row = *state;
    struct stage s;
    int count = 0;

    stage_open(&s, row->text);
    play(&s, row->acts);
    for (int i = 0; i < s.list->count; i++) {
        count += s.list->commands[i].kind == DRAW_FILL &&
                 s.list->commands[i].colour == ui_theme_colour(UI_LIGHT, UI_SELECT);
    }
    assert_int_equal(count, row->stretches);
    ui_destroy(s.ui);
}

/* ---- fingers -------------------------------------------------------------------------------- */

static void point(struct stage *s, enum ui_event_kind kind, float x, bool mouse)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind, .x = x, .y = 80, .mouse = mouse});
    settle(s);
}

static void twice_selects_a_word(void **state)
{
    struct stage s;
    float x = 0;

    (void)state;
    stage_open(&s, "Sat with علي. Then");
    play(&s, "^>>>>>>>>>>"); /* into the name, behind which a full stop stands */
    x = (float)caret_of(&s).x;
    for (int i = 0; i < 2; i++) {
        point(&s, UI_DOWN, x, false);
        point(&s, UI_UP, x, false);
        s.frame.now_ms += 100;
    }
    play(&s, "x");
    assert_string_equal(s.text, "Sat with x. Then");
    ui_destroy(s.ui);
}

static void a_mouse_selects_by_dragging(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "one two three");
    point(&s, UI_DOWN, 56, true);
    point(&s, UI_MOVE, 300, true);
    point(&s, UI_UP, 300, true);
    play(&s, "x");
    assert_string_equal(s.text, "x");
    ui_destroy(s.ui);
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
    cases_add_rows(keys_do_what_they_say, rows, COUNT(rows), sizeof(rows[0]));
    cases_add_rows(the_walk_is_even, walks, COUNT(walks), sizeof(walks[0]));
    cases_add_rows(stretches_are_drawn, marked, COUNT(marked), sizeof(marked[0]));
    cases_add("a tap and another select a word", twice_selects_a_word);
    cases_add("a mouse selects by dragging", a_mouse_selects_by_dragging);
    return cases_run("platform_carets", open_platform, close_platform);
}
