/* The demo's plans: an EHC plan a pupil, its outcomes, and three targets under them.
 *
 * A target belongs to an outcome of its own area of need, as in a plan that people have written
 * together; which areas a pupil has is drawn, and each comes once.
 */
#include "hub_demo.h"

#include <string.h>

#define TARGET_DAYS 350
#define TRIES       100

static void put_date(struct demo *d, const char *key, int64_t day)
{
    char text[16];

    date_text(date_from_days(day), text);
    json_put_text(&d->w, key, text);
}

static int64_t today(const struct demo *d)
{
    return date_to_days(moment_uk(d->now_ms).date);
}

static enum status put_plan(struct demo *d, const struct demo_pupil *pupil, struct id *out)
{
    struct hub_draft draft = {.type = "plan", .pupil = pupil->id};

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    *out = draft.rec;
    demo_open(d);
    json_put_text(&d->w, "kind", "EHC plan");
    json_put_text(&d->w, "title", "Education, health and care plan");
    put_date(d, "from", today(d) - 365 - (int64_t)rng_below(&d->rng, 300));
    put_date(d, "review_due", today(d) + 14 + (int64_t)rng_below(&d->rng, 330));
    return demo_put(d, &draft);
}

static enum status put_outcome(struct demo *d, const struct demo_pupil *pupil,
                               const struct id *plan, const struct json_value *words,
                               struct id *out)
{
    struct hub_draft draft = {.type = "outcome", .pupil = pupil->id};

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    *out = draft.rec;
    demo_open(d);
    json_put_id(&d->w, "plan", plan);
    json_put_text(&d->w, "text", json_member_text(words, "text"));
    json_put_text(&d->w, "area", json_member_text(words, "area"));
    put_date(d, "due", today(d) + 200 + (int64_t)rng_below(&d->rng, 500));
    return demo_put(d, &draft);
}

static enum status put_target(struct demo *d, const struct demo_pupil *pupil,
                              const struct id *outcome, const struct json_value *words,
                              struct id *out)
{
    struct hub_draft draft = {.type = "target", .pupil = pupil->id};
    int64_t start = today(d) - 320 + (int64_t)rng_below(&d->rng, 40);

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    *out = draft.rec;
    demo_open(d);
    json_put_id(&d->w, "outcome", outcome);
    json_put_text(&d->w, "title", json_member_text(words, "title"));
    json_put_text(&d->w, "criteria", json_member_text(words, "criteria"));
    json_put_text(&d->w, "strategies", json_member_text(words, "strategies"));
    json_put_text(&d->w, "area", json_member_text(words, "area"));
    put_date(d, "start", start);
    put_date(d, "due", start + TARGET_DAYS);
    return demo_put(d, &draft);
}

/* One of the list in that area of need. */
static const struct json_value *pick_in_area(struct demo *d, const struct json_value *list,
                                             const char *area)
{
    const struct json_value *words = demo_pick(d, list);

    for (int i = 0; i < TRIES && strcmp(json_member_text(words, "area"), area) != 0; i++) {
        words = demo_pick(d, list);
    }
    return words;
}

enum status demo_plans(struct demo *d, struct demo_pupil *pupil)
{
    enum status st = STATUS_OK;
    const struct json_value *outcomes = json_member(d->words->targets, "outcomes");
    const struct json_value *targets = json_member(d->words->targets, "targets");
    const char *areas[DEMO_TARGETS] = {"", "", ""};
    struct id plan;
    struct id outcome;

    TRY(put_plan(d, pupil, &plan));
    for (size_t i = 0; i < DEMO_TARGETS; i++) {
        const struct json_value *words = demo_pick(d, outcomes);
        for (int t = 0; t < TRIES && i > 0 &&
                        (strcmp(json_member_text(words, "area"), areas[0]) == 0 ||
                         strcmp(json_member_text(words, "area"), areas[1]) == 0);
             t++) {
            words = demo_pick(d, outcomes);
        }
        areas[i] = json_member_text(words, "area");
        TRY(put_outcome(d, pupil, &plan, words, &outcome));
        TRY(put_target(d, pupil, &outcome, pick_in_area(d, targets, areas[i]), &pupil->targets[i]));
    }

done:
    return st;
}
