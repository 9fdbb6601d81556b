/* Which recordings a question is asked by.
 *
 * Whoever hears one answer in a voice they love and the next in the tablet's is drawn to the first,
 * and the result says so for ever after. So the answers of a question are heard in one voice: one
 * speaker has recorded them all, or all are left to the tablet. The question itself stands apart
 * from them, and may be in another voice.
 */
#include "clip.h"

#include <string.h>

static bool is_by(const struct clip_row *row, const char *speaker)
{
    return !row->is_bad && strcmp(row->speaker, speaker) == 0;
}

/* That speaker's: the pupil's own, else the latest. */
static int choose_by(const struct clip_row *rows, size_t count, const char *phrase,
                     const char *speaker)
{
    int found = -1;

    for (size_t i = 0; i < count; i++) {
        bool is_it = is_by(&rows[i], speaker) && strcmp(rows[i].phrase, phrase) == 0;
        if (is_it && (found < 0 || (rows[i].is_own && !rows[found].is_own))) {
            found = (int)i;
        }
    }
    return found;
}

/* 0: not all of them; 1: all; 2: all, and some of them for this pupil. */
static int choose_all_by(const struct clip_row *rows, size_t count, const char *const *phrases,
                         size_t phrase_count, const char *speaker, int *chosen)
{
    int rank = phrase_count > 0 ? 1 : 0;

    for (size_t i = 0; i < phrase_count && rank > 0; i++) {
        chosen[i] = choose_by(rows, count, phrases[i], speaker);
        if (chosen[i] < 0) {
            rank = 0;
        } else if (rows[chosen[i]].is_own) {
            rank = 2;
        }
    }
    return rank;
}

static bool is_first_of_speaker(const struct clip_row *rows, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (is_by(&rows[i], rows[at].speaker)) {
            return false;
        }
    }
    return !rows[at].is_bad;
}

bool clip_choose_all(const struct clip_row *rows, size_t count, const char *const *phrases,
                     size_t phrase_count, int *chosen)
{
    int best = 0;
    size_t by = 0;

    for (size_t i = 0; i < count && best < 2; i++) {
        int rank = 0;
        if (!is_first_of_speaker(rows, i)) {
            continue;
        }
        rank = choose_all_by(rows, count, phrases, phrase_count, rows[i].speaker, chosen);
        if (rank > best) {
            best = rank;
            by = i;
        }
    }
    if (best == 0) {
        return false;
    }
    return choose_all_by(rows, count, phrases, phrase_count, rows[by].speaker, chosen) > 0;
}

int clip_choose_one(const struct clip_row *rows, size_t count, const char *phrase,
                    const char *speaker)
{
    int found = -1;
    int best = 0;

    for (size_t i = 0; i < count; i++) {
        bool is_asked_for = speaker != NULL && strcmp(rows[i].speaker, speaker) == 0;
        int rank = 1 + (rows[i].is_own ? 2 : 0) + (is_asked_for ? 1 : 0);
        if (!rows[i].is_bad && rank > best && strcmp(rows[i].phrase, phrase) == 0) {
            best = rank;
            found = (int)i;
        }
    }
    return found;
}
