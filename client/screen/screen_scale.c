/* The card of an observation's instrument: whatever its data says, each item is a row of choices or
 * words to write.
 *
 * The engagement model has five rows with a picture each; a longer one says its names only, so that
 * it needs little scrolling, and what an item means stands in its sheet. An item that takes words
 * beside its choice (what happened, what is next) opens them by its name. A plain note is three
 * large fields. Only a scale with a total shows one, and only once nothing is left out.
 */
#include "screen_private.h"

#include <string.h>

enum { FEW_ITEMS = 5 };

static enum ui_colour hue_of(const char *colour)
{
    static const enum ui_colour hues[] = {UI_BLUE, UI_AMBER, UI_VIOLET, UI_GREEN, UI_ROSE};

    if (strncmp(colour, "area-", 5) == 0 && colour[5] >= '1' && colour[5] <= '5') {
        return hues[colour[5] - '1'];
    }
    return UI_ACCENT;
}

/* So many rows that they stand close, and leave the note in sight. */
bool scale_is_long(const struct ui *ui, const struct screen_view *view)
{
    const struct instrument *in = view->observe.scale;

    return !is_narrow(ui) && in != NULL && in->item_count > FEW_ITEMS;
}

/* What stands on the screen of one instrument. */
struct card {
    const struct screen_view *view;
    const struct instrument *in;
    struct screen_draft *draft;
    struct said *said;
};

/* ---- an item --------------------------------------------------------------------------------- */

enum { FIRST_LETTERS = 13 };

static const char *first_words(struct ui *ui, const char *text)
{
    const char *at = text;

    for (int i = 0; i < FIRST_LETTERS && *at != '\0'; i++) {
        (void)text_next(&at);
    }
    return *at == '\0' ? text : ui_format(ui, "%.*s…", (int)(at - text), text);
}

/* What was written, by its first words; NULL for nothing. */
static const char *item_words(struct ui *ui, const struct card *c,
                              const struct instrument_item *item)
{
    for (size_t i = 0; i < item->text_count; i++) {
        if (c->draft->texts[item->first_text + i][0] != '\0') {
            return first_words(ui, c->draft->texts[item->first_text + i]);
        }
    }
    return NULL;
}

/* The name of an item that takes words: it opens them. */
static void item_name(struct ui *ui, const struct card *c, size_t number)
{
    const struct instrument_item *item = &c->in->items[number];
    const char *written = item_words(ui, c, item);
    float width = 208 * ui_text_size(ui);
    bool pressed =
        ui_open_press(ui, ui_format(ui, "%s: %s", item->label, word(c->view, WORD_OBSERVE_WHAT)),
                      (struct ui_box){.flow = UI_ROW,
                                      .gap = 12,
                                      .height = scale_is_long(ui, c->view) ? 60 : 64,
                                      .radius = 16,
                                      .width = width,
                                      .max_width = width});

    ui_icon_tile(ui, item->icon, hue_of(item->colour));
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, item->label);
    ui_text_colour(ui, UI_SMALL, written != NULL ? UI_INK_SOFT : UI_ACCENT_INK,
                   written != NULL ? written : word(c->view, WORD_OBSERVE_WHAT));
    ui_close(ui);
    ui_close(ui);
    say_number(c->said, pressed, INTENT_SHEET, SHEET_TEXTS + (int64_t)number);
}

static void choices(struct ui *ui, const struct card *c, size_t number)
{
    const struct instrument_item *item = &c->in->items[number];
    int *choice = &c->draft->choices[number];
    bool few = c->in->item_count <= FEW_ITEMS;
    const char *words[INSTRUMENT_CHOICES_MOST] = {NULL};
    struct ui_choices row = {.name = item->label,
                             .help = few ? item->about : NULL,
                             .icon = item->icon,
                             .hue = hue_of(item->colour),
                             .words = words,
                             .chosen = *choice,
                             .bars = few,
                             .bare = item->text_count > 0,
                             .dense = scale_is_long(ui, c->view)};
    int touched = -1;

    for (size_t i = 0; i < item->choice_count; i++) {
        words[row.count++] = item->choices[i].label;
    }
    if (item->text_count > 0) {
        ui_open(ui, (struct ui_box){
                        .flow = UI_ROW, .gap = 8, .narrow = 216 + 84 * (float)item->choice_count});
        item_name(ui, c, number);
        ui_next_grow(ui, 1);
    }
    touched = ui_choices(ui, &row);
    if (item->text_count > 0) {
        ui_close(ui);
    }
    if (touched >= 0) {
        *choice = touched == *choice ? -1 : touched; /* a second tap takes it back */
        say(c->said, true, INTENT_DRAFT);
    }
}

static void words(struct ui *ui, const struct card *c, const struct instrument_item *item)
{
    for (size_t i = 0; i < item->text_count; i++) {
        struct ui_field field = {.label = item->texts[i].label,
                                 .hint = item->texts[i].about,
                                 .text = c->draft->texts[item->first_text + i],
                                 .room = SCREEN_TEXT_ROOM,
                                 .lines = 2,
                                 .lexicon = &c->view->observe.lexicon[NOTE_OUTCOME]};
        ui_push_id(ui, item->id);
        say(c->said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
        ui_pop_id(ui);
    }
}

/* ---- the card -------------------------------------------------------------------------------- */

static void card_open(struct ui *ui, const struct screen_view *view)
{
    ui_open(ui, (struct ui_box){.gap = scale_is_long(ui, view) ? 4 : 8,
                                .pad_x = 20,
                                .pad_y = scale_is_long(ui, view) ? 8 : 12,
                                .radius = 20,
                                .shadow = 1,
                                .width = is_narrow(ui) ? 0 : SCALE_WIDTH,
                                .fill = UI_SURFACE});
}

static const char *title_of(struct ui *ui, const struct screen_view *view)
{
    const struct screen_observe *o = &view->observe;
    bool is_model = o->scale->band_count == 0;

    if (o->first[0] == '\0') {
        return word(view, o->is_note ? WORD_OBSERVE_NOTE_GROUP : WORD_OBSERVE_HOW_GROUP);
    }
    if (o->is_note) {
        return word_with(ui, view, WORD_OBSERVE_NOTE_OF, o->first, NULL);
    }
    return is_model && strcmp(o->scale->kind, "engagement") != 0
               ? o->scale->label
               : word_with(ui, view, WORD_OBSERVE_HOW, o->first, NULL);
}

static void title(struct ui *ui, const struct screen_view *view)
{
    const struct screen_observe *o = &view->observe;
    const char *beside = word(view, o->is_note ? WORD_OBSERVE_NOTE_LEAD : WORD_OBSERVE_LEAVE);

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .height = 36, .narrow = 560});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HEADING, title_of(ui, view));
    ui_text(ui, o->total[0] != '\0' ? UI_SMALL_STRONG : UI_SMALL,
            o->total[0] != '\0' ? o->total : beside);
    ui_close(ui);
}

static void items(struct ui *ui, const struct card *c)
{
    ui_open(ui, (struct ui_box){.gap = is_narrow(ui) ? 8 : 4, .grow = 1, .along = UI_SPREAD});
    for (size_t i = 0; i < c->in->item_count && i < SCREEN_ITEMS_MAX; i++) {
        if (i > 0 && !scale_is_long(ui, c->view)) {
            ui_divider(ui);
        }
        if (c->in->items[i].choice_count > 0) {
            choices(ui, c, i);
        } else {
            words(ui, c, &c->in->items[i]);
        }
    }
    ui_close(ui);
}

/* The note alone: its parts large, in the order in which they are thought of. */
static void note_card(struct ui *ui, const struct card *c)
{
    ui_open(ui, (struct ui_box){.gap = 12, .grow = 1});
    for (int i = 0; i < NOTE_COUNT; i++) {
        struct note_look look = {(enum screen_note)i, i == NOTE_OUTCOME ? 4 : 2, false};
        note_field(ui, c->view, c->draft, &look, c->said);
    }
    ui_close(ui);
}

void scale_card(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                struct said *said)
{
    struct card c = {view, view->observe.scale, draft, said};

    card_open(ui, view);
    if (c.in == NULL) {
        ui_text(ui, UI_BODY, word(view, WORD_OBSERVE_SCALE_GONE));
    } else {
        title(ui, view);
        if (view->observe.is_note) {
            note_card(ui, &c);
        } else {
            items(ui, &c);
        }
    }
    ui_close(ui);
}

void scale_buttons(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_observe *o = &view->observe;

    if (!o->is_scale_fixed && o->scale_count > 1) {
        say_number(
            said,
            ui_button(ui, UI_SECONDARY, "list-checks",
                      o->scale != NULL ? o->scale->label : word(view, WORD_OBSERVE_OBSERVE_BY)),
            INTENT_SHEET, SHEET_SCALES);
    }
    say_number(said,
               ui_button(ui, UI_SECONDARY, "message-square", word(view, WORD_OBSERVE_PHRASES)),
               INTENT_SHEET, SHEET_PHRASES + NOTE_OUTCOME);
}

/* ---- its sheets ------------------------------------------------------------------------------ */

static void scales_sheet(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_observe *o = &view->observe;

    say_number(said, ui_open_sheet(ui, word(view, WORD_OBSERVE_OBSERVE_BY), 760), INTENT_SHEET,
               SHEET_NONE);
    for (size_t i = 0; i < o->scale_count; i++) {
        struct ui_item item = {.key = o->scales[i]->id,
                               .title = o->scales[i]->label,
                               .sub = o->scales[i]->about,
                               .icon = "list-checks",
                               .leads = true,
                               .chosen = o->scales[i] == o->scale};
        say_number(said, ui_item(ui, &item), INTENT_PICK_SCALE, (int64_t)i);
    }
    ui_close(ui);
}

static void texts_sheet(struct ui *ui, const struct card *c, const struct instrument_item *item)
{
    bool is_done = false;

    say_number(c->said, ui_open_sheet(ui, item->label, 760), INTENT_SHEET, SHEET_NONE);
    ui_text(ui, UI_BODY, item->about);
    words(ui, c, item);
    ui_next(ui, (struct ui_box){.across = UI_END});
    is_done = ui_button(ui, UI_PRIMARY, "check", word(c->view, WORD_OBSERVE_DONE));
    say_number(c->said, is_done, INTENT_SHEET, SHEET_NONE);
    ui_close(ui);
}

/* The full stops of all scripts of the own keyboard, then what else a phrase may end before. */
static const char *const stops[] = {".", "۔", "।",  "॥", ",", ";", ":",
                                    "!", "?", "\n", "،", "؛", "؟"};
enum { FULL_STOPS = 4, STOPS = sizeof(stops) / sizeof(stops[0]) };

/* Bytes of the stop that text begins with, one of the first count; 0: it begins with none. */
static size_t stop_at(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(text, stops[i], strlen(stops[i])) == 0) {
            return strlen(stops[i]);
        }
    }
    return 0;
}

static bool is_behind_stop(const char *note, const char *at)
{
    for (size_t i = 0; i < STOPS; i++) {
        size_t size = strlen(stops[i]);
        if ((size_t)(at - note) >= size && memcmp(at - size, stops[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* Behind the blanks at the end of text from note to at. */
static const char *without_blanks(const char *note, const char *at)
{
    while (at > note && at[-1] == ' ') {
        at--;
    }
    return at;
}

/* Where the phrase stands for itself, between stops; in a sentence somebody wrote its words. The
 * keyboard writes a blank behind what it offers. */
static const char *phrase_in(const char *note, const char *phrase)
{
    for (const char *at = strstr(note, phrase); at != NULL; at = strstr(at + 1, phrase)) {
        const char *before = without_blanks(note, at);
        const char *after = at + strlen(phrase);

        after += strspn(after, " ");
        if ((before == note || is_behind_stop(note, before)) &&
            (*after == '\0' || stop_at(after, STOPS) > 0)) {
            return at;
        }
    }
    return NULL;
}

/* Takes the phrase out, with the full stop behind it and the blanks. */
static void cut(char *note, size_t from, size_t size)
{
    const char *after = note + from + size;

    while (*after == ' ' || stop_at(after, FULL_STOPS) > 0) {
        after += *after == ' ' ? 1 : stop_at(after, FULL_STOPS);
    }
    memmove(note + from, after, strlen(after) + 1);
    note[without_blanks(note, note + strlen(note)) - note] = '\0';
}

/* The phrase with a full stop and a blank before it where something stands there; a second tap
 * takes it out again. False where it has no room. */
static bool phrase_toggle(char *note, const char *phrase)
{
    const char *at = phrase_in(note, phrase);
    const char *end = without_blanks(note, note + strlen(note));
    size_t size = (size_t)(end - note);

    if (at != NULL) {
        cut(note, (size_t)(at - note), strlen(phrase));
        return true;
    }
    if (size + strlen(phrase) + 3 >= SCREEN_NOTE_ROOM) {
        return false;
    }
    if (size > 0 && note[size - 1] != '\n') {
        const char *between = is_behind_stop(note, end) ? " " : ". ";
        text_copy(note + size, SCREEN_NOTE_ROOM - size, between);
        size += strlen(between);
    }
    text_copy(note + size, SCREEN_NOTE_ROOM - size, phrase);
    return true;
}

static void phrases_sheet(struct ui *ui, const struct card *c, int part)
{
    const struct screen_view *view = c->view;
    const char *tabs[NOTE_COUNT] = {word(view, WORD_OBSERVE_OBJECTIVE),
                                    word(view, WORD_OBSERVE_ACTIVITY),
                                    word(view, WORD_OBSERVE_OUTCOME_SHORT)};
    const struct screen_chips *chips = &view->observe.phrases[part];
    char *note = c->draft->note[part];
    int turned = -1;

    say_number(c->said, ui_open_sheet(ui, word(view, WORD_OBSERVE_PHRASES_FOR), 900), INTENT_SHEET,
               SHEET_NONE);
    ui_push_id(ui, word(view, WORD_OBSERVE_PHRASES_FOR));
    turned = ui_tabs(ui, tabs, NOTE_COUNT, part);
    ui_pop_id(ui);
    say_number(c->said, turned >= 0, INTENT_SHEET, SHEET_PHRASES + turned);
    if (view->fault[0] != '\0') { /* under the sheet nobody would see it */
        (void)ui_banner(ui, UI_CARE, view->fault, NULL);
    }
    ui_text(ui, UI_BODY, note[0] != '\0' ? note : word(view, WORD_OBSERVE_NOTHING_YET));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (size_t i = 0; i < chips->count; i++) {
        if (ui_chip(ui, chips->rows[i].shown, phrase_in(note, chips->rows[i].value) != NULL)) {
            bool fits = phrase_toggle(note, chips->rows[i].value);
            say_number(c->said, true, INTENT_PHRASE, fits ? 0 : 1);
        }
    }
    ui_close(ui);
    ui_close(ui);
}

void scale_sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    struct card c = {view, view->observe.scale, &form->draft, said};
    int phrases = view->sheet - SHEET_PHRASES;
    int texts = view->sheet - SHEET_TEXTS;

    if (view->sheet == SHEET_SCALES) {
        scales_sheet(ui, view, said);
    } else if (phrases >= 0 && phrases < NOTE_COUNT) {
        phrases_sheet(ui, &c, phrases);
    } else if (texts >= 0 && c.in != NULL && (size_t)texts < c.in->item_count) {
        texts_sheet(ui, &c, &c.in->items[texts]);
    }
}
