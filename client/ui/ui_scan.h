/* ui_scan — one or two switches walk over a screen: a machine that is handed its clock. Reached
 * through ui.h.
 *
 * Shape    struct ui_scan is an open value; zero is off. It is offered what lies on the screen,
 *          told of the switches, and says what is to be pressed.
 * Units    *_ms is milliseconds of one monotonic clock, or lengths of time. Switches count from 1.
 * Errors   None; settings out of their range are drawn into it.
 * Owns     Nothing: the items offered must live until the next offer.
 * Needs    base.
 */
#ifndef UI_SCAN_H
#define UI_SCAN_H

#include "base.h"

enum ui_scan_way {
    UI_SCAN_OFF,
    UI_SCAN_AUTO, /* the light moves by itself, a switch takes what is lit */
    UI_SCAN_STEP, /* the first switch moves the light, the second takes what is lit */
    UI_SCAN_DWELL /* a switch moves the light; where it is left to rest is taken */
};
enum ui_scan_order { UI_SCAN_ROWS, UI_SCAN_LINEAR };

struct ui_scan_settings {
    enum ui_scan_way way;
    enum ui_scan_order order;
    int step_ms;    /* how long each thing is lit, or how long a dwell is: 500 to 10000 */
    int loops;      /* rounds before it goes back a level, or rests: 1 to 10 */
    int accept_ms;  /* a switch counts when it has been down this long: 0 to 5000 */
    int release_ms; /* after one that counted, none is heard until so long after: 0 to 5000 */
    bool whole;     /* the screen is the switch; its halves are the two of UI_SCAN_STEP */
};
/* Auto, by rows: 1 s, 3 rounds, 0.5 s to be accepted, 1 s of release. */
struct ui_scan_settings ui_scan_usual(void);
/* Each value inside its range; what is 0 in all of them is off. */
struct ui_scan_settings ui_scan_bounded(struct ui_scan_settings with);

/* What can be pressed, in reading order; those of one group stand together. */
struct ui_scan_item {
    uint32_t id; /* not 0 */
    int group;   /* counts from 0 without a gap */
};
enum ui_scan_light {
    UI_SCAN_DARK,  /* nothing is lit */
    UI_SCAN_GROUP, /* the whole group of items[at] */
    UI_SCAN_ITEM,  /* items[at] */
    UI_SCAN_BACK   /* the way out of the group of items[at] */
};
struct ui_scan {
    struct ui_scan_settings with;
    const struct ui_scan_item *items;
    int count;
    enum ui_scan_light light;
    int at;
    uint32_t id;     /* of items[at], by which it is found in the next offer */
    int loops;       /* whole rounds on this level */
    int64_t due_ms;  /* the light moves or a dwell is over; INT64_MAX for never */
    int down;        /* the switch that is held, 0 for none */
    int touch;       /* the one that the last finger came down as, 0 before the first */
    bool counted;    /* it has done its work */
    bool deaf;       /* it came too soon after the last one */
    int64_t down_ms; /* or when it counted */
    int64_t free_ms;
};

/* What the screen shows now. The light stays on its item; where that is gone it starts anew. */
void ui_scan_offer(struct ui_scan *scan, struct ui_scan_settings with,
                   const struct ui_scan_item *items, int count, int64_t now_ms);
void ui_scan_switch(struct ui_scan *scan, int which, bool down, int64_t now_ms);
/* Does what is due. The id of what is to be pressed now, or 0. */
uint32_t ui_scan_advance(struct ui_scan *scan, int64_t now_ms);
/* When ui_scan_advance wants to be called; INT64_MAX for not before a switch. */
int64_t ui_scan_due_ms(const struct ui_scan *scan);

#endif
