/* The path so far, a page at a time: observations, intervals and the pupil's own words.
 *
 * A page is asked for by its place in time, and only its records are read: the path of ten years
 * costs as much as that of a week. What a person took out stays in reach, with its reason.
 */
#include "app_private.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE_ENTRIES = 20, GONE_MAX = 40 };

static const char *const context_fields[CONTEXT_COUNT] = {"doing", "place", "with", "prompt"};

static const char *text_of(struct app *a, const struct merge_record *r, const char *field)
{
    const char *text = json_text(model_field(r, field));

    return text != NULL ? arena_text(&a->model, text) : "";
}

/* ---- an observation -------------------------------------------------------------------------- */

static enum ui_colour hue_of(const char *colour)
{
    static const enum ui_colour hues[] = {UI_BLUE, UI_AMBER, UI_VIOLET, UI_GREEN, UI_ROSE};

    if (strncmp(colour, "area-", 5) == 0 && colour[5] >= '1' && colour[5] <= '5') {
        return hues[colour[5] - '1'];
    }
    return UI_ACCENT;
}

static void fill_marks(struct app *a, const struct instrument *in, const struct merge_record *r,
                       struct screen_entry *out)
{
    const struct json_value *map = model_field(r, "engagement");
    struct screen_mark *marks = arena_alloc(&a->model, (in->item_count + 1) * sizeof(*marks));
    int choices[INSTRUMENT_ITEMS_MOST];

    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        const struct instrument_choice *choice =
            instrument_choice_find(item, json_member_text(map, item->id));
        choices[i] = choice != NULL ? (int)(choice - item->choices) : -1;
        if (choice != NULL) {
            marks[out->mark_count++] =
                (struct screen_mark){item->label, choice->label, item->icon, hue_of(item->colour)};
        }
    }
    out->marks = marks;
    if (in != &scale_of(a, "", "")->in && !scale_is_note(in)) {
        const char *total = out->mark_count > 0 ? model_total(a, in, choices) : "";
        out->scale =
            arena_printf(&a->model, "%s%s%s", in->label, total[0] != '\0' ? " · " : "", total);
    }
}

/* What happened and what is next, item by item. */
static void fill_said(struct app *a, const struct instrument *in, const struct merge_record *r,
                      struct screen_entry *out)
{
    const struct json_value *texts = model_field(r, "texts");
    struct screen_said *said = arena_alloc(&a->model, (in->text_count + 1) * sizeof(*said));

    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        const struct json_value *words = json_member(texts, item->id);
        for (size_t t = 0; t < item->text_count; t++) {
            const char *text = json_member_text(words, item->texts[t].id);
            if (text[0] != '\0') {
                said[out->said_count++] = (struct screen_said){item->label, item->texts[t].label,
                                                               arena_text(&a->model, text)};
            }
        }
    }
    out->said = said;
}

static const char *context_text(struct app *a, const struct merge_record *r)
{
    const char *out = "";

    for (int i = 0; i < CONTEXT_COUNT; i++) {
        const struct json_value *value = model_field(r, context_fields[i]);
        if (json_text(value) != NULL && json_text(value)[0] != '\0') {
            out = arena_printf(&a->model, "%s%s%s", out, out[0] != '\0' ? " · " : "",
                               model_value(a, r, context_fields[i], value));
        }
    }
    return out;
}

const char *model_sisters(struct app *a, const struct merge_record *r, bool with_self)
{
    struct view_sister_rows rows = {0};
    size_t count = edit_sisters(a, r, &a->model, &rows);
    const char *names = "";
    size_t said = 0;
    size_t all = 0;

    for (size_t i = 0; i < count; i++) {
        all += with_self || !id_equal(&rows.rows[i].rec, &r->rec) ? 1 : 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!with_self && id_equal(&rows.rows[i].rec, &r->rec)) {
            continue;
        }
        names = arena_printf(&a->model, "%s%s%s", names,
                             said == 0         ? ""
                             : said + 1 == all ? word_of(a, WORD_AND)
                                               : ", ",
                             model_pupil_name(a, &rows.rows[i].pupil, NULL));
        said++;
    }
    return names;
}

static void fill_observation(struct app *a, const struct merge_record *r, struct screen_entry *out)
{
    static const char *const note_fields[NOTE_COUNT] = {"objective", "activity", "outcome"};
    const struct instrument *in = model_scale(a, r);

    if (in != NULL) {
        fill_marks(a, in, r, out);
        fill_said(a, in, r, out);
    }
    out->context = context_text(a, r);
    out->agreed = scale_agreement(a, r);
    out->together = model_sisters(a, r, false);
    for (int i = 0; i < NOTE_COUNT; i++) {
        out->note[i] = text_of(a, r, note_fields[i]);
    }
}

/* ---- an interval observation ----------------------------------------------------------------- */

static void fill_interval(struct app *a, const struct merge_record *r, struct screen_entry *out)
{
    out->is_interval = true;
    out->note[NOTE_OUTCOME] = interval_result(a, text_of(a, r, "samples"));
    out->context = word_of(a, interval_bias(text_of(a, r, "method")));
    out->agreed = interval_agreement(a, r);
}

/* ---- in the pupil's own words ---------------------------------------------------------------- */

static void fill_self(struct app *a, const struct merge_record *r, struct screen_entry *out)
{
    struct screen_told told = {.when = ""};
    const char *words = "";

    model_fill_replies(a, r, &told);
    for (size_t i = 0; i < told.reply_count; i++) {
        const struct screen_reply *reply = &told.replies[i];
        words = arena_printf(&a->model, "%s%s%s %s", words, i > 0 ? " · " : "", reply->question,
                             reply->words);
        if (out->picture[0] == '\0' && reply->picture_count > 0) {
            out->picture = reply->pictures[0];
        }
    }
    out->note[NOTE_OUTCOME] = words;
    out->care = told.care;
    out->ways = told.ways;
}

/* ---- a page of them -------------------------------------------------------------------------- */

void model_fill_entry(struct app *a, const struct view_note *note, struct screen_entry *out)
{
    struct merge_record r = {0};

    *out = (struct screen_entry){
        .rec = note->rec,
        .month = "",
        .context = "",
        .together = "",
        .agreed = "",
        .care = "",
        .ways = "",
        .note = {"", "", ""},
        .scale = "",
        .reason = "",
        .picture = "",
        .in_conflict = note->in_conflict
    };
    out->key = arena_text(&a->model, note->rec.text);
    out->when = model_when(a, note->when_ms);
    out->who = model_staff_name(a, &note->by);
    out->is_observation = strcmp(note->type, "observation") == 0;
    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &note->rec, &r) != STATUS_OK) {
        merge_finish(&r);
        return;
    }
    out->is_changed = history_has_some(&r);
    out->reason = merge_void_reason(&r) != NULL ? arena_text(&a->model, merge_void_reason(&r)) : "";
    if (out->is_observation) {
        fill_observation(a, &r, out);
    } else if (strcmp(note->type, "interval_observation") == 0) {
        fill_interval(a, &r, out);
    } else {
        fill_self(a, &r, out);
    }
    merge_finish(&r);
}

static void fill_gone(struct app *a, struct screen_pupil *out)
{
    struct view_span span = {.from_ms = INT64_MIN, .until_ms = INT64_MAX, .limit = GONE_MAX};
    struct view_note_rows notes = {0};
    struct screen_entry *entries = NULL;

    app_tell(a, view_void_notes(a->session.view, &a->session.school, &a->place.pupil, &span,
                                &a->model, &notes));
    entries = arena_alloc(&a->model, (notes.count + 1) * sizeof(*entries));
    out->gone = entries;
    out->gone_count = notes.count;
    for (size_t i = 0; i < notes.count && a->view.sheet == SHEET_TAKEN_OUT; i++) {
        model_fill_entry(a, &notes.rows[i], &entries[i]);
    }
}

static int64_t month_of(int64_t at_ms)
{
    struct date day = moment_uk(at_ms).date;

    return day.year * 12LL + day.month;
}

void model_fill_entries(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    struct view_span span = {.from_ms = INT64_MIN,
                             .until_ms = INT64_MAX,
                             .limit = PAGE_ENTRIES + 1,
                             .skip = (int64_t)a->pupil_page * PAGE_ENTRIES,
                             .kind = (enum view_kind)a->pupil_kind};
    struct view_note_rows notes = {0};
    struct screen_entry *entries = NULL;

    app_tell(a, view_notes(a->session.view, &a->session.school, &a->place.pupil, &span, &a->model,
                           &notes));
    out->kind = a->pupil_kind;
    out->page = a->pupil_page;
    out->has_earlier = notes.count > PAGE_ENTRIES;
    out->entry_count = notes.count < PAGE_ENTRIES ? notes.count : PAGE_ENTRIES;
    entries = arena_alloc(&a->model, (out->entry_count + 1) * sizeof(*entries));
    for (size_t i = 0; i < out->entry_count; i++) {
        const struct view_note *note = &notes.rows[i];
        model_fill_entry(a, note, &entries[i]);
        if (i == 0 || month_of(note->when_ms) != month_of(notes.rows[i - 1].when_ms)) {
            entries[i].month = model_month(a, note->when_ms);
        }
    }
    out->entries = entries;
    fill_gone(a, out);
}
