/* The demo's half-term reviews: what was agreed about each target, and who had judged what.
 *
 * A target moves slowly from the first level on, and some stay where they are: the next half term
 * is another one. Reviewers mostly see what was agreed, and sometimes not.
 */
#include "hub_demo.h"

#define MEETING_MS (15LL * 3600 * 1000) /* after the start of the day */
#define OWN_DAYS   200                  /* own judgements are kept from so long ago */
#define REVIEWERS  2

struct meeting {
    int year, number;
    int64_t at_ms;
    bool has_own;
};

static const struct instrument_item *levels_of(const struct demo *d)
{
    return &d->words->levels.in.items[0];
}

static size_t level_at(const struct demo *d, double progress)
{
    size_t most = levels_of(d)->choice_count - 1;

    return progress >= (double)most ? most : progress > 0 ? (size_t)progress : 0;
}

static enum status put_judged(struct demo *d, const struct demo_pupil *pupil, size_t target,
                              const struct meeting *m, const struct id *staff)
{
    enum status st = STATUS_OK;
    struct hub_draft draft = {.pupil = pupil->id, .at_ms = m->at_ms};
    const struct id *by = staff != NULL ? staff : demo_author(d, pupil->group);
    double seen = pupil->progress[target] + (staff != NULL && demo_chance(d, 0.2) ? 1 : 0);
    struct buf name = {0};

    draft.type = staff != NULL ? "target_judgement" : "target_review";
    buf_printf(&name, "%s|%s|%d|%d%s%s", draft.type, pupil->targets[target].text, m->year,
               m->number, staff != NULL ? "|" : "", staff != NULL ? staff->text : "");
    draft.rec = id_derived(buf_cstr(&name));
    draft.by = *by;
    demo_open(d);
    json_put_id(&d->w, "target", &pupil->targets[target]);
    json_put_int(&d->w, "year", m->year);
    json_put_int(&d->w, "half_term", m->number);
    if (staff != NULL) {
        json_put_id(&d->w, "staff", staff);
    }
    json_put_text(&d->w, "level", levels_of(d)->choices[level_at(d, seen)].id);
    json_put_text(&d->w, "instrument", d->words->levels.in.id);
    json_put_text(&d->w, "version", d->words->levels.version);
    st = demo_put(d, &draft);
    buf_finish(&name);
    return st;
}

static enum status review_target(struct demo *d, struct demo_pupil *pupil, size_t target,
                                 const struct meeting *m)
{
    enum status st = STATUS_OK;
    const struct id *last = NULL;

    pupil->progress[target] += demo_chance(d, 0.7) ? 0.5 + 0.5 * rng_unit(&d->rng) : 0;
    for (int i = 0; i < REVIEWERS && m->has_own; i++) {
        const struct id *staff = demo_author(d, pupil->group);
        if (last != NULL && id_equal(last, staff)) {
            continue;
        }
        last = staff;
        TRY(put_judged(d, pupil, target, m, staff));
    }
    TRY(put_judged(d, pupil, target, m, NULL));

done:
    return st;
}

enum status demo_reviews(struct demo *d, struct date day)
{
    enum status st = STATUS_OK;
    struct meeting m = {.year = academic_year(day)};

    m.at_ms = moment_uk_start_ms(day) + MEETING_MS;
    m.has_own = date_to_days(moment_uk(d->now_ms).date) - date_to_days(day) < OWN_DAYS;
    if (!demo_half_term_ends(day, &m.number) || m.at_ms > d->now_ms) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < d->pupil_count; i++) {
        for (size_t t = 0; t < DEMO_TARGETS; t++) {
            TRY(review_target(d, &d->pupils[i], t, &m));
        }
    }

done:
    return st;
}
