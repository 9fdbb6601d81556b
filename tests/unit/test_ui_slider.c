/* A slider: tapped, dragged, taken back, and moved by its buttons. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

enum { PLACES = 5 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    int at, said; /* said counts changes */
};

static void frames(struct stage *s)
{
    for (int i = 0; i < 6; i++) {
        int now = -1;

        ui_begin(s->ui, &s->frame);
        now = ui_slider(s->ui, &(struct ui_slider){.name = "Rate",
                                                   .value = "so much",
                                                   .less = "Less",
                                                   .more = "More",
                                                   .count = PLACES,
                                                   .at = s->at});
        (void)ui_end(s->ui);
        if (now >= 0) {
            s->at = now;
            s->said++;
        }
    }
}

static void finger(struct stage *s, enum ui_event_kind kind, float x, float y)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind, .x = x, .y = y});
    frames(s);
}

static int setup(void **state)
{
    static struct stage s;

    s = (struct stage){
        .frame = {.width = 600, .height = 300, .scale = 1, .text = 1, .now_ms = 1000},
          .at = 1
    };
    s.ui = ui_create(letters_port());
    frames(&s);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    ui_destroy(((struct stage *)*state)->ui);
    return 0;
}

/* The middle of a place on the track. */
static float x_of(const struct stage *s, int at)
{
    const struct ui_place *track = ui_find(s->ui, "Rate");

    return (float)track->at.x + 14 + (float)(track->at.w - 28) * (float)at / (PLACES - 1);
}

static float y_of(const struct stage *s)
{
    const struct ui_place *track = ui_find(s->ui, "Rate");

    return (float)track->at.y + (float)track->at.h / 2;
}

static void a_tap_moves_it(void **state)
{
    struct stage *s = *state;

    for (int at = PLACES - 1; at >= 0; at--) {
        finger(s, UI_DOWN, x_of(s, at), y_of(s));
        finger(s, UI_UP, x_of(s, at), y_of(s));
        assert_int_equal(s->at, at);
    }
    assert_int_equal(s->said, PLACES);
}

static void a_drag_counts_where_it_lifts(void **state)
{
    struct stage *s = *state;

    finger(s, UI_DOWN, x_of(s, 1), y_of(s));
    finger(s, UI_MOVE, x_of(s, 3), y_of(s));
    assert_int_equal(s->said, 0);
    finger(s, UI_UP, x_of(s, 4), y_of(s));
    assert_int_equal(s->at, 4);
    assert_int_equal(s->said, 1);
}

static void sliding_off_takes_it_back(void **state)
{
    struct stage *s = *state;

    finger(s, UI_DOWN, x_of(s, 3), y_of(s));
    finger(s, UI_MOVE, x_of(s, 3), y_of(s) + 120);
    finger(s, UI_UP, x_of(s, 3), y_of(s) + 120);
    assert_int_equal(s->at, 1);
    assert_int_equal(s->said, 0);
}

static void press(struct stage *s, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);

    finger(s, UI_DOWN, (float)p->at.x + 8, (float)p->at.y + 8);
    finger(s, UI_UP, (float)p->at.x + 8, (float)p->at.y + 8);
}

static void buttons_do_as_much(void **state)
{
    struct stage *s = *state;

    press(s, "More");
    press(s, "More");
    assert_int_equal(s->at, 3);
    press(s, "Less");
    assert_int_equal(s->at, 2);
    s->at = PLACES - 1;
    frames(s);
    assert_true(ui_find(s->ui, "More")->disabled);
    s->at = 0;
    frames(s);
    assert_true(ui_find(s->ui, "Less")->disabled);
}

int main(void)
{
    cases_add_placed("a tap moves it", a_tap_moves_it, setup, teardown);
    cases_add_placed("a drag counts where it lifts", a_drag_counts_where_it_lifts, setup, teardown);
    cases_add_placed("sliding off takes it back", sliding_off_takes_it_back, setup, teardown);
    cases_add_placed("buttons do as much", buttons_do_as_much, setup, teardown);
    return cases_run("slider", NULL, NULL);
}
