/* Two people watched the same pupil at the same time: how they agree.
 *
 * Whoever watches for a measure is checked by a second observer, on a tablet of their own. Their
 * records are found by the pupil, the time, the method and the distance of the cues; the looks of
 * one are held against those of the other where they fell on the same moments. Where they did not,
 * or where chance alone would agree at every look, that is said and no figure is given.
 *
 * Two who answered the same version of a scale within a quarter of an hour have seen the same, and
 * are held against each other item by item. That says how they agree, and nothing about the pupil:
 * the areas stay five, and are added up nowhere.
 */
#include "app_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BESIDE_MS (15LL * 60 * 1000)

struct watch {
    int64_t when_ms, every_ms;
    const char *method, *samples;
};

static const char *text_of(const struct merge_record *r, const char *field)
{
    const char *text = json_text(model_field(r, field));

    return text != NULL ? text : "";
}

static struct watch watch_of(const struct merge_record *r)
{
    return (struct watch){json_int(model_field(r, "when"), 0),
                          json_int(model_field(r, "interval_s"), 0) * 1000, text_of(r, "method"),
                          text_of(r, "samples")};
}

/* In the same way, and at least partly at the same time. */
static bool is_beside(const struct watch *one, const struct watch *two)
{
    int64_t length = (int64_t)strlen(one->samples) * one->every_ms;

    return one->every_ms > 0 && one->every_ms == two->every_ms &&
           strcmp(one->method, two->method) == 0 && llabs(two->when_ms - one->when_ms) < length;
}

/* How many looks the second began before the first; false where the cues fell more than a quarter
 * of their distance apart. */
static bool find_shift(const struct watch *one, const struct watch *two, int64_t *shift)
{
    int64_t early = one->when_ms - two->when_ms;
    int64_t half = early < 0 ? -(one->every_ms / 2) : one->every_ms / 2;

    *shift = (early + half) / one->every_ms;
    return llabs(early - *shift * one->every_ms) * 4 <= one->every_ms;
}

static const char *agreement_words(struct app *a, const struct watch *one, const struct watch *two)
{
    struct record_agreement got = {0, 0, false, 0};
    int64_t shift = 0;
    const char *looks = NULL;

    if (!find_shift(one, two, &shift)) {
        return word_of(a, WORD_INTERVAL_NOT_SAME);
    }
    got = record_kappa(one->samples, two->samples, shift);
    if (got.looks == 0) {
        return word_of(a, WORD_INTERVAL_NO_BOTH);
    }
    looks = arena_printf(&a->model, "%" PRId64, got.looks);
    if (!got.is_defined) {
        return words_fill(&a->words, WORD_INTERVAL_ONE_WORD, &a->model, looks, NULL);
    }
    looks = words_fill(&a->words, WORD_INTERVAL_OF_LOOKS, &a->model,
                       arena_printf(&a->model, "%" PRId64, got.same), looks);
    return words_fill(&a->words, WORD_INTERVAL_KAPPA, &a->model, looks,
                      arena_printf(&a->model, "%.2f", got.kappa));
}

static const char *beside(struct app *a, const struct merge_record *r, const struct view_note *note)
{
    struct merge_record other = {0};
    struct watch one = watch_of(r);
    struct watch two = {0, 0, NULL, NULL};
    const char *out = "";

    merge_init(&other);
    if (view_load(a->session.view, &a->session.school, &note->rec, &other) == STATUS_OK) {
        two = watch_of(&other);
        if (is_beside(&one, &two)) {
            out = words_fill(&a->words, WORD_INTERVAL_AGREE, &a->model,
                             model_staff_name(a, &note->by), agreement_words(a, &one, &two));
        }
    }
    merge_finish(&other);
    return out;
}

const char *interval_agreement(struct app *a, const struct merge_record *r)
{
    struct watch own = watch_of(r);
    int64_t length = (int64_t)strlen(own.samples) * own.every_ms;
    struct view_span span = {
        .from_ms = own.when_ms - length, .until_ms = own.when_ms + length, .kind = VIEW_INTERVALS};
    struct view_note_rows notes = {0};
    const char *out = "";

    if (view_notes(a->session.view, &a->session.school, &r->pupil, &span, &a->model, &notes) !=
        STATUS_OK) {
        return "";
    }
    for (size_t i = 0; i < notes.count && out[0] == '\0'; i++) {
        bool is_other =
            !id_equal(&notes.rows[i].rec, &r->rec) && !id_equal(&notes.rows[i].by, &r->first_by);
        out = is_other ? beside(a, r, &notes.rows[i]) : "";
    }
    return out;
}

/* ---- scales ---------------------------------------------------------------------------------- */

/* The step of the scale that an item was answered by; -1: none, or one that is no step of it. */
static int step_of(const struct instrument_item *item, const struct json_value *answers)
{
    const struct instrument_choice *chosen =
        instrument_choice_find(item, json_member_text(answers, item->id));
    int step = 0;

    if (chosen == NULL || chosen->apart) {
        return -1;
    }
    for (const struct instrument_choice *c = item->choices; c != chosen; c++) {
        step += c->apart ? 0 : 1;
    }
    return step;
}

/* Steps can be held against steps where all items have as many of them. */
static bool has_one_length(const struct instrument *in)
{
    bool is_one = in->item_count > 0;

    for (size_t i = 1; i < in->item_count; i++) {
        is_one = is_one && in->items[i].choice_count == in->items[0].choice_count;
    }
    return is_one;
}

static const char *scale_words(struct app *a, const struct instrument *in,
                               const struct merge_record *one, const struct merge_record *two)
{
    int ones[INSTRUMENT_ITEMS_MOST];
    int twos[INSTRUMENT_ITEMS_MOST];
    struct record_agreement got = {0, 0, false, 0};
    const char *answers = NULL;

    for (size_t i = 0; i < in->item_count; i++) {
        ones[i] = step_of(&in->items[i], model_field(one, "engagement"));
        twos[i] = step_of(&in->items[i], model_field(two, "engagement"));
    }
    got = record_kappa_weighted(ones, twos, in->item_count);
    if (got.looks == 0) {
        return word_of(a, WORD_SCALE_NO_BOTH);
    }
    answers = arena_printf(&a->model, "%" PRId64, got.looks);
    if (!got.is_defined) {
        return words_fill(&a->words, WORD_SCALE_ONE_WORD, &a->model, answers, NULL);
    }
    answers = words_fill(&a->words, WORD_INTERVAL_OF_LOOKS, &a->model,
                         arena_printf(&a->model, "%" PRId64, got.same), answers);
    answers = words_fill(&a->words, WORD_SCALE_KAPPA, &a->model, answers,
                         arena_printf(&a->model, "%.2f", got.kappa));
    return words_fill(&a->words, WORD_SCALE_ROUGH, &a->model, answers, NULL);
}

static const char *seen_beside(struct app *a, const struct instrument *in,
                               const struct merge_record *r, const struct view_note *note)
{
    struct merge_record other = {0};
    const char *out = "";

    merge_init(&other);
    if (view_load(a->session.view, &a->session.school, &note->rec, &other) == STATUS_OK &&
        strcmp(text_of(r, "instrument"), text_of(&other, "instrument")) == 0 &&
        strcmp(text_of(r, "version"), text_of(&other, "version")) == 0 &&
        json_count(model_field(&other, "engagement")) > 0) {
        out = words_fill(&a->words, WORD_SCALE_AGREE, &a->model, model_staff_name(a, &note->by),
                         scale_words(a, in, r, &other));
    }
    merge_finish(&other);
    return out;
}

const char *scale_agreement(struct app *a, const struct merge_record *r)
{
    const struct instrument *in = model_scale(a, r);
    int64_t when_ms = json_int(model_field(r, "when"), 0);
    struct view_span span = {.from_ms = when_ms - BESIDE_MS,
                             .until_ms = when_ms + BESIDE_MS + 1,
                             .kind = VIEW_OBSERVATIONS};
    struct view_note_rows notes = {0};
    const char *out = "";

    if (in == NULL || !has_one_length(in) || json_count(model_field(r, "engagement")) == 0 ||
        view_notes(a->session.view, &a->session.school, &r->pupil, &span, &a->model, &notes) !=
            STATUS_OK) {
        return "";
    }
    for (size_t i = 0; i < notes.count && out[0] == '\0'; i++) {
        bool is_other =
            !id_equal(&notes.rows[i].rec, &r->rec) && !id_equal(&notes.rows[i].by, &r->first_by);
        out = is_other ? seen_beside(a, in, r, &notes.rows[i]) : "";
    }
    return out;
}
