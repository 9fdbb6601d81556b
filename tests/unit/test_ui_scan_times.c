/* Scanning to the millisecond: presses at their times, and what is lit or taken at which.
 *
 * Each row is a line of time. "100+1 600-1" presses the first switch at 100 ms and lets it go at
 * 600; what comes of it is told as "0:G1 600:i1 2600:i2": G a group, i an item, B the way out of
 * the group, - the dark, and !3 is item 3 taken. Edges are told three times: a millisecond before,
 * at, and after. A press in the very millisecond in which the light moves takes what it leaves.
 * Seen caught: a switch that is heard a millisecond too late. */
#include "cases.h"
#include "ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two groups: 1 2, then 3 alone. */
static const struct ui_scan_item items[] = {
    {1, 0},
    {2, 0},
    {3, 1}
};

/* clang-format off */
#define AUTO(order, step, loops, accept, release) \
    {UI_SCAN_AUTO, UI_SCAN_##order, step, loops, accept, release, false}
#define STEP(order, accept, release) \
    {UI_SCAN_STEP, UI_SCAN_##order, 1000, 3, accept, release, false}
#define DWELL(order, step, accept, release) \
    {UI_SCAN_DWELL, UI_SCAN_##order, step, 3, accept, release, false}

static const struct row {
    const char *name;
    struct ui_scan_settings with;
    const char *acts;
    int until_ms;
    const char *want;
} rows[] = {
    /* ---- how long a thing is lit ---- */
    {"a step, before", AUTO(LINEAR, 1000, 3, 0, 0), "", 999, "0:i1"},
    {"a step, at", AUTO(LINEAR, 1000, 3, 0, 0), "", 1000, "0:i1 1000:i2"},
    {"the shortest step", AUTO(LINEAR, 500, 1, 0, 0), "", 1499, "0:i1 500:i2 1000:i3"},
    {"a shorter one is none", AUTO(LINEAR, 499, 1, 0, 0), "", 1499, "0:i1 500:i2 1000:i3"},
    {"the longest step", AUTO(LINEAR, 10000, 3, 0, 0), "", 20000, "0:i1 10000:i2 20000:i3"},
    {"a longer one is none", AUTO(LINEAR, 10001, 3, 0, 0), "", 10000, "0:i1 10000:i2"},
    /* ---- what a press takes ---- */
    {"pressed before it moves", AUTO(LINEAR, 1000, 3, 0, 0), "999+1 1001-1", 1100,
     "0:i1 999:!1 999:i1"},
    {"pressed as it moves", AUTO(LINEAR, 1000, 3, 0, 0), "1000+1 1002-1", 1100,
     "0:i1 1000:!1 1000:i1"},
    {"pressed after it moved", AUTO(LINEAR, 1000, 3, 0, 0), "1001+1 1003-1", 1100,
     "0:i1 1000:i2 1001:!2 1001:i2"},
    {"held over the move, it takes what was lit", AUTO(LINEAR, 1000, 3, 500, 0), "999+1 1500-1",
     1600, "0:i1 1499:!1 1499:i1"},
    /* ---- hold to accept ---- */
    {"let go before it counts", AUTO(LINEAR, 1000, 3, 500, 0), "100+1 599-1", 1400, "0:i1"},
    {"let go as it counts", AUTO(LINEAR, 1000, 3, 500, 0), "100+1 600-1", 700,
     "0:i1 600:!1 600:i1"},
    {"let go after it counted", AUTO(LINEAR, 1000, 3, 500, 0), "100+1 601-1", 700,
     "0:i1 600:!1 600:i1"},
    {"a short press has the light wait for it", AUTO(LINEAR, 1000, 3, 500, 0), "100+1 599-1", 1499,
     "0:i1 1499:i2"},
    {"the longest to accept", AUTO(LINEAR, 1000, 3, 5000, 0), "100+1 5101-1", 5200,
     "0:i1 5100:!1 5100:i1"},
    {"a longer one is none", AUTO(LINEAR, 1000, 3, 9000, 0), "100+1 5101-1", 5200,
     "0:i1 5100:!1 5100:i1"},
    {"held for a minute it takes once", AUTO(LINEAR, 1000, 3, 500, 0), "100+1", 60000,
     "0:i1 600:!1 600:i1"},
    /* ---- repeats are not heard ---- */
    {"again before it hears", AUTO(LINEAR, 1000, 3, 0, 1000), "100+1 200-1 1199+1 1250-1", 1300,
     "0:i1 100:!1 100:i1"},
    {"again as it hears", AUTO(LINEAR, 1000, 3, 0, 1000), "100+1 200-1 1200+1 1250-1", 1300,
     "0:i1 100:!1 100:i1 1200:!1 1200:i1"},
    {"pressed too soon and held, it stays unheard", AUTO(LINEAR, 10000, 3, 0, 1000),
     "100+1 200-1 1199+1 5000-1", 6000, "0:i1 100:!1 100:i1"},
    {"a trembling hand takes once", AUTO(LINEAR, 1000, 3, 0, 1000),
     "100+1 130-1 160+1 190-1 220+1 250-1 280+1 310-1", 1100, "0:i1 100:!1 100:i1"},
    {"a press that did not count makes no one wait", AUTO(LINEAR, 1000, 3, 200, 1000),
     "100+1 150-1 160+1 361-1", 400, "0:i1 360:!1 360:i1"},
    /* ---- the first of a group has time to be taken ---- */
    {"it is lit until the switch hears, and a step", AUTO(ROWS, 1000, 3, 500, 1000),
     "100+1 700-1", 2700, "0:G1 600:i1 2700:i2"},
    {"pressed before it moves on", AUTO(ROWS, 1000, 3, 500, 1000), "100+1 700-1 2699+1 3200-1",
     3200, "0:G1 600:i1 3199:!1 3199:G1"},
    {"pressed after it moved on", AUTO(ROWS, 1000, 3, 500, 1000), "100+1 700-1 2701+1 3202-1",
     3202, "0:G1 600:i1 2700:i2 3201:!2 3201:G1"},
    {"a group of one is taken at once", AUTO(ROWS, 1000, 3, 0, 0), "1001+1 1002-1", 1100,
     "0:G1 1000:G3 1001:!3 1001:G3"},
    {"the way out comes last", AUTO(ROWS, 1000, 3, 0, 0), "10+1 11-1 2012+1 2013-1", 2100,
     "0:G1 10:i1 1011:i2 2011:B2 2012:G1"},
    /* ---- rounds ---- */
    {"one round, then dark", AUTO(LINEAR, 1000, 1, 0, 0), "", 9000,
     "0:i1 1000:i2 2000:i3 3000:-"},
    {"two rounds, then dark", AUTO(ROWS, 1000, 2, 0, 0), "", 9000,
     "0:G1 1000:G3 2000:G1 3000:G3 4000:-"},
    {"none is one", AUTO(ROWS, 1000, 0, 0, 0), "", 9000, "0:G1 1000:G3 2000:-"},
    {"rounds within a group lead out of it", AUTO(ROWS, 1000, 1, 0, 0), "10+1 11-1", 3500,
     "0:G1 10:i1 1011:i2 2011:B2 3011:G1"},
    {"a press in the dark lights it and takes nothing", AUTO(LINEAR, 1000, 1, 0, 0),
     "5000+1 5001-1", 5900, "0:i1 1000:i2 2000:i3 3000:- 5000:i1"},
    {"a press as it goes dark takes the last", AUTO(LINEAR, 1000, 1, 0, 0), "3000+1 3001-1", 3500,
     "0:i1 1000:i2 2000:i3 3000:!3 3000:i3"},
    /* ---- two switches ---- */
    {"one moves, the other takes", STEP(LINEAR, 0, 0), "10+1 11-1 20+2 21-2", 9000,
     "0:i1 10:i2 20:!2 20:i2"},
    {"each must be held to count", STEP(LINEAR, 500, 0), "10+1 509-1 600+1 1101-1 1200+2 1701-2",
     9000, "0:i1 1100:i2 1700:!2 1700:i2"},
    {"the other is unheard, too, after one that counted", STEP(LINEAR, 0, 1000),
     "10+1 20-1 1019+2 1030-2 1040+2 1050-2", 9000, "0:i1 10:i2 1040:!2 1040:i2"},
    {"and heard when it is over", STEP(LINEAR, 0, 1000), "10+1 20-1 1020+2 1030-2", 9000,
     "0:i1 10:i2 1020:!2 1020:i2"},
    {"nothing moves by itself", STEP(ROWS, 0, 0), "", 600000, "0:G1"},
    {"into a group, on, and out of it", STEP(ROWS, 0, 0),
     "10+2 11-2 20+1 21-1 30+1 31-1 40+2 41-2", 9000, "0:G1 10:i1 20:i2 30:B2 40:G1"},
    /* ---- one switch, then rest ---- */
    {"it rests, before it takes", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1", 1019, "0:- 10:i1"},
    {"it rests, and takes", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1", 1020,
     "0:- 10:i1 1020:!1 1020:i1"},
    {"moved on before it takes", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1 1019+1 1030-1", 2028,
     "0:- 10:i1 1019:i2"},
    {"moved on as it takes", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1 1020+1 1030-1", 2028,
     "0:- 10:i1 1020:i2"},
    {"moved on after it took", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1 1021+1 1030-1", 1900,
     "0:- 10:i1 1020:!1 1020:i1 1021:i2"},
    {"it takes once, and rests", DWELL(LINEAR, 1000, 0, 0), "10+1 20-1", 60000,
     "0:- 10:i1 1020:!1 1020:i1"},
    {"the rest begins when the switch is heard again", DWELL(LINEAR, 1000, 0, 500), "10+1 20-1",
     1600, "0:- 10:i1 1520:!1 1520:i1"},
    {"held, it takes nothing", DWELL(LINEAR, 1000, 0, 0), "10+1", 60000, "0:- 10:i1"},
    {"a group's first has twice the time", DWELL(ROWS, 1000, 0, 0), "10+1 20-1", 3100,
     "0:- 10:G1 1020:i1 3020:!1 3020:G1"},
    {"and its second once", DWELL(ROWS, 1000, 0, 0), "10+1 20-1 3019+1 3029-1", 4100,
     "0:- 10:G1 1020:i1 3019:i2 4029:!2 4029:G1"},
    {"the longest rest", DWELL(LINEAR, 10000, 0, 0), "10+1 20-1", 10100,
     "0:- 10:i1 10020:!1 10020:i1"},
};
/* clang-format on */

struct story {
    struct ui_scan scan;
    struct buf said;
    char shown[16];
};

static void note(struct story *s, int now)
{
    static const char marks[] = "-GiB";
    char light[16] = "";
    const struct ui_scan *scan = &s->scan;

    (void)snprintf(light, sizeof(light), scan->light == UI_SCAN_DARK ? "%c" : "%c%u",
                   marks[scan->light], scan->light == UI_SCAN_DARK ? 0 : items[scan->at].id);
    if (strcmp(light, s->shown) != 0) {
        buf_printf(&s->said, "%s%d:%s", s->said.size == 0 ? "" : " ", now, light);
        text_copy(s->shown, sizeof(s->shown), light);
    }
}

static void advance(struct story *s, int now)
{
    uint32_t id = ui_scan_advance(&s->scan, now);

    if (id != 0) {
        buf_printf(&s->said, " %d:!%u", now, id);
        s->shown[0] = '\0';
    }
    note(s, now);
}

/* The acts of this millisecond; where those of a later one begin. */
static const char *act(struct story *s, const char *acts, int now)
{
    while (*acts != '\0' && strtol(acts, NULL, 10) == now) {
        const char *sign = acts + strspn(acts, "0123456789");

        if (*sign == '-' && now >= ui_scan_due_ms(&s->scan)) {
            advance(s, now); /* as ui_scan_event does: it was held to the end */
        }
        ui_scan_switch(&s->scan, sign[1] - '0', *sign == '+', now);
        acts = sign + 2 + strspn(sign + 2, " ");
        if (now >= ui_scan_due_ms(&s->scan)) {
            advance(s, now); /* as ui_scan_event does */
        }
    }
    return acts;
}

static void check_row(void **state)
{
    const struct row *row = *state;
    const char *acts = row->acts;
    struct story s = {.shown = ""};

    ui_scan_offer(&s.scan, row->with, items, COUNT(items), 0);
    note(&s, 0);
    for (int now = 0; now <= row->until_ms; now++) {
        acts = act(&s, acts, now);
        if (now >= ui_scan_due_ms(&s.scan)) {
            advance(&s, now);
        }
        ui_scan_offer(&s.scan, row->with, items, COUNT(items), now);
    }
    assert_string_equal(buf_cstr(&s.said), row->want);
    buf_finish(&s.said);
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("times of scanning", NULL, NULL);
}
