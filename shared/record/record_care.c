/* What to bear in mind beside a pupil's own answer.
 *
 * Young children crowd the top of a scale, and whoever is unsure may touch the nearest picture. An
 * answer that looks so is not wrong, and is never altered or left out: the adult who reads it is
 * told how it was given, in a few words, and makes up their own mind.
 */
#include "record.h"

static bool is_end(const struct record_answer *a)
{
    return a->scale == 0 || a->scale == a->choices - 1;
}

/* So many in a row touched one place, and it was not the same answer each time: where the order of
 * the pictures never turned, a liking for one answer looks the same. */
static bool keeps_a_side(const struct record_answer *answers)
{
    bool turned = false;

    for (int i = 0; i < RECORD_CARE_ROW; i++) {
        if (answers[i].place < 0 || answers[i].place != answers[0].place) {
            return false;
        }
        turned = turned || answers[i].scale != answers[0].scale;
    }
    return turned;
}

static bool keeps_to_an_end(const struct record_answer *answers)
{
    for (int i = 0; i < RECORD_CARE_ROW; i++) {
        if (answers[i].scale < 0 || answers[i].choices < 3 || !is_end(&answers[i])) {
            return false;
        }
    }
    return true;
}

/* Only what the pupil took: a press that must be held for a second is not a second's thought, and a
 * board of eight cards is eight questions. Of switches it cannot be told. */
static bool is_fast(const struct record_answer *a)
{
    int64_t touches = a->touches > 0 ? a->touches : 1;

    return !a->is_scanned && a->ms > 0 && a->ms < touches * (RECORD_CARE_FAST_MS + a->own_ms);
}

unsigned record_care(const struct record_answer *answers, size_t count)
{
    unsigned out = 0;

    if (count == 0) {
        return 0;
    }
    if (is_fast(&answers[0])) {
        out |= RECORD_CARE_FAST;
    }
    if (answers[0].is_helped) {
        out |= RECORD_CARE_HELP;
    }
    if (answers[0].is_unpractised) {
        out |= RECORD_CARE_PRACTICE;
    }
    if (answers[0].is_left) {
        out |= RECORD_CARE_LEFT;
    }
    if (count >= RECORD_CARE_ROW && keeps_a_side(answers)) {
        out |= RECORD_CARE_SIDE;
    }
    if (count >= RECORD_CARE_ROW && keeps_to_an_end(answers)) {
        out |= RECORD_CARE_EXTREME;
    }
    return out;
}
