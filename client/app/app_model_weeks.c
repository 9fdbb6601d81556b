/* How often staff wrote something about the pupil who is open, week by week.
 *
 * It is a figure about the adults, and its words say so. Counts of one pupil's weeks are no
 * judgement and may be set side by side; what was judged in those weeks is never added up.
 */
#include "app_private.h"
#include "view_weeks.h"

static const char *count_text(struct app *a, int count)
{
    return arena_printf(&a->model, "%d", count);
}

static const char *title_of(struct app *a, int some, int could)
{
    if (could == 1) {
        return word_of(a, some > 0 ? WORD_PUPIL_WEEKS_ONE : WORD_PUPIL_WEEKS_ONE_NONE);
    }
    if (some == 0) {
        return words_fill(&a->words, WORD_PUPIL_WEEKS_NONE, &a->model, count_text(a, could), NULL);
    }
    return words_fill(&a->words, WORD_PUPIL_WEEKS, &a->model, count_text(a, some),
                      count_text(a, could));
}

/* "gap, 0, 2, 1", for whoever hears the line. */
static const char *week_by_week(struct app *a, const struct view_weeks *weeks)
{
    const char *out = "";

    for (int i = 0; i < VIEW_WEEKS; i++) {
        out = arena_printf(&a->model, "%s%s%s", out, i == 0 ? "" : ", ",
                           weeks->written[i] < 0 ? word_of(a, WORD_PUPIL_WEEKS_GAP)
                                                 : count_text(a, weeks->written[i]));
    }
    return words_fill(&a->words, WORD_PUPIL_WEEKS_SAYS, &a->model, out, NULL);
}

static void fill(struct app *a, const struct view_weeks *weeks, struct screen_weeks *out)
{
    int *counts = arena_alloc(&a->model, sizeof(weeks->written));
    int now = weeks->written[VIEW_WEEKS - 1];
    int could = 0;
    int some = 0;

    for (int i = 0; i < VIEW_WEEKS; i++) {
        counts[i] = weeks->written[i];
        could += counts[i] >= 0 ? 1 : 0;
        some += counts[i] > 0 ? 1 : 0;
    }
    if (could == 0) {
        return;
    }
    *out = (struct screen_weeks){
        .title = title_of(a, some, could),
        .now = now < 0 ? ""
                       : words_fill(&a->words, WORD_PUPIL_WEEKS_NOW, &a->model, count_text(a, now),
                                    NULL),
        .words = week_by_week(a, weeks),
        .counts = counts,
        .count = VIEW_WEEKS,
        .has_gap = could < VIEW_WEEKS,
    };
}

/* A record that cannot be read says nothing of the holidays: then there is no figure, for weeks in
 * which nobody could write would look like weeks in which nobody did. A school that is not here yet
 * has named none. */
static enum status read_weeks(struct app *a, struct view_weeks *out)
{
    enum status st = STATUS_OK;
    struct merge_record school = {0};
    const struct json_value *half_terms = NULL;

    merge_init(&school);
    st = view_load(a->session.view, &a->session.school, &a->session.school, &school);
    if (st != STATUS_NOT_FOUND) {
        TRY(st);
        half_terms = model_field(&school, "half_terms");
    }
    TRY(view_weeks(a->session.view, &a->session.school, &a->place.pupil, half_terms, app_wall(a),
                   out));
done:
    merge_finish(&school);
    return st;
}

void model_fill_weeks(struct app *a)
{
    struct screen_weeks *out = &a->view.pupil.weeks;
    struct view_weeks weeks = {{0}};
    enum status st = read_weeks(a, &weeks);

    *out = (struct screen_weeks){.title = "", .now = "", .words = ""};
    if (st == STATUS_OK) {
        fill(a, &weeks, out);
    }
    app_tell(a, st);
}
