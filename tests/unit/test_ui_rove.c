/* Keys alone: Tab from group to group, arrows inside one, and a ring that is never lost. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <string.h>

/* A bar, two rows of a scale, chips, a note, Save; a sheet or another screen when asked for. */
struct stage {
    struct ui *ui;
    struct ui_frame frame;
    bool sheet, other;
    int chosen[2];
    char text[64];
    char said[128];
};
static struct stage stage;

static void note(struct stage *s, bool said, const char *label)
{
    if (said) {
        size_t used = strlen(s->said);
        text_copy(s->said + used, sizeof(s->said) - used, label);
        text_copy(s->said + strlen(s->said), 2, " ");
    }
}

static void bar(struct stage *s)
{
    ui_open(s->ui, (struct ui_box){.flow = UI_ROW, .head = true, .height = 88});
    note(s, ui_button(s->ui, UI_SECONDARY, NULL, "Back"), "Back");
    ui_close(s->ui);
}

static void scale(struct stage *s, int row, const char *name)
{
    static const char *const words[] = {"None", "Some", "All"};
    struct ui_choices choices = {
        .name = name, .hue = UI_BLUE, .words = words, .count = 3, .chosen = s->chosen[row]};
    int said = ui_choices(s->ui, &choices);

    s->chosen[row] = said >= 0 ? said : s->chosen[row];
}

static void chips(struct stage *s)
{
    static const char *const names[] = {"c0", "c1", "c2", "c3", "c4", "c5"};

    ui_open(s->ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .width = 300, .max_width = 300});
    for (size_t i = 0; i < COUNT(names); i++) { /* three and three */
        note(s, ui_chip(s->ui, names[i], false), names[i]);
    }
    ui_close(s->ui);
}

static void screen(struct stage *s)
{
    bar(s);
    if (s->other) {
        note(s, ui_button(s->ui, UI_PRIMARY, NULL, "Third"), "Third");
        return;
    }
    scale(s, 0, "Joy");
    scale(s, 1, "Calm");
    chips(s);
    (void)ui_field(s->ui,
                   &(struct ui_field){.label = "Note", .text = s->text, .room = sizeof(s->text)});
    note(s, ui_button(s->ui, UI_PRIMARY, NULL, "Save"), "Save");
    if (s->sheet) {
        s->sheet = !ui_open_sheet(s->ui, "Choose", 300);
        note(s, ui_button(s->ui, UI_PRIMARY, NULL, "First"), "First");
        ui_close(s->ui);
    }
}

static void settle(struct stage *s)
{
    for (int i = 0; i < 32; i++) {
        ui_begin(s->ui, &s->frame);
        screen(s);
        (void)ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static int open_stage(void **state)
{
    stage = (struct stage){
        .frame = {.width = 1000, .height = 900, .scale = 1, .text = 1, .now_ms = 1000},
        .chosen = {-1,    -1  }
    };
    stage.ui = ui_create(letters_port());
    settle(&stage);
    *state = &stage;
    return 0;
}

static int close_stage(void **state)
{
    ui_destroy(((struct stage *)*state)->ui);
    return 0;
}

/* T Tab, t back, < > ^ v arrows, [ Home, ] End, ! Enter, _ Space, E Escape. */
static void keys(struct stage *s, const char *all)
{
    static const char letters[] = "Tt<>^v[]!_E";
    static const enum ui_key of[] = {UI_KEY_TAB,   UI_KEY_TAB,   UI_KEY_LEFT,  UI_KEY_RIGHT,
                                     UI_KEY_UP,    UI_KEY_DOWN,  UI_KEY_HOME,  UI_KEY_END,
                                     UI_KEY_ENTER, UI_KEY_SPACE, UI_KEY_ESCAPE};

    for (; *all != '\0'; all++) {
        const char *at = strchr(letters, *all);
        ui_feed(s->ui,
                &(struct ui_event){.kind = UI_KEY, .key = of[at - letters], .shift = *all == 't'});
        settle(s);
    }
}

static void tap(struct stage *s, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);
    float x = (float)p->at.x + (float)p->at.w / 2;
    float y = (float)p->at.y + (float)p->at.h / 2;

    ui_feed(s->ui, &(struct ui_event){.kind = UI_DOWN, .x = x, .y = y});
    ui_feed(s->ui, &(struct ui_event){.kind = UI_UP, .x = x, .y = y});
    settle(s);
}

static const char *ringed(const struct stage *s)
{
    int count = 0;
    const struct ui_place *places = ui_places(s->ui, &count);

    for (int i = 0; i < count; i++) {
        if (ui_is_ringed(s->ui, &places[i])) {
            return places[i].label;
        }
    }
    return "nothing";
}

static const struct walk {
    const char *name, *keys, *ring;
} walks[] = {
    {"Tab goes in reading order",         "T",        "Back"},
    {"into a row, at its first",          "TT",       "None"},
    {"past a row, into the next",         "TTT",      "None"},
    {"past chips",                        "TTTTT",    "Note"},
    {"and round",                         "TTTTTTT",  "Back"},
    {"back again, round",                 "Tt",       "Save"},
    {"arrows go inside",                  "TT>",      "Some"},
    {"a row holds at its end",            "TT>>>>",   "All" },
    {"and at its start",                  "TT<",      "None"},
    {"Home and End",                      "TT>]",     "All" },
    {"Home comes back",                   "TT]<[",    "None"},
    {"down, out of a row",                "TT>v",     "Some"},
    {"chips go on in the next line",      "TTTT>>>",  "c3"  },
    {"chips, down and up",                "TTTT>v",   "c4"  },
    {"chips hold at their end",           "TTTT]>",   "c5"  },
    {"where it was in a row",             "TT>TTttT", "None"},
    {"Tab comes back to where it was",    "TT>Tt",    "Some"},
    {"Escape leaves a note, Tab goes on", "TTTTTET",  "Save"},
    {"back, one stop",                    "TTTTTTt",  "Note"},
};

static void walk_leads_there(void **state)
{
    const struct walk *walk = *state;
    void *opened = NULL;

    (void)open_stage(&opened);
    keys(opened, walk->keys);
    assert_string_equal(ringed(opened), walk->ring);
    (void)close_stage(&opened);
}

static void tab_comes_to_what_is_chosen(void **state)
{
    struct stage *s = *state;

    s->chosen[0] = 2;
    keys(s, "TT");
    assert_string_equal(ringed(s), "All");
    keys(s, "<!");
    assert_int_equal(s->chosen[0], 1);
}

static void a_whole_row_is_in_reach(void **state)
{
    struct stage *s = *state;

    keys(s, "TT");
    assert_true(ui_is_in_reach(s->ui, ui_find(s->ui, "Joy/All")));
    assert_false(ui_is_in_reach(s->ui, ui_find(s->ui, "Calm/All")));
    assert_false(ui_is_in_reach(s->ui, ui_find(s->ui, "Save")));
}

static void a_sheet_takes_the_ring_and_gives_it_back(void **state)
{
    struct stage *s = *state;

    keys(s, "TT>");
    s->sheet = true;
    settle(s);
    assert_string_equal(ringed(s), "First");
    keys(s, "E");
    assert_false(s->sheet);
    assert_string_equal(ringed(s), "Some");
    keys(s, "!");
    assert_int_equal(s->chosen[0], 1); /* it was there before: a press at once is meant */
}

static void a_finger_gets_no_ring_but_its_place(void **state)
{
    struct stage *s = *state;

    tap(s, "Calm/Some");
    s->sheet = true;
    settle(s);
    assert_string_equal(ringed(s), "nothing");
    tap(s, "Close");
    assert_string_equal(ringed(s), "nothing");
    keys(s, ">");
    assert_string_equal(ringed(s), "All");
}

static void a_new_screen_has_a_ring_that_no_held_key_presses(void **state)
{
    struct stage *s = *state;

    keys(s, "T!");
    assert_string_equal(s->said, "Back ");
    s->other = true;
    ui_leave(s->ui);
    settle(s);
    assert_string_equal(ringed(s), "Third");
    keys(s, "!!");
    assert_string_equal(s->said, "Back ");
    s->frame.now_ms += 500;
    keys(s, "!");
    assert_string_equal(s->said, "Back Third ");
    s->other = false;
    tap(s, "Back");
    ui_leave(s->ui);
    settle(s);
    assert_string_equal(ringed(s), "nothing"); /* who uses a finger sees no ring */
}

static void the_own_keyboard_is_a_stop(void **state)
{
    struct stage *s = *state;

    s->frame.keyboard = true;
    settle(s);
    tap(s, "Note");
    keys(s, "T");
    assert_string_equal(ringed(s), "q");
    keys(s, ">>!v!");
    assert_string_equal(s->text, "ed");
    keys(s, "T");
    assert_string_equal(ringed(s), "Save");
    keys(s, "tT");
    assert_string_equal(ringed(s), "d"); /* where it was */
    keys(s, "]!");                       /* Done */
    assert_null(ui_find(s->ui, "Done"));
    keys(s, "T");
    assert_string_equal(ringed(s), "Save");
    assert_string_equal(s->text, "ed");
}

static void letters_go_into_the_field_from_there(void **state)
{
    struct stage *s = *state;

    s->frame.keyboard = true;
    settle(s);
    tap(s, "Note");
    keys(s, "T!E");
    ui_feed(s->ui, &(struct ui_event){.kind = UI_TEXT, .text = "uiet"});
    settle(s);
    assert_string_equal(s->text, "quiet");
    assert_string_equal(ringed(s), "Note");
    assert_null(ui_find(s->ui, "Done"));
}

int main(void)
{
    cases_add_rows(walk_leads_there, walks, COUNT(walks), sizeof(walks[0]));
#define ROVE(test) cases_add_placed(#test, test, open_stage, close_stage)
    ROVE(tab_comes_to_what_is_chosen);
    ROVE(a_whole_row_is_in_reach);
    ROVE(a_sheet_takes_the_ring_and_gives_it_back);
    ROVE(a_finger_gets_no_ring_but_its_place);
    ROVE(a_new_screen_has_a_ring_that_no_held_key_presses);
    ROVE(the_own_keyboard_is_a_stop);
    ROVE(letters_go_into_the_field_from_there);
    return cases_run("rove", NULL, NULL);
}
