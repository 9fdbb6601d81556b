/* Going there by hand, and comparing the drawing commands with those that were looked at. Whatever
 * can be touched there, on the screen or on the sheet over it, is come to by the keyboard and by
 * the light of scanning as well, and the voice has a name for it. Planted faults that were seen
 * caught: the light passes over fields. */
#include "screens.h"

#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Whoever is called away finds Lock at the same place on every screen of the staff. */
static void lock_is_in_its_corner(struct hand *h)
{
    const char *on = app_screen(h->app);
    const struct ui_place *lock = ui_find(h->ui, "Lock");

    if (text_equal(on, "start") || text_equal(on, "unlock") || text_equal(on, "room")) {
        return;
    }
    assert_non_null(lock);
    assert_int_equal(lock->at.x + lock->at.w, h->width - 24);
    assert_int_equal(lock->at.y, 12);
    assert_int_equal(lock->at.w, UI_TARGET);
}

/* ---- not by fingers alone -------------------------------------------------------------------- */

enum { REACHED_MAX = 1024, KEYS_MOST = 120, KNOWN_MOST = 12, GROUP_MOST = 80 };
struct reached {
    uint32_t ids[REACHED_MAX];
    int count;
};

static bool has(const struct reached *r, uint32_t id)
{
    for (int i = 0; i < r->count; i++) {
        if (r->ids[i] == id) {
            return true;
        }
    }
    return false;
}

/* What the light of scanning is offered, in a frame of its own. */
static void find_lit(struct hand *h, struct reached *out)
{
    struct app_look look = app_look(h->app);
    struct ui_frame frame = {.width = h->width,
                             .height = h->height,
                             .scale = h->scale,
                             .now_ms = h->ticks_ms,
                             .still = true};
    const struct ui_scan *scan = NULL;

    app_look_frame(&look, &frame);
    frame.scan = ui_scan_usual();
    h->list = app_frame(h->app, h->ui, &frame);
    scan = ui_scan_state(h->ui);
    for (int i = 0; i < scan->count && out->count < REACHED_MAX; i++) {
        out->ids[out->count++] = scan->items[i].id;
    }
}

static const struct ui_place *ringed(const struct hand *h)
{
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);

    for (int i = 0; i < count; i++) {
        if (ui_is_ringed(h->ui, &places[i])) {
            return &places[i];
        }
    }
    return NULL;
}

static const struct ui_place *place_of(const struct hand *h, uint32_t id)
{
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);

    for (int i = 0; i < count; i++) {
        if (places[i].id == id) {
            return &places[i];
        }
    }
    return NULL;
}

static uint32_t ringed_id(const struct hand *h)
{
    const struct ui_place *place = ringed(h);

    return place != NULL ? place->id : 0;
}

/* Its label is what the voice says. False where the ring has been. */
static bool note_ring(struct hand *h, struct reached *out)
{
    const struct ui_place *place = ringed(h);

    if (place == NULL || has(out, place->id)) {
        return false;
    }
    assert_true(place->label[0] != '\0');
    assert_true(out->count < REACHED_MAX);
    out->ids[out->count++] = place->id;
    return true;
}

static bool is_in_group(const struct hand *h)
{
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);

    for (int i = 0; i < count; i++) {
        if (ui_is_in_reach(h->ui, &places[i])) {
            return true;
        }
    }
    return false;
}

/* The arrow leads on inside the group; where it leads out of it the ring goes back. */
static bool goes_on(struct hand *h, enum ui_key arrow)
{
    uint32_t before = ringed_id(h);
    const struct ui_place *from = NULL;

    hand_key(h, arrow);
    from = place_of(h, before);
    if (from != NULL && ringed_id(h) != before && ui_is_in_reach(h->ui, from)) {
        return true;
    }
    ui_focus(h->ui, before);
    hand_settle(h);
    return false;
}

/* Along its lines, or down where its things stand one under the other. */
static void walk_group(struct hand *h, struct reached *out)
{
    hand_key(h, UI_KEY_HOME);
    (void)note_ring(h, out);
    for (int i = 0; i < GROUP_MOST && (goes_on(h, UI_KEY_RIGHT) || goes_on(h, UI_KEY_DOWN)); i++) {
        (void)note_ring(h, out);
    }
}

/* Tab from stop to stop, until it comes round. */
static void find_ringed(struct hand *h, struct reached *out)
{
    const struct ui_place *place = NULL;
    int known = 0;

    for (int i = 0; i < KEYS_MOST && known < KNOWN_MOST; i++) {
        hand_key(h, UI_KEY_TAB);
        place = ringed(h);
        if (place == NULL) { /* the voice's own stop: a drawing that is read */
            continue;
        }
        known = note_ring(h, out) ? 0 : known + 1;
        if (known == 0 && !place->field && is_in_group(h)) {
            walk_group(h, out);
        }
    }
}

/* A slider is dragged by fingers; who has none has its two buttons. */
static bool has_buttons(const struct hand *h, const char *label)
{
    struct buf more = {0};
    bool found = false;

    buf_printf(&more, "%s/More", label);
    found = ui_find(h->ui, buf_cstr(&more)) != NULL;
    buf_finish(&more);
    return found;
}

static void is_reached_by_all(struct hand *h)
{
    static struct reached lit, rung;
    int count = 0;
    const struct ui_place *places = NULL;

    lit.count = 0;
    rung.count = 0;
    ui_blur(h->ui);
    hand_settle(h);
    find_lit(h, &lit);
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count; i++) {
        if (!places[i].covered && !places[i].disabled && !has(&lit, places[i].id) &&
            !has_buttons(h, places[i].label)) {
            fail_msg("the light does not come to “%s”", places[i].label);
        }
    }
    hand_settle(h);
    find_ringed(h, &rung);
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count; i++) {
        if (has(&lit, places[i].id) && !has(&rung, places[i].id)) {
            fail_msg("no key leads to “%s”", places[i].label);
        }
    }
}

void screens_check(void **state)
{
    const struct screens_row *row = *state;
    struct hand h;
    struct buf text = {0};
    struct buf path = {0};

    hand_open(&h);
    h.width = row->width;
    h.height = row->height;
    if (!row->is_new) {
        assert_int_equal(classroom_enrolled(&h.room, h.file, HAND_PASSPHRASE, 2), STATUS_OK);
    }
    hand_start(&h);
    row->go(&h);
    screens_is_listed(row->name, app_screen(h.app));
    lock_is_in_its_corner(&h);
    draw_list_print(h.list, &text);
    buf_printf(&path, "tests/golden/screen/%s.txt", row->name);
    cases_golden(buf_cstr(&path), &text);
    buf_finish(&path);
    buf_finish(&text);
    screens_rules(&h);
    is_reached_by_all(&h);
    hand_close(&h);
}
