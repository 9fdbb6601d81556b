/* The hybrid clock: an order of changes that respects what their writers had seen.
 *
 * Tablets' clocks are wrong, some by years. A change is stamped later than everything its device
 * has seen, so that an answer sorts after its question whatever the wall clocks say. Taken by the
 * letter, that rule lets one tablet set to 2099 drag the whole school along for ever. So a stamp
 * more than a day past the wall clock, our own or one we read, counts for nothing.
 */
#include "change.h"

#include <string.h>

static bool counts(struct stamp s, int64_t wall_ms)
{
    /* Neither is negative, so the difference fits. */
    return s.at - wall_ms <= STAMP_TRUST_MS;
}

static int64_t not_negative(int64_t ms)
{
    return ms < 0 ? 0 : ms;
}

struct stamp stamp_next(struct stamp *last, int64_t wall_ms)
{
    int64_t wall = not_negative(wall_ms);

    CHECK(last != NULL && last->at >= 0 && last->n >= 0);
    if (wall > last->at || !counts(*last, wall)) {
        *last = (struct stamp){.at = wall, .n = 0};
    } else if (last->n == INT64_MAX) {
        /* Somebody sent the greatest counter there is: the next millisecond sorts after it. */
        *last = (struct stamp){.at = last->at + 1, .n = 0};
    } else {
        last->n++;
    }
    return *last;
}

static bool is_after(struct stamp a, struct stamp b)
{
    return a.at != b.at ? a.at > b.at : a.n > b.n;
}

void stamp_observe(struct stamp *last, struct stamp seen, int64_t wall_ms)
{
    int64_t wall = not_negative(wall_ms);

    CHECK(last != NULL && seen.at >= 0 && seen.n >= 0);
    if (counts(seen, wall) && (is_after(seen, *last) || !counts(*last, wall))) {
        *last = seen;
    }
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int dot_order(const struct dot *a, const struct dot *b)
{
    int by = order(a->stamp.at, b->stamp.at);

    by = by != 0 ? by : order(a->stamp.n, b->stamp.n);
    by = by != 0 ? by : strcmp(a->dev.text, b->dev.text);
    return by != 0 ? by : order(a->seq, b->seq);
}
