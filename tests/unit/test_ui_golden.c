/* Every widget once, as drawing commands, held to goldens in tests/golden/ui: does it still look
 * the same? A letter is measured as half its size, so that no font is needed.
 *
 * UPDATE_GOLDEN=1 writes the goldens anew; the difference is read before it is kept.
 */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdio.h>
#include <string.h>

static const struct ui_box card = {
    .pad = 20, .gap = 12, .fill = UI_SURFACE, .radius = 20, .shadow = 1};

static void staff_words(struct ui *ui)
{
    ui_open(ui, card);
    ui_text(ui, UI_TITLE, "Willow class");
    ui_text(ui, UI_BODY, "Choose what was going on. The ones used most stand first.");
    ui_text(ui, UI_SMALL, "سلام");
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    ui_pill(ui, UI_GOOD, "check", "Saved");
    ui_pill(ui, UI_WAIT, NULL, "3 waiting");
    ui_close(ui);
    (void)ui_banner(ui, UI_CARE, "One note needs a look.", "Look");
    ui_divider(ui);
    ui_open_row(ui, 16);
    ui_avatar(ui, &(struct ui_person){.key = "7", .initials = "AK"}, 64);
    ui_avatar(ui, &(struct ui_person){.picture = "sand", .initials = "AK"}, 64);
    ui_icon_tile(ui, "persistence", UI_GREEN);
    ui_close(ui);
    ui_close(ui);
}

static void staff_buttons(struct ui *ui)
{
    static const char *const tabs[] = {"Oak", "Ash"};

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .pad = 16});
    (void)ui_button(ui, UI_PRIMARY, "check", "Save");
    (void)ui_button(ui, UI_SECONDARY, "arrow-right", "Next");
    (void)ui_button(ui, UI_QUIET, NULL, "Later");
    ui_next_disabled(ui, true);
    (void)ui_button(ui, UI_PRIMARY_LARGE, NULL, "Not yet");
    (void)ui_icon_button(ui, "lock", "Lock");
    (void)ui_chip(ui, "Sand", true);
    (void)ui_chip(ui, "Story", false);
    (void)ui_tabs(ui, tabs, 2, 1);
    ui_close(ui);
    (void)ui_toast(ui, "Saved.", "Undo");
}

static void staff_rows(struct ui *ui)
{
    static const char *const words[] = {"Not seen", "A little", "A lot"};

    ui_open(ui, card);
    (void)ui_choices(ui, &(struct ui_choices){.name = "Joy",
                                              .help = "Laughs",
                                              .icon = "smile",
                                              .hue = UI_AMBER,
                                              .words = words,
                                              .count = 3,
                                              .chosen = 1,
                                              .bars = true});
    (void)ui_choices(ui, &(struct ui_choices){.name = "Calm",
                                              .hue = UI_ROSE,
                                              .words = words,
                                              .count = 3,
                                              .chosen = -1,
                                              .todo = true});
    (void)ui_item(ui, &(struct ui_item){.key = "sync",
                                        .title = "Sync",
                                        .sub = "3 waiting",
                                        .value = "21:40",
                                        .icon = "cloud",
                                        .hue = UI_BLUE,
                                        .leads = true});
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 240});
    (void)ui_tile(ui,
                  &(struct ui_tile){.key = "1", .name = "Amira", .sub = "Today", .initials = "AK"});
    (void)ui_tile(ui, &(struct ui_tile){.key = "2",
                                        .name = "Ben",
                                        .initials = "BT",
                                        .badge = "Draft",
                                        .mood = UI_WAIT,
                                        .chosen = true});
    ui_close(ui);
}

static void pupil(struct ui *ui)
{
    ui_dots(ui, 1, 3);
    ui_open_row(ui, 16);
    ui_next_grow(ui, 1);
    ui_question(ui, "How did painting feel?", 8, 8);
    (void)ui_speaker(ui, "Say it again", true);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 160});
    (void)ui_answer(ui,
                    &(struct ui_answer){.words = "Good", .picture = "face-happy", .chosen = true});
    (void)ui_answer(ui,
                    &(struct ui_answer){.words = "Hard", .picture = "face-unhappy", .most = 96});
    ui_close(ui);
    (void)ui_button(ui, UI_PUPIL_PRIMARY, "arrow-right", "Next");
}

static void sliders(struct ui *ui)
{
    ui_open(ui, card);
    for (int i = 0; i < 3; i++) {
        (void)ui_slider(ui, &(struct ui_slider){.name = ui_format(ui, "Slider %d", i),
                                                .value = "1.5 s",
                                                .less = "Less",
                                                .more = "More",
                                                .count = i == 2 ? 40 : 5,
                                                .at = 2 * i});
    }
    ui_close(ui);
}

static void typing(struct ui *ui)
{
    static char note[] = "Dug both hands in the wet sand, then looked up.";
    static char secret[] = "riverstone";

    (void)ui_field(
        ui, &(struct ui_field){.label = "Note", .text = note, .room = sizeof(note), .lines = 3});
    (void)ui_field(
        ui, &(struct ui_field){
                .label = "Passphrase", .text = secret, .room = sizeof(secret), .secret = true});
}

/* Words are offered, a sentence starts, and what was written can be cut. */
static void offered(struct ui *ui)
{
    static char note[64] = "";
    static const char *const words[] = {"waited for", "looked up", "żółw", "with one hand"};
    static const struct ui_lexicon lexicon = {words, COUNT(words)};

    (void)ui_field(
        ui,
        &(struct ui_field){
            .label = "Note", .text = note, .room = sizeof(note), .lines = 3, .lexicon = &lexicon});
}

static void strips(struct ui *ui)
{
    static const struct ui_sighting seen[] = {
        {0.00f, 0, false, false},
        {0.15f, 1, true,  false},
        {0.40f, 2, false, false},
        {0.62f, 1, true,  true },
        {1.00f, 3, false, false}
    };
    static const char *const levels[] = {"Not seen", "Fleeting", "Sustained", "Established"};
    static const char *const names[] = {"Exploration", "Realisation", "Anticipation", "Persistence",
                                        "Initiation"};
    static const char *const icons[] = {"exploration", "realisation", "anticipation", "persistence",
                                        "initiation"};
    static const enum ui_colour hues[] = {UI_BLUE, UI_AMBER, UI_VIOLET, UI_GREEN, UI_ROSE};

    ui_open(ui, card);
    for (int i = 0; i < 5; i++) {
        ui_strip(ui,
                 &(struct ui_strip){.name = names[i],
                                    .icon = icons[i],
                                    .latest = levels[i % 4],
                                    .hue = hues[i],
                                    .seen = seen,
                                    .count = 5 - i,
                                    .levels = 3,
                                    .contexts = i == 0 ? "Hall, kitchen, with one adult" : NULL,
                                    .words = ui_format(ui, "%s: seen %d times", names[i], 5 - i)});
    }
    ui_strip_key(ui, &(struct ui_strip_key){levels, 4, "In a new place", "Another version"});
    ui_close(ui);
}

static void lines(struct ui *ui)
{
    static const struct ui_point points[] = {
        {0.0f, 0.2f, false},
        {0.3f, 0.5f, false},
        {0.5f, 0.4f, false},
        {0.6f, 0.9f, true },
        {1.0f, 0.7f, false}
    };
    static const char *const terms[] = {"Independence", "Fluency", "Maintenance", "Generalisation"};

    ui_open(ui, card);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 280});
    for (int i = 0; i < 4; i++) {
        ui_line_chart(ui, &(struct ui_line_chart){.title = terms[i],
                                                  .value = "7 of 10",
                                                  .hue = UI_VIOLET,
                                                  .points = points,
                                                  .count = i == 3 ? 0 : 5,
                                                  .height = 96,
                                                  .words = "Five measurements"});
    }
    ui_close(ui);
    ui_close(ui);
}

/* Nothing known, one span, nought in all, gaps, and more than there is room for. */
static void sparks(struct ui *ui)
{
    static const int usual[] = {-1, -1, 0, 2, 3, 1, -1, 4, -1, 2, 9, 1};
    static const int nought[] = {0, 0, 0, 0};
    static const int one[] = {1};
    static int full[90];
    const struct ui_sparkline lines[] = {
        {"Written in 7 of 8 weeks",    "This week: 1",      UI_ACCENT, usual,  12,          true,  "Gap, gap, 0"},
        {"Nothing written in 4 weeks", "This week: 0",      UI_ACCENT, nought, 4,           true,  "0, 0, 0, 0" },
        {"Written this week",          "This week: 1",      UI_ACCENT, one,    1,           false, "1"          },
        {"Not known",                  "",                  UI_ACCENT, NULL,   0,           false, ""           },
        {"Gaps alone",                 "",                  UI_ACCENT, usual,  2,           true,  "Gap, gap"   },
        {"Every day",                  "Today: 2000000000", UI_VIOLET, full,   COUNT(full), false, "Many"       },
    };

    for (int i = 0; i < (int)COUNT(full); i++) {
        full[i] = 2000000000 - i % 7 * 300000000;
    }
    ui_open(ui, card);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 24, .cell = 280});
    for (size_t i = 0; i < COUNT(lines); i++) {
        ui_sparkline(ui, &lines[i]);
    }
    ui_close(ui);
    ui_close(ui);
}

static void matrix_of(struct ui *ui, bool is_narrow)
{
    static const char *const columns[] = {"Classroom", "Hall", "Home", "Swimming pool"};
    static const struct ui_cell first[] = {
        {UI_HELD,      "2 of 3", "last 12 Oct"},
        {UI_TRIED,     "0 of 1", ""           },
        {UI_NOT_TRIED, "",       ""           },
        {UI_NOT_TRIED, "",       ""           }
    };
    static const struct ui_cell second[] = {
        {UI_HELD,      "1 of 1", "last 3 Oct"},
        {UI_HELD,      "4 of 6", "last 9 Oct"},
        {UI_TRIED,     "0 of 2", ""          },
        {UI_NOT_TRIED, "",       ""          }
    };
    static const struct ui_matrix_row cells[] = {
        {"Takes turns",              first },
        {"Asks for help by gesture", second}
    };
    static const char *const key[] = {"Not tried here", "Tried", "Has held"};

    ui_open(ui, card);
    ui_matrix(ui, &(struct ui_matrix){columns, 4, cells, 2, is_narrow, NULL});
    ui_matrix_key(ui, key);
    ui_close(ui);
}

static void matrix(struct ui *ui)
{
    matrix_of(ui, false);
}

static void matrix_stacked(struct ui *ui)
{
    matrix_of(ui, true);
}

static void sheet(struct ui *ui)
{
    (void)ui_button(ui, UI_PRIMARY, NULL, "Open");
    (void)ui_open_sheet(ui, "Choose", 360);
    ui_text(ui, UI_BODY, "Words on a sheet.");
    ui_close(ui);
}

static struct row {
    const char *name; /* of the golden, too */
    void (*screen)(struct ui *ui);
    enum ui_theme theme;
    float scale, text;
    const char *focus; /* NULL: none */
    const char *keys;  /* of two switches: s steps, t takes; NULL: no scanning */
} rows[] = {
    {"words",            staff_words,    UI_LIGHT,    1,    1, NULL,         NULL  },
    {"words-large",      staff_words,    UI_DARK,     1,    2, NULL,         NULL  },
    {"buttons",          staff_buttons,  UI_LIGHT,    1,    1, "Later",      NULL  },
    {"buttons-contrast", staff_buttons,  UI_CONTRAST, 1,    1, NULL,         NULL  },
    {"rows",             staff_rows,     UI_LIGHT,    1,    1, NULL,         NULL  },
    {"rows-fine",        staff_rows,     UI_LIGHT,    1.5f, 1, NULL,         NULL  },
    {"pupil",            pupil,          UI_CALM,     1,    1, NULL,         NULL  },
    {"typing",           typing,         UI_LIGHT,    1,    1, "Note",       NULL  },
    {"typing-secret",    typing,         UI_DARK,     1,    1, "Passphrase", NULL  },
    {"offered",          offered,        UI_LIGHT,    1,    1, "Note",       NULL  },
    {"strips",           strips,         UI_LIGHT,    1,    1, NULL,         NULL  },
    {"strips-dark",      strips,         UI_DARK,     1,    1, NULL,         NULL  },
    {"strips-contrast",  strips,         UI_CONTRAST, 1,    2, NULL,         NULL  },
    {"lines",            lines,          UI_LIGHT,    1,    1, NULL,         NULL  },
    {"lines-contrast",   lines,          UI_CONTRAST, 1,    1, NULL,         NULL  },
    {"lines-dark",       lines,          UI_DARK,     1.5f, 1, NULL,         NULL  },
    {"sparks",           sparks,         UI_LIGHT,    1,    1, NULL,         NULL  },
    {"sparks-large",     sparks,         UI_LIGHT,    1,    2, NULL,         NULL  },
    {"sparks-dark",      sparks,         UI_DARK,     1.5f, 1, NULL,         NULL  },
    {"sparks-contrast",  sparks,         UI_CONTRAST, 1,    1, NULL,         NULL  },
    {"matrix",           matrix,         UI_LIGHT,    1,    1, NULL,         NULL  },
    {"matrix-dark",      matrix,         UI_DARK,     1,    1, NULL,         NULL  },
    {"matrix-contrast",  matrix,         UI_CONTRAST, 1,    1, NULL,         NULL  },
    {"matrix-stacked",   matrix_stacked, UI_LIGHT,    1,    2, NULL,         NULL  },
    {"sheet",            sheet,          UI_LIGHT,    1,    1, NULL,         NULL  },
    {"sliders",          sliders,        UI_LIGHT,    1,    1, NULL,         NULL  },
    {"sliders-contrast", sliders,        UI_CONTRAST, 1,    1, NULL,         NULL  },
    {"scan-group",       staff_rows,     UI_LIGHT,    1,    1, NULL,         "s"   },
    {"scan-item",        staff_rows,     UI_DARK,     1,    1, NULL,         "ts"  },
    {"scan-back",        staff_buttons,  UI_CONTRAST, 1,    1, NULL,         "tsss"},
};

static void draw(const struct row *row, struct buf *out)
{
    struct ui *ui = ui_create(letters_port());
    struct ui_frame frame = {.width = (int)(800 * row->scale),
                             .height = (int)(700 * row->scale),
                             .scale = row->scale,
                             .text = row->text,
                             .theme = row->theme,
                             .keyboard = true};
    size_t keys = row->keys == NULL ? 0 : strlen(row->keys);
    const struct draw_list *list = NULL;

    frame.scan.way = row->keys == NULL ? UI_SCAN_OFF : UI_SCAN_STEP;
    for (size_t i = 0; i < 6 + keys; i++) {
        ui_begin(ui, &frame);
        row->screen(ui);
        list = ui_end(ui);
        if (i == 0 && row->focus != NULL) {
            ui_focus(ui, ui_find(ui, row->focus)->id);
        }
        if (i < keys) {
            int which = row->keys[i] == 's' ? 1 : 2;
            ui_feed(ui, &(struct ui_event){.kind = UI_SWITCH_DOWN, .which = which});
            ui_feed(ui, &(struct ui_event){.kind = UI_SWITCH_UP, .which = which});
        }
    }
    draw_list_print(list, out);
    buf_text(out, "--\n");
    ui_print_texts(ui, out);
    ui_destroy(ui);
}

static void check_golden(void **state)
{
    const struct row *row = *state;
    struct buf out = {0};
    char name[64];

    (void)snprintf(name, sizeof(name), "tests/golden/ui/%s.txt", row->name);
    draw(row, &out);
    cases_golden(name, &out);
    buf_finish(&out);
}

int main(void)
{
    cases_add_rows(check_golden, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("ui, drawn", NULL, NULL);
}
