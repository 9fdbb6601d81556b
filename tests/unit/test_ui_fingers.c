/* Fingers as they come in a classroom, on a simulated clock: held, shaking, wet, sliding, resting,
 * taken away by the system. Each row plays acts and looks at which buttons answered. An act is a
 * finger's number and d (down on), m (moved onto), u (up), l (lost); then S, B or M for Save, Back,
 * More, or . for beside them all. +300 lets 300 ms pass; r turns the window round. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

enum { FINGERS = 4 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    float x[FINGERS], y[FINGERS];
    char said[32];
};

static const char *const names[] = {"Save", "Back", "More"};

static void settle(struct stage *s)
{
    for (int i = 0; i < 32; i++) {
        ui_begin(s->ui, &s->frame);
        ui_open_row(s->ui, 120);
        for (size_t n = 0; n < COUNT(names); n++) {
            if (ui_button(s->ui, UI_SECONDARY, NULL, names[n])) {
                s->said[strlen(s->said)] = names[n][0];
            }
        }
        ui_close(s->ui);
        (void)ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void go_to(struct stage *s, int finger, char where)
{
    s->x[finger] = 900;
    s->y[finger] = 700;
    for (size_t n = 0; n < COUNT(names); n++) {
        if (names[n][0] == where) {
            const struct ui_place *place = ui_find(s->ui, names[n]);

            s->x[finger] = (float)place->at.x + (float)place->at.w / 2;
            s->y[finger] = (float)place->at.y + (float)place->at.h / 2;
        }
    }
}

/* One act from the text; where the next one begins. */
static const char *act(struct stage *s, const char *at)
{
    char *end = NULL;
    int finger = 0;
    enum ui_event_kind kind = UI_UP;

    if (*at == '+') {
        s->frame.now_ms += strtol(at + 1, &end, 10);
        settle(s);
        return end;
    }
    if (*at == 'r') {
        int width = s->frame.width;

        s->frame.width = s->frame.height;
        s->frame.height = width;
        settle(s);
        return at + 1;
    }
    finger = at[0] - '0';
    if (at[1] == 'd' || at[1] == 'm') {
        go_to(s, finger, at[2]);
        kind = at[1] == 'd' ? UI_DOWN : UI_MOVE;
    } else if (at[1] == 'l') {
        kind = UI_LOST;
    }
    ui_feed(s->ui, &(struct ui_event){
                       .kind = kind, .finger = finger, .x = s->x[finger], .y = s->y[finger]});
    settle(s);
    return at + (kind == UI_DOWN || kind == UI_MOVE ? 3 : 2);
}

static const struct row {
    const char *name;
    int hold_ms, again_ms;
    bool last;
    const char *acts;
    const char *want;
} rows[] = {
    {"a tap",                            0,    0,   false, "1dS +50 1u",                   "S" },
    {"hold: too short",                  300,  0,   false, "1dS +299 1u",                  ""  },
    {"hold: just long enough",           300,  0,   false, "1dS +300 1u",                  "S" },
    {"hold: slid off and lifted there",  300,  0,   false, "1dS +400 1m. 1u",              ""  },
    {"hold: once for one press",         300,  0,   false, "1dS +900 1u +900",             "S" },
    {"hold: each press anew",            300,  0,   false, "1dS +200 1u 1dS +200 1u",      ""  },
    {"repeats: the second at once",      0,    500, false, "1dS 1u +499 1dS 1u",           "S" },
    {"repeats: the second in time",      0,    500, false, "1dS 1u +500 1dS 1u",           "SS"},
    {"repeats: on something else",       0,    500, false, "1dS 1u +100 1dB 1u",           "S" },
    {"repeats: shaking three times",     0,    500, false, "1dS 1u +90 1dS 1u +90 1dS 1u", "S" },
    {"hold and repeats",                 200,  500, false, "1dS +200 1u +300 1dS +200 1u", "SS"},
    {"first: slid to another",           0,    0,   false, "1dS 1mB 1u",                   ""  },
    {"first: slid off and back",         0,    0,   false, "1dS 1m. 1mS 1u",               "S" },
    {"last: slid to another",            0,    0,   true,  "1dS 1mB 1u",                   "B" },
    {"last: from beside onto one",       0,    0,   true,  "1d. 1mM 1u",                   "M" },
    {"last: lifted beside",              0,    0,   true,  "1dS 1m. 1u",                   ""  },
    {"last: over three",                 0,    0,   true,  "1dS 1mB 1mM 1u",               "M" },
    {"last, hold: from when it came",    300,  0,   true,  "1dS +400 1mB +299 1u",         ""  },
    {"last, hold: long enough there",    300,  0,   true,  "1dS 1mB +300 1u",              "B" },
    {"two at once: the first counts",    0,    0,   false, "1dS 2dB 2u 1u",                "S" },
    {"two at once: the first slid off",  0,    0,   false, "1dS 2dB 1m. 1u 2u",            ""  },
    {"wet: three drops while one taps",  0,    0,   false, "1dS 2dB 3dM 3u 2u 1u",         "S" },
    {"a palm rests, then a finger taps", 0,    0,   false, "1d. +1500 2dB +50 2u",         "B" },
    {"a palm that has just come down",   0,    0,   false, "1d. +500 2dB +50 2u",          ""  },
    {"a palm rests and is lifted amid",  0,    0,   false, "1d. +1500 2dB 1u +50 2u",      "B" },
    {"a held press is no resting palm",  3000, 0,   false, "1dS +2500 2dB 2u +500 1u",     "S" },
    {"taken by the system",              0,    0,   false, "1dS 1l",                       ""  },
    {"taken, then lifted all the same",  0,    0,   false, "1dS 1l 1u",                    ""  },
    {"taken, and a new one counts",      0,    0,   false, "1dS 1l 1dB 1u",                "B" },
    {"its lifting was never told",       0,    0,   false, "1dS 1dB 1u",                   "B" },
    {"down while the window turns",      0,    0,   false, "1dS r 1u",                     ""  },
    {"turned, and tapped again",         0,    0,   false, "1dS r 1u 1dB 1u",              "B" },
};

static void the_right_ones_answer(void **state)
{
    const struct row *row = *state;
    struct stage s = {
        .frame = {.width = 1280,
                  .height = 800,
                  .scale = 1,
                  .text = 1,
                  .now_ms = 1000,
                  .hold_ms = row->hold_ms,
                  .again_ms = row->again_ms,
                  .last_touch = row->last}
    };

    s.ui = ui_create(letters_port());
    settle(&s);
    for (const char *at = row->acts; *at != '\0';) {
        at = *at == ' ' ? at + 1 : act(&s, at);
    }
    assert_string_equal(s.said, row->want);
    ui_destroy(s.ui);
}

int main(void)
{
    cases_add_rows(the_right_ones_answer, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("ui_fingers", NULL, NULL);
}
