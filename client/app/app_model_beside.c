/* Beside a pupil's own words: what adults saw of the same activity, or agreed of the same target.
 *
 * The room notes what it asked about: the observation of an activity, or a target. Of an activity
 * all count that were written of this pupil on that day under the same word, for the colleague who
 * looked later saw the same. Neither view corrects the other; nothing is counted.
 */
#include "app_private.h"

#include <string.h>

enum { BESIDE_MOST = 3, LOOKED_AT = 24 };

static const char *doing_of(const struct merge_record *r)
{
    const char *doing = json_text(model_field(r, "doing"));

    return doing != NULL ? doing : "";
}

static bool is_same_doing(struct app *a, const struct id *rec, const char *doing)
{
    struct merge_record r = {0};
    bool same = false;

    merge_init(&r);
    same = view_load(a->session.view, &a->session.school, rec, &r) == STATUS_OK &&
           strcmp(doing_of(&r), doing) == 0;
    merge_finish(&r);
    return same;
}

static void fill_activity(struct app *a, const struct merge_record *about, int64_t when_ms,
                          struct screen_told *out)
{
    struct date day = moment_uk(when_ms).date;
    struct view_span span = {.from_ms = moment_uk_start_ms(day),
                             .until_ms = moment_uk_start_ms(date_from_days(date_to_days(day) + 1)),
                             .limit = LOOKED_AT,
                             .kind = VIEW_OBSERVATIONS};
    struct view_note_rows notes = {0};
    struct screen_entry *rows = arena_alloc(&a->model, BESIDE_MOST * sizeof(*rows));

    out->about = arena_text(&a->model, doing_of(about));
    app_tell(a, view_notes(a->session.view, &a->session.school, &about->pupil, &span, &a->model,
                           &notes));
    for (size_t i = 0; i < notes.count && out->beside_count < BESIDE_MOST; i++) {
        const struct view_note *note = &notes.rows[i];
        if (id_equal(&note->rec, &about->rec) ||
            (out->about[0] != '\0' && is_same_doing(a, &note->rec, out->about))) {
            model_fill_entry(a, note, &rows[out->beside_count++]);
        }
    }
    out->beside = rows;
}

static void fill_target(struct app *a, const struct merge_record *about, int64_t when_ms,
                        struct screen_told *out)
{
    const char *title = json_text(model_field(about, "title"));

    out->about = arena_text(&a->model, title != NULL ? title : "");
    out->is_of_target = true;
    out->agreed = model_agreed(a, &about->rec, when_ms);
}

void model_fill_beside(struct app *a, const struct merge_record *r, struct screen_told *out)
{
    const char *text = json_text(model_field(r, "about"));
    int64_t when_ms = json_int(model_field(r, "when"), 0);
    struct merge_record about = {0};
    struct id rec = {""};

    if (text == NULL || id_parse(text, &rec) != STATUS_OK) {
        return;
    }
    merge_init(&about);
    if (view_load(a->session.view, &a->session.school, &rec, &about) == STATUS_OK &&
        id_equal(&about.pupil, &r->pupil)) {
        if (strcmp(about.type, "observation") == 0) {
            fill_activity(a, &about, when_ms, out);
        } else if (strcmp(about.type, "target") == 0) {
            fill_target(a, &about, when_ms, out);
        }
    }
    merge_finish(&about);
}
