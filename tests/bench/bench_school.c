/* A school that is pushed from: the same observations for every bench, of the same shape and size.
 */
#include "bench_school.h"

#include "bench_tablet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t wall(void *ctx)
{
    const int64_t *now_ms = ctx;

    return *now_ms;
}

/* ---- the school ----------------------------------------------------------------------------- */

static void expect(struct http_reply *reply, int status)
{
    if (reply->status != status) {
        (void)fprintf(stderr, "bench: the hub answered %d %s\n", reply->status,
                      buf_cstr(&reply->body));
    }
    CHECK(reply->status == status);
    http_reply_finish(reply);
}

static void join(struct bench_school *b, struct tablet *t)
{
    struct hub_code code = {.school = b->school, .label = "Bench"};
    struct buf secret = {0};
    struct http_reply reply;

    bench_must(hub_code_make(b->hub, &code, &secret));
    tablet_init(t, b->hub, &b->chance, &b->now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    expect(&reply, 201);
    buf_finish(&secret);
}

/* ---- what will be pushed -------------------------------------------------------------------- */

/* One element of an array in words: quoted, with quotes and backslashes escaped. */
static void add_element(struct buf *out, const char *line, size_t size)
{
    buf_byte(out, out->size == 0 ? '{' : ',');
    buf_byte(out, '"');
    for (size_t i = 0; i < size; i++) {
        if (line[i] == '"' || line[i] == '\\') {
            buf_byte(out, '\\');
        }
        buf_byte(out, line[i]);
    }
    buf_byte(out, '"');
}

/* The line itself, as the tablet wrote it before it was sealed. */
static void add_line(const struct tablet *t, const struct tablet_draft *draft, struct buf *lines)
{
    struct change_draft d = {
        .dot = {t->clock, t->dev, t->seq},
        .rec = draft->rec,
        .pupil = draft->pupil,
        .type = draft->type,
        .set = draft->set
    };
    struct buf line = {0};

    bench_must(change_encode(&d, &line));
    add_element(lines, line.data, line.size);
    buf_finish(&line);
}

void bench_school_write(struct bench_school *b, struct tablet *t, int64_t count,
                        struct bench_batch *out)
{
    struct buf set = {0};

    *out = (struct bench_batch){.first = t->seq + 1, .count = count};
    for (int64_t i = 0; i < count; i++) {
        struct tablet_draft draft = {.type = "observation"};
        b->now_ms += 60000;
        draft.rec = tablet_new_id(t);
        draft.pupil = b->pupils[rng_below(&b->chance, (uint32_t)b->pupil_count)];
        bench_observation(&b->chance, b->now_ms, &set);
        draft.set = buf_cstr(&set);
        tablet_write(t, &draft);
        add_line(t, &draft, &out->lines);
    }
    buf_byte(&out->lines, '}');
    out->body = t->body;
    t->body = (struct buf){0};
    tablet_sign(t, &t->hash, &out->signature);
    buf_finish(&set);
}

void bench_batch_finish(struct bench_batch *batch)
{
    buf_finish(&batch->body);
    buf_finish(&batch->signature);
    buf_finish(&batch->lines);
}

void bench_school_push(struct tablet *t, const struct bench_batch *batch)
{
    struct http_reply reply;

    tablet_push_body(t, batch->body.data, batch->body.size, buf_cstr(&batch->signature), &reply);
    expect(&reply, 200);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void write_roster(struct bench_school *b)
{
    struct http_reply reply;

    for (size_t i = 0; i < b->pupil_count; i++) {
        b->pupils[i] = tablet_write_pupil(&b->tablets[0]);
    }
    tablet_push(&b->tablets[0], &reply);
    expect(&reply, 200);
}

void bench_school_make(struct bench_school *b, const char *url, size_t tablets, size_t pupils)
{
    struct random_port random = change_system_random();

    CHECK(tablets >= 1 && tablets <= SCHOOL_TABLETS_MOST && pupils > 0);
    *b = (struct bench_school){.chance = {5}, .now_ms = 1789000000000LL};
    b->options = (struct hub_options){
        .store = url, .clock = {wall, &b->now_ms},
             .random = random
    };
    bench_must(change_setup());
    box_pair_make(&random, &b->options.keys.box);
    sign_pair_make(&random, &b->options.keys.sign);
    bench_must(hub_create(&b->options, &b->hub));
    bench_must(
        hub_school_add(b->hub, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}", &b->school));
    for (size_t i = 0; i < tablets; i++) {
        join(b, &b->tablets[i]);
    }
    b->tablet_count = tablets;
    b->pupils = mem_zero(pupils, sizeof *b->pupils);
    b->pupil_count = pupils;
    write_roster(b);
}

void bench_school_finish(struct bench_school *b)
{
    for (size_t i = 0; i < b->tablet_count; i++) {
        tablet_finish(&b->tablets[i]);
    }
    free(b->pupils);
    hub_destroy(b->hub);
}
