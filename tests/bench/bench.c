/* How a budget is said: in one form, by every program, so that run.sh can count them.
 *
 * A mean would be moved by one busy moment of the machine; the middle of several figures is not.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec now;

    CHECK(clock_gettime(which, &now) == 0);
    return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

int64_t bench_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t bench_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t bench_thread_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int by_size(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x > *y) - (*x < *y);
}

double bench_middle(double *figures, size_t count)
{
    CHECK(count > 0);
    qsort(figures, count, sizeof(*figures), by_size);
    return figures[count / 2];
}

double bench_median(double figures[BENCH_RUNS])
{
    return bench_middle(figures, BENCH_RUNS);
}

void bench_say(const char *name, double figure, double limit, const char *unit)
{
    (void)printf("%-44s %10.3f %-6s limit %10.3f  ratio %5.2f  %s\n", name, figure, unit, limit,
                 figure / limit, figure <= limit ? "within" : "OVER");
    (void)fflush(stdout);
}

void bench_say_ratio(const char *name, double figure, double reference, double most,
                     const char *unit)
{
    (void)printf("%-44s %10.3f %-6s beside %9.3f  ratio %5.2f  most %4.2f  %s\n", name, figure,
                 unit, reference, figure / reference, most,
                 figure <= most * reference ? "within" : "OVER");
    (void)fflush(stdout);
}
