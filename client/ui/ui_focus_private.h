/* ui_focus_private — where the keyboard's ring is, and which way it goes.
 *
 * Shape    struct ui_ring is part of struct ui. Places are numbers of areas in the last frame.
 * Units    Milliseconds of the frame's clock.
 * Errors   -1 where there is no such place.
 * Owns     Nothing.
 * Needs    base.
 */
#ifndef INSIDE_UI
#error "ui_focus_private.h is for the sources of ui alone"
#endif
#ifndef UI_FOCUS_PRIVATE_H
#define UI_FOCUS_PRIVATE_H

#include "base.h"

struct ui;
struct ui_area;

enum { BEEN_MAX = 16 };

struct ui_ring {
    uint32_t been[BEEN_MAX]; /* where the focus was on this screen, the latest first */
    uint32_t cap;            /* it is on a key of the own keyboard; its field has the focus */
    uint32_t homed;          /* where it was put, and not by a key */
    int64_t homed_at_ms;
    uint32_t unseen; /* what Enter presses while nothing has had the focus yet; 0 nothing */
    bool by_key;     /* whoever acted last did so by a key */
    bool is_new;     /* the screen is: the ring has no place on it yet */
    int to_end;      /* of the list that scrolls: -1 its first, 1 its last is made in this frame */
    uint32_t end_of;
    bool pages; /* a page on, and not to the end: to what is nearest to where it was */
    float x, y; /* there */
};

/* ---- ui_focus.c ---- */
uint32_t ui_ring_id(const struct ui *ui); /* what the ring is on, seen or not; 0 for nothing */
void ui_focus_been(struct ui *ui, uint32_t id);
void ui_focus_arrive(struct ui *ui); /* where a list was made for it */
/* After a frame: the focus goes when what had it is gone, and where keys are used the ring finds a
 * new place. */
void ui_focus_keep(struct ui *ui);

/* ---- ui_rove.c ---- */
bool ui_can_focus(const struct ui *ui, const struct ui_area *a);
int ui_rove_next(const struct ui *ui, int at, int by); /* the next stop */
int ui_rove_keys(const struct ui *ui);                 /* into the own keyboard */
int ui_rove_towards(const struct ui *ui, int at, float dx, float dy);
int ui_rove_end(const struct ui *ui, int at, bool is_last);

#endif
