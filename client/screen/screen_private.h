/* screen_private — what the screens share: saying, filling in words, the parts that stand on
 * many. */
#ifndef INSIDE_SCREEN
#error "screen_private.h is screen's own"
#endif
#ifndef SCREEN_PRIVATE_H
#define SCREEN_PRIVATE_H

#include "screen.h"

/* One function a row of screen.def. */
#define SCREEN(name, function)                                                   \
    struct said screen_##function(struct ui *ui, const struct screen_view *view, \
                                  struct screen_form *form);
#include "screen.def"

/* ---- saying ---------------------------------------------------------------------------------- */
struct said said_nothing(void);
/* Each keeps what was said before unless something is said now. */
void say(struct said *said, bool asked, enum intent intent);
void say_number(struct said *said, bool asked, enum intent intent, int64_t number);
void say_id(struct said *said, bool asked, enum intent intent, const struct id *id);

/* ---- words ----------------------------------------------------------------------------------- */
const char *word(const struct screen_view *view, enum word which);
/* For this frame: {1} and {2} filled in. */
const char *word_with(struct ui *ui, const struct screen_view *view, enum word which,
                      const char *first, const char *second);

/* ---- parts ----------------------------------------------------------------------------------- */
/* The whole window: a column on the ground. Closed by page_close, which lays the fault on top. */
void page_open(struct ui *ui);
void page_close(struct ui *ui, const struct screen_view *view, struct said *said);
/* The two parts of page_close, for a screen that says the fault elsewhere. */
void page_fault(struct ui *ui, const struct screen_view *view);
/* The first thing in a sheet that saves: what lies under it is dimmed. */
void sheet_fault(struct ui *ui, const struct screen_view *view);
void page_end(struct ui *ui, const struct screen_view *view, struct said *said);
/* At the foot of the first screens: the way to how the tablet is drawn and worked. */
void page_first(struct ui *ui, const struct screen_view *view, struct said *said);
/* The white bar at the top; a row, closed by ui_close. */
void top_open(struct ui *ui);
/* Back, and a title with a line under it. */
void top_back(struct ui *ui, const struct screen_view *view, struct said *said);
void top_title(struct ui *ui, const char *title, const char *sub);
/* Sync, what needs a look, lock: at the right end of the bar. */
void top_sync(struct ui *ui, const struct screen_view *view, struct said *said);
/* Told only: from a sitting nobody goes elsewhere in passing. */
void top_sync_told(struct ui *ui, const struct screen_view *view);
void top_state(struct ui *ui, const struct screen_view *view, struct said *said);
/* The last thing of the bar on every screen of the staff: the hand knows where it is. */
void top_lock(struct ui *ui, const struct screen_view *view, struct said *said);
/* The room under the bar, in which cards stand; it scrolls. */
void body_open(struct ui *ui, const char *key);
bool is_narrow(const struct ui *ui);
/* Held upright, whatever the size of its words: of the pupil room, whose words shrink to fit. */
bool is_upright(const struct ui *ui);
/* So narrow for its text that bars are two lines and say the least. */
bool is_tight(const struct ui *ui);
/* A passphrase field; true when the person pressed Enter in it. */
bool secret_field(struct ui *ui, const char *label, struct screen_form *form);
bool secret_in(struct ui *ui, const char *label, char text[SCREEN_SECRET_ROOM]);
/* Where a code is typed, or read out of a picture. */
void code_field(struct ui *ui, const struct screen_view *view, const struct screen_code *code,
                struct screen_form *form, struct said *said);
/* The sheets of the observe screen. */
void observe_sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                    struct said *said);
void target_chip(struct ui *ui, const struct screen_target *target, struct screen_draft *draft,
                 struct said *said);
void licences_sheet(struct ui *ui, const struct screen_view *view, struct said *said);
/* Text and colours; and a card of the tablet's settings: switches, motion and the voice. */
void tablet_look(struct ui *ui, const struct screen_view *view, struct said *said);
void tablet_access(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said);
/* The way to all of these before anybody is known, and its sheet, while it is open. */
void access_open(struct ui *ui, const struct screen_view *view, struct said *said);
void access_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said);
/* Why a record is taken out: a sheet. */
void reasons_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said);
/* What stands on the pupil's page, a tab each: cards; and their sheets. Where there is room, what
 * can be done from there stands beside it. */
enum { SIDE_WIDTH = 304 };
void panel_open(struct ui *ui);
/* Where a list would stand that is empty: what is missing, and how it comes. why: "" nothing. */
void empty_note(struct ui *ui, const char *icon, const char *what, const char *why);
/* How wide a panel is inside, in dp at text 100 %. */
float path_room(const struct ui *ui);
void path_entries(struct ui *ui, const struct screen_view *view, struct said *said);
void path_areas(struct ui *ui, const struct screen_view *view);
void path_held(struct ui *ui, const struct screen_view *view, struct said *said);
void path_targets(struct ui *ui, const struct screen_view *view, struct said *said);
void path_voice(struct ui *ui, const struct screen_view *view, struct said *said);
/* Earlier and later pages of what is shown. */
void path_turn(struct ui *ui, const struct screen_view *view, struct said *said);
void entries_sheets(struct ui *ui, const struct screen_view *view, struct said *said);
void review_sheet(struct ui *ui, const struct screen_view *view, struct said *said);
/* Its instrument: the card, the buttons that open its sheets, and those. */
enum { SCALE_WIDTH = 744 }; /* where it stands beside the chips */
bool scale_is_long(const struct ui *ui, const struct screen_view *view);
void scale_card(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                struct said *said);
void scale_buttons(struct ui *ui, const struct screen_view *view, struct said *said);
void scale_sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said);
struct note_look {
    enum screen_note part;
    int lines;
    bool is_bare; /* its name stands in the field while that is empty */
};
void note_field(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                const struct note_look *look, struct said *said);
/* Puts value into the context, or takes it out when it is there. */
void context_toggle(struct screen_draft *draft, enum screen_context which, const char *value);

/* ---- settings -------------------------------------------------------------------------------- */
struct setting_steps {
    const int *values; /* tenths of a second when is_seconds, and the value is in ms */
    int count;
    bool is_seconds;
};
enum { SETTING_PICK_MOST = 5 };
/* Each says whether the value was changed. */
bool setting_slide(struct ui *ui, const struct screen_view *view, enum word name,
                   const struct setting_steps *steps, int *value);
bool setting_pick(struct ui *ui, const struct screen_view *view, enum word name,
                  const enum word *words, int count, int *chosen);
bool setting_switches(struct ui *ui, const struct screen_view *view, struct ui_scan_settings *with);

/* ---- the pupil room -------------------------------------------------------------------------- */
void room_board(struct ui *ui, const struct screen_view *view, struct said *said);
void room_board_back(struct ui *ui, const struct screen_back *back);
/* Sorted so that the cards of one row want all of the width. */
bool room_board_is_wide(const struct screen_answer *columns, size_t count);
void room_board_alone(struct ui *ui, const struct screen_back *back);
void room_door(struct ui *ui, const struct screen_view *view, struct screen_form *form,
               struct said *said);
void profile_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said);
void hand_over_sheet(struct ui *ui, const struct screen_view *view, struct said *said);

#endif
