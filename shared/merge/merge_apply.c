/* The fold itself: a change arrives, and each field that it sets has new heads.
 *
 * Changes come in any order: an edit may come before what it edits, and two people may write at
 * once. The obvious way, "the later one wins", loses words without a trace. So a field keeps every
 * change that nobody has replaced (its heads), and remembers every change that was named in an
 * `over` (gone). A change that arrives after the one that replaced it is known by its number and
 * does not become a head. gone is never forgotten, not even when the change named there has come:
 * two edits may replace the same change, one before and one after it, and only a memory without
 * conditions is the same for every order. It also makes a second arrival harmless.
 */
#include "merge_private.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS_ROOM_LEAST 8

void merge_init(struct merge_record *r)
{
    CHECK(r != NULL);
    *r = (struct merge_record){0};
}

static void finish_field(struct merge_field *f)
{
    for (size_t i = 0; i < f->head_count; i++) {
        json_free(f->heads[i].value);
    }
    free(f->heads);
    free(f->gone);
    free(f->name);
}

void merge_finish(struct merge_record *r)
{
    CHECK(r != NULL);
    for (size_t i = 0; i < r->field_count; i++) {
        finish_field(&r->fields[i]);
    }
    free(r->fields);
    free(r->type);
    merge_init(r);
}

/* Where name stands among the fields, or where it would. */
static size_t field_place(const struct merge_record *r, const char *name, bool *found)
{
    size_t low = 0;
    size_t high = r->field_count;

    *found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(r->fields[middle].name, name);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct merge_field *merge_find(const struct merge_record *r, const char *name)
{
    bool found = false;

    CHECK(r != NULL && name != NULL);
    size_t at = field_place(r, name, &found);
    return found ? &r->fields[at] : NULL;
}

struct merge_field *merge_field_at(struct merge_record *r, const char *name)
{
    bool found = false;
    size_t at = field_place(r, name, &found);
    size_t count = r->field_count;

    if (found) {
        return &r->fields[at];
    }
    /* The room is the next power of two, so it need not be kept. */
    if (count == 0 || (count >= FIELDS_ROOM_LEAST && (count & (count - 1)) == 0)) {
        size_t room = count == 0 ? FIELDS_ROOM_LEAST : count * 2;
        r->fields = mem_grow(r->fields, room * sizeof r->fields[0]);
    }
    memmove(&r->fields[at + 1], &r->fields[at], (count - at) * sizeof r->fields[0]);
    r->fields[at] = (struct merge_field){.name = mem_text(name)};
    r->field_count++;
    return &r->fields[at];
}

/* ---- what is gone --------------------------------------------------------------------------- */

static int gone_order(const void *a, const void *b)
{
    const struct merge_gone *left = a;
    const struct merge_gone *right = b;
    int order = strcmp(left->dev.text, right->dev.text);

    return order != 0 ? order : (left->seq > right->seq) - (left->seq < right->seq);
}

void merge_gone_add(struct merge_field *f, const struct id *dev, int64_t seq)
{
    size_t count = f->gone_count;

    if (count == 0 || (count & (count - 1)) == 0) {
        f->gone = mem_grow(f->gone, (count == 0 ? 1 : count * 2) * sizeof f->gone[0]);
    }
    f->gone[count] = (struct merge_gone){.dev = *dev, .seq = seq};
    f->gone_count++;
}

static bool is_gone(const struct merge_field *f, const struct dot *dot)
{
    struct merge_gone key = {.dev = dot->dev, .seq = dot->seq};

    return f->gone_count > 0 &&
           bsearch(&key, f->gone, f->gone_count, sizeof f->gone[0], gone_order) != NULL;
}

static void drop_gone_heads(struct merge_field *f)
{
    size_t kept = 0;

    for (size_t i = 0; i < f->head_count; i++) {
        if (is_gone(f, &f->heads[i].dot)) {
            json_free(f->heads[i].value);
        } else {
            f->heads[kept] = f->heads[i];
            kept++;
        }
    }
    f->head_count = kept;
}

void merge_gone_settle(struct merge_field *f)
{
    size_t kept = 0;

    if (f->gone_count == 0) {
        return;
    }
    qsort(f->gone, f->gone_count, sizeof f->gone[0], gone_order);
    for (size_t i = 1; i < f->gone_count; i++) {
        if (gone_order(&f->gone[kept], &f->gone[i]) != 0) {
            kept++;
            f->gone[kept] = f->gone[i];
        }
    }
    f->gone_count = kept + 1;
    drop_gone_heads(f);
}

/* The changes that c replaces here. Its own number counts for nothing: a change cannot replace
 * itself (PROTOCOL section 2: "of another change"). */
static void take_over(struct merge_field *f, const struct change *c, const struct json_value *list)
{
    size_t before = f->gone_count;

    for (size_t i = 0; i < json_count(list); i++) {
        const char *text = json_text(json_item(list, i));
        struct id dev;
        int64_t seq = 0;
        if (text == NULL || !change_parse_dot(text, &dev, &seq)) {
            continue;
        }
        if (seq == c->dot.seq && id_equal(&dev, &c->dot.dev)) {
            continue;
        }
        merge_gone_add(f, &dev, seq);
    }
    if (f->gone_count > before) {
        merge_gone_settle(f);
    }
}

/* ---- heads ---------------------------------------------------------------------------------- */

/* Where a dot stands among the heads, the greatest first. */
static size_t head_place(const struct merge_field *f, const struct dot *dot)
{
    size_t at = 0;

    while (at < f->head_count && dot_order(&f->heads[at].dot, dot) > 0) {
        at++;
    }
    return at;
}

static void take_head(struct merge_field *f, const struct change *c, int64_t place,
                      const struct json_value *value)
{
    size_t at = head_place(f, &c->dot);

    if (is_gone(f, &c->dot)) {
        return;
    }
    if (at < f->head_count && dot_order(&f->heads[at].dot, &c->dot) == 0) {
        return; /* it has come before */
    }
    f->heads = mem_grow(f->heads, (f->head_count + 1) * sizeof f->heads[0]);
    memmove(&f->heads[at + 1], &f->heads[at], (f->head_count - at) * sizeof f->heads[0]);
    f->heads[at] =
        (struct merge_head){.dot = c->dot, .by = c->by, .place = place, .value = json_keep(value)};
    f->head_count++;
}

/* The change with the least dot says what the record is and whom it concerns. */
static void take_origin(struct merge_record *r, const struct change *c)
{
    if (r->type != NULL && dot_order(&c->dot, &r->first) >= 0) {
        return;
    }
    if (r->type == NULL || strcmp(r->type, c->type) != 0) {
        free(r->type);
        r->type = mem_text(c->type);
    }
    r->rec = c->rec;
    r->pupil = c->pupil;
    r->first = c->dot;
    r->first_by = c->by;
}

void merge_apply(struct merge_record *r, const struct change *c, int64_t place)
{
    struct json_walk walk = {0};

    CHECK(r != NULL && c != NULL && place > 0);
    CHECK(r->type == NULL || id_equal(&r->rec, &c->rec));
    take_origin(r, c);
    while (json_next(c->set, &walk)) {
        struct merge_field *f = merge_field_at(r, walk.key);
        if (c->over != NULL) {
            take_over(f, c, json_member(c->over, walk.key));
        }
        take_head(f, c, place, walk.value);
    }
}

/* ---- questions ------------------------------------------------------------------------------ */

const struct merge_head *merge_value(const struct merge_field *f)
{
    return f != NULL && f->head_count > 0 ? &f->heads[0] : NULL;
}

bool merge_in_conflict(const struct merge_field *f)
{
    CHECK(f != NULL);
    for (size_t i = 1; i < f->head_count; i++) {
        if (!json_same(f->heads[0].value, f->heads[i].value)) {
            return true;
        }
    }
    return false;
}

const char *merge_void_reason(const struct merge_record *r)
{
    const struct merge_head *head = merge_value(merge_find(r, "void"));
    const char *reason = head != NULL ? json_text(head->value) : NULL;

    return reason != NULL && reason[0] != '\0' ? reason : NULL;
}

static void put_heads(struct json_writer *w, const struct merge_field *f)
{
    struct buf name = {0};

    json_open_list(w, f->name);
    for (size_t i = 0; i < f->head_count; i++) {
        buf_clear(&name);
        buf_printf(&name, "%s:%lld", f->heads[i].dot.dev.text, (long long)f->heads[i].dot.seq);
        json_put_text(w, NULL, buf_cstr(&name));
    }
    json_close_list(w);
    buf_finish(&name);
}

bool merge_over(const struct merge_record *r, const char *const *fields, size_t count,
                struct buf *over)
{
    struct json_writer w;
    bool has_some = false;

    CHECK(r != NULL && over != NULL && (fields != NULL || count == 0));
    for (size_t i = 0; i < count; i++) {
        const struct merge_field *f = merge_find(r, fields[i]);
        if (f == NULL || f->head_count == 0) {
            continue;
        }
        if (!has_some) {
            json_begin(&w, over);
            json_open_object(&w, NULL);
            has_some = true;
        }
        put_heads(&w, f);
    }
    if (has_some) {
        json_close_object(&w);
    }
    return has_some;
}
