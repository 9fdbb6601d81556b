/* What settings are made of, the tablet's and a pupil's alike: a slider of steps, one of a few, and
 * all that belongs to switches. */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

/* In tenths of a second. */
static const int steps_of_light[] = {5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};
static const int accepts[] = {0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50};
static const int releases[] = {0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50};
static const int rounds[] = {1, 2, 3, 4, 5, 10};

static int nearest(const int *values, int count, int value)
{
    int at = 0;

    while (at + 1 < count && values[at] < value) {
        at++;
    }
    return at;
}

bool setting_slide(struct ui *ui, const struct screen_view *view, enum word name,
                   const struct setting_steps *steps, int *value)
{
    int unit = steps->is_seconds ? 100 : 1;
    int at = nearest(steps->values, steps->count, *value / unit);
    const char *shown = ui_format(ui, "%d", *value);
    int chosen = -1;

    if (steps->is_seconds) {
        shown = ui_format(ui, "%d.%d", *value / 1000, *value / 100 % 10);
        shown = word_with(ui, view, WORD_ACCESS_SECONDS, shown, NULL);
    }
    chosen = ui_slider(ui, &(struct ui_slider){.name = word(view, name),
                                               .value = shown,
                                               .less = word(view, WORD_ACCESS_LESS),
                                               .more = word(view, WORD_ACCESS_MORE),
                                               .count = steps->count,
                                               .at = at});
    if (chosen >= 0) {
        *value = steps->values[chosen] * unit;
    }
    return chosen >= 0;
}

bool setting_pick(struct ui *ui, const struct screen_view *view, enum word name,
                  const enum word *words, int count, int *chosen)
{
    const char *texts[SETTING_PICK_MOST] = {"", "", "", "", ""};
    int now = -1;

    for (int i = 0; i < count && i < COUNT(texts); i++) {
        texts[i] = word(view, words[i]);
    }
    ui_push_name(ui, word(view, name));
    ui_text(ui, UI_STRONG, word(view, name));
    now = ui_tabs(ui, texts, count, *chosen);
    ui_pop_id(ui);
    *chosen = now >= 0 ? now : *chosen;
    return now >= 0;
}

static bool times(struct ui *ui, const struct screen_view *view, struct ui_scan_settings *with)
{
    static const struct setting_steps light = {steps_of_light, COUNT(steps_of_light), true};
    static const struct setting_steps round = {rounds, COUNT(rounds), false};
    static const struct setting_steps accept = {accepts, COUNT(accepts), true};
    static const struct setting_steps release = {releases, COUNT(releases), true};
    bool said = false;

    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 420});
    said = setting_slide(ui, view, WORD_ACCESS_EACH, &light, &with->step_ms) || said;
    if (with->way == UI_SCAN_AUTO) {
        said = setting_slide(ui, view, WORD_ACCESS_LOOPS, &round, &with->loops) || said;
    }
    said = setting_slide(ui, view, WORD_ACCESS_ACCEPT, &accept, &with->accept_ms) || said;
    said = setting_slide(ui, view, WORD_ACCESS_RELEASE, &release, &with->release_ms) || said;
    ui_close(ui);
    return said;
}

bool setting_switches(struct ui *ui, const struct screen_view *view, struct ui_scan_settings *with)
{
    static const enum word orders[] = {WORD_ACCESS_ROWS, WORD_ACCESS_LINEAR};
    const enum word touches[] = {WORD_ACCESS_TAPS, with->way == UI_SCAN_STEP ? WORD_ACCESS_HALVES
                                                                             : WORD_ACCESS_WHOLE};
    int order = (int)with->order;
    int whole = with->whole ? 1 : 0;
    bool said = setting_pick(ui, view, WORD_ACCESS_ORDER, orders, COUNT(orders), &order);

    said = times(ui, view, with) || said;
    said = setting_pick(ui, view, WORD_ACCESS_TOUCH, touches, COUNT(touches), &whole) || said;
    with->order = (enum ui_scan_order)order;
    with->whole = whole == 1;
    return said;
}
