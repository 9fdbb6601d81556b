/* The parts that many screens share: the page, the bar at its top, the passphrase. */
#include "screen_private.h"

#include <string.h>

bool is_narrow(const struct ui *ui)
{
    return ui_width(ui) < 1000 * ui_text_size(ui);
}

bool is_upright(const struct ui *ui)
{
    return ui_width(ui) < 1000;
}

bool is_tight(const struct ui *ui)
{
    return ui_width(ui) < 560 * ui_text_size(ui);
}

void page_open(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.grow = 1, .fill = UI_GROUND});
}

void page_fault(struct ui *ui, const struct screen_view *view)
{
    if (view->fault[0] != '\0') {
        ui_open(ui, (struct ui_box){.pad_x = 24, .pad_y = 8});
        (void)ui_banner(ui, UI_CARE, view->fault, NULL);
        ui_close(ui);
    }
}

void sheet_fault(struct ui *ui, const struct screen_view *view)
{
    if (view->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, view->fault, NULL);
    }
}

void page_close(struct ui *ui, const struct screen_view *view, struct said *said)
{
    page_fault(ui, view);
    page_end(ui, view, said);
}

void page_end(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_close(ui);
    if (view->toast[0] != '\0') {
        say(said, ui_toast(ui, view->toast, view->toast_undo ? word(view, WORD_UNDO) : NULL),
            INTENT_UNDO);
    }
}

void page_first(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_open(ui, (struct ui_box){.pad_y = 4, .across = UI_CENTRE});
    access_open(ui, view, said);
    ui_close(ui);
}

void top_open(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .head = true,
                                .gap = 16,
                                .pad_x = 24,
                                .pad_y = 12,
                                .height = 88,
                                .across = UI_START, /* a long name moves nothing beside it */
                                .fill = UI_SURFACE,
                                .shadow = 1});
}

void top_back(struct ui *ui, const struct screen_view *view, struct said *said)
{
    say(said, ui_icon_button(ui, "arrow-left", word(view, WORD_BACK)), INTENT_BACK);
}

/* Both lines in the height of what stands beside them: a bar is as high on every screen. */
static const float title_gap = -3;

void top_title(struct ui *ui, const char *title, const char *sub)
{
    ui_open(ui,
            (struct ui_box){.gap = title_gap, .height = UI_TARGET, .along = UI_CENTRE, .grow = 1});
    ui_text_title(ui, is_tight(ui) ? UI_HEADING : UI_TITLE, title);
    if (sub[0] != '\0') {
        ui_text(ui, UI_SMALL, sub);
    }
    ui_close(ui);
}

/* Where a name stands beside both pills in large letters, the cloud says by itself that all was
 * sent. */
static const char *sync_words(const struct ui *ui, const struct screen_bar *bar)
{
    if (is_tight(ui)) {
        return bar->look_count > 0 && bar->sync_mood == UI_GOOD ? "" : bar->sync_least;
    }
    return is_narrow(ui) ? bar->sync_short : bar->sync;
}

static void sync_pill(struct ui *ui, const struct screen_bar *bar)
{
    ui_pill(ui, bar->sync_mood, bar->sync_icon, sync_words(ui, bar));
}

void top_sync_told(struct ui *ui, const struct screen_view *view)
{
    ui_open(ui, (struct ui_box){.height = UI_TARGET, .along = UI_CENTRE});
    sync_pill(ui, &view->bar);
    ui_close(ui);
}

void top_sync(struct ui *ui, const struct screen_view *view, struct said *said)
{
    bool pressed = ui_open_press(ui, word(view, WORD_BAR_TABLET),
                                 (struct ui_box){.height = 64, .along = UI_CENTRE});

    sync_pill(ui, &view->bar);
    ui_close(ui);
    say(said, pressed, INTENT_OPEN_TABLET);
}

void top_state(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_bar *bar = &view->bar;
    bool pressed = false;

    if (bar->look_count > 0) {
        const char *count = ui_format(ui, "%lld", (long long)bar->look_count);
        pressed = ui_open_press(ui, word(view, WORD_BAR_LOOK),
                                (struct ui_box){.height = 64, .along = UI_CENTRE});
        ui_pill(ui, UI_CARE, "circle-alert",
                is_narrow(ui) ? count : ui_format(ui, "%s · %s", word(view, WORD_BAR_LOOK), count));
        ui_close(ui);
        say(said, pressed, INTENT_OPEN_LOOK);
    }
    top_sync(ui, view, said);
    top_lock(ui, view, said);
}

void top_lock(struct ui *ui, const struct screen_view *view, struct said *said)
{
    say(said, ui_icon_button(ui, "lock", word(view, WORD_LOCK)), INTENT_LOCK);
}

void panel_open(struct ui *ui)
{
    ui_open(ui,
            (struct ui_box){.gap = 12, .pad = 20, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
}

void empty_note(struct ui *ui, const char *icon, const char *what, const char *why)
{
    ui_open(ui, (struct ui_box){.gap = 12, .pad_x = 24, .pad_y = 40, .across = UI_CENTRE});
    ui_icon(ui, icon, 64 * ui_text_size(ui), UI_INK_SOFT);
    ui_text_centred(ui, UI_HEADING, what);
    if (why[0] != '\0') {
        ui_open(ui, (struct ui_box){.max_width = 720 * ui_text_size(ui)});
        ui_text_centred(ui, UI_BODY, why);
        ui_close(ui);
    }
    ui_close(ui);
}

void body_open(struct ui *ui, const char *key)
{
    ui_open_scroll(ui, key, (struct ui_box){.grow = 1, .gap = 16, .pad_x = 24, .pad_y = 16});
}

bool secret_in(struct ui *ui, const char *label, char text[SCREEN_SECRET_ROOM])
{
    struct ui_field field = {
        .label = label, .text = text, .room = SCREEN_SECRET_ROOM, .secret = true};

    return ui_field(ui, &field) == UI_FIELD_DONE;
}

bool secret_field(struct ui *ui, const char *label, struct screen_form *form)
{
    return secret_in(ui, label, form->passphrase);
}

void code_field(struct ui *ui, const struct screen_view *view, const struct screen_code *code,
                struct screen_form *form, struct said *said)
{
    struct ui_field field = {.label = word(view, WORD_START_CODE),
                             .hint = word(view, WORD_START_CODE_HINT),
                             .text = form->code,
                             .room = sizeof(form->code)};
    const char *how = code->picture[0] != '\0'
                          ? word_with(ui, view, WORD_CODE_FROM, code->picture, NULL)
                          : word(view, WORD_CODE_HOW);

    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
    if (!code->can_read) {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 560});
    ui_next_disabled(ui, code->is_reading);
    say(said,
        ui_button(ui, UI_SECONDARY, code->is_reading ? NULL : "camera",
                  word(view, code->is_reading ? WORD_CODE_READING : WORD_CODE_READ)),
        INTENT_READ_CODE);
    if (code->fault[0] == '\0') {
        ui_next_grow(ui, 1);
        ui_text(ui, UI_SMALL, how);
    }
    ui_close(ui);
    if (code->fault[0] != '\0') { /* close to the button, or large words have it out of sight */
        (void)ui_banner(ui, UI_CARE, code->fault, NULL);
        ui_text(ui, UI_SMALL, how);
    }
}
