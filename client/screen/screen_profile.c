/* The sheet of one pupil's access profile: how they are asked, and how they touch.
 *
 * Looks like   a button to try it, then a card each for what is shown, how it looks and sounds, how
 *              a touch counts, and switches. What is chosen is saved at once and goes with the
 *              pupil to every tablet.
 * Reads        view->pupil, form->profile.
 * Says         PROFILE, PROFILE_LISTEN, PROFILE_TRY.
 */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const int holds[] = {0, 2, 3, 5, 8, 10, 15, 20, 30};
static const int repeats[] = {0, 2, 3, 5, 8, 10, 15, 20, 30};
static const int rates[] = {80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 200, 220};
enum { TEXT_STEP = 25 };

static void group_open(struct ui *ui, const struct screen_view *view, const char *icon,
                       enum word name)
{
    ui_open(ui, (struct ui_box){.gap = 12,
                                .pad_x = 20,
                                .pad_y = 16,
                                .radius = 20,
                                .fill = UI_SUNK,
                                .edge = UI_LINE,
                                .line = 1});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
    ui_icon_tile(ui, icon, UI_ACCENT);
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HEADING, word(view, name));
    ui_close(ui);
}

/* The faces as they will be asked with: so many, in this set. */
static void faces(struct ui *ui, const struct screen_profile *p)
{
    static const char *const names[] = {"face-very-happy", "face-happy", "face-okay",
                                        "face-unhappy", "face-very-unhappy"};
    const char *set = p->pictures != 0 ? DRAW_PLAIN : "";
    int from = p->scale == 5 ? 0 : 1;

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (int i = from; i < 5 - from; i++) {
        ui_picture(ui, ui_format(ui, "%s%s", set, names[i]), 56);
    }
    ui_close(ui);
}

static bool shown(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const enum word lengths[] = {WORD_PROFILE_FACES_3, WORD_PROFILE_FACES_5};
    static const enum word sets[] = {WORD_PROFILE_COLOURED, WORD_PROFILE_PLAIN};
    int five = p->scale == 5 ? 1 : 0;
    bool said = false;

    group_open(ui, view, "smile", WORD_PROFILE_ASKED);
    faces(ui, p);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 340});
    ui_open_column(ui, 12);
    said = setting_pick(ui, view, WORD_PROFILE_FACES, lengths, COUNT(lengths), &five);
    ui_close(ui);
    ui_open_column(ui, 12);
    said = setting_pick(ui, view, WORD_PROFILE_PICTURES, sets, COUNT(sets), &p->pictures) || said;
    ui_close(ui);
    ui_close(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_PROFILE_PLAIN_WHY));
    ui_close(ui);
    p->scale = five == 1 ? 5 : 3;
    return said;
}

static bool looks(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const enum word colours[] = {WORD_PROFILE_CALM, WORD_PROFILE_DARK, WORD_PROFILE_CONTRAST,
                                        WORD_PROFILE_YELLOW};
    static const enum word sizes[] = {WORD_PROFILE_TEXT_1, WORD_PROFILE_TEXT_2, WORD_PROFILE_TEXT_3,
                                      WORD_PROFILE_TEXT_4, WORD_PROFILE_TEXT_5};
    static const enum word motions[] = {WORD_PROFILE_MOVES, WORD_PROFILE_STILL};
    int size = (p->text - 100) / TEXT_STEP;
    bool said = false;

    group_open(ui, view, "contrast", WORD_PROFILE_LOOKS);
    said = setting_pick(ui, view, WORD_PROFILE_COLOURS, colours, COUNT(colours), &p->colours);
    if (setting_pick(ui, view, WORD_PROFILE_TEXT, sizes, COUNT(sizes), &size)) {
        p->text = 100 + TEXT_STEP * size;
        said = true;
    }
    ui_text(ui, UI_SMALL, word(view, WORD_PROFILE_TEXT_WHY));
    said = setting_pick(ui, view, WORD_PROFILE_MOTION, motions, COUNT(motions), &p->still) || said;
    ui_text(ui, UI_SMALL, word(view, WORD_PROFILE_MOTION_WHY));
    ui_close(ui);
    return said;
}

static bool sounds(struct ui *ui, const struct screen_view *view, struct screen_profile *p,
                   struct said *heard)
{
    static const enum word ways[] = {WORD_PROFILE_ALOUD, WORD_PROFILE_SILENT};
    static const enum word voices[] = {WORD_PROFILE_VOICE_1, WORD_PROFILE_VOICE_2,
                                       WORD_PROFILE_VOICE_3};
    static const struct setting_steps rate = {rates, COUNT(rates), false};
    bool said = false;

    group_open(ui, view, "volume-2", WORD_PROFILE_SOUNDS);
    said = setting_pick(ui, view, WORD_PROFILE_SOUND, ways, COUNT(ways), &p->muted);
    if (p->muted == 0) {
        said = setting_pick(ui, view, WORD_PROFILE_VOICE, voices, COUNT(voices), &p->voice) || said;
        said = setting_slide(ui, view, WORD_PROFILE_RATE, &rate, &p->rate) || said;
        ui_next(ui, (struct ui_box){.across = UI_START});
        say(heard, ui_button(ui, UI_SECONDARY, "play", word(view, WORD_PROFILE_LISTEN)),
            INTENT_PROFILE_LISTEN);
    }
    ui_close(ui);
    return said;
}

static bool touching(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const struct setting_steps hold = {holds, COUNT(holds), true};
    static const struct setting_steps repeat = {repeats, COUNT(repeats), true};
    static const enum word touches[] = {WORD_PROFILE_FIRST, WORD_PROFILE_LAST};
    bool said = false;

    group_open(ui, view, "pointer", WORD_PROFILE_TOUCHES);
    said = setting_pick(ui, view, WORD_PROFILE_TOUCH, touches, COUNT(touches), &p->last_touch);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 340});
    said = setting_slide(ui, view, WORD_PROFILE_HOLD, &hold, &p->hold_ms) || said;
    said = setting_slide(ui, view, WORD_PROFILE_REPEAT, &repeat, &p->repeat_ms) || said;
    ui_close(ui);
    ui_close(ui);
    return said;
}

static bool switches(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const enum word ways[] = {WORD_ACCESS_OFF, WORD_ACCESS_AUTO, WORD_ACCESS_STEP,
                                     WORD_ACCESS_DWELL};
    int way = (int)p->scan.way;
    bool said = false;

    group_open(ui, view, "accessibility", WORD_PROFILE_SWITCHES);
    said = setting_pick(ui, view, WORD_ACCESS_SCAN, ways, COUNT(ways), &way);
    ui_text(ui, UI_SMALL, word(view, WORD_ACCESS_SCAN_LEAD));
    if (p->scan.way != UI_SCAN_OFF) {
        said = setting_switches(ui, view, &p->scan) || said;
    }
    ui_close(ui);
    p->scan.way = (enum ui_scan_way)way;
    return said;
}

void profile_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    struct screen_profile *p = &form->profile;
    const char *title = word_with(ui, view, WORD_PROFILE_TITLE, view->pupil.first, NULL);
    bool changed = false;

    say_number(said, ui_open_sheet(ui, title, 860), INTENT_SHEET, SHEET_NONE);
    sheet_fault(ui, view);
    ui_text(ui, UI_SMALL, word(view, WORD_PROFILE_LEAD));
    ui_next(ui, (struct ui_box){.across = UI_START});
    say(said, ui_button(ui, UI_PRIMARY, "eye", word(view, WORD_PROFILE_TRY)), INTENT_PROFILE_TRY);
    changed = shown(ui, view, p);
    changed = looks(ui, view, p) || changed;
    changed = sounds(ui, view, p, said) || changed;
    changed = touching(ui, view, p) || changed;
    changed = switches(ui, view, p) || changed;
    say(said, changed, INTENT_PROFILE);
    ui_close(ui);
}
