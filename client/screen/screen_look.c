/* Needs a look: what waits until a person has settled it.
 *
 * Looks like   a list of matters in plain words; for a conflict, each field with every text, who
 *              wrote it and when, side by side, and a way to keep one or to write a new one.
 * Reads        view->look; form->third.
 * Says         LOOK_OPEN, LOOK_TWIN, LOOK_KEEP, LOOK_WRITE, LOOK_BOTH, LOOK_THIRD, OPEN_PUPIL,
 *              OPEN_TABLET, LOCK, BACK.
 */
#include "screen_private.h"

#include <string.h>

enum { FEW_WORDS = 40 }; /* in bytes, with what they are called */

static void nothing(struct ui *ui, const struct screen_view *view)
{
    empty_note(ui, "circle-check", word(view, WORD_LOOK_NOTHING),
               word(view, WORD_LOOK_NOTHING_WHY));
}

static void open_matter(const struct screen_matter *m, bool pressed, struct said *said)
{
    switch (m->way) {
    case MATTER_STAYS:
        break;
    case MATTER_CLASH:
        say_id(said, pressed, INTENT_LOOK_OPEN, &m->id);
        break;
    case MATTER_TWIN:
        say_number(said, pressed, INTENT_LOOK_TWIN, m->number);
        break;
    case MATTER_PUPIL:
        say_id(said, pressed, INTENT_OPEN_PUPIL, &m->id);
        break;
    case MATTER_TABLET:
        say(said, pressed, INTENT_OPEN_TABLET);
        break;
    }
}

static void list(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_look *l = &view->look;

    if (l->matter_count == 0) {
        nothing(ui, view);
        return;
    }
    ui_open(ui,
            (struct ui_box){.gap = 4, .pad = 12, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    for (size_t i = 0; i < l->matter_count; i++) {
        const struct screen_matter *m = &l->matters[i];
        struct ui_item item = {.key = m->key,
                               .title = m->title,
                               .sub = m->sub,
                               .icon = m->icon,
                               .hue = m->hue,
                               .leads = m->way != MATTER_STAYS};
        open_matter(m, ui_item(ui, &item), said);
    }
    ui_close(ui);
    if (l->more > 0) {
        ui_text_centred(ui, UI_BODY,
                        word_with(ui, view, WORD_LOOK_MORE, ui_format(ui, "%zu", l->more), NULL));
    }
}

/* A few words stand beside what they are called; more of them below it. */
static void field(struct ui *ui, const struct screen_said *said)
{
    if (strlen(said->label) + strlen(said->text) > FEW_WORDS || strchr(said->text, '\n') != NULL) {
        ui_open_column(ui, 0);
        ui_text(ui, UI_SMALL, said->label);
        ui_text(ui, UI_BODY, said->text);
        ui_close(ui);
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8, .narrow = 340});
    ui_next(ui, (struct ui_box){.width = 132 * ui_text_size(ui)});
    ui_text(ui, UI_SMALL, said->label);
    ui_next_grow(ui, 1);
    ui_text(ui, UI_BODY, said->text);
    ui_close(ui);
}

static void says(struct ui *ui, const struct screen_version *v)
{
    if (v->about[0] != '\0') {
        ui_text(ui, UI_STRONG, v->about);
    }
    for (size_t i = 0; i < v->said_count; i++) {
        field(ui, &v->said[i]);
    }
    if (v->picture[0] != '\0') {
        ui_picture(ui, v->picture, 200);
    } else if (v->text[0] != '\0') {
        ui_text(ui, UI_BODY, v->text);
    }
}

static void version(struct ui *ui, const struct screen_view *view, const struct screen_version *v,
                    int64_t number, struct said *said)
{
    ui_push_id(ui, v->key);
    ui_push_name(ui, v->who);
    ui_open(ui, (struct ui_box){.gap = 12,
                                .pad = 20,
                                .radius = 16,
                                .grow = 1,
                                .fill = v->is_shown ? UI_ACCENT_TINT : UI_SUNK,
                                .edge = v->is_shown ? UI_ACCENT : UI_LINE,
                                .line = v->is_shown ? 3 : 2});
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    ui_open_column(ui, 0);
    if (v->who[0] != '\0') {
        ui_text(ui, UI_STRONG, v->who);
        ui_text(ui, UI_SMALL, v->when);
    }
    ui_close(ui);
    if (v->is_shown) {
        ui_pill(ui, UI_PLAIN, "eye", word(view, WORD_LOOK_SHOWN));
    } else if (v->is_kept) {
        ui_pill(ui, UI_WAIT, "history", word(view, WORD_TWIN_KEPT));
    }
    ui_close(ui);
    says(ui, v);
    ui_spacer(ui); /* the buttons of a row stand level */
    say_number(said, ui_button(ui, UI_SECONDARY, "check", v->keep), INTENT_LOOK_KEEP, number);
    ui_close(ui);
    ui_pop_id(ui);
    ui_pop_id(ui);
}

static void third(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    struct ui_field field = {.label = word(view, WORD_LOOK_THIRD),
                             .text = form->third,
                             .room = sizeof(form->third),
                             .lines = 3};

    /* Above the field, for what stands under it may lie under the keyboard. */
    ui_next(ui, (struct ui_box){.across = UI_START});
    say(said, ui_button(ui, UI_SECONDARY, "copy", word(view, WORD_LOOK_BOTH)), INTENT_LOOK_BOTH);
    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    ui_next_disabled(ui, form->third[strspn(form->third, " \n")] == '\0');
    say(said, ui_button(ui, UI_PRIMARY, "check", word(view, WORD_LOOK_SAVE_THIRD)),
        INTENT_LOOK_THIRD);
    say_number(said, ui_button(ui, UI_QUIET, NULL, word(view, WORD_LOOK_STOP)), INTENT_LOOK_WRITE,
               -1);
    ui_close(ui);
}

static void clash(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  int number, struct said *said)
{
    const struct screen_clash *c = &view->look.clashes[number];

    ui_push_id(ui, c->key);
    ui_open(ui,
            (struct ui_box){.gap = 16, .pad = 24, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    if (c->label[0] != '\0') {
        ui_text(ui, UI_HEADING, c->label);
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .across = UI_STRETCH, .narrow = 700});
    for (size_t i = 0; i < c->version_count && i < 16; i++) {
        version(ui, view, &c->versions[i], (int64_t)number * 16 + (int64_t)i, said);
    }
    ui_close(ui);
    if (c->can_write && view->look.writing != number) {
        ui_next(ui, (struct ui_box){.across = UI_START});
        say_number(said, ui_button(ui, UI_SECONDARY, "pencil", word(view, WORD_LOOK_WRITE)),
                   INTENT_LOOK_WRITE, number);
    } else if (c->can_write) {
        third(ui, view, form, said);
    }
    ui_close(ui);
    ui_pop_id(ui);
}

struct said screen_look(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    static const struct id none = {""};
    struct said said = said_nothing();
    const struct screen_look *l = &view->look;

    page_open(ui);
    top_open(ui);
    if (l->is_open) {
        say_id(&said, ui_icon_button(ui, "arrow-left", word(view, WORD_BACK)), INTENT_LOOK_OPEN,
               &none);
        top_title(ui, l->title, l->sub);
    } else {
        top_back(ui, view, &said);
        top_title(ui, word(view, WORD_LOOK_TITLE), "");
    }
    top_sync(ui, view, &said);
    top_lock(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "look-%d-%s", view->visit, l->is_open ? l->key : ""));
    if (l->is_open) {
        ui_text(ui, UI_BODY, l->lead);
        for (size_t i = 0; i < l->clash_count; i++) {
            clash(ui, view, form, (int)i, &said);
        }
    } else {
        list(ui, view, &said);
    }
    ui_close(ui);
    page_close(ui, view, &said);
    return said;
}
