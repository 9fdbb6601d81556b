/* Scanning with switches, against a clock that only the test moves.
 *
 * Each row is a story: switches go down and up at their times, and what is lit and taken is noted
 * as it happens. G is a group that is lit, i an item, B the way out, - the dark; digits are ids,
 * for a group its first, for the way out whichever item it was left from; !3 is item 3 taken. */
#include "cases.h"
#include "ui.h"

#include <stdio.h>
#include <string.h>

/* Three groups: 1 2 3, then 4 alone, then 5 6. */
static const struct ui_scan_item items[] = {
    {1, 0},
    {2, 0},
    {3, 0},
    {4, 1},
    {5, 2},
    {6, 2}
};

struct act {
    int at_ms;
    int which; /* below 0: it goes up */
};
enum { ACTS_MAX = 12 };
static struct row {
    const char *name;
    struct ui_scan_settings with;
    struct act acts[ACTS_MAX];
    int until_ms;
    const char *want;
} rows[] = {
    {"auto goes round three times, then rests",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{0, 0}},
     60000, "G1 G4 G5 G1 G4 G5 G1 G4 G5 -"    },
    {"each thing is lit for its time",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 10000, 1, 0, 0, false},
     {{0, 0}},
     19990, "G1 G4"                           },
    {"a group is gone into, and its item taken",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{100, 1}, {110, -1}, {1500, 1}, {1510, -1}},
     3400,  "G1 i1 i2 !2 G1 G4"               },
    {"a group of one is taken at once",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{1100, 1}, {1110, -1}},
     1900,  "G1 G4 !4 G4"                     },
    {"the last of a group is the way out of it",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{2100, 1}, {2110, -1}, {4500, 1}, {4510, -1}},
     6000,  "G1 G4 G5 i5 i6 B6 G5 G1"         },
    {"rounds in a group in vain lead out of it",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 2, 0, 0, false},
     {{2100, 1}, {2110, -1}},
     9500,  "G1 G4 G5 i5 i6 B6 i5 i6 B6 G5 G1"},
    {"a switch wakes it from the dark",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 1, 0, 0, false},
     {{5000, 1}, {5100, -1}},
     5900,  "G1 G4 G5 - G1"                   },
    {"in linear order there are no groups",
     {UI_SCAN_AUTO, UI_SCAN_LINEAR, 1000, 1, 0, 0, false},
     {{2100, 1}, {2110, -1}},
     8000,  "i1 i2 i3 !3 i3 i4 i5 i6 -"       },
    {"a press too short does not count, and the light waits for it",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 500, 1000, false},
     {{600, 1}, {1000, -1}},
     1450,  "G1 G4"                           },
    {"what was lit when the hand went down is what is taken",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 500, 1000, false},
     {{1900, 1}, {2500, -1}},
     2600,  "G1 G4 !4 G4"                     },
    {"after a press that counted the switch is deaf for a while",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 500, 1000, false},
     {{100, 1}, {700, -1}, {1500, 1}, {2600, -1}},
     2600,  "G1 i1"                           },
    {"and the group's first can still be taken when it hears again",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 500, 1000, false},
     {{100, 1}, {700, -1}, {1800, 1}, {2400, -1}},
     2600,  "G1 i1 !1 G1"                     },
    {"a switch held for ever takes one thing",
     {UI_SCAN_AUTO, UI_SCAN_ROWS, 1000, 3, 500, 1000, false},
     {{1100, 1}},
     60000, "G1 G4 !4 G4"                     },
    {"with two switches one moves and the other takes",
     {UI_SCAN_STEP, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{1, 2}, {2, -2}, {3, 1}, {4, -1}, {5, 1}, {6, -1}, {7, 2}, {8, -2}},
     60000, "G1 i1 i2 i3 !3 G1"               },
    {"steps go round without an end",
     {UI_SCAN_STEP, UI_SCAN_ROWS, 1000, 1, 0, 0, false},
     {{1, 1}, {2, -1}, {3, 1}, {4, -1}, {5, 1}, {6, -1}, {7, 1}, {8, -1}, {9, 2}, {10, -2}},
     60000, "G1 G4 G5 G1 G4 !4 G4"            },
    {"with dwell nothing is lit before a hand moves it",
     {UI_SCAN_DWELL, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{0, 0}},
     60000, "-"                               },
    {"where a dwell rests is taken, and then it rests",
     {UI_SCAN_DWELL, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{1, 1}, {2, -1}, {500, 1}, {501, -1}},
     60000, "- G1 G4 !4 G4"                   },
    {"a dwell gives twice the time for a group's first",
     {UI_SCAN_DWELL, UI_SCAN_ROWS, 1000, 3, 0, 0, false},
     {{1, 1}, {2, -1}, {2500, 1}, {2501, -1}},
     60000, "- G1 i1 i2 !2 G1"                },
    {"a dwell starts when the switch is heard again",
     {UI_SCAN_DWELL, UI_SCAN_LINEAR, 1000, 3, 500, 1000, false},
     {{100, 1}, {700, -1}, {2000, 1}, {2600, -1}},
     4590,  "- i1 i2"                         },
    {"the second switch is not heard while the first is down",
     {UI_SCAN_STEP, UI_SCAN_LINEAR, 1000, 3, 0, 0, false},
     {{1, 1}, {2, 2}, {3, -2}, {4, -1}},
     10,    "i1 i2"                           },
};

struct story {
    struct ui_scan scan;
    struct buf said;
    char shown[16];
};

static void note(struct story *s)
{
    static const char marks[] = "-GiB";
    char now[16];
    const struct ui_scan *scan = &s->scan;

    (void)snprintf(now, sizeof(now), scan->light == UI_SCAN_DARK ? "%c" : "%c%u",
                   marks[scan->light], scan->light == UI_SCAN_DARK ? 0 : items[scan->at].id);
    if (strcmp(now, s->shown) != 0) {
        buf_printf(&s->said, "%s%s", s->said.size == 0 ? "" : " ", now);
        (void)snprintf(s->shown, sizeof(s->shown), "%s", now);
    }
}

static void advance(struct story *s, int64_t now_ms)
{
    uint32_t id = ui_scan_advance(&s->scan, now_ms);

    if (id != 0) {
        buf_printf(&s->said, " !%u", id);
        s->shown[0] = '\0';
    }
    note(s);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct story s = {.shown = ""};
    int next = 0;

    ui_scan_offer(&s.scan, row->with, items, COUNT(items), 0);
    note(&s);
    for (int now = 0; now <= row->until_ms; now += 1) {
        while (next < ACTS_MAX && row->acts[next].which != 0 && row->acts[next].at_ms == now) {
            int which = row->acts[next].which;
            ui_scan_switch(&s.scan, which < 0 ? -which : which, which > 0, now);
            next++;
        }
        if (now >= ui_scan_due_ms(&s.scan)) {
            advance(&s, now);
            ui_scan_offer(&s.scan, row->with, items, COUNT(items), now);
        }
    }
    assert_string_equal(buf_cstr(&s.said), row->want);
    buf_finish(&s.said);
}

/* ---- the screen under it changes ------------------------------------------------------------ */

static void the_light_stays_on_its_item(void **state)
{
    static const struct ui_scan_item more[] = {
        {9, 0},
        {1, 1},
        {2, 1},
        {3, 1}
    };
    struct ui_scan scan = {.due_ms = 0};
    struct ui_scan_settings with = ui_scan_usual();

    (void)state;
    with.order = UI_SCAN_LINEAR;
    ui_scan_offer(&scan, with, items, COUNT(items), 0);
    (void)ui_scan_advance(&scan, 1000);
    (void)ui_scan_advance(&scan, 2000);
    assert_int_equal(scan.items[scan.at].id, 3);
    ui_scan_offer(&scan, with, more, COUNT(more), 2100);
    assert_int_equal(scan.at, 3);
    ui_scan_offer(&scan, with, more, 2, 2200); /* 3 is gone */
    assert_int_equal(scan.at, 0);
    assert_int_equal(ui_scan_due_ms(&scan), 3200);
}

static void an_empty_screen_has_no_light(void **state)
{
    struct ui_scan scan = {.due_ms = 0};

    (void)state;
    ui_scan_offer(&scan, ui_scan_usual(), NULL, 0, 0);
    assert_int_equal(scan.light, UI_SCAN_DARK);
    assert_true(ui_scan_due_ms(&scan) == INT64_MAX);
    ui_scan_switch(&scan, 1, true, 0);
    assert_int_equal(ui_scan_advance(&scan, 5000), 0);
    ui_scan_switch(&scan, 1, false, 5000);
    ui_scan_offer(&scan, ui_scan_usual(), items, COUNT(items), 6000);
    assert_int_equal(scan.light, UI_SCAN_GROUP);
}

static void off_is_deaf(void **state)
{
    struct ui_scan scan = {.due_ms = 0};
    struct ui_scan_settings off = {.way = UI_SCAN_OFF};

    (void)state;
    ui_scan_offer(&scan, off, items, COUNT(items), 0);
    ui_scan_switch(&scan, 1, true, 0);
    assert_int_equal(ui_scan_advance(&scan, 99999), 0);
    assert_true(ui_scan_due_ms(&scan) == INT64_MAX);
}

static void settings_are_drawn_into_their_range(void **state)
{
    struct ui_scan_settings wild = {.way = (enum ui_scan_way)9,
                                    .order = (enum ui_scan_order)9,
                                    .step_ms = 1,
                                    .loops = 99,
                                    .accept_ms = -1,
                                    .release_ms = 99999};
    struct ui_scan_settings usual = ui_scan_usual();

    (void)state;
    wild = ui_scan_bounded(wild);
    assert_int_equal(wild.way, UI_SCAN_OFF);
    assert_int_equal(wild.order, UI_SCAN_ROWS);
    assert_int_equal(wild.step_ms, 500);
    assert_int_equal(wild.loops, 10);
    assert_int_equal(wild.accept_ms, 0);
    assert_int_equal(wild.release_ms, 5000);
    wild = ui_scan_bounded((struct ui_scan_settings){.way = UI_SCAN_AUTO, .step_ms = 60000});
    assert_int_equal(wild.step_ms, 10000);
    assert_int_equal(usual.step_ms, 1000);
    assert_int_equal(usual.loops, 3);
    assert_int_equal(usual.accept_ms, 500);
    assert_int_equal(usual.release_ms, 1000);
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    cases_add("the light stays on its item", the_light_stays_on_its_item);
    cases_add("an empty screen has no light", an_empty_screen_has_no_light);
    cases_add("off is deaf", off_is_deaf);
    cases_add("settings are drawn into their range", settings_are_drawn_into_their_range);
    return cases_run("scanning", NULL, NULL);
}
