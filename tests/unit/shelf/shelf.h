/* shelf — a hub in a folder, a tablet that wrote into it, and a backup of that on a shelf.
 *
 * Shape    struct place is open to read; the verbs run in this process.
 * Units    As hub.h.
 * Errors   None: what does not hold stops the test.
 * Owns     place_make/place_end, as setup and teardown of a test. One place at a time.
 * Needs    base, change, json, http, hub, support, verbs, tablet.
 */
#ifndef SHELF_H
#define SHELF_H

#include "tablet.h"
#include "verbs.h"

#define NOW_MS 1789000000000LL /* September 2026 */
#define CANARY "canary-93b1f0"

struct place {
    struct support_folder folder;
    struct verbs hub;
    char *backup;
    struct id school;
    struct tablet tablet;
    struct id pupil;
};

int place_make(void **state);
int place_end(void **state);
void place_enrol(struct place *p, struct hub *hub, struct tablet *t);
/* A verb, in three parts, and its exit status. */
void place_run(struct place *p, const char *before, const char *word, const char *after, int want);
/* As a person does who copies files about, and knows of no verb. */
void place_put_store_back(struct place *p);
/* Until it has said where it listens. */
int place_serve_once(struct place *p);
/* The device of the hub's that a change of its own is by. */
struct id place_write_as_hub(struct place *p);
/* Of a sink whose ctx is a struct buf. */
enum status place_add_line(void *ctx, const char *line, size_t size);

#endif
