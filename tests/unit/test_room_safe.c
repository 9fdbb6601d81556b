/* Nothing outside the pupil room is reached from it, and a kill leads back to the same question.
 *
 * Whatever may befall a tablet in a pupil's hands is done at every stage of the room, by events in
 * SDL's queue; then the room must still be there, with the same question, the same answers and none
 * of the staff's words. And after every single act of every self-assessment that ships the battery
 * goes: what is unlocked again shows the same. Seen caught: a card that is taken up and not kept, a
 * practice question that is asked anew, a note of the staff's that could be pasted. */
#include "cases.h"
#include "glove_asked.h"

#include <stdlib.h>
#include <string.h>

static struct glove glove;

/* ---- what the screen says, to be compared ---------------------------------------------------- */

/* All words, and what of it is chosen; without the ring of the keyboard, which may move. */
static void see(struct glove *g, struct buf *out)
{
    int count = 0;
    const struct ui_place *places = ui_places(g->hand.ui, &count);

    buf_clear(out);
    ui_print_texts(g->hand.ui, out);
    for (int i = 0; i < count; i++) {
        buf_printf(out, "%s%s%s\n", places[i].label, places[i].chosen ? " chosen" : "",
                   places[i].disabled ? " disabled" : "");
    }
}

static void expect_the_room(struct glove *g)
{
    static const char *const outside[] = {
        "Karim", "New observation", "Lock", "Sync",         "Copy",
        "Cut",   "Paste",           "Undo", "Back to staff"};

    assert_string_equal(app_screen(g->hand.app), "room");
    assert_false(g->has_ended);
    for (size_t i = 0; i < COUNT(outside); i++) {
        hand_expect_not(&g->hand, outside[i]);
    }
}

static void go_to_sheet(struct glove *g)
{
    glove_open(g, 1280, 800);
    hand_tap(&g->hand, "Amira K.");
    hand_tap(&g->hand, "Path so far");
}

static void take_each(struct glove *g, const char *labels)
{
    char word[60] = "";

    while (*labels != '\0') {
        size_t size = strcspn(labels, "/");
        text_copy(word, size + 1, labels);
        hand_tap(&g->hand, word);
        labels += size + (labels[size] == '/' ? 1 : 0);
    }
    glove_settle(g);
}

/* ---- the battery goes ------------------------------------------------------------------------ */

/* Without the notice that the tablet was unlocked. */
static void expect_the_same_after_a_crash(struct glove *g, struct buf *before, struct buf *after)
{
    see(g, before);
    glove_crash(g);
    see(g, after);
    assert_string_equal(buf_cstr(after), buf_cstr(before));
    expect_the_room(g);
}

static void answer_all(struct glove *g, const struct asked *one)
{
    struct asked_step steps[ASKED_STEPS_MOST];
    size_t count = asked_steps(one, 1, steps);
    struct buf before = {0};
    struct buf after = {0};

    print_message("           %s\n", one->name);
    asked_open(g, one);
    expect_the_same_after_a_crash(g, &before, &after);
    for (size_t i = 0; i < count; i++) {
        hand_tap(&g->hand, steps[i].label);
        if (steps[i].words != NULL) {
            hand_type(&g->hand, steps[i].words);
            hand_key(&g->hand, UI_KEY_ESCAPE);
        }
        expect_the_same_after_a_crash(g, &before, &after);
    }
    hand_expect(&g->hand, "Thank you");
    buf_finish(&before);
    buf_finish(&after);
    take_each(g, "Staff");
    hand_type(&g->hand, HAND_PASSPHRASE);
    take_each(g, "Leave");
}

static void the_battery_goes_after_every_act(void **state)
{
    struct arena arena = {0};
    struct asked all[ASKED_MOST];
    size_t count = asked_all(&arena, all);
    int64_t length = 3;

    (void)state;
    go_to_sheet(&glove);
    for (size_t i = 0; i < count; i++) {
        if (all[i].in.length == 5 && length != 5) {
            length = 5;
            glove_profile(&glove, "{\"scale\":5}");
        }
        answer_all(&glove, &all[i]);
    }
    glove_close(&glove);
    arena_finish(&arena);
}

/* What is no answer, and is kept all the same: asked once more, a card that was taken up, a mind
 * that was changed, half a word. */
static void the_battery_goes_in_between(void **state)
{
    static const char *const acts[] = {
        "Hand over to Amira/How I feel today/Apple/Next",
        "Apple/Next/Happy/Next",
        "Change it",
        "Okay",
        "Back",
        "Change it/Not now",
        "Next",
        "Yes",
    };
    static const char *const board[] = {
        "Hand over to Amira/No practice/What I like at school/I like it/Not sure",
        "I like it/I like it/I like it/I like it/I like it/I like it",
        "Maths",
        "Not sure",
        "I don't know",
    };
    struct buf before = {0};
    struct buf after = {0};

    (void)state;
    go_to_sheet(&glove);
    for (size_t i = 0; i < COUNT(acts); i++) {
        take_each(&glove, acts[i]);
        expect_the_same_after_a_crash(&glove, &before, &after);
    }
    take_each(&glove, "Staff");
    hand_type(&glove.hand, HAND_PASSPHRASE);
    take_each(&glove, "Leave");
    for (size_t i = 0; i < COUNT(board); i++) {
        take_each(&glove, board[i]);
        expect_the_same_after_a_crash(&glove, &before, &after);
    }
    buf_finish(&before);
    buf_finish(&after);
    glove_close(&glove);
}

/* ---- every way out --------------------------------------------------------------------------- */

/* Where the pupil is when it happens. */
static const struct stage {
    const char *name;
    const char *taps;
} stages[] = {
    {"practice",      "Hand over to Amira/How I feel today"                           },
    {"once more",     "Hand over to Amira/How I feel today/Apple/Next"                },
    {"faces",         "Hand over to Amira/How I feel today/Dog/Next/Okay"             },
    {"read back",     "Hand over to Amira/How I feel today/Dog/Next/Okay/Next"        },
    {"thanks",        "Hand over to Amira/How I feel today/Dog/Next/Okay/Next/Yes"    },
    {"several",       "Hand over to Amira/No practice/My feelings/Calm/Tired"         },
    {"yes or no",     "Hand over to Amira/No practice/Working with others/Yes"        },
    {"board",         "Hand over to Amira/No practice/What I like at school/I like it"},
    {"journal",       "Hand over to Amira/No practice/About my day/Okay/Next/Music"   },
    {"several backs", "Hand over to Amira/No practice/My feelings/Calm/Next/No/Next"  },
};

/* Each of these is done, and lets go of what it pressed. Of the keys only those that a focus could
 * be walked with are left out: Tab, arrows, Return and Space answer, and are tested as such. */
static const char *const ways_out[] = {
    "key Escape",
    "key Alt+F4",
    "key Alt+Tab",
    "key Ctrl+Q",
    "key Ctrl+W",
    "key Ctrl+C",
    "key Ctrl+V",
    "key Ctrl+X",
    "key Ctrl+A",
    "key Ctrl+Alt+Delete",
    "key Ctrl+Alt+Backspace",
    "key Ctrl+Shift+Escape",
    "key GUI+D",
    "key GUI+L",
    "key Left GUI",
    "key F1",
    "key F5",
    "key F10",
    "key F11",
    "key F12",
    "key PrintScreen",
    "key Pause",
    "key Menu",
    "key Home",
    "key End",
    "key Backspace",
    "key Delete",
    "key AC Back",
    "key AC Home",
    "key AC Search",
    "key AudioPlay",
    "key AudioMute",
    "key VolumeUp",
    "key MediaSelect",
    "key Mail",
    "key Calculator",
    "key Sleep",
    "key Eject",
    "key BrightnessUp",
    "key a",
    "key Insert",
    "text let me out",
    "text \\033",
    "drop /etc/passwd",
    "window close",
    "window minimise",
    "window restore",
    "window hide",
    "window show",
    "window away",
    "window back",
    "window turn",
    "window turn",
    "wait 60000",
    /* a palm, a swipe from each edge, a long press on the way back and on nothing */
    "finger 1 down 50 2",
    "finger 2 down 52 2",
    "finger 3 down 54 2",
    "finger 4 down 48 2",
    "finger 1 move 50 60",
    "finger 2 move 52 60",
    "wait 3000",
    "finger 1 up 50 60",
    "finger 2 up 52 60",
    "finger 3 up 54 2",
    "finger 4 up 48 2",
    "finger 1 down 0 50",
    "finger 1 move 60 50",
    "finger 1 up 60 50",
    "finger 1 down 99 50",
    "finger 1 move 30 50",
    "finger 1 up 30 50",
    "finger 1 down 40 99",
    "finger 1 move 40 20",
    "finger 1 up 40 20",
    "finger 1 down 1 60",
    "wait 5000",
    "finger 1 up 1 60",
    /* one that was never told to be lifted */
    "finger 7 down 1 60",
    "window away",
    "window back",
    "finger 8 down 1 61",
    "finger 8 up 1 61",
    "finger 7 up 1 60",
};

static void expect_the_same(struct glove *g, const struct buf *before, const char *way)
{
    struct buf after = {0};

    see(g, &after);
    if (strcmp(buf_cstr(&after), buf_cstr(before)) != 0) {
        fail_msg("after “%s”:\n%s\nand before it:\n%s", way, buf_cstr(&after), buf_cstr(before));
    }
    buf_finish(&after);
}

/* While a finger is down, or the window is turned, the screen may look otherwise. */
static bool is_half_done(const char *way)
{
    return strncmp(way, "finger", 6) == 0 || strcmp(way, "window turn") == 0;
}

static void nothing_leads_out(void **state)
{
    const struct stage *stage = *state;
    struct buf before = {0};

    go_to_sheet(&glove);
    take_each(&glove, stage->taps);
    see(&glove, &before);
    for (size_t i = 0; i < COUNT(ways_out); i++) {
        glove_do(&glove, ways_out[i]);
        if (strcmp(ways_out[i], "window close") == 0) {
            hand_expect(&glove.hand, "Back to staff"); /* the adult's door, and no more */
            hand_tap(&glove.hand, "Stay here");
        }
        if (!is_half_done(ways_out[i])) {
            expect_the_same(&glove, &before, ways_out[i]);
        }
        expect_the_room(&glove);
    }
    expect_the_same(&glove, &before, "all of it");
    buf_finish(&before);
    glove_close(&glove);
}

/* ---- switches -------------------------------------------------------------------------------- */

static void scan_by(const char *set)
{
    go_to_sheet(&glove);
    glove_profile(&glove, set);
    take_each(&glove, "Hand over to Amira/How I feel today");
}

/* It takes what is lit, once; unplugged, it has let go, and another goes on. */
static void a_switch_is_held_and_pulled_out(void **state)
{
    struct buf held = {0};
    struct buf after = {0};

    (void)state;
    scan_by("{\"scanning\":{\"way\":\"auto\",\"order\":\"linear\",\"loops\":10}}");
    glove_do(&glove, "joystick in");
    glove_do(&glove, "wait 1000"); /* Say it again is lit, then Car or Dog */
    glove_do(&glove, "button 0 down");
    for (int i = 0; i < 60; i++) {
        glove_do(&glove, "wait 1000");
        see(&glove, i == 0 ? &held : &after);
    }
    assert_string_equal(buf_cstr(&after), buf_cstr(&held));
    expect_the_room(&glove);
    glove_do(&glove, "joystick out");
    glove_do(&glove, "wait 1000");
    assert_int_equal(ui_scan_state(glove.hand.ui)->down, 0);
    glove_do(&glove, "joystick in");
    for (int i = 0; i < 20 && !hand_is_chosen(&glove.hand, "Dog"); i++) {
        glove_do(&glove, "wait 500");
        if (ui_is_lit(glove.hand.ui, glove_find(&glove, "Dog"))) {
            glove_do(&glove, "button 1 down");
            glove_do(&glove, "wait 510");
            glove_do(&glove, "button 1 up");
        }
    }
    assert_true(hand_is_chosen(&glove.hand, "Dog"));
    buf_finish(&held);
    buf_finish(&after);
    glove_close(&glove);
}

/* The door can be scanned to, and opens to the passphrase alone. */
static void switches_come_to_the_door_and_no_further(void **state)
{
    (void)state;
    scan_by("{\"scanning\":{\"way\":\"step\",\"order\":\"linear\",\"accept_ms\":0,"
            "\"release_ms\":0}}");
    for (int i = 0; i < 20 && !ui_is_lit(glove.hand.ui, glove_find(&glove, "Staff")); i++) {
        glove_do(&glove, "key Space");
    }
    glove_do(&glove, "key Return");
    hand_expect(&glove.hand, "Back to staff");
    assert_string_equal(app_screen(glove.hand.app), "room");
    hand_tap(&glove.hand, "Stay here");
    expect_the_room(&glove);
    glove_close(&glove);
}

/* ---- what staff had -------------------------------------------------------------------------- */

/* Copied by staff, and not pasted by a pupil. */
static void what_staff_copied_stays_with_them(void **state)
{
    struct hand *h = &glove.hand;

    (void)state;
    glove_open(&glove, 1280, 800);
    hand_tap(h, "Amira K.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "A secret of the staff");
    hand_key(h, UI_KEY_ALL);
    hand_key(h, UI_KEY_COPY);
    hand_key(h, UI_KEY_ESCAPE);
    take_each(&glove, "Back/Amira K./Path so far/Hand over to Amira/No practice/About my day");
    take_each(&glove, "Okay/Next/A few words");
    glove_do(&glove, "key Ctrl+V");
    hand_expect_not(h, "A secret of the staff");
    glove_close(&glove);
}

int main(void)
{
    cases_add("the battery goes after every act", the_battery_goes_after_every_act);
    cases_add("the battery goes in between", the_battery_goes_in_between);
    cases_add_rows(nothing_leads_out, stages, COUNT(stages), sizeof(stages[0]));
    cases_add("a switch is held and pulled out", a_switch_is_held_and_pulled_out);
    cases_add("switches come to the door and no further", switches_come_to_the_door_and_no_further);
    cases_add("what staff copied stays with them", what_staff_copied_stays_with_them);
    return cases_run("safety of the room", NULL, NULL);
}
