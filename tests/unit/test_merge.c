/* The fold gives the same record for every order of arrival.
 *
 * Each story is a few changes of one record and the line that must come out. Every permutation is
 * folded twice side by side: once straight through, once with the record kept and restored from
 * its log after each change. Both must export the same bytes after every step, and the story's
 * line at the end; what is kept must be the same text for every order too.
 *
 * Planted faults, each built once and seen to fail here: heads placed by (at, n) alone, so that a
 * tie goes to whoever came last; what is gone forgotten when the change named there comes, or never
 * noted when it has come already; type and pupil taken from the first to arrive; a change allowed
 * to replace itself; what is kept leaving out what is gone.
 */
#include "merge.h"
#include "cases.h"

#include <stdlib.h>
#include <string.h>

#define CHANGES_MAX 5
#define REC         "018f0000-0000-7000-8000-00000000eeee"
#define DEV_A       "018f0000-0000-7000-8000-0000000000a1"
#define DEV_B       "018f0000-0000-7000-8000-0000000000b1"
#define DEV_C       "018f0000-0000-7000-8000-0000000000c1"
#define PUPIL_P     "018f0000-0000-7000-8000-00000000aaaa"
#define PUPIL_Q     "018f0000-0000-7000-8000-00000000bbbb"
#define HEAD        "{\"rec\":\"" REC "\",\"type\":"
#define FOR_P       ",\"pupil\":\"" PUPIL_P "\",\"school\":\"100001\",\"fields\":"

struct told {
    const char *dev;
    int64_t seq;
    int64_t at;
    int64_t n;
    const char *type;  /* NULL: observation */
    const char *pupil; /* NULL: PUPIL_P; "": none */
    const char *set;
    const char *over;
};
/* The formatter would line the columns up far past the limit of a line. */
/* clang-format off */
static struct story {
    const char *name;
    struct told told[CHANGES_MAX];
    const char *want;
} stories[] = {
    {"one change is a record",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"when\":5}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Hall\",\"when\":5},\"conflicts\":[]}"},
    {"an edit replaces what it names",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"when\":5}", NULL},
      {DEV_B, 1, 90, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"}},
     /* B's clock is behind, so B decides what the record is; its word counts all the same */
     HEAD "\"observation\"" FOR_P "{\"place\":\"Pool\",\"when\":5},\"conflicts\":[]}"},
    {"a chain of three",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_C, 1, 300, 0, NULL, NULL, "{\"place\":\"Yard\"}", "{\"place\":[\"" DEV_B ":1\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Yard\"},\"conflicts\":[]}"},
    {"two at once are in conflict, and an edit of another field is not",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"with\":\"Jo\"}", NULL},
      {DEV_A, 2, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_B, 1, 300, 0, NULL, NULL, "{\"place\":\"Yard\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_C, 1, 400, 0, NULL, NULL, "{\"with\":\"Sam\"}", "{\"with\":[\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P
     "{\"place\":\"Yard\",\"with\":\"Sam\"},\"conflicts\":[\"place\"]}"},
    {"two edits of one change, then a third",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_A, 2, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_B, 1, 300, 0, NULL, NULL, "{\"place\":\"Yard\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_C, 1, 250, 0, NULL, NULL, "{\"place\":\"Room 2\"}",
       "{\"place\":[\"" DEV_A ":2\",\"" DEV_B ":1\",\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Room 2\"},\"conflicts\":[]}"},
    {"a tie of clocks goes to the greater device",
     {{DEV_B, 1, 100, 0, NULL, NULL, "{\"place\":\"Pool\"}", NULL},
      {DEV_C, 1, 100, 0, NULL, NULL, "{\"place\":\"Yard\"}", NULL},
      {DEV_A, 9, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Yard\"},\"conflicts\":[\"place\"]}"},
    {"on one device to the greater number",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_A, 10, 100, 0, NULL, NULL, "{\"place\":\"Yard\"}", NULL},
      {DEV_A, 9, 100, 0, NULL, NULL, "{\"place\":\"Pool\"}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Yard\"},\"conflicts\":[\"place\"]}"},
    {"the counter decides before the device",
     {{DEV_C, 1, 100, 0, NULL, NULL, "{\"place\":\"Yard\"}", NULL},
      {DEV_A, 1, 100, 1, NULL, NULL, "{\"place\":\"Hall\"}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Hall\"},\"conflicts\":[\"place\"]}"},
    {"created twice with another type and pupil: the least decides",
     {{DEV_A, 1, 100, 0, "self_assessment", PUPIL_Q, "{\"when\":1}", NULL},
      {DEV_B, 1, 99, 0, "observation", PUPIL_P, "{\"when\":1}", NULL},
      {DEV_C, 1, 99, 0, "target", "", "{\"title\":\"To ask\"}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"title\":\"To ask\",\"when\":1},\"conflicts\":[]}"},
    {"the same, and the least is for nobody",
     {{DEV_A, 1, 100, 0, "self_assessment", PUPIL_Q, "{\"when\":1}", NULL},
      {DEV_C, 1, 99, 0, "group", "", "{\"name\":\"Oak\"}", NULL}},
     HEAD "\"group\",\"pupil\":null,\"school\":\"100001\",\"fields\":"
          "{\"name\":\"Oak\",\"when\":1},\"conflicts\":[]}"},
    {"void by one, edited by another",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_A, 2, 200, 0, NULL, NULL, "{\"void\":\"wrong pupil\"}", NULL},
      {DEV_B, 1, 300, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P
     "{\"place\":\"Pool\",\"void\":\"wrong pupil\"},\"conflicts\":[]}"},
    {"void and then not",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_A, 2, 200, 0, NULL, NULL, "{\"void\":\"undone\"}", NULL},
      {DEV_A, 3, 300, 0, NULL, NULL, "{\"void\":null}", "{\"void\":[\"" DEV_A ":2\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Hall\",\"void\":null},\"conflicts\":[]}"},
    {"equal words are no conflict, whatever the order of their keys",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"engagement\":{\"a\":1,\"b\":[2]}}", NULL},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"engagement\":{\"b\":[2],\"a\":1}}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"engagement\":{\"a\":1,\"b\":[2]}},\"conflicts\":[]}"},
    {"1 and 1.0 are two values",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"when\":1}", NULL},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"when\":1.0}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"when\":1.0},\"conflicts\":[\"when\"]}"},
    {"null is a value, and in conflict with a word",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"place\":null,\"with\":null}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":null,\"with\":null},\"conflicts\":[\"place\"]}"},
    {"a third who agrees with the second leaves the first in conflict",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", NULL},
      {DEV_C, 1, 300, 0, NULL, NULL, "{\"place\":\"Pool\"}", NULL}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Pool\"},\"conflicts\":[\"place\"]}"},
    {"nobody replaces their own word",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", "{\"place\":[\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Hall\"},\"conflicts\":[]}"},
    {"two who replace each other leave no word",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"when\":3}",
       "{\"place\":[\"" DEV_B ":1\"]}"},
      {DEV_B, 1, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"when\":3},\"conflicts\":[]}"},
    {"what is replaced but never came does no harm",
     {{DEV_A, 5, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}",
       "{\"place\":[\"" DEV_C ":7\",\"" DEV_C ":7\",\"" DEV_B ":2\"]}"},
      {DEV_B, 3, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":5\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Pool\"},\"conflicts\":[]}"},
    {"unknown types and fields are kept",
     {{DEV_A, 1, 100, 0, "dragon", NULL, "{\"fire\":[1,{\"hot\":true}]}", NULL},
      {DEV_B, 1, 200, 0, "dragon", NULL, "{\"wings\":2}", NULL}},
     HEAD "\"dragon\"" FOR_P "{\"fire\":[1,{\"hot\":true}],\"wings\":2},\"conflicts\":[]}"},
    {"settled by naming every head, while a fifth writes on",
     {{DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"with\":\"Jo\"}", NULL},
      {DEV_B, 1, 100, 1, NULL, NULL, "{\"place\":\"Pool\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_C, 1, 100, 1, NULL, NULL, "{\"place\":\"Yard\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
      {DEV_A, 2, 500, 0, NULL, NULL, "{\"place\":\"Gym\"}",
       "{\"place\":[\"" DEV_B ":1\",\"" DEV_C ":1\"]}"},
      {DEV_B, 2, 50, 0, NULL, NULL, "{\"place\":\"Bus\",\"with\":\"Al\"}",
       "{\"place\":[\"" DEV_B ":1\"],\"with\":[\"" DEV_A ":1\"]}"}},
     HEAD "\"observation\"" FOR_P "{\"place\":\"Gym\",\"with\":\"Al\"},\"conflicts\":[\"place\"]}"},
};
/* clang-format on */

/* ---- a log of decoded changes, and the two folds side by side -------------------------------- */

struct log {
    struct buf lines[CHANGES_MAX];
    struct change changes[CHANGES_MAX];
    size_t count;
};

static struct id as_id(const char *text)
{
    struct id id = {""};

    text_copy(id.text, sizeof id.text, text);
    return id;
}

static void log_add(struct log *log, const struct told *told)
{
    struct buf *line = &log->lines[log->count];
    struct change_draft draft = {
        .dot = {{told->at, told->n}, as_id(told->dev), told->seq},
        .by = as_id(told->seq % 2 == 0 ? PUPIL_Q : ""),
        .pupil = as_id(told->pupil != NULL ? told->pupil : PUPIL_P),
        .rec = as_id(REC),
        .type = told->type != NULL ? told->type : "observation",
        .set = told->set,
        .over = told->over,
    };

    assert_int_equal(change_encode(&draft, line), STATUS_OK);
    assert_int_equal(change_decode(line->data, line->size, &log->changes[log->count]), STATUS_OK);
    log->count++;
}

static void log_finish(struct log *log)
{
    for (size_t i = 0; i < log->count; i++) {
        change_finish(&log->changes[i]);
        buf_finish(&log->lines[i]);
    }
}

static enum status log_line(void *ctx, int64_t place, struct change *out)
{
    struct log *log = ctx;
    const struct buf *line = &log->lines[place - 1];

    assert_in_range(place, 1, log->count);
    return change_decode(line->data, line->size, out);
}

static void keep_and_restore(struct merge_record *r, struct log *log)
{
    struct merge_log port = {log_line, log};
    struct merge_record again;
    struct buf state = {0};
    struct buf twice = {0};

    merge_keep(r, &state);
    assert_int_equal(state.size == 0, merge_only_place(r) != 0);
    merge_init(&again);
    again.rec = r->rec;
    again.type = mem_text(r->type);
    again.pupil = r->pupil;
    again.first = r->first;
    again.first_by = r->first_by;
    assert_int_equal(merge_restore(&again, buf_cstr(&state), merge_only_place(r), &port),
                     STATUS_OK);
    merge_keep(&again, &twice);
    assert_string_equal(buf_cstr(&state), buf_cstr(&twice));
    merge_finish(r);
    *r = again;
    buf_finish(&state);
    buf_finish(&twice);
}

static void heads_are_in_order(const struct merge_record *r)
{
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        assert_ptr_equal(merge_find(r, f->name), f);
        for (size_t j = 1; j < f->head_count; j++) {
            assert_true(dot_order(&f->heads[j - 1].dot, &f->heads[j].dot) > 0);
        }
    }
}

/* Folds the log in this order; the export and the state of the end are added to the buffers. */
static void fold(struct log *log, const size_t *order, struct buf *line, struct buf *state)
{
    struct merge_record straight;
    struct merge_record kept;
    struct buf other = {0};

    merge_init(&straight);
    merge_init(&kept);
    for (size_t i = 0; i < log->count; i++) {
        size_t at = order[i];
        merge_apply(&straight, &log->changes[at], (int64_t)at + 1);
        merge_apply(&kept, &log->changes[at], (int64_t)at + 1);
        if (i % 2 == 1) { /* a second arrival changes nothing */
            merge_apply(&straight, &log->changes[order[i - 1]], (int64_t)order[i - 1] + 1);
        }
        keep_and_restore(&kept, log);
        heads_are_in_order(&straight);
        buf_clear(line);
        buf_clear(&other);
        merge_export(&straight, "100001", line);
        merge_export(&kept, "100001", &other);
        assert_string_equal(buf_cstr(line), buf_cstr(&other));
    }
    merge_keep(&straight, state);
    merge_finish(&straight);
    merge_finish(&kept);
    buf_finish(&other);
}

/* Every permutation gives want; want NULL: what the first one gave. */
static void fold_all(struct log *log, const char *want)
{
    size_t order[CHANGES_MAX] = {0, 1, 2, 3, 4};
    struct buf first = {0};
    struct buf first_state = {0};
    struct buf line = {0};
    struct buf state = {0};

    fold(log, order, &first, &first_state);
    assert_string_equal(buf_cstr(&first), want != NULL ? want : buf_cstr(&first));
    while (cases_next_order(order, log->count)) {
        buf_clear(&state);
        fold(log, order, &line, &state);
        assert_string_equal(buf_cstr(&line), buf_cstr(&first));
        assert_string_equal(buf_cstr(&state), buf_cstr(&first_state));
    }
    buf_finish(&first);
    buf_finish(&first_state);
    buf_finish(&line);
    buf_finish(&state);
}

static void check_story(void **state)
{
    const struct story *story = *state;
    struct log log = {0};

    for (size_t i = 0; i < CHANGES_MAX && story->told[i].dev != NULL; i++) {
        log_add(&log, &story->told[i]);
    }
    fold_all(&log, story->want);
    log_finish(&log);
}

/* ---- what chance writes ---------------------------------------------------------------------- */

static const char *const devs[] = {DEV_A, DEV_B, DEV_C};
static const char *const names[] = {"place", "with", "void"};

/* An over of this field naming any of the story's changes, itself and ghosts among them. */
static void chance_over(struct rng *r, const char *name, struct buf *over)
{
    uint32_t count = rng_below(r, 4);

    buf_printf(over, "%s\"%s\":[", over->size > 1 ? "," : "", name);
    for (uint32_t i = 0; i < count; i++) {
        buf_printf(over, "%s\"%s:%u\"", i > 0 ? "," : "", devs[rng_below(r, 3)],
                   rng_below(r, 4) + 1);
    }
    buf_byte(over, ']');
}

static void chance_change(struct rng *r, struct log *log, int64_t *last_seq)
{
    static const char *const values[] = {
        "1", "1.0", "\"Hall\"", "null", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"};
    struct buf set = {0};
    struct buf over = {0};
    uint32_t dev = rng_below(r, 3);

    buf_byte(&set, '{');
    buf_byte(&over, '{');
    for (size_t i = 0; i < 3; i++) {
        if (i > 0 && rng_below(r, 2) == 0) {
            continue;
        }
        buf_printf(&set, "%s\"%s\":%s", set.size > 1 ? "," : "", names[i], values[rng_below(r, 6)]);
        if (rng_below(r, 3) > 0) {
            chance_over(r, names[i], &over);
        }
    }
    buf_byte(&set, '}');
    buf_byte(&over, '}');
    last_seq[dev]++;
    struct told told = {devs[dev],
                        last_seq[dev],
                        (int64_t)rng_below(r, 3) + 100,
                        rng_below(r, 2),
                        rng_below(r, 4) == 0 ? "target" : NULL,
                        rng_below(r, 4) == 0 ? PUPIL_Q : NULL,
                        buf_cstr(&set),
                        buf_cstr(&over)};
    log_add(log, &told);
    buf_finish(&set);
    buf_finish(&over);
}

static void and_chance_finds_nothing_else(void **state)
{
    const char *given = getenv("SIM_SEED");
    int64_t seed = 20260901;
    struct rng r;

    (void)state;
    if (given != NULL) {
        assert_int_equal(text_to_int64(given, &seed), STATUS_OK);
    }
    print_message("SIM_SEED=%lld\n", (long long)seed);
    r.state = (uint64_t)seed;
    for (int run = 0; run < 60; run++) {
        struct log log = {0};
        int64_t last_seq[3] = {0};
        for (uint32_t i = 0; i < 3 + (run % 4 == 0 ? 2U : 1U); i++) {
            chance_change(&r, &log, last_seq);
        }
        fold_all(&log, NULL);
        log_finish(&log);
    }
}

/* ---- what is asked of a record --------------------------------------------------------------- */

static void over_names_all_heads(void **state)
{
    static const char *const asked[] = {"place", "nothing", "with"};
    static const char *const none[] = {"nothing"};
    struct told told[] = {
        {DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\",\"with\":\"Jo\"}", NULL},
        {DEV_B, 4, 200, 0, NULL, NULL, "{\"place\":\"Pool\"}",                 NULL},
    };
    struct log log = {0};
    struct merge_record r;
    struct buf over = {0};

    (void)state;
    log_add(&log, &told[0]);
    log_add(&log, &told[1]);
    merge_init(&r);
    merge_apply(&r, &log.changes[0], 1);
    merge_apply(&r, &log.changes[1], 2);
    assert_false(merge_over(&r, none, 1, &over));
    assert_int_equal(over.size, 0);
    assert_true(merge_over(&r, asked, 3, &over));
    assert_string_equal(buf_cstr(&over), "{\"place\":[\"" DEV_B ":4\",\"" DEV_A ":1\"],"
                                         "\"with\":[\"" DEV_A ":1\"]}");
    assert_null(merge_find(&r, "nothing"));
    assert_null(merge_value(NULL));
    assert_int_equal(merge_value(merge_find(&r, "place"))->place, 2);
    assert_string_equal(json_text(merge_find(&r, "place")->heads[1].value), "Hall");
    merge_finish(&r);
    buf_finish(&over);
    log_finish(&log);
}

static struct void_row {
    const char *set;
    const char *want;
} void_rows[] = {
    {"{\"void\":\"twice\"}", "twice"},
    {"{\"void\":null}",      NULL   },
    {"{\"void\":\"\"}",      NULL   },
    {"{\"void\":true}",      NULL   },
    {"{\"place\":\"Hall\"}", NULL   },
};

static void a_reason_makes_void(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof void_rows / sizeof void_rows[0]; i++) {
        struct told told = {DEV_A, 1, 100, 0, NULL, NULL, void_rows[i].set, NULL};
        struct log log = {0};
        struct merge_record r;
        log_add(&log, &told);
        merge_init(&r);
        merge_apply(&r, &log.changes[0], 1);
        if (!text_equal(merge_void_reason(&r), void_rows[i].want)) {
            fail_msg("%s", void_rows[i].set);
        }
        merge_finish(&r);
        log_finish(&log);
    }
}

/* What is kept may be damaged: a sentence, no crash. */
static void what_does_not_fit_is_refused(void **state)
{
    static const char *const states[] = {
        "nonsense",     "{\"at\":[0]}", "{\"at\":[\"1\"]}", "{\"gone\":{\"place\":{\"x\":[1]}}}",
        "{\"at\":[2]}",
    };
    struct told told = {DEV_A, 1, 100, 0, NULL, NULL, "{\"place\":\"Hall\"}", NULL};
    struct log log = {0};

    (void)state;
    log_add(&log, &told);
    log_add(&log, &told);
    change_finish(&log.changes[1]);
    buf_clear(&log.lines[1]);
    buf_text(&log.lines[1], buf_cstr(&log.lines[0]));
    strstr(log.lines[1].data, REC)[0] = 'f'; /* a line of another record */
    assert_int_equal(change_decode(log.lines[1].data, log.lines[1].size, &log.changes[1]),
                     STATUS_OK);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct merge_log port = {log_line, &log};
        struct merge_record r;
        merge_init(&r);
        r.rec = as_id(REC);
        r.type = mem_text("observation");
        if (merge_restore(&r, states[i], 0, &port) != STATUS_DAMAGED) {
            fail_msg("%s", states[i]);
        }
        merge_finish(&r);
    }
    log_finish(&log);
}

int main(void)
{
    struct CMUnitTest tests[sizeof stories / sizeof stories[0]];
    const struct CMUnitTest rules[] = {
        cmocka_unit_test(and_chance_finds_nothing_else),
        cmocka_unit_test(over_names_all_heads),
        cmocka_unit_test(a_reason_makes_void),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };

    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        tests[i] = (struct CMUnitTest){
            .name = stories[i].name, .test_func = check_story, .initial_state = &stories[i]};
    }
    return cmocka_run_group_tests_name("every order of arrival", tests, NULL, NULL) +
           cmocka_run_group_tests_name("merged records", rules, NULL, NULL);
}
