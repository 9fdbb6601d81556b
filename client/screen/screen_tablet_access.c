/* How the tablet is drawn and worked: text and colours; switches, motion and the voice. What is
 * chosen holds at once, so that whoever scans feels each change before the next.
 *
 * It stands among the tablet's settings, and in a sheet of the first screens: whoever needs large
 * words or a switch needs them to join a school, and to unlock. */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

void tablet_look(struct ui *ui, const struct screen_view *view, struct said *said)
{
    static const char *const sizes[] = {"100 %", "125 %", "150 %", "175 %", "200 %"};
    const struct screen_tablet *t = &view->tablet;
    const char *themes[] = {word(view, WORD_TABLET_LIGHT), word(view, WORD_TABLET_DARK),
                            word(view, WORD_TABLET_CONTRAST)};
    int chosen = -1;

    ui_text(ui, UI_STRONG, word(view, WORD_TABLET_TEXT));
    chosen = ui_tabs(ui, sizes, 5, (t->text_size - 100) / 25);
    say_number(said, chosen >= 0, INTENT_TEXT_SIZE, 100 + 25 * (int64_t)chosen);
    ui_text(ui, UI_STRONG, word(view, WORD_TABLET_THEME));
    chosen = ui_tabs(ui, themes, 3, (int)t->theme);
    say_number(said, chosen >= 0, INTENT_THEME, chosen);
}

static void access(struct ui *ui, const struct screen_view *view, struct screen_form *form,
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

    changed = setting_pick(ui, view, WORD_ACCESS_SCAN, ways, COUNT(ways), &way);
    ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_SCAN_LEAD));
    if (access->scan.way != UI_SCAN_OFF) {
        changed = setting_switches(ui, view, &access->scan) || changed;
    }
    access->scan.way = (enum ui_scan_way)way;
    changed =
        setting_pick(ui, view, WORD_ACCESS_MOTION, motions, COUNT(motions), &still) || changed;
    changed = setting_pick(ui, view, WORD_ACCESS_VOICE, voices, COUNT(voices), &voiced) || changed;
    if (access->voiced && view->on == SCREEN_TABLET) { /* it is a person's, not the tablet's */
        changed = setting_pick(ui, view, WORD_ACCESS_NAMES, names, COUNT(names), &named) || changed;
        ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_NAMES_LEAD));
    }
    access->still = still == 1;
    access->voiced = voiced == 1;
    access->names = named == 1;
    say(said, changed, INTENT_ACCESS);
}

void tablet_access(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    ui_open(ui,
            (struct ui_box){.gap = 16, .pad = 24, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_text(ui, UI_HEADING, word(view, WORD_ACCESS));
    access(ui, view, form, said);
    ui_close(ui);
}

void access_open(struct ui *ui, const struct screen_view *view, struct said *said)
{
    say_number(said, ui_button(ui, UI_QUIET, "accessibility", word(view, WORD_ACCESS_OPEN)),
               INTENT_SHEET, SHEET_ACCESS);
}

void access_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    if (view->sheet != SHEET_ACCESS) {
        return;
    }
    say_number(said, ui_open_sheet(ui, word(view, WORD_ACCESS_OPEN), 760), INTENT_SHEET,
               SHEET_NONE);
    tablet_look(ui, view, said);
    access(ui, view, form, said);
    ui_close(ui);
}
