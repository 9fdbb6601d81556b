/* Switches, motion and the voice, on the tablet's settings: what is chosen holds at once, so that
 * whoever scans feels each change before the next. */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

/* In tenths of a second. */
static const int steps[] = {5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};
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

static bool slide(struct ui *ui, const struct screen_view *view, enum word name, const int *values,
                  int count, int *value)
{
    bool seconds = name != WORD_ACCESS_LOOPS;
    int unit = seconds ? 100 : 1;
    int at = nearest(values, count, *value / unit);
    const char *shown = ui_format(ui, "%d", values[at]);
    int chosen = -1;

    if (seconds) {
        shown = ui_format(ui, "%d.%d", values[at] / 10, values[at] % 10);
        shown = word_with(ui, view, WORD_ACCESS_SECONDS, shown, NULL);
    }
    chosen = ui_slider(ui, &(struct ui_slider){.name = word(view, name),
                                               .value = shown,
                                               .less = word(view, WORD_ACCESS_LESS),
                                               .more = word(view, WORD_ACCESS_MORE),
                                               .count = count,
                                               .at = at});
    if (chosen >= 0) {
        *value = values[chosen] * unit;
    }
    return chosen >= 0;
}

static bool pick(struct ui *ui, const struct screen_view *view, enum word name,
                 const enum word *words, int count, int *chosen)
{
    const char *texts[4] = {"", "", "", ""};
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
    bool said = false;

    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 420});
    said = slide(ui, view, WORD_ACCESS_EACH, steps, COUNT(steps), &with->step_ms) || said;
    if (with->way == UI_SCAN_AUTO) {
        said = slide(ui, view, WORD_ACCESS_LOOPS, rounds, COUNT(rounds), &with->loops) || said;
    }
    said = slide(ui, view, WORD_ACCESS_ACCEPT, accepts, COUNT(accepts), &with->accept_ms) || said;
    said =
        slide(ui, view, WORD_ACCESS_RELEASE, releases, COUNT(releases), &with->release_ms) || said;
    ui_close(ui);
    return said;
}

static bool switches(struct ui *ui, const struct screen_view *view, struct ui_scan_settings *with)
{
    static const enum word orders[] = {WORD_ACCESS_ROWS, WORD_ACCESS_LINEAR};
    static const enum word touches[] = {WORD_ACCESS_TAPS, WORD_ACCESS_WHOLE};
    int order = (int)with->order;
    int whole = with->whole ? 1 : 0;
    bool said = pick(ui, view, WORD_ACCESS_ORDER, orders, COUNT(orders), &order);

    said = times(ui, view, with) || said;
    said = pick(ui, view, WORD_ACCESS_TOUCH, touches, COUNT(touches), &whole) || said;
    with->order = (enum ui_scan_order)order;
    with->whole = whole == 1;
    return said;
}

void tablet_access(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    static const enum word ways[] = {WORD_ACCESS_OFF, WORD_ACCESS_AUTO, WORD_ACCESS_STEP,
                                     WORD_ACCESS_DWELL};
    static const enum word motions[] = {WORD_ACCESS_MOVES, WORD_ACCESS_STILL};
    struct screen_access *access = &form->access;
    int way = (int)access->scan.way;
    static const enum word voices[] = {WORD_ACCESS_SILENT, WORD_ACCESS_VOICED};
    int still = access->still ? 1 : 0;
    static const enum word names[] = {WORD_ACCESS_INITIALS, WORD_ACCESS_NAMED};
    int voiced = access->voiced ? 1 : 0;
    int named = access->names ? 1 : 0;
    bool changed = false;

    ui_open(ui,
            (struct ui_box){.gap = 16, .pad = 24, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_text(ui, UI_HEADING, word(view, WORD_ACCESS));
    changed = pick(ui, view, WORD_ACCESS_SCAN, ways, COUNT(ways), &way);
    ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_SCAN_LEAD));
    if (access->scan.way != UI_SCAN_OFF) {
        changed = switches(ui, view, &access->scan) || changed;
    }
    access->scan.way = (enum ui_scan_way)way;
    changed = pick(ui, view, WORD_ACCESS_MOTION, motions, COUNT(motions), &still) || changed;
    changed = pick(ui, view, WORD_ACCESS_VOICE, voices, COUNT(voices), &voiced) || changed;
    if (access->voiced) {
        changed = pick(ui, view, WORD_ACCESS_NAMES, names, COUNT(names), &named) || changed;
        ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_NAMES_LEAD));
    }
    access->still = still == 1;
    access->voiced = voiced == 1;
    access->names = named == 1;
    say(said, changed, INTENT_ACCESS);
    ui_close(ui);
}
