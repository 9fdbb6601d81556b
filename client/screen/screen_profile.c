/* The sheet of one pupil's access profile: how they are asked, and how they touch.
 *
 * Looks like   the voice, the number of faces, how a touch counts, and switches. What is chosen is
 *              saved at once and goes with the pupil to every tablet.
 * Reads        view->pupil, form->profile.
 * Says         PROFILE.
 */
#include "screen_private.h"

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const int holds[] = {0, 2, 3, 5, 8, 10, 15, 20, 30};
static const int repeats[] = {0, 2, 3, 5, 8, 10, 15, 20, 30};
static const int rates[] = {80, 100, 120, 140, 160, 180, 200, 220};

static bool asking(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const enum word faces[] = {WORD_PROFILE_FACES_3, WORD_PROFILE_FACES_5};
    static const enum word sounds[] = {WORD_PROFILE_ALOUD, WORD_PROFILE_SILENT};
    static const enum word voices[] = {WORD_PROFILE_VOICE_1, WORD_PROFILE_VOICE_2,
                                       WORD_PROFILE_VOICE_3};
    static const struct setting_steps rate = {rates, COUNT(rates), false};
    int five = p->scale == 5 ? 1 : 0;
    int muted = p->muted ? 1 : 0;
    bool said = setting_pick(ui, view, WORD_PROFILE_FACES, faces, COUNT(faces), &five);

    said = setting_pick(ui, view, WORD_PROFILE_SOUND, sounds, COUNT(sounds), &muted) || said;
    if (!p->muted) {
        said = setting_pick(ui, view, WORD_PROFILE_VOICE, voices, COUNT(voices), &p->voice) || said;
        said = setting_slide(ui, view, WORD_PROFILE_RATE, &rate, &p->rate) || said;
    }
    p->scale = five == 1 ? 5 : 3;
    p->muted = muted == 1;
    return said;
}

static bool touching(struct ui *ui, const struct screen_view *view, struct screen_profile *p)
{
    static const struct setting_steps hold = {holds, COUNT(holds), true};
    static const struct setting_steps repeat = {repeats, COUNT(repeats), true};
    static const enum word touches[] = {WORD_PROFILE_FIRST, WORD_PROFILE_LAST};
    int last = p->last_touch ? 1 : 0;
    bool said = setting_pick(ui, view, WORD_PROFILE_TOUCH, touches, COUNT(touches), &last);

    p->last_touch = last == 1;
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 340});
    said = setting_slide(ui, view, WORD_PROFILE_HOLD, &hold, &p->hold_ms) || said;
    said = setting_slide(ui, view, WORD_PROFILE_REPEAT, &repeat, &p->repeat_ms) || said;
    ui_close(ui);
    return said;
}

void profile_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    static const enum word ways[] = {WORD_ACCESS_OFF, WORD_ACCESS_AUTO, WORD_ACCESS_STEP,
                                     WORD_ACCESS_DWELL};
    struct screen_profile *p = &form->profile;
    const char *title = word_with(ui, view, WORD_PROFILE_TITLE, view->pupil.first, NULL);
    int way = (int)p->scan.way;
    bool changed = false;

    say_number(said, ui_open_sheet(ui, title, 860), INTENT_SHEET, SHEET_NONE);
    ui_text(ui, UI_SMALL, word(view, WORD_PROFILE_LEAD));
    changed = asking(ui, view, p);
    changed = touching(ui, view, p) || changed;
    changed = setting_pick(ui, view, WORD_ACCESS_SCAN, ways, COUNT(ways), &way) || changed;
    if (p->scan.way != UI_SCAN_OFF) {
        changed = setting_switches(ui, view, &p->scan) || changed;
    }
    p->scan.way = (enum ui_scan_way)way;
    say(said, changed, INTENT_PROFILE);
    ui_close(ui);
}
