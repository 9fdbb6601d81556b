/* Every self-assessment that ships, completed in each way that a pupil may have: by touch, by
 * keyboard, by one switch and by two, whatever the switch is. What is done goes through SDL's
 * queue; what is stored is looked up in the record, and its order held against the screen's.
 * Planted faults that were seen caught: every button of a joystick the first switch, five faces
 * that run out of the window, a switch that is heard a millisecond too late, an order that is
 * recorded or drawn unmirrored, the place stored for the picture, a switch told as a key, two
 * switches told as one. */
#include "cases.h"
#include "glove_asked.h"

#include <string.h>

enum { PATIENCE = 200 };

struct room {
    struct glove glove;
    struct arena arena;
    struct asked all[ASKED_MOST];
    size_t count;
    const struct way *way;
    int64_t length;  /* of the profile that holds */
    unsigned orders; /* of the pictures that were seen: 1 as they are, 2 mirrored */
};
static struct room the_room;

static struct hand *hand_of(struct room *r)
{
    return &r->glove.hand;
}

/* ---- by touch and by keyboard ---------------------------------------------------------------- */

static void touch(struct room *r, const char *label)
{
    glove_touch(&r->glove, label);
}

static void touch_and_hold(struct room *r, const char *label)
{
    const struct ui_place *place = glove_find(&r->glove, label);
    float x = (float)place->at.x + (float)place->at.w / 2;
    float y = (float)place->at.y + (float)place->at.h / 2;

    glove_do(&r->glove, "wait 810");                        /* or it would be a repeat */
    platform_push_finger(r->glove.platform, UI_DOWN, 4, y); /* beside it: where it lifts counts */
    platform_push_finger(r->glove.platform, UI_MOVE, x, y);
    glove_settle(&r->glove);
    glove_do(&r->glove, "wait 410");
    platform_push_finger(r->glove.platform, UI_UP, x, y);
    glove_settle(&r->glove);
}

static void tab_to(struct room *r, const char *label, const char *tab)
{
    for (int i = 0; i < PATIENCE; i++) {
        if (ui_is_ringed(hand_of(r)->ui, glove_find(&r->glove, label))) {
            return;
        }
        glove_do(&r->glove, tab);
    }
    fail_msg("Tab does not come to “%s”", label);
}

static void keys(struct room *r, const char *label)
{
    tab_to(r, label, "key Tab");
    glove_do(&r->glove, "key Return");
}

static void keys_back(struct room *r, const char *label)
{
    tab_to(r, label, "key Shift+Tab");
    glove_do(&r->glove, "key Space");
}

/* ---- by switches ----------------------------------------------------------------------------- */

/* A press that counts, and the time in which the switch is deaf after it. */
static void press(struct room *r, int which);

static bool is_lit(struct room *r, const char *label)
{
    return ui_is_lit(hand_of(r)->ui, glove_find(&r->glove, label));
}

/* The press takes it: it is lit by itself, or alone in its group. */
static bool is_lit_alone(struct room *r)
{
    const struct ui_scan *scan = ui_scan_state(hand_of(r)->ui);
    int members = 0;

    for (int i = 0; i < scan->count; i++) {
        members += scan->items[i].group == scan->items[scan->at].group ? 1 : 0;
    }
    return scan->light == UI_SCAN_ITEM || members == 1;
}

static void one_switch(struct room *r, const char *label)
{
    for (int i = 0; i < PATIENCE; i++) {
        bool alone = is_lit_alone(r);
        if (is_lit(r, label)) {
            press(r, 1);
            if (alone) {
                return;
            }
            continue;
        }
        if (ui_scan_state(hand_of(r)->ui)->light == UI_SCAN_DARK) {
            press(r, 1);
        }
        glove_do(&r->glove, "wait 500");
    }
    fail_msg("one switch does not come to “%s”", label);
}

static void two_switches(struct room *r, const char *label)
{
    for (int i = 0; i < PATIENCE; i++) {
        bool alone = is_lit_alone(r);
        if (!is_lit(r, label)) {
            press(r, 1);
            continue;
        }
        press(r, 2);
        if (alone) {
            return;
        }
    }
    fail_msg("two switches do not come to “%s”", label);
}

/* Where the light comes to rest it takes, once. */
static void rest(struct room *r, const char *label)
{
    for (int i = 0; i < PATIENCE; i++) {
        bool alone = is_lit_alone(r);
        int64_t due_ms = ui_scan_due_ms(ui_scan_state(hand_of(r)->ui));
        if (!is_lit(r, label) || due_ms == INT64_MAX) {
            press(r, 1);
            continue;
        }
        hand_wait(hand_of(r), due_ms - hand_of(r)->ticks_ms);
        glove_settle(&r->glove);
        if (alone) {
            return;
        }
    }
    fail_msg("a light that rests does not come to “%s”", label);
}

/* ---- the ways -------------------------------------------------------------------------------- */

#define SCAN(way, order, whole) \
    ",\"scanning\":{\"way\":\"" way "\",\"order\":\"" order "\",\"whole\":" whole "}"

/* clang-format off */
static const struct way {
    const char *name;
    const char *profile; /* of the pupil; %d is how many faces */
    void (*take)(struct room *r, const char *label);
    const char *down[2], *up[2]; /* the switches */
    int width, height;
    bool each;          /* every file; else one of each kind of question */
    const char *stored; /* what the record says of it */
    int64_t hold_ms;
} ways[] = {
    {"touch", "", touch, {0}, {0}, 1280, 800, true, "touch", 0},
    {"touch, held upright", "", touch, {0}, {0}, 800, 1280, true, "touch", 0},
    {"touch, held, and where it lifts",
     ",\"hold_ms\":400,\"repeat_ms\":800,\"touch\":\"last\"", touch_and_hold, {0}, {0},
     1280, 800, false, "touch", 400},
    {"keyboard", "", keys, {0}, {0}, 1280, 800, true, "keyboard", 0},
    {"keyboard backwards, held upright", "", keys_back, {0}, {0}, 800, 1280, false,
     "keyboard", 0},
    {"one switch, a key", SCAN("auto", "rows", "false"), one_switch,
     {"down Space"}, {"up Space"}, 1280, 800, true, "switch-auto", 0},
    {"one switch, the whole screen, one by one, held upright",
     SCAN("auto", "linear", "true"), one_switch,
     {"finger 1 down 97 50"}, {"finger 1 up 97 50"}, 800, 1280, false, "switch-auto", 0},
    {"one switch, of a joystick", SCAN("auto", "rows", "false"), one_switch,
     {"button 2 down"}, {"button 2 up"}, 1280, 800, false, "switch-auto", 0},
    {"two switches, keys", SCAN("step", "rows", "false"), two_switches,
     {"down Space", "down Return"}, {"up Space", "up Return"}, 1280, 800, true,
     "switch-step", 0},
    {"two switches, of a joystick, one by one, held upright",
     SCAN("step", "linear", "false"), two_switches,
     {"button 0 down", "button 1 down"}, {"button 0 up", "button 1 up"}, 800, 1280, false,
     "switch-step", 0},
    {"one switch, then rest", SCAN("dwell", "rows", "false"), rest,
     {"down Space"}, {"up Space"}, 1280, 800, false, "switch-dwell", 0},
    {"one switch, then rest, the whole screen, one by one, held upright",
     SCAN("dwell", "linear", "true"), rest,
     {"finger 1 down 50 50"}, {"finger 1 up 50 50"}, 800, 1280, false, "switch-dwell", 0},
};
/* clang-format on */

static void press(struct room *r, int which)
{
    glove_do(&r->glove, r->way->down[which - 1]);
    glove_do(&r->glove, "wait 510");
    glove_do(&r->glove, r->way->up[which - 1]);
    glove_do(&r->glove, "wait 1000");
}

/* ---- one after the other --------------------------------------------------------------------- */

/* Its profile says how many faces; those of the other number are not offered. */
static void come_in(struct room *r, const struct asked *one)
{
    struct buf set = {0};
    int64_t length = one->in.length == 5 ? 5 : 3;

    if (r->length != length) {
        buf_printf(&set, "{\"scale\":%d%s}", (int)length, r->way->profile);
        glove_profile(&r->glove, buf_cstr(&set));
        r->length = length;
        buf_finish(&set);
    }
    asked_open(&r->glove, one);
    if (r->way->down[0] != NULL && strncmp(r->way->down[0], "button", 6) == 0) {
        glove_do(&r->glove, "joystick in");
    }
}

static void leave(struct room *r)
{
    r->way->take(r, "Staff");
    if (r->glove.joystick >= 0) {
        glove_do(&r->glove, "joystick out");
    }
    hand_type(hand_of(r), HAND_PASSPHRASE);
    hand_tap(hand_of(r), "Leave");
    hand_expect(hand_of(r), "The path so far");
}

static void write_words(struct room *r, const struct asked_step *step)
{
    r->way->take(r, step->label);
    for (const char *at = step->words; *at != '\0'; at++) {
        char letter[2] = {*at, '\0'};
        if (strncmp(r->way->name, "keyboard", 8) == 0) {
            char act[] = {'t', 'e', 'x', 't', ' ', *at, '\0'};
            glove_do(&r->glove, act);
        } else {
            r->way->take(r, letter); /* a key of the tablet's own keyboard */
        }
    }
    if (ui_find(hand_of(r)->ui, "Done") != NULL) {
        strncmp(r->way->name, "keyboard", 8) == 0 ? glove_do(&r->glove, "key Escape")
                                                  : r->way->take(r, "Done");
    }
}

static void complete(struct room *r, const struct asked *one, int turn)
{
    struct asked_step steps[ASKED_STEPS_MOST];
    size_t count = asked_steps(one, turn, steps);
    struct asked_want want = {turn, false, r->way->stored, r->way->hold_ms};

    print_message("           %s\n", one->name);
    come_in(r, one);
    want.is_mirrored = asked_is_mirrored(&r->glove, steps[0].item);
    r->orders |= want.is_mirrored ? 2U : 1U;
    for (size_t i = 0; i < count; i++) {
        if (steps[i].item != NULL && (i == 0 || steps[i].item != steps[i - 1].item)) {
            assert_int_equal(asked_is_mirrored(&r->glove, steps[i].item), want.is_mirrored);
        }
        if (steps[i].words != NULL) {
            write_words(r, &steps[i]);
        } else {
            r->way->take(r, steps[i].label);
        }
    }
    hand_expect(hand_of(r), "Thank you. Give the tablet back now.");
    asked_check(&r->glove, one, &want);
    leave(r);
}

/* True when the file has a kind of question that none before it had. */
static bool has_new_kind(const struct asked *one, unsigned *seen)
{
    unsigned before = *seen;

    for (size_t i = 0; i < one->in.item_count; i++) {
        *seen |= 1U << (unsigned)instrument_way_of(&one->in.items[i]);
    }
    return *seen != before;
}

static void all_are_completed(void **state)
{
    struct room *r = &the_room;
    unsigned seen = 0;

    r->way = *state;
    r->length = 0;
    r->orders = 0;
    r->count = asked_all(&r->arena, r->all);
    assert_true(r->count > 0);
    glove_open(&r->glove, r->way->width, r->way->height);
    hand_tap(hand_of(r), "Amira K.");
    hand_tap(hand_of(r), "Path so far");
    for (size_t i = 0; i < r->count; i++) {
        bool is_new = has_new_kind(&r->all[i], &seen);
        if (r->way->each || is_new) {
            complete(r, &r->all[i], (int)i);
        }
    }
    glove_close(&r->glove);
    arena_finish(&r->arena);
    assert_true(!r->way->each || r->orders == 3U); /* chance is the same in every run */
}

int main(void)
{
    cases_add_rows(all_are_completed, ways, COUNT(ways), sizeof(ways[0]));
    return cases_run("ways", NULL, NULL);
}
