/* bench_years — a school that has used Cairn for years, and one pupil of whom much is known.
 *
 * Shape    Changes pulled to a bench_tablet: the first of its pupils is the one with the years.
 * Units    Counts.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     Nothing.
 * Needs    bench_tablet, clip, platform (to make a photograph small).
 */
#ifndef BENCH_YEARS_H
#define BENCH_YEARS_H

#include "bench_tablet.h"

/* Pulls pupils, all with a portrait, the years of the one, and a colleague's observations of the
 * tablet's first pupils until as many changes as held lie on it in all. */
void bench_years_pull(struct bench_tablet *t, size_t pupils, int64_t held);
/* A recording as long as one may be, as base64. No decoder has to like it: it is looked at. */
void bench_years_sound(struct buf *out);

#endif
