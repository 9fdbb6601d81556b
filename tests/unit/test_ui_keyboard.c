/* The own keyboard beyond its letters: capitals by themselves, accents by holding, words that are
 * offered, the caret along the space bar, and Cut, Copy and Paste. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <string.h>

enum { ROOM = 200 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    char text[ROOM], other[ROOM];
    bool secret, has_much;
    const struct draw_list *list;
};

static const char *const school[] = {"wet sand",   "Waited for", "łódź",
                                     "water tray", "with help",  "wobble board"};
static const struct ui_lexicon lexicon = {school, COUNT(school)};

/* More than the window holds, in letters that give way. */
static void much(struct ui *ui)
{
    ui_next_grow(ui, 1);
    ui_open_scroll(ui, "much", (struct ui_box){.grow = 1, .fits = true});
    for (int i = 0; i < 8; i++) {
        ui_text(ui, UI_TITLE, "Many words");
    }
    ui_close(ui);
}

static void settle(struct stage *s)
{
    for (int i = 0; i < 64; i++) {
        ui_begin(s->ui, &s->frame);
        if (s->has_much) {
            much(s->ui);
        }
        (void)ui_field(s->ui, &(struct ui_field){.label = "Note",
                                                 .text = s->text,
                                                 .room = sizeof(s->text),
                                                 .lines = s->secret ? 1 : 3,
                                                 .secret = s->secret,
                                                 .lexicon = &lexicon});
        (void)ui_field(s->ui, &(struct ui_field){
                                  .label = "Other", .text = s->other, .room = sizeof(s->other)});
        s->list = ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static struct stage stage;

static int open_stage(void **state)
{
    stage = (struct stage){
        .frame = {.width = 1000, .height = 800, .scale = 1, .text = 1, .now_ms = 1000}
    };
    stage.frame.keyboard = true;
    stage.ui = ui_create(letters_port());
    settle(&stage);
    ui_focus(stage.ui, ui_find(stage.ui, "Note")->id);
    settle(&stage);
    *state = &stage;
    return 0;
}

static int close_stage(void **state)
{
    ui_destroy(((struct stage *)*state)->ui);
    return 0;
}

static void wait(struct stage *s, int64_t ms)
{
    int64_t until = s->frame.now_ms + ms;

    while (ui_wake_ms(s->ui) <= until) {
        s->frame.now_ms = ui_wake_ms(s->ui);
        settle(s);
    }
    s->frame.now_ms = until;
    settle(s);
}

static void finger_at(struct stage *s, enum ui_event_kind kind, float x, float y)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind, .x = x, .y = y});
    settle(s);
}

static void finger(struct stage *s, enum ui_event_kind kind, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);

    if (p == NULL) {
        fail_msg("there is no \"%s\"", label);
        return;
    }
    finger_at(s, kind, (float)p->at.x + (float)p->at.w / 2, (float)p->at.y + (float)p->at.h / 2);
}

static void tap(struct stage *s, const char *label)
{
    finger(s, UI_DOWN, label);
    finger(s, UI_UP, label);
    s->frame.now_ms += 1000; /* nothing is tapped twice by chance */
}

static void tap_each(struct stage *s, const char *letters)
{
    for (const char *c = letters; *c != '\0'; c++) {
        char letter[2] = {*c, '\0'};
        tap(s, *c == ' ' ? "space" : letter);
    }
}

static void write(struct stage *s, const char *text)
{
    text_copy(s->text, sizeof(s->text), text);
    settle(s);
}

/* ---- capitals ------------------------------------------------------------------------------- */

static void a_sentence_starts_with_a_capital(void **state)
{
    struct stage *s = *state;

    tap(s, "D");
    tap_each(s, "ug");
    tap(s, ".");
    assert_non_null(ui_find(s->ui, "i")); /* as in e.g. */
    tap(s, "space");
    tap(s, "I");
    tap(s, "space");
    tap(s, "new line");
    tap(s, "S");
    assert_string_equal(s->text, "Dug. I \nS");
}

static void shift_says_no_to_it_and_twice_keeps_it(void **state)
{
    struct stage *s = *state;

    tap(s, "shift");
    tap(s, "d");
    assert_string_equal(s->text, "d");
    finger(s, UI_DOWN, "shift");
    finger(s, UI_UP, "shift");
    finger(s, UI_DOWN, "shift");
    finger(s, UI_UP, "shift");
    tap_each(s, "UP");
    tap(s, "shift");
    tap(s, "s");
    assert_string_equal(s->text, "dUPs");
}

/* ---- accents -------------------------------------------------------------------------------- */

static void an_accent_is_slid_to(void **state)
{
    struct stage *s = *state;

    write(s, "Mor");
    finger(s, UI_DOWN, "y");
    assert_null(ui_find(s->ui, "ŷ"));
    wait(s, 520);
    finger(s, UI_MOVE, "ŷ");
    finger(s, UI_UP, "ŷ");
    assert_string_equal(s->text, "Morŷ");
    assert_null(ui_find(s->ui, "ŷ"));
}

/* Those of a letter at the side lie on the screen, all of them. */
static void accents_keep_to_the_screen(void **state)
{
    static const char *const sides[][2] = {
        {"a", "à á â ã ä å æ ą"},
        {"l", "ł"                     },
        {"o", "ò ó ô õ ö ø œ"   },
    };
    struct stage *s = *state;

    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        int seen = 0;
        write(s, "Mor");
        finger(s, UI_DOWN, sides[i][0]);
        wait(s, 520);
        for (const char *at = sides[i][1]; *at != '\0';) {
            char accent[8] = "";
            size_t size = strcspn(at, " ");
            const struct ui_place *p = NULL;
            text_copy(accent, size + 1, at);
            at += size + (at[size] == ' ' ? 1 : 0);
            p = ui_find(s->ui, accent);
            if (p != NULL) {
                seen++;
                assert_true(p->at.x >= 0 && p->at.x + p->at.w <= s->frame.width);
            }
        }
        assert_true(seen > 0);
        finger(s, UI_UP, sides[i][0]);
        finger(s, UI_DOWN, "m");
        finger(s, UI_UP, "m");
    }
}

/* Where each press must last, one that did is the letter; accents come by twice as long. */
static void a_hand_that_holds_writes_letters(void **state)
{
    struct stage *s = *state;

    write(s, "Mor");
    s->frame.hold_ms = 800;
    finger(s, UI_DOWN, "s");
    wait(s, 500);
    finger(s, UI_UP, "s");
    assert_string_equal(s->text, "Mor");
    finger(s, UI_DOWN, "s");
    wait(s, 1000);
    assert_null(ui_find(s->ui, "ś"));
    finger(s, UI_UP, "s");
    assert_string_equal(s->text, "Mors");
    finger(s, UI_DOWN, "s");
    wait(s, 1620);
    finger(s, UI_UP, "s");
    assert_string_equal(s->text, "Mors");
    assert_non_null(ui_find(s->ui, "ś"));
}

static void or_stays_to_be_tapped(void **state)
{
    struct stage *s = *state;

    write(s, "Micha");
    finger(s, UI_DOWN, "l");
    wait(s, 520);
    finger(s, UI_UP, "l");
    assert_string_equal(s->text, "Micha");
    tap(s, "ł");
    assert_string_equal(s->text, "Michał");
    finger(s, UI_DOWN, "l");
    wait(s, 520);
    finger(s, UI_UP, "l");
    tap(s, "e"); /* something else: they go, and it is typed */
    assert_null(ui_find(s->ui, "ł"));
    assert_string_equal(s->text, "Michałe");
}

static void a_short_press_is_the_letter(void **state)
{
    struct stage *s = *state;

    write(s, "no");
    finger(s, UI_DOWN, "n");
    wait(s, 300);
    finger(s, UI_UP, "n");
    assert_string_equal(s->text, "non");
}

/* ---- words ---------------------------------------------------------------------------------- */

static void words_of_the_school_are_offered(void **state)
{
    struct stage *s = *state;

    write(s, "Dug in the ");
    assert_non_null(ui_find(s->ui, "wet sand")); /* nothing begun: the most used */
    tap(s, "w");
    tap(s, "o");
    assert_null(ui_find(s->ui, "wet sand"));
    tap(s, "wobble board");
    assert_string_equal(s->text, "Dug in the wobble board ");
    tap(s, ".");
    assert_string_equal(s->text, "Dug in the wobble board."); /* the space of the word goes */
}

static void a_phrase_is_found_by_its_first_words(void **state)
{
    struct stage *s = *state;

    write(s, "Likes water t");
    tap(s, "water tray");
    assert_string_equal(s->text, "Likes water tray ");
}

static void accents_and_capitals_do_not_matter(void **state)
{
    struct stage *s = *state;

    write(s, "lod");
    tap(s, "Łódź");
    assert_string_equal(s->text, "Łódź ");
    write(s, "Then wait");
    tap(s, "Waited for");
    assert_string_equal(s->text, "Then Waited for ");
}

static void feed_tap(struct stage *s, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);
    struct ui_event event = {.kind = UI_DOWN};

    assert_non_null(p);
    event.x = (float)p->at.x + (float)p->at.w / 2;
    event.y = (float)p->at.y + (float)p->at.h / 2;
    ui_feed(s->ui, &event);
    event.kind = UI_UP;
    ui_feed(s->ui, &event);
}

/* Two taps before the next frame: the word was offered for another text than it would change. */
static void a_word_is_not_put_into_another_text(void **state)
{
    struct stage *s = *state;

    write(s, "Then lod");
    feed_tap(s, "a");
    feed_tap(s, "łódź");
    settle(s);
    assert_string_equal(s->text, "Then loda");
    write(s, "Then łod");
    feed_tap(s, "backspace");
    feed_tap(s, "łódź"); /* four bytes before the caret are half a letter and more by now */
    settle(s);
    assert_string_equal(s->text, "Then ło");
    tap(s, "łódź");
    assert_string_equal(s->text, "Then łódź ");
}

static void inside_a_word_nothing_is_offered(void **state)
{
    struct stage *s = *state;

    write(s, "wet");
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_LEFT});
    settle(s);
    assert_null(ui_find(s->ui, "Wet sand"));
}

/* ---- the caret and what is selected --------------------------------------------------------- */

static void the_space_bar_moves_the_caret(void **state)
{
    struct stage *s = *state;
    const struct ui_place *space = NULL;
    float x = 0;
    float y = 0;

    write(s, "Dug sand");
    space = ui_find(s->ui, "space");
    x = (float)space->at.x + (float)space->at.w / 2;
    y = (float)space->at.y + 20;
    finger_at(s, UI_DOWN, x, y);
    finger_at(s, UI_MOVE, x - 30, y);
    finger_at(s, UI_MOVE, x - 72, y);
    finger_at(s, UI_UP, x - 72, y);
    tap(s, "x");
    assert_string_equal(s->text, "Dugx sand"); /* five letters of 14 dp, and no space */
}

/* Holds the finger on the letter of that number, in the first line. */
static void hold(struct stage *s, const char *label, int letter)
{
    const struct ui_place *p = ui_find(s->ui, label);
    float x = (float)p->at.x + 16 + 10 * ((float)letter + 0.5f);

    float y = (float)p->at.y + 24;

    finger_at(s, UI_DOWN, x, y);
    wait(s, 520);
    finger_at(s, UI_UP, x, y);
    s->frame.now_ms += 1000;
}

static void a_long_press_selects_a_word(void **state)
{
    struct stage *s = *state;

    write(s, "Dug wet sand");
    hold(s, "Note", 5);
    tap(s, "Cut");
    assert_string_equal(s->text, "Dug  sand");
    hold(s, "Other", 0);
    tap(s, "Paste");
    assert_string_equal(s->other, "wet");
    tap(s, "Note");
    hold(s, "Note", 1);
    tap(s, "Select all");
    tap(s, "Copy");
    tap(s, "Other");
    hold(s, "Other", 1);
    tap(s, "Paste");
    assert_string_equal(s->other, "Dug  sand");
}

static void a_finger_held_on_goes_over_more_words(void **state)
{
    struct stage *s = *state;
    const struct ui_place *p = ui_find(s->ui, "Note");
    float x = (float)p->at.x + 16 + 5;
    float y = (float)p->at.y + 24;

    write(s, "Dug wet sand");
    finger_at(s, UI_DOWN, x, y);
    wait(s, 520);
    finger_at(s, UI_MOVE, x + 65, y);
    finger_at(s, UI_UP, x + 65, y);
    tap(s, "Cut");
    assert_string_equal(s->text, " sand");
}

/* ---- a hand that shakes ---------------------------------------------------------------------- */

/* At the same moment of the clock but for what is said. */
static void shake(struct stage *s, const char *label, int times, int64_t apart_ms)
{
    for (int i = 0; i < times; i++) {
        finger(s, UI_DOWN, label);
        finger(s, UI_UP, label);
        s->frame.now_ms += apart_ms;
    }
}

static void a_shaken_letter_is_written_once(void **state)
{
    struct stage *s = *state;

    s->frame.again_ms = 500;
    write(s, "wet ");
    shake(s, "s", 3, 90);
    shake(s, "a", 1, 500); /* on another, as soon: the same hand still shakes */
    shake(s, "a", 2, 500);
    assert_string_equal(s->text, "wet saa");
    shake(s, "backspace", 2, 100);
    assert_string_equal(s->text, "wet sa");
}

/* What is held is no repeat of a hand's, but goes at its pace. */
static void a_held_delete_takes_its_time(void **state)
{
    struct stage *s = *state;

    s->frame.again_ms = 500;
    write(s, "wet sand");
    finger(s, UI_DOWN, "backspace");
    wait(s, 1400);
    finger(s, UI_UP, "backspace");
    assert_string_equal(s->text, "wet s");
}

/* Pixels of the letter on that key. */
static int letter_px(const struct stage *s, const char *letter)
{
    for (int i = s->list->count - 1; i >= 0; i--) {
        const struct draw_command *c = &s->list->commands[i];

        if (c->kind == DRAW_TEXT && text_equal(c->text, letter)) {
            return (int)c->size;
        }
    }
    fail_msg("nothing says \"%s\"", letter);
    return 0;
}

/* Keys are larger than they are at 100 %, whatever has to shrink on the screen above them. */
static void keys_do_not_shrink_with_the_screen(void **state)
{
    struct stage *s = *state;
    int wanted = 0;

    s->frame.text = 2;
    write(s, "Dug");
    wanted = letter_px(s, "q");
    s->has_much = true;
    settle(s);
    assert_int_equal(letter_px(s, "q"), wanted);
}

static void a_secret_is_not_copied(void **state)
{
    struct stage *s = *state;

    s->secret = true;
    write(s, "river stone");
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_ALL});
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_CUT});
    settle(s);
    assert_string_equal(s->text, "river stone");
    hold(s, "Note", 2);
    assert_null(ui_find(s->ui, "Copy"));
    tap(s, "Other");
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_PASTE});
    settle(s);
    assert_string_equal(s->other, "");
    assert_null(ui_find(s->ui, "wet sand")); /* nor are words offered */
}

static void after_a_lock_nothing_is_left_to_paste(void **state)
{
    struct stage *s = *state;

    write(s, "Dug wet sand");
    hold(s, "Note", 5);
    tap(s, "Copy");
    ui_forget(s->ui);
    settle(s);
    tap(s, "Other");
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_PASTE});
    settle(s);
    assert_string_equal(s->other, "");
}

int main(void)
{
#define KEYS(name, test) cases_add_placed(name, test, open_stage, close_stage)
    KEYS("a sentence starts with a capital", a_sentence_starts_with_a_capital);
    KEYS("Shift says no to it, and twice keeps it", shift_says_no_to_it_and_twice_keeps_it);
    KEYS("an accent is slid to", an_accent_is_slid_to);
    KEYS("accents keep to the screen", accents_keep_to_the_screen);
    KEYS("a hand that holds writes letters", a_hand_that_holds_writes_letters);
    KEYS("or stays to be tapped", or_stays_to_be_tapped);
    KEYS("a short press is the letter", a_short_press_is_the_letter);
    KEYS("words of the school are offered", words_of_the_school_are_offered);
    KEYS("a phrase is found by its first words", a_phrase_is_found_by_its_first_words);
    KEYS("accents and capitals do not matter", accents_and_capitals_do_not_matter);
    KEYS("a word is not put into another text", a_word_is_not_put_into_another_text);
    KEYS("inside a word nothing is offered", inside_a_word_nothing_is_offered);
    KEYS("the space bar moves the caret", the_space_bar_moves_the_caret);
    KEYS("a long press selects a word", a_long_press_selects_a_word);
    KEYS("a finger held on goes over more words", a_finger_held_on_goes_over_more_words);
    KEYS("a shaken letter is written once", a_shaken_letter_is_written_once);
    KEYS("a held Delete takes its time", a_held_delete_takes_its_time);
    KEYS("keys do not shrink with the screen", keys_do_not_shrink_with_the_screen);
    KEYS("a secret is not copied", a_secret_is_not_copied);
    KEYS("after a lock nothing is left to paste", after_a_lock_nothing_is_left_to_paste);
    return cases_run("keyboard", NULL, NULL);
}
