/* bench — how every budget of the issues is measured and said.
 *
 * Shape    A bench program times its own runs and hands the figures here; one line a budget.
 * Units    ns for times; a ratio is the figure over its limit's reference, from the same run.
 * Errors   None: a bench that cannot run stops in a CHECK and says why.
 * Owns     Nothing.
 * Needs    base.
 */
#ifndef BENCH_H
#define BENCH_H

#include "base.h"

#define BENCH_RUNS 5

/* Monotonic; processor time of this process, and of this thread alone. */
int64_t bench_now_ns(void);
int64_t bench_cpu_ns(void);
int64_t bench_thread_ns(void);
/* The middle of BENCH_RUNS figures; sorts them. */
double bench_median(double figures[BENCH_RUNS]);
/* The middle of any number of figures; sorts them. */
double bench_middle(double *figures, size_t count);
/* "name: figure unit, limit, figure/limit, within" on stdout. Over the limit, within is OVER. */
void bench_say(const char *name, double figure, double limit, const char *unit);
/* The same for a figure against a reference of the same run: the limit is most times the
 * reference. */
void bench_say_ratio(const char *name, double figure, double reference, double most,
                     const char *unit);

#endif
