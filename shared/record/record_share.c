/* How sure a share of few looks is.
 *
 * Twenty looks are no stopwatch: a pupil who was engaged at ten of them may as well be engaged for
 * a third of the time as for two thirds. The interval is shown beside each share, so that nobody
 * reads a difference of chance as progress.
 */
#include "record.h"

#include <math.h>

#define Z_95 1.959963984540054 /* the normal deviate that leaves 2.5 % on each side */

struct record_share record_wilson(int64_t seen, int64_t count)
{
    struct record_share out = {0, 0, 1};
    double n = (double)count;
    double share = 0;
    double middle = 0;
    double half = 0;

    CHECK(seen >= 0 && seen <= count);
    if (count == 0) {
        return out;
    }
    share = (double)seen / n;
    middle = (share + Z_95 * Z_95 / (2 * n)) / (1 + Z_95 * Z_95 / n);
    half = Z_95 * sqrt(share * (1 - share) / n + Z_95 * Z_95 / (4 * n * n)) / (1 + Z_95 * Z_95 / n);
    out = (struct record_share){share, middle - half, middle + half};
    out.low = seen == 0 ? 0 : out.low; /* exactly, whatever the rounding */
    out.high = seen == count ? 1 : out.high;
    return out;
}

void record_count_samples(const char *samples, int64_t *seen, int64_t *count)
{
    *seen = 0;
    *count = 0;
    for (; *samples != '\0'; samples++) {
        *seen += *samples == '1' ? 1 : 0;
        *count += *samples == '1' || *samples == '0' ? 1 : 0;
    }
}
