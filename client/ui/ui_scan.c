/* The machine behind switch scanning.
 *
 * A light goes over the screen: group by group, and when a group is taken, item by item inside it,
 * with a way out at the end. In linear order there is one level, of items. A hand that shakes
 * presses too short, too often and too late, so a press counts only when it was held for a while,
 * and after one that counted the switch is deaf for a while; and while it is held the light stands
 * still, for a person takes what was lit when the hand went down, not what is lit when the press
 * at last counts. After a press it stands still until the switch is heard again, or the first thing
 * of a group would be gone before it could be taken.
 *
 * After rounds in which nothing was taken the light goes up a level, and at the top it goes dark,
 * so that a tablet left alone does not scan all night. Any switch lights it again.
 */
#include "ui_scan.h"

enum { STEP_LEAST_MS = 500, STEP_MOST_MS = 10000, LOOPS_MOST = 10, WAIT_MOST_MS = 5000 };

struct ui_scan_settings ui_scan_usual(void)
{
    return (struct ui_scan_settings){.way = UI_SCAN_AUTO,
                                     .order = UI_SCAN_ROWS,
                                     .step_ms = 1000,
                                     .loops = 3,
                                     .accept_ms = 500,
                                     .release_ms = 1000};
}

static int between(int value, int least, int most)
{
    return value < least ? least : (value > most ? most : value);
}

struct ui_scan_settings ui_scan_bounded(struct ui_scan_settings with)
{
    with.way = with.way > UI_SCAN_DWELL ? UI_SCAN_OFF : with.way;
    with.order = with.order > UI_SCAN_LINEAR ? UI_SCAN_ROWS : with.order;
    with.step_ms = between(with.step_ms, STEP_LEAST_MS, STEP_MOST_MS);
    with.loops = between(with.loops, 1, LOOPS_MOST);
    with.accept_ms = between(with.accept_ms, 0, WAIT_MOST_MS);
    with.release_ms = between(with.release_ms, 0, WAIT_MOST_MS);
    return with;
}

/* ---- where the light is --------------------------------------------------------------------- */

static int group_from(const struct ui_scan *scan, int at)
{
    while (at > 0 && scan->items[at - 1].group == scan->items[at].group) {
        at--;
    }
    return at;
}

static int group_end(const struct ui_scan *scan, int at)
{
    int group = scan->items[at].group;

    while (at < scan->count && scan->items[at].group == group) {
        at++;
    }
    return at;
}

static bool moves_by_itself(const struct ui_scan *scan)
{
    return scan->with.way == UI_SCAN_AUTO;
}

static void light(struct ui_scan *scan, enum ui_scan_light what, int at)
{
    scan->light = what;
    scan->at = at;
    scan->id = at < scan->count ? scan->items[at].id : 0;
}

static enum ui_scan_light top_level(const struct ui_scan *scan)
{
    return scan->with.order == UI_SCAN_LINEAR ? UI_SCAN_ITEM : UI_SCAN_GROUP;
}

static void wait_anew(struct ui_scan *scan, int64_t now_ms)
{
    scan->due_ms = moves_by_itself(scan) ? now_ms + scan->with.step_ms : INT64_MAX;
}

/* From the top. With dwell nothing is lit yet, or the first thing would take itself. */
static void start(struct ui_scan *scan, int64_t now_ms)
{
    bool dark = scan->count == 0 || scan->with.way == UI_SCAN_DWELL;

    light(scan, dark ? UI_SCAN_DARK : top_level(scan), 0);
    scan->loops = 0;
    scan->due_ms = INT64_MAX;
    if (!dark) {
        wait_anew(scan, now_ms);
    }
}

static void go_dark(struct ui_scan *scan)
{
    light(scan, UI_SCAN_DARK, 0);
    scan->loops = 0;
    scan->due_ms = INT64_MAX;
}

/* ---- one step ------------------------------------------------------------------------------- */

/* True when the step came round to where the level begins. */
static bool step_on(struct ui_scan *scan)
{
    int end = scan->with.order == UI_SCAN_LINEAR ? scan->count : group_end(scan, scan->at);
    bool round = false;

    if (scan->light == UI_SCAN_BACK) {
        light(scan, UI_SCAN_ITEM, group_from(scan, scan->at));
        return true;
    }
    if (scan->light == UI_SCAN_ITEM && scan->at + 1 < end) {
        light(scan, UI_SCAN_ITEM, scan->at + 1);
        return false;
    }
    if (scan->light == UI_SCAN_ITEM && scan->with.order == UI_SCAN_ROWS) {
        light(scan, UI_SCAN_BACK, scan->at);
        return false;
    }
    round = end >= scan->count;
    light(scan, top_level(scan), round ? 0 : end);
    return round;
}

static void out_of_group(struct ui_scan *scan)
{
    light(scan, UI_SCAN_GROUP, group_from(scan, scan->at));
    scan->loops = 0;
}

static void move_by_itself(struct ui_scan *scan, int64_t now_ms)
{
    bool inside = scan->with.order == UI_SCAN_ROWS && scan->light != UI_SCAN_GROUP;

    scan->due_ms = now_ms + scan->with.step_ms;
    if (!step_on(scan)) {
        return;
    }
    scan->loops++;
    if (scan->loops < scan->with.loops) {
        return;
    }
    if (inside) {
        out_of_group(scan);
    } else {
        go_dark(scan);
    }
}

static void move_by_hand(struct ui_scan *scan, int64_t now_ms)
{
    if (scan->light == UI_SCAN_DARK) {
        light(scan, top_level(scan), 0);
    } else {
        (void)step_on(scan);
    }
    scan->due_ms = scan->with.way == UI_SCAN_DWELL ? now_ms + scan->with.step_ms : INT64_MAX;
}

/* Takes what is lit: a group is gone into, an item is pressed and its group lit again. */
static uint32_t take(struct ui_scan *scan, int64_t now_ms)
{
    bool alone = false;
    uint32_t id = 0;

    scan->loops = 0;
    if (scan->light == UI_SCAN_DARK) {
        light(scan, top_level(scan), 0);
        wait_anew(scan, now_ms);
        return 0;
    }
    alone = group_end(scan, scan->at) - group_from(scan, scan->at) == 1;
    if (scan->light == UI_SCAN_BACK) {
        out_of_group(scan);
    } else if (scan->light == UI_SCAN_GROUP && !alone) {
        light(scan, UI_SCAN_ITEM, scan->at);
        if (scan->with.way == UI_SCAN_DWELL) {
            scan->due_ms = now_ms + 2LL * scan->with.step_ms; /* nobody has moved here yet */
            return 0;
        }
    } else {
        id = scan->items[scan->at].id;
        if (scan->with.order == UI_SCAN_ROWS) {
            light(scan, UI_SCAN_GROUP, group_from(scan, scan->at));
            scan->id = id; /* what was pressed is surest to be there in the next frame */
        }
    }
    wait_anew(scan, now_ms);
    return id;
}

/* ---- the screen ----------------------------------------------------------------------------- */

static bool is_same(const struct ui_scan_settings *a, const struct ui_scan_settings *b)
{
    return a->way == b->way && a->order == b->order && a->step_ms == b->step_ms &&
           a->loops == b->loops && a->accept_ms == b->accept_ms && a->release_ms == b->release_ms &&
           a->whole == b->whole;
}

void ui_scan_offer(struct ui_scan *scan, struct ui_scan_settings with,
                   const struct ui_scan_item *items, int count, int64_t now_ms)
{
    bool was_empty = scan->count == 0;
    int at = 0;

    CHECK(count == 0 || items != NULL);
    with = ui_scan_bounded(with);
    scan->items = items;
    scan->count = count;
    if (with.way == UI_SCAN_OFF) {
        *scan = (struct ui_scan){.due_ms = INT64_MAX, .with = with};
        return;
    }
    if (count == 0 || was_empty || !is_same(&with, &scan->with)) {
        scan->with = with;
        start(scan, now_ms);
        return;
    }
    while (at < count && items[at].id != scan->id) {
        at++;
    }
    if (scan->light == UI_SCAN_DARK) {
        scan->at = 0;
    } else if (at == count) {
        start(scan, now_ms);
    } else if (scan->light == UI_SCAN_GROUP) {
        scan->at = group_from(scan, at);
    } else {
        scan->at = at;
    }
}

/* ---- the switches --------------------------------------------------------------------------- */

static uint32_t press(struct ui_scan *scan, int64_t now_ms)
{
    bool moves =
        scan->with.way == UI_SCAN_DWELL || (scan->with.way == UI_SCAN_STEP && scan->down == 1);

    scan->counted = true;
    scan->down_ms = now_ms;
    if (scan->count == 0) {
        return 0;
    }
    if (moves) {
        move_by_hand(scan, now_ms);
        return 0;
    }
    return take(scan, now_ms);
}

void ui_scan_switch(struct ui_scan *scan, int which, bool down, int64_t now_ms)
{
    CHECK(which > 0);
    if (scan->with.way == UI_SCAN_OFF || (down && scan->down != 0) ||
        (!down && scan->down != which)) {
        return; /* a key that repeats, or a second switch while the first is held */
    }
    if (down) {
        scan->down = which;
        scan->counted = false;
        scan->deaf = now_ms < scan->free_ms;
        scan->down_ms = now_ms;
        return;
    }
    scan->down = 0;
    if (scan->deaf) {
        return;
    }
    if (scan->counted) {
        scan->free_ms = now_ms + scan->with.release_ms;
    }
    if (scan->due_ms != INT64_MAX) { /* it stood still meanwhile, and goes on doing so */
        scan->due_ms += now_ms - scan->down_ms + (scan->counted ? scan->with.release_ms : 0);
    }
}

static bool stands_still(const struct ui_scan *scan)
{
    return scan->down != 0 && !scan->deaf;
}

uint32_t ui_scan_advance(struct ui_scan *scan, int64_t now_ms)
{
    if (scan->with.way == UI_SCAN_OFF || now_ms < ui_scan_due_ms(scan)) {
        return 0;
    }
    if (stands_still(scan)) {
        return press(scan, now_ms);
    }
    if (scan->with.way == UI_SCAN_DWELL) {
        scan->due_ms = INT64_MAX;
        return take(scan, now_ms);
    }
    move_by_itself(scan, now_ms);
    return 0;
}

int64_t ui_scan_due_ms(const struct ui_scan *scan)
{
    if (scan->with.way == UI_SCAN_OFF || scan->count == 0) {
        return INT64_MAX;
    }
    if (stands_still(scan)) {
        return scan->counted ? INT64_MAX : scan->down_ms + scan->with.accept_ms;
    }
    return scan->due_ms;
}
