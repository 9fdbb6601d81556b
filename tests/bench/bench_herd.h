/* bench_herd — many tablets of one school that push at once.
 *
 * Shape    struct herd is the school with its files, struct herd_load the tablets of one storm;
 *          herd_run plays one against a hub or against the floor, in a process of its own.
 * Units    *_s is seconds, *_mb is 1,048,576 bytes.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     herd_make/herd_finish.
 * Needs    bench_floor, bench_tablet, tablet, hub, agent, support.
 */
#ifndef BENCH_HERD_H
#define BENCH_HERD_H

#include "support.h"
#include "tablet.h"

struct herd_batch {
    struct buf body;
    struct buf signature;
};
struct herd_tablet {
    char token[128];
    char path[96];
    struct herd_batch *batches;
    int count;
};
struct herd_load {
    int tablet_count;
    int change_count; /* of each */
    int batch_rows;
    struct herd_tablet *tablets;
};
struct herd {
    struct support_folder folder; /* the hub's files before any storm */
    struct herd_load *loads;
    int load_count;
};
struct herd_figures {
    double median_s;
    double last_s;
    double peak_mb;
    double rest_mb;  /* once all have gone */
    int again_count; /* how often a client had to come again */
};

void herd_make(struct herd *h, struct herd_load *loads, int count);
void herd_finish(struct herd *h);
void herd_copy(const struct herd *h, const struct support_folder *to);
/* kind is "hub" or "floor". */
void herd_run(const struct herd *h, const char *kind, const struct herd_load *load,
              struct herd_figures *out);
/* The process that serves: says its address and its pin, a line each, and never returns. */
void herd_serve(const char *kind, const char *folder);

#endif
