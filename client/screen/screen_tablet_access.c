/* Switches, motion and the voice, on the tablet's settings: what is chosen holds at once, so that
 * whoever scans feels each change before the next. */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

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
    changed = setting_pick(ui, view, WORD_ACCESS_SCAN, ways, COUNT(ways), &way);
    ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_SCAN_LEAD));
    if (access->scan.way != UI_SCAN_OFF) {
        changed = setting_switches(ui, view, &access->scan) || changed;
    }
    access->scan.way = (enum ui_scan_way)way;
    changed =
        setting_pick(ui, view, WORD_ACCESS_MOTION, motions, COUNT(motions), &still) || changed;
    changed = setting_pick(ui, view, WORD_ACCESS_VOICE, voices, COUNT(voices), &voiced) || changed;
    if (access->voiced) {
        changed = setting_pick(ui, view, WORD_ACCESS_NAMES, names, COUNT(names), &named) || changed;
        ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_NAMES_LEAD));
    }
    access->still = still == 1;
    access->voiced = voiced == 1;
    access->names = named == 1;
    say(said, changed, INTENT_ACCESS);
    ui_close(ui);
}
