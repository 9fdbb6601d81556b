/* What is written in stays in sight: under the own keyboard, on a real one, with a fault's banner,
 * in every size and after the window took another one; and what was open stays open. The page is as
 * the screens are: a bar, what scrolls, a banner and the buttons at the foot. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <string.h>

enum { FIELDS = 3, ROOM = 400, LINES = 3 };

static const char *const names[FIELDS] = {"For", "Done", "Seen"};

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    const struct draw_list *list;
    char text[FIELDS][ROOM], word[ROOM];
    bool banner, sheet, toast;
    int saves;
};

static void page(struct stage *s)
{
    struct ui *ui = s->ui;

    ui_open(ui, (struct ui_box){.grow = 1, .across = UI_STRETCH});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .pad = 12, .height = 88, .head = true});
    ui_text(ui, UI_TITLE, "Amira");
    ui_close(ui);
    ui_open_scroll(ui, "page", (struct ui_box){.grow = 1, .keeps_end = true});
    ui_open(ui, (struct ui_box){.pad = 24, .gap = 12});
    for (int i = 0; i < 12; i++) {
        (void)ui_button(ui, UI_SECONDARY, NULL, ui_format(ui, "Row %d", i));
    }
    for (int i = 0; i < FIELDS; i++) {
        (void)ui_field(ui,
                       &(struct ui_field){
                           .label = names[i], .text = s->text[i], .room = ROOM, .lines = LINES});
    }
    ui_close(ui);
    ui_close(ui);
    if (s->banner) {
        (void)ui_banner(ui, UI_CARE, "The tablet's memory is full. Words are kept here until then.",
                        NULL);
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .pad_x = 24, .pad_y = 8, .foot = true});
    s->saves += ui_button(ui, UI_PRIMARY_LARGE, "check", "Save");
    ui_close(ui);
    ui_close(ui);
}

static void settle(struct stage *s)
{
    for (int i = 0; i < 200; i++) {
        ui_begin(s->ui, &s->frame);
        page(s);
        if (s->toast) {
            (void)ui_toast(s->ui, "Saved", "Undo");
        }
        if (s->sheet) {
            (void)ui_open_sheet(s->ui, "With", 500);
            (void)ui_field(s->ui,
                           &(struct ui_field){.label = "Another", .text = s->word, .room = ROOM});
            ui_close(s->ui);
        }
        s->list = ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void stage_open(struct stage *s, int width, int height, float text, bool keyboard)
{
    *s = (struct stage){
        .frame = {.width = width,
                  .height = height,
                  .scale = 1,
                  .text = text,
                  .now_ms = 1000,
                  .keyboard = keyboard}
    };
    s->ui = ui_create(letters_port());
    settle(s);
}

static void point(struct stage *s, enum ui_event_kind kind, const struct draw_rect *at)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind,
                                      .x = (float)at->x + (float)at->w / 2,
                                      .y = (float)at->y + (float)at->h / 2});
    settle(s);
}

static void tap(struct stage *s, const char *label)
{
    const struct ui_place *place = ui_find(s->ui, label);
    struct draw_rect at = {0};

    assert_non_null(place);
    if (place->covered) {
        ui_reveal(s->ui, place->id);
        settle(s);
        place = ui_find(s->ui, label);
    }
    assert_false(place->covered);
    at = place->at;
    point(s, UI_DOWN, &at);
    point(s, UI_UP, &at);
    s->frame.now_ms += 2000;
    settle(s);
}

static void type(struct stage *s, const char *text)
{
    struct ui_event event = {.kind = UI_TEXT};

    text_copy(event.text, sizeof(event.text), text);
    ui_feed(s->ui, &event);
    settle(s);
}

/* The caret is whole within the window, and neither the keyboard nor the foot lies over it. */
static void assert_in_sight(const struct stage *s)
{
    uint32_t ink = ui_theme_colour(s->frame.theme, UI_ACCENT);
    const struct ui_place *space = ui_find(s->ui, "space");
    int floor = space == NULL ? s->frame.height : space->at.y;
    bool found = false;

    for (int i = 0; i < s->list->count; i++) {
        const struct draw_command *c = &s->list->commands[i];
        struct draw_rect seen = draw_rect_meet(c->at, c->clip);

        if (c->kind == DRAW_FILL && c->at.w <= 4 && c->colour == ink) {
            found = true;
            assert_int_equal(seen.h, c->at.h);
            assert_true(c->at.y >= 0 && c->at.y + c->at.h <= floor);
        }
    }
    assert_true(found);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* On whichever keyboard there is. */
static void write_line(struct stage *s)
{
    if (s->frame.keyboard) {
        tap(s, ui_find(s->ui, "A") != NULL ? "A" : "a");
        tap(s, "new line");
    } else {
        type(s, "Looked up.\n");
    }
}

static const struct row {
    const char *name;
    int width, height;
    float text;
    bool keyboard, banner;
} rows[] = {
    {"wide, own keyboard",                 1280, 800,  1, true,  false},
    {"wide, own keyboard, a fault",        1280, 800,  1, true,  true },
    {"wide, 200 %, own keyboard",          1280, 800,  2, true,  false},
    {"wide, 200 %, own keyboard, a fault", 1280, 800,  2, true,  true },
    {"wide, 200 %, real keyboard, fault",  1280, 800,  2, false, true },
    {"wide, real keyboard",                1280, 800,  1, false, false},
    {"portrait, own keyboard, a fault",    800,  1280, 1, true,  true },
    {"portrait, 200 %, own keyboard",      800,  1280, 2, true,  true },
    {"portrait, 200 %, real keyboard",     800,  1280, 2, false, false},
    {"large, own keyboard",                1920, 1200, 1, true,  true },
    {"small, own keyboard",                860,  540,  1, true,  true },
};

static void the_caret_is_seen(void **state)
{
    const struct row *row = *state;
    struct stage s;

    stage_open(&s, row->width, row->height, row->text, row->keyboard);
    s.banner = row->banner;
    for (int i = 0; i < FIELDS; i++) {
        tap(&s, names[i]);
        assert_in_sight(&s);
        for (int k = 0; k < 12; k++) {
            write_line(&s);
            assert_in_sight(&s);
        }
        for (int k = 0; k < 12; k++) {
            ui_feed(s.ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_UP});
            settle(&s);
            assert_in_sight(&s);
        }
    }
    ui_destroy(s.ui);
}

/* ---- another size ---------------------------------------------------------------------------- */

enum what { FIELD_OPEN, ACCENTS_OPEN, MENU_OPEN, SHEET_OPEN, TOAST_OPEN };
static const struct turn {
    const char *name;
    enum what what;
    const char *still; /* what is still there */
} turns[] = {
    {"a field",              FIELD_OPEN,   "space"     },
    {"accents of a letter",  ACCENTS_OPEN, "é"        },
    {"the menu over words",  MENU_OPEN,    "Select all"},
    {"a sheet and its word", SHEET_OPEN,   "Another"   },
    {"a toast",              TOAST_OPEN,   "Undo"      },
};

static void open_what(struct stage *s, enum what what)
{
    struct draw_rect at = {0};

    tap(s, "Seen");
    type(s, "Looked up and smiled");
    if (what == ACCENTS_OPEN || what == MENU_OPEN) {
        s->frame.now_ms += 5000;
        settle(s);
        tap(s, "Seen"); /* the own keyboard comes back */
        at = ui_find(s->ui, what == ACCENTS_OPEN ? "e" : "Seen")->at;
        point(s, UI_DOWN, &at);
        s->frame.now_ms += 600;
        settle(s);
        point(s, UI_UP, &at);
    }
    s->toast = what == TOAST_OPEN;
    s->sheet = what == SHEET_OPEN;
    settle(s);
    if (s->sheet) {
        tap(s, "Another");
        type(s, "Helper");
    }
    if (what == FIELD_OPEN) {
        tap(s, "Seen");
    }
}

static void resize(struct stage *s, int width, int height)
{
    s->frame.width = width;
    s->frame.height = height;
    s->frame.now_ms += 20;
    settle(s);
}

/* Turned round and back, and made a little smaller, as by a notch's bar. */
static void all_is_kept_through_a_turn(void **state)
{
    static const int sizes[][2] = {
        {800,  1280},
        {1280, 800 },
        {1280, 760 },
        {1920, 1200}
    };
    const struct turn *turn = *state;
    struct stage s;

    stage_open(&s, 1280, 800, 1, true);
    open_what(&s, turn->what);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        const struct ui_place *still = NULL;

        resize(&s, sizes[i][0], sizes[i][1]);
        still = ui_find(s.ui, turn->still);
        assert_non_null(still);
        assert_false(still->covered);
        assert_true(still->at.x >= 0 && still->at.x + still->at.w <= s.frame.width);
        assert_true(still->at.y >= 0 && still->at.y + still->at.h <= s.frame.height);
        assert_true(ui_wants_text(s.ui));
        assert_in_sight(&s);
    }
    type(&s, "X");
    assert_non_null(strchr(turn->what == SHEET_OPEN ? s.word : s.text[2], 'X'));
    ui_destroy(s.ui);
}

/* A finger that is down while the window turns presses nothing that came under it. */
static void a_turn_takes_no_finger(void **state)
{
    struct stage s;
    struct draw_rect at = {0};

    (void)state;
    stage_open(&s, 1280, 800, 1, true);
    at = ui_find(s.ui, "Save")->at;
    point(&s, UI_DOWN, &at);
    resize(&s, 800, 1280);
    point(&s, UI_UP, &at);
    settle(&s);
    assert_int_equal(s.saves, 0);
    tap(&s, "Save");
    assert_int_equal(s.saves, 1);
    ui_destroy(s.ui);
}

int main(void)
{
    cases_add_rows(the_caret_is_seen, rows, COUNT(rows), sizeof(rows[0]));
    cases_add_rows(all_is_kept_through_a_turn, turns, COUNT(turns), sizeof(turns[0]));
    cases_add("a turn takes no finger", a_turn_takes_no_finger);
    return cases_run("ui_sight", NULL, NULL);
}
