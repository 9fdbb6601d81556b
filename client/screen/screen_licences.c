/* The sheet of licences: whose the pictures, letters and libraries are, and the words of each.
 *
 * Looks like   a list with a heading a kind; or one of them, a page of its words at a time.
 * Reads        view->tablet.
 * Says         LICENCE, LICENCE_PAGE.
 */
#include "screen_private.h"

static void list(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    ui_text(ui, UI_SMALL, word(view, WORD_LICENCES_LEAD));
    for (size_t i = 0; i < t->licence_count; i++) {
        const struct screen_licence *l = &t->licences[i];
        struct ui_item item = {
            .key = l->key, .title = l->name, .sub = l->sub, .icon = "file-text", .leads = true};
        if (l->group[0] != '\0') {
            ui_text(ui, UI_HEADING, l->group);
        }
        say_number(said, ui_item(ui, &item), INTENT_LICENCE, (int64_t)i);
    }
}

/* The buttons stand above the words, at the same place on each page. */
static void turn(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    say_number(said, ui_button(ui, UI_SECONDARY, "list", word(view, WORD_LICENCES_ALL)),
               INTENT_LICENCE, -1);
    ui_next_disabled(ui, t->licence_page == 0);
    say_number(said, ui_button(ui, UI_SECONDARY, "chevron-left", word(view, WORD_LICENCES_BEFORE)),
               INTENT_LICENCE_PAGE, t->licence_page - 1);
    ui_next_disabled(ui, t->licence_page + 1 >= t->licence_pages);
    say_number(said, ui_button(ui, UI_SECONDARY, "chevron-right", word(view, WORD_LICENCES_NEXT)),
               INTENT_LICENCE_PAGE, t->licence_page + 1);
    ui_close(ui);
}

static void one(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;
    const struct screen_licence *l = &t->licences[t->licence];
    const char *page =
        word_with(ui, view, WORD_LICENCES_PAGE, ui_format(ui, "%d", t->licence_page + 1),
                  ui_format(ui, "%d", t->licence_pages));

    turn(ui, view, said);
    ui_text(ui, UI_STRONG, l->name);
    ui_text(ui, UI_SMALL, ui_format(ui, "%s · %s", l->sub, page));
    ui_text(ui, UI_SMALL, t->licence_words);
}

void licences_sheet(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;
    bool is_one = t->licence >= 0 && (size_t)t->licence < t->licence_count;

    say_number(said, ui_open_sheet(ui, word(view, WORD_LICENCES), 860), INTENT_SHEET, SHEET_NONE);
    if (is_one) {
        one(ui, view, said);
    } else {
        list(ui, view, said);
    }
    ui_close(ui);
}
