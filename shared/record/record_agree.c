/* How two observers agree.
 *
 * Two people who each say "engaged" nine times in ten agree at 82 looks of 100 by chance alone, so
 * the bare share of agreement flatters them. Kappa takes what chance gives away out of it. Where
 * chance gives everything (both said one and the same word at every look) it is 0 by 0: that is
 * not known, and is never called full agreement.
 *
 * On a scale "mostly" beside "fully" is nearer than "no focus" beside "fully", and plain kappa
 * calls both the same. So there each pair weighs as many steps as it lies apart: the steps that
 * were seen are held against those that chance would give. With two steps alone both are one
 * figure.
 */
#include "record.h"

#include <string.h>

static bool was_looked(char look)
{
    return look == '0' || look == '1';
}

struct record_agreement record_kappa(const char *one, const char *two, int64_t shift)
{
    struct record_agreement out = {0, 0, false, 0};
    int64_t ones = (int64_t)strlen(one);
    int64_t twos = (int64_t)strlen(two);
    int64_t yes_one = 0;
    int64_t yes_two = 0;
    double chance = 0;

    for (int64_t i = 0; i < twos; i++) {
        int64_t at = i - shift;
        if (at < 0 || at >= ones || !was_looked(one[at]) || !was_looked(two[i])) {
            continue;
        }
        out.looks++;
        out.same += one[at] == two[i] ? 1 : 0;
        yes_one += one[at] == '1' ? 1 : 0;
        yes_two += two[i] == '1' ? 1 : 0;
    }
    /* in whole numbers, so that "everything by chance" is found exactly */
    int64_t by_chance = yes_one * yes_two + (out.looks - yes_one) * (out.looks - yes_two);
    if (out.looks == 0 || by_chance == out.looks * out.looks) {
        return out;
    }
    chance = (double)by_chance / ((double)out.looks * (double)out.looks);
    out.is_defined = true;
    out.kappa = ((double)out.same / (double)out.looks - chance) / (1 - chance);
    return out;
}

static int64_t steps_apart(int one, int two)
{
    return one < two ? (int64_t)two - one : (int64_t)one - two;
}

struct record_agreement record_kappa_weighted(const int *one, const int *two, size_t count)
{
    struct record_agreement out = {0, 0, false, 0};
    int64_t seen = 0;      /* steps between the two answers to one thing */
    int64_t by_chance = 0; /* between any answer of one and any of the other: looks times as many */

    for (size_t i = 0; i < count; i++) {
        if (one[i] < 0 || two[i] < 0) {
            continue;
        }
        out.looks++;
        out.same += one[i] == two[i] ? 1 : 0;
        seen += steps_apart(one[i], two[i]);
        for (size_t k = 0; k < count; k++) {
            by_chance += one[k] < 0 || two[k] < 0 ? 0 : steps_apart(one[i], two[k]);
        }
    }
    if (by_chance == 0) {
        return out;
    }
    out.is_defined = true;
    out.kappa = 1 - (double)(seen * out.looks) / (double)by_chance;
    return out;
}
