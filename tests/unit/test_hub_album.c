/* Own pictures and recorded voices at the hub: as large as they may be they are stored, exported,
 * folded again to the same bytes, sent on to whom they concern, and erased with their pupil.
 *
 * Planted faults, each built once and seen to fail here: records of many fields left out of the
 * export; an erasure that leaves the lines where they are.
 */
#include "cases.h"
#include "tablet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOO_LONG = 200000 /* bytes; a third more as text: no line has room for it */ };

/* What is kept in a record of its own, and how its words and its bytes are called. */
struct kind {
    const char *type, *words, *rest, *bytes;
    size_t most, over; /* bytes; and the first whose text its field has no room for */
};
static const struct kind pictures = {"picture", "label", "\"mark\":\"aa\",\"added\":7",
                                     "image",   180000,  180001};
static const struct kind clips = {"clip",
                                  "words",
                                  "\"phrase\":\"aa\",\"language\":\"en\",\"spoken\":7,\"ms\":900,"
                                  "\"speaker\":\"00000000-0000-7000-8000-00000000000a\"",
                                  "sound",
                                  90000,
                                  90001};

struct desk {
    const struct kind *kind;
    struct tablet_world *world;
    struct tablet a, b;
    struct id pupil;
};

static int open_desk(void **state, const struct kind *kind)
{
    static struct desk desk;
    void *world = NULL;

    desk = (struct desk){.kind = kind};
    assert_int_equal(tablet_world_make(&world), 0);
    desk.world = world;
    tablet_join(desk.world, &desk.a, NULL);
    desk.pupil = tablet_write_pupil(&desk.a);
    tablet_expect_push(&desk.a, 200, "\"held\":[]");
    *state = &desk;
    return 0;
}

static int with_pictures(void **state)
{
    return open_desk(state, &pictures);
}

static int with_clips(void **state)
{
    return open_desk(state, &clips);
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    void *world = d->world;

    tablet_finish(&d->a);
    tablet_finish(&d->b);
    return tablet_world_end(&world);
}

/* Bytes that no two records share, as base64. */
static void make_bytes(size_t size, uint64_t seed, struct buf *out)
{
    struct rng rng = {seed};
    struct buf bytes = {0};

    while (bytes.size < size) {
        buf_byte(&bytes, (char)(uint8_t)rng_below(&rng, 256));
    }
    buf_base64(out, bytes.data, bytes.size);
    buf_finish(&bytes);
}

/* pupil none: the school's. */
static struct id write_one(struct desk *d, const struct id *pupil, const char *words,
                           const struct buf *bytes)
{
    const struct kind *k = d->kind;
    struct tablet_draft draft = {.type = k->type, .rec = tablet_new_id(&d->a), .pupil = *pupil};
    struct buf set = {0};

    buf_printf(&set, "{\"%s\":\"%s\",%s,\"%s\":\"", k->words, words, k->rest, k->bytes);
    buf_add(&set, bytes->data, bytes->size);
    buf_text(&set, "\"}");
    draft.set = buf_cstr(&set);
    tablet_write(&d->a, &draft);
    buf_finish(&set);
    return draft.rec;
}

static enum status keep_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void export(struct desk *d, struct buf *records, struct buf *changes)
{
    const struct hub_sink one = {keep_line, records};
    const struct hub_sink other = {keep_line, changes};

    buf_clear(records);
    buf_clear(changes);
    assert_int_equal(hub_export_records(d->world->hub, NULL, &one), STATUS_OK);
    assert_int_equal(hub_export_changes(d->world->hub, NULL, &other), STATUS_OK);
}

static size_t count_of(const struct buf *text, const char *part)
{
    size_t count = 0;

    for (const char *at = strstr(buf_cstr(text), part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* ---- the record ------------------------------------------------------------------------------ */

static void the_largest_is_kept_and_folded_again(void **state)
{
    static const struct id nobody = {""};
    struct desk *d = *state;
    struct buf theirs = {0};
    struct buf schools = {0};
    struct buf before[2] = {{0}};
    struct buf after[2] = {{0}};
    struct sync_page page;
    int64_t changes = 0;

    make_bytes(d->kind->most, 1, &theirs);
    make_bytes(d->kind->most, 2, &schools);
    (void)write_one(d, &d->pupil, "Swing", &theirs);
    (void)write_one(d, &nobody, "Hall", &schools);
    tablet_expect_push(&d->a, 200, "\"held\":[]");
    export(d, &before[0], &before[1]);
    assert_int_equal(count_of(&before[0], buf_cstr(&theirs)), 1);
    assert_int_equal(count_of(&before[0], buf_cstr(&schools)), 1);
    assert_int_equal(hub_rebuild(d->world->hub, &changes), STATUS_OK);
    export(d, &after[0], &after[1]);
    assert_true(buf_equal(&before[0], &after[0]));
    assert_true(buf_equal(&before[1], &after[1]));
    tablet_join(d->world, &d->b, NULL);
    tablet_page(&d->b, "/v1/pull?epoch=", &page);
    assert_int_equal(page.count, 4); /* the school, the pupil, and both */
    sync_page_finish(&page);
    for (size_t i = 0; i < 2; i++) {
        buf_finish(&before[i]);
        buf_finish(&after[i]);
    }
    buf_finish(&theirs);
    buf_finish(&schools);
}

/* A tablet of one group gets the school's, and none of a pupil of another. */
static void a_pupils_goes_where_the_pupil_goes(void **state)
{
    static const struct id nobody = {""};
    struct desk *d = *state;
    struct buf image = {0};
    struct id group = tablet_new_id(&d->a);
    struct id rec = {""};
    struct sync_page page;

    make_bytes(900, 3, &image);
    tablet_join(d->world, &d->b, &group);
    (void)write_one(d, &d->pupil, "Swing", &image);
    rec = write_one(d, &nobody, "Hall", &image);
    tablet_expect_push(&d->a, 200, "\"held\":[]");
    tablet_page(&d->b, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.pupil_count, 0);
    assert_int_equal(page.count, 2); /* the school, and what is its own */
    assert_false(id_is_none(&rec));
    sync_page_finish(&page);
    buf_finish(&image);
}

static void an_erasure_takes_it(void **state)
{
    static const struct id nobody = {""};
    struct desk *d = *state;
    struct hub_erasure erasure = {.school = d->world->school, .pupil = d->pupil};
    struct buf theirs = {0};
    struct buf schools = {0};
    struct buf records = {0};
    struct buf changes = {0};
    struct hub_sink sink = {keep_line, &(struct buf){0}};
    int64_t count = 0;
    int64_t faults = 9;

    make_bytes(d->kind->most, 4, &theirs);
    make_bytes(900, 5, &schools);
    (void)write_one(d, &d->pupil, "Swing", &theirs);
    (void)write_one(d, &nobody, "Hall", &schools);
    tablet_expect_push(&d->a, 200, "\"held\":[]");
    assert_int_equal(hub_erase(d->world->hub, &erasure), STATUS_OK);
    export(d, &records, &changes);
    assert_int_equal(count_of(&records, buf_cstr(&theirs)), 0);
    assert_int_equal(count_of(&changes, buf_cstr(&theirs)), 0);
    assert_int_equal(count_of(&records, "Swing"), 0);
    assert_int_equal(count_of(&records, buf_cstr(&schools)), 1);
    assert_int_equal(hub_verify(d->world->hub, &sink, &count, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    (void)write_one(d, &d->pupil, "Late", &theirs); /* from one who had not heard */
    tablet_expect_push(&d->a, 200, "\"held\":[]");
    export(d, &records, &changes);
    assert_int_equal(count_of(&changes, buf_cstr(&theirs)), 0);
    buf_finish(&theirs);
    buf_finish(&schools);
    buf_finish(&records);
    buf_finish(&changes);
}

/* What is longer than a line may be is held, and blocks nothing; what is longer than its field, or
 * no picture and no sound at all, is stored as it came, for the hub opens none: whoever shows or
 * plays it looks first. */
static void what_is_none_harms_nobody(void **state)
{
    struct desk *d = *state;
    struct tablet_draft bad = {.type = d->kind->type, .pupil = d->pupil};
    struct buf bytes = {0};
    struct buf records = {0};
    struct buf changes = {0};
    struct buf line = {0};

    make_bytes(TOO_LONG, 6, &bytes);
    bad.rec = tablet_new_id(&d->a);
    buf_printf(&line, "{\"%s\":\"%s\"}", d->kind->bytes, buf_cstr(&bytes));
    tablet_write_raw(&d->a, &d->pupil, line.data, line.size);
    tablet_expect_push(&d->a, 200, "\"reason\":\"form\"");
    buf_clear(&line);
    buf_printf(&line, "{\"%s\":\"X\",\"%s\":7}", d->kind->words, d->kind->bytes);
    bad.set = buf_cstr(&line);
    tablet_write(&d->a, &bad);
    tablet_expect_push(&d->a, 200, "\"reason\":\"shape\"");
    buf_clear(&bytes);
    make_bytes(d->kind->over, 7, &bytes);
    (void)write_one(d, &d->pupil, "Over", &bytes);
    buf_clear(&bytes);
    buf_text(&bytes, "bm8gcGljdHVyZSBhdCBhbGw=");
    (void)write_one(d, &d->pupil, "Odd", &bytes);
    tablet_expect_push(&d->a, 200, "\"acked\":5");
    export(d, &records, &changes);
    assert_int_equal(count_of(&records, ":\"Odd\""), 1);
    assert_int_equal(count_of(&records, ":\"Over\""), 1);
    assert_int_equal(count_of(&records, ":\"X\""), 0);
    buf_finish(&bytes);
    buf_finish(&records);
    buf_finish(&changes);
    buf_finish(&line);
}

int main(void)
{
    cases_add_placed("the largest is kept and folded again", the_largest_is_kept_and_folded_again,
                     with_pictures, close_desk);
    cases_add_placed("a pupil's goes where the pupil goes", a_pupils_goes_where_the_pupil_goes,
                     with_pictures, close_desk);
    cases_add_placed("an erasure takes it", an_erasure_takes_it, with_pictures, close_desk);
    cases_add_placed("what is no picture harms nobody", what_is_none_harms_nobody, with_pictures,
                     close_desk);
    cases_add_placed("the longest voice is kept", the_largest_is_kept_and_folded_again, with_clips,
                     close_desk);
    cases_add_placed("a pupil's voices go where the pupil goes", a_pupils_goes_where_the_pupil_goes,
                     with_clips, close_desk);
    cases_add_placed("an erasure takes voices", an_erasure_takes_it, with_clips, close_desk);
    cases_add_placed("what is no voice harms nobody", what_is_none_harms_nobody, with_clips,
                     close_desk);
    return cases_run("pictures and voices at the hub", NULL, NULL);
}
