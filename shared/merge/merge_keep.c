/* Keeping a record beside its log, and having it back.
 *
 * A merged record could be stored with all its values, but then every word lies on the disk twice.
 * The log has the words; what the log cannot say cheaply is which of its lines still hold a head
 * and what has been replaced. That is the whole state, as JSON:
 *
 *     {"at":[5,9],"gone":{"outcome":{"<device>":[1,4]}}}
 *
 * at: the places whose changes hold a head, ascending; gone: field, device, its numbers. Most
 * records were written once and never touched again; for them the state is no text at all, only
 * the place of that one change. Restoring is folding those few changes again with what is gone
 * known beforehand, so there is one fold and not two that must agree.
 */
#include "merge_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- keeping -------------------------------------------------------------------------------- */

struct places {
    int64_t *at;
    size_t count;
};

static int place_order(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* Every place that holds a head, once, ascending. The caller frees p->at. */
static void find_places(const struct merge_record *r, struct places *p)
{
    size_t most = 0;
    size_t kept = 0;

    for (size_t i = 0; i < r->field_count; i++) {
        most += r->fields[i].head_count;
    }
    p->at = mem_alloc(most * sizeof p->at[0]);
    for (size_t i = 0; i < r->field_count; i++) {
        for (size_t j = 0; j < r->fields[i].head_count; j++) {
            p->at[p->count] = r->fields[i].heads[j].place;
            p->count++;
        }
    }
    qsort(p->at, p->count, sizeof p->at[0], place_order);
    for (size_t i = 0; i < p->count; i++) {
        if (i == 0 || p->at[i] != p->at[kept - 1]) {
            p->at[kept] = p->at[i];
            kept++;
        }
    }
    p->count = kept;
}

int64_t merge_only_place(const struct merge_record *r)
{
    int64_t place = 0;

    CHECK(r != NULL);
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        if (f->gone_count > 0 || f->head_count != 1) {
            return 0;
        }
        if (place != 0 && f->heads[0].place != place) {
            return 0;
        }
        place = f->heads[0].place;
    }
    return place;
}

/* gone is in order of device, so each device has its numbers together. */
static void put_gone(struct json_writer *w, const struct merge_field *f)
{
    json_open_object(w, f->name);
    for (size_t i = 0; i < f->gone_count; i++) {
        bool is_next = i > 0 && id_equal(&f->gone[i - 1].dev, &f->gone[i].dev);
        if (!is_next && i > 0) {
            json_close_list(w);
        }
        if (!is_next) {
            json_open_list(w, f->gone[i].dev.text);
        }
        json_put_int(w, NULL, f->gone[i].seq);
    }
    json_close_list(w);
    json_close_object(w);
}

void merge_keep(const struct merge_record *r, struct buf *state)
{
    struct json_writer w;
    struct places places = {0};

    CHECK(state != NULL);
    if (merge_only_place(r) != 0) {
        return;
    }
    find_places(r, &places);
    json_begin(&w, state);
    json_open_object(&w, NULL);
    json_open_list(&w, "at");
    for (size_t i = 0; i < places.count; i++) {
        json_put_int(&w, NULL, places.at[i]);
    }
    json_close_list(&w);
    json_open_object(&w, "gone");
    for (size_t i = 0; i < r->field_count; i++) {
        if (r->fields[i].gone_count > 0) {
            put_gone(&w, &r->fields[i]);
        }
    }
    json_close_object(&w);
    json_close_object(&w);
    free(places.at);
}

/* ---- restoring ------------------------------------------------------------------------------ */

static enum status fault(void)
{
    return FAIL(STATUS_DAMAGED, "What is kept of a record does not fit its log: fold it again.");
}

static enum status take_place(struct merge_record *r, int64_t place, const struct merge_log *log)
{
    enum status st = STATUS_OK;
    struct change c = {0};

    if (place <= 0) {
        return fault();
    }
    TRY(log->line(log->ctx, place, &c));
    if (!id_equal(&c.rec, &r->rec)) {
        st = fault();
        goto done;
    }
    merge_apply(r, &c, place);

done:
    change_finish(&c);
    return st;
}

/* {"<device>":[1,4]} of one field. */
static enum status take_gone(struct merge_field *f, const struct json_value *devices)
{
    struct json_walk walk = {0};

    while (json_next(devices, &walk)) {
        struct id dev;
        if (id_parse(walk.key, &dev) != STATUS_OK) {
            return fault();
        }
        for (size_t i = 0; i < json_count(walk.value); i++) {
            merge_gone_add(f, &dev, json_int(json_item(walk.value, i), 0));
        }
    }
    merge_gone_settle(f);
    return STATUS_OK;
}

enum status merge_restore(struct merge_record *r, const char *state, int64_t only_place,
                          const struct merge_log *log)
{
    enum status st = STATUS_OK;
    struct json_value *kept = NULL;
    const struct json_value *places = NULL;
    struct json_walk walk = {0};

    CHECK(r != NULL && state != NULL && log != NULL);
    CHECK(r->type != NULL && r->field_count == 0);
    if (state[0] == '\0') {
        return take_place(r, only_place, log);
    }
    if (json_parse(state, strlen(state), &kept) != STATUS_OK) {
        return fault();
    }
    while (json_next(json_member(kept, "gone"), &walk)) {
        TRY(take_gone(merge_field_at(r, walk.key), walk.value));
    }
    places = json_member(kept, "at");
    for (size_t i = 0; i < json_count(places); i++) {
        TRY(take_place(r, json_int(json_item(places, i), 0), log));
    }

done:
    json_free(kept);
    return st;
}
