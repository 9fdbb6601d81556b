/* Interval observation: a look at each cue.
 *
 * Looks like   first who, the method with what it does to the figure, how often and how long; then
 *              a large count of the looks, and for each pupil two answers that empty themselves at
 *              every cue, which is the cue: no sound, nothing that flashes; at the end each
 *              pupil's share with the number of looks and how sure it is.
 * Reads        view->interval.
 * Says         INTERVAL_METHOD, INTERVAL_EVERY, INTERVAL_LENGTH, INTERVAL_START, INTERVAL_SEEN,
 *              INTERVAL_STOP, INTERVAL_SAVE, INTERVAL_DROP.
 */
#include "screen_private.h"

#include <string.h>

static const int64_t everys[] = {10, 15, 20, 30}, minutes[] = {1, 2, 5, 10};
enum { CHOICES = 4 };

static const char *number(struct ui *ui, const struct screen_view *view, enum word which, int64_t n)
{
    return word_with(ui, view, which, ui_format(ui, "%lld", (long long)n), NULL);
}

/* ---- before ---------------------------------------------------------------------------------- */

static void who(struct ui *ui, const struct screen_view *view)
{
    const struct screen_interval *in = &view->interval;

    panel_open(ui);
    ui_text(ui, UI_HEADING, word(view, WORD_INTERVAL_WHO));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 24});
    for (size_t i = 0; i < in->pupil_count; i++) {
        struct ui_person person = {in->pupils[i].key, NULL, in->pupils[i].initials};
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
        ui_avatar(ui, &person, 48);
        ui_text(ui, UI_BODY, in->pupils[i].name);
        ui_close(ui);
    }
    ui_close(ui);
    ui_close(ui);
}

static void numbers(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_interval *in = &view->interval;
    const char *words[CHOICES];
    int chosen = -1;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 32, .across = UI_START, .narrow = 800});
    ui_open_column(ui, 8);
    ui_text(ui, UI_STRONG, word(view, WORD_INTERVAL_EVERY));
    for (int i = 0; i < CHOICES; i++) {
        words[i] = number(ui, view, WORD_INTERVAL_SECONDS, everys[i]);
        chosen = everys[i] == in->every_s ? i : chosen;
    }
    ui_push_id(ui, word(view, WORD_INTERVAL_EVERY));
    chosen = ui_tabs(ui, words, CHOICES, chosen);
    ui_pop_id(ui);
    say_number(said, chosen >= 0, INTENT_INTERVAL_EVERY, chosen >= 0 ? everys[chosen] : 0);
    ui_close(ui);
    ui_open_column(ui, 8);
    ui_text(ui, UI_STRONG, word(view, WORD_INTERVAL_LENGTH));
    chosen = -1;
    for (int i = 0; i < CHOICES; i++) {
        words[i] = number(ui, view, WORD_INTERVAL_MINUTES, minutes[i]);
        chosen = minutes[i] * 60 == in->length_s ? i : chosen;
    }
    ui_push_id(ui, word(view, WORD_INTERVAL_LENGTH));
    chosen = ui_tabs(ui, words, CHOICES, chosen);
    ui_pop_id(ui);
    say_number(said, chosen >= 0, INTENT_INTERVAL_LENGTH, chosen >= 0 ? minutes[chosen] * 60 : 0);
    ui_close(ui);
    ui_close(ui);
}

static void setup(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_interval *in = &view->interval;
    const char *methods[] = {word(view, WORD_INTERVAL_METHOD_1), word(view, WORD_INTERVAL_METHOD_2),
                             word(view, WORD_INTERVAL_METHOD_3)};
    int chosen = -1;

    who(ui, view);
    panel_open(ui);
    ui_text(ui, UI_BODY, word(view, WORD_INTERVAL_LEAD));
    ui_text(ui, UI_STRONG, word(view, WORD_INTERVAL_METHOD));
    chosen = ui_tabs(ui, methods, INTERVAL_METHOD_COUNT, in->method);
    say_number(said, chosen >= 0, INTENT_INTERVAL_METHOD, chosen);
    ui_text(ui, UI_SMALL, in->bias);
    numbers(ui, view, said);
    ui_text(ui, UI_SMALL,
            word_with(ui, view, WORD_INTERVAL_LOOKS, ui_format(ui, "%d", in->looks), in->margin));
    ui_close(ui);
}

/* ---- while it runs --------------------------------------------------------------------------- */

static const char *when_next(struct ui *ui, const struct screen_view *view)
{
    const struct screen_interval *in = &view->interval;

    return number(ui, view, in->look == in->looks ? WORD_INTERVAL_LAST : WORD_INTERVAL_NEXT,
                  in->next_s);
}

static void cue(struct ui *ui, const struct screen_view *view)
{
    const struct screen_interval *in = &view->interval;

    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 16,
                                .pad_x = 20,
                                .pad_y = 16,
                                .radius = 20,
                                .shadow = 1,
                                .narrow = 560,
                                .fill = in->look > 0 ? UI_ACCENT_TINT : UI_SURFACE,
                                .edge = in->look > 0 ? UI_ACCENT : UI_LINE,
                                .line = 3});
    ui_icon(ui, "timer", 48, UI_ACCENT);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    if (in->look == 0) {
        ui_text(ui, UI_BIG, number(ui, view, WORD_INTERVAL_FIRST, in->next_s));
    } else {
        ui_text(ui, UI_BIG,
                word_with(ui, view, WORD_INTERVAL_LOOK, ui_format(ui, "%d", in->look),
                          ui_format(ui, "%d", in->looks)));
        ui_text(ui, UI_STRONG, word(view, (enum word)(WORD_INTERVAL_ASK_1 + in->method)));
    }
    ui_close(ui);
    if (in->look > 0) {
        ui_text(ui, UI_HEADING, when_next(ui, view));
    }
    ui_close(ui);
}

enum { SEEN_GAP = 8, SEEN_PAD = 12 }; /* so that six stand above the foot */

/* Eyes are on the pupils, not on the tablet: few have large targets, up to a limit. */
static float seen_height(const struct ui *ui, size_t pupils)
{
    const float around = 360, most = 240;
    float height = (ui_height(ui) - around) / (float)(pupils > 0 ? pupils : 1) - SEEN_GAP;

    return height < UI_TARGET ? UI_TARGET : (height < most ? height : most);
}

static void running(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_interval *in = &view->interval;
    const char *words[] = {word(view, WORD_INTERVAL_ENGAGED), word(view, WORD_INTERVAL_NOT)};

    cue(ui, view);
    if (in->look == 0) {
        who(ui, view);
        return;
    }
    ui_open(ui, (struct ui_box){.gap = SEEN_GAP,
                                .pad_x = 20,
                                .pad_y = SEEN_PAD,
                                .radius = 20,
                                .shadow = 1,
                                .fill = UI_SURFACE});
    for (size_t i = 0; i < in->pupil_count; i++) {
        struct ui_choices row = {.height = seen_height(ui, in->pupil_count),
                                 .name = in->pupils[i].name,
                                 .icon = "user",
                                 .hue = UI_ACCENT,
                                 .words = words,
                                 .count = 2,
                                 .chosen = in->pupils[i].chosen,
                                 .todo = in->pupils[i].chosen < 0};
        int touched = 0;
        ui_push_id(ui, in->pupils[i].key);
        touched = ui_choices(ui, &row);
        ui_pop_id(ui);
        say_number(said, touched >= 0, INTENT_INTERVAL_SEEN, (int64_t)i * 2 + touched);
    }
    ui_close(ui);
}

/* ---- after ----------------------------------------------------------------------------------- */

/* Every look as a small box: filled engaged, edge not engaged, a line where nobody looked. */
static void strip(struct ui *ui, const char *samples)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 4});
    for (; *samples != '\0'; samples++) {
        bool was_seen = *samples == '1';
        bool was_looked = *samples != '-';
        ui_open(ui, (struct ui_box){.width = 14,
                                    .height = was_looked ? 24 : 4,
                                    .fixed = true,
                                    .radius = 3,
                                    .fill = was_seen     ? UI_ACCENT
                                            : was_looked ? UI_SURFACE
                                                         : UI_LINE,
                                    .edge = was_looked ? UI_ACCENT : UI_NO_COLOUR});
        ui_close(ui);
    }
    ui_close(ui);
}

static void result(struct ui *ui, const struct screen_view *view)
{
    const struct screen_interval *in = &view->interval;

    for (size_t i = 0; i < in->pupil_count; i++) {
        struct ui_person person = {in->pupils[i].key, NULL, in->pupils[i].initials};
        panel_open(ui);
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16});
        ui_avatar(ui, &person, 56);
        ui_next_grow(ui, 1);
        ui_open_column(ui, 2);
        ui_text(ui, UI_STRONG, in->pupils[i].name);
        ui_text(ui, UI_BODY, in->pupils[i].result);
        ui_close(ui);
        ui_close(ui);
        strip(ui, in->pupils[i].samples);
        ui_close(ui);
    }
    if (in->can_save) { /* else nobody looked, and there are no brackets */
        ui_text(ui, UI_SMALL, word(view, WORD_INTERVAL_MEANS));
    }
    ui_text(ui, UI_SMALL, in->bias);
}

/* ---- the screen ------------------------------------------------------------------------------ */

static void foot(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_interval *in = &view->interval;

    ui_open(ui, (struct ui_box){.flow = is_tight(ui) ? UI_WRAP : UI_ROW,
                                .gap = 16,
                                .pad_x = 24,
                                .pad_y = 12,
                                .foot = true});
    if (in->phase == INTERVAL_RUNNING) {
        say(said, ui_button(ui, UI_SECONDARY, "square", word(view, WORD_INTERVAL_STOP)),
            INTENT_INTERVAL_STOP);
    } else if (in->phase == INTERVAL_RESULT) {
        say(said, ui_button(ui, UI_SECONDARY, "trash-2", word(view, WORD_INTERVAL_DROP)),
            INTENT_INTERVAL_DROP);
        ui_spacer(ui);
        ui_next(ui, (struct ui_box){.width = 240});
        ui_next_disabled(ui, !in->can_save);
        say(said, ui_button(ui, UI_PRIMARY_LARGE, "check", word(view, WORD_SAVE)),
            INTENT_INTERVAL_SAVE);
    } else {
        ui_spacer(ui);
        ui_next(ui, (struct ui_box){.width = 240});
        say(said, ui_button(ui, UI_PRIMARY_LARGE, "play", word(view, WORD_INTERVAL_START)),
            INTENT_INTERVAL_START);
    }
    ui_close(ui);
}

struct said screen_interval(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    const struct screen_interval *in = &view->interval;

    (void)form;
    page_open(ui);
    top_open(ui);
    if (in->phase == INTERVAL_SETUP) {
        say(&said, ui_icon_button(ui, "arrow-left", word(view, WORD_BACK)), INTENT_INTERVAL_DROP);
    }
    top_title(ui,
              word(view, in->phase == INTERVAL_RESULT ? WORD_INTERVAL_RESULT : WORD_INTERVAL_TITLE),
              view->bar.staff);
    top_sync_told(ui, view);
    top_lock(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "interval-%d-%d", view->visit, (int)in->phase));
    if (in->phase == INTERVAL_SETUP) {
        setup(ui, view, &said);
    } else if (in->phase == INTERVAL_RUNNING) {
        running(ui, view, &said);
    } else {
        result(ui, view);
    }
    ui_close(ui);
    page_fault(ui, view);
    foot(ui, view, &said);
    page_end(ui, view, &said);
    return said;
}
