/* How fast the view folds changes, and answers.
 *
 * 20,000 observations of 96 pupils (as a year of a school) are folded in one transaction, into a
 * file and into memory; decoding the lines is outside the time. Then the questions of the class
 * screen are asked of a school of 5,000 pupils with those 20,000 observations.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHANGES     20000
#define PUPILS_FEW  96
#define PUPILS_MANY 5000
#define GROUPS      400
#define START_MS    1789000000000LL

struct load {
    struct buf lines[CHANGES];
    struct change changes[CHANGES];
    struct id school;
    struct rng rng;
};

static struct id new_id(struct rng *rng, int64_t at_ms)
{
    uint8_t chance[10];
    struct random_port port = rng_port(rng);

    port.fill(port.ctx, chance, sizeof chance);
    return id_v7(at_ms, chance);
}

static void must(enum status st)
{
    if (st != STATUS_OK) {
        (void)fprintf(stderr, "bench: %s\n", status_message());
    }
    CHECK(st == STATUS_OK);
}

static void add_observation(struct load *load, size_t i, const struct id *pupil,
                            const struct id *dev)
{
    static const char *const places[] = {"Hall", "Sensory room", "Pool", "Classroom", "Garden"};
    static const char *const levels[] = {"fleeting", "sustained", "established", "not-seen"};
    struct buf set = {0};
    int64_t at = START_MS + (int64_t)i * 400000;
    struct change_draft draft = {
        .dot = {{at, 0}, *dev, (int64_t)i + 1},
        .pupil = *pupil,
        .rec = new_id(&load->rng, at),
        .type = "observation",
    };

    buf_printf(&set,
               "{\"when\":%lld,\"instrument\":\"engagement-model\",\"version\":\"%064d\","
               "\"engagement\":{\"persistence\":\"%s\",\"anticipation\":\"%s\"},"
               "\"objective\":\"To choose between two\",\"activity\":\"At the table\","
               "\"outcome\":\"Reached out for the red one, then looked up and smiled at Jo.\","
               "\"doing\":\"snack\",\"place\":\"%s\",\"with\":\"Jo\",\"prompt\":\"gesture\"}",
               (long long)at, 0, levels[rng_below(&load->rng, 4)], levels[rng_below(&load->rng, 4)],
               places[rng_below(&load->rng, 5)]);
    draft.set = buf_cstr(&set);
    must(change_encode(&draft, &load->lines[i]));
    must(change_decode(load->lines[i].data, load->lines[i].size, &load->changes[i]));
    buf_finish(&set);
}

static struct load *load_make(const struct id *pupils, size_t pupil_count)
{
    struct load *load = mem_zero(1, sizeof *load);
    struct id dev;

    load->rng.state = 7;
    load->school = new_id(&load->rng, START_MS);
    dev = new_id(&load->rng, START_MS);
    for (size_t i = 0; i < CHANGES; i++) {
        add_observation(load, i, &pupils[rng_below(&load->rng, (uint32_t)pupil_count)], &dev);
    }
    return load;
}

static void load_finish(struct load *load)
{
    for (size_t i = 0; i < CHANGES; i++) {
        change_finish(&load->changes[i]);
        buf_finish(&load->lines[i]);
    }
    free(load);
}

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    const struct load *load = ctx;

    (void)school;
    buf_add(out, load->lines[place - 1].data, load->lines[place - 1].size);
    return STATUS_OK;
}

static struct view *open_view(struct sql *db, struct load *load)
{
    struct view_log log = {read_line, load};
    struct view *view = NULL;
    bool stale = false;

    must(view_open(db, VIEW_ON_TABLET, &log, &view, &stale));
    return view;
}

static void fold(struct sql *db, struct view *view, struct load *load)
{
    must(sql_begin(db));
    for (size_t i = 0; i < CHANGES; i++) {
        must(view_apply(view, &load->school, &load->changes[i], (int64_t)i + 1));
    }
    must(sql_commit(db));
}

static void say_fold(const char *name, double figures[BENCH_RUNS])
{
    double median = bench_median(figures);

    bench_say(name, median / 1000, 25, "µs");
    printf("    %.0f changes/s\n", 1e9 / median);
}

/* Nanoseconds a change. */
static double time_fold(const char *url, struct load *load)
{
    struct sql *db = NULL;
    struct view *view = NULL;
    int64_t begun = 0;
    int64_t ended = 0;

    must(sql_open(url, &db));
    view = open_view(db, load);
    begun = bench_now_ns();
    fold(db, view, load);
    ended = bench_now_ns();
    view_close(view);
    sql_close(db);
    return (double)(ended - begun) / CHANGES;
}

static void bench_file(struct load *load)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char folder[] = "/tmp/bench-fold-XXXXXX";
    double figures[BENCH_RUNS];
    char path[64];
    char url[80];

    CHECK(mkdtemp(folder) != NULL);
    for (int run = 0; run < BENCH_RUNS; run++) {
        (void)snprintf(url, sizeof url, "sqlite:%s/view.db", folder);
        figures[run] = time_fold(url, load);
        for (size_t i = 0; i < 3; i++) {
            (void)snprintf(path, sizeof path, "%s/view.db%s", folder, endings[i]);
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
    say_fold("fold a new observation, file", figures);
}

static void bench_memory(struct load *load)
{
    double figures[BENCH_RUNS];

    for (int run = 0; run < BENCH_RUNS; run++) {
        figures[run] = time_fold("sqlite::memory:", load);
    }
    say_fold("fold a new observation, memory", figures);
}

/* ---- questions ----------------------------------------------------------------------------- */

static void put(struct view *view, struct load *load, const struct change_draft *draft)
{
    struct buf line = {0};
    struct change c;

    must(change_encode(draft, &line));
    must(change_decode(line.data, line.size, &c));
    must(view_apply(view, &load->school, &c, CHANGES + 1));
    change_finish(&c);
    buf_finish(&line);
}

static void add_pupils(struct view *view, struct load *load, const struct id *pupils,
                       struct id *groups)
{
    struct buf set = {0};

    for (size_t i = 0; i < GROUPS; i++) {
        groups[i] = new_id(&load->rng, START_MS);
        buf_clear(&set);
        buf_printf(&set, "{\"name\":\"Class %zu\"}", i);
        put(view, load,
            &(struct change_draft){
                .dot = {{1, 0}, load->school, 1},
                .rec = groups[i],
                .type = "group",
                .set = buf_cstr(&set)
        });
    }
    for (size_t i = 0; i < PUPILS_MANY; i++) {
        buf_clear(&set);
        buf_printf(&set, "{\"given\":\"Pupil %u\",\"family\":\"Élan %zu\"}",
                   rng_below(&load->rng, 1000), i);
        put(view, load,
            &(struct change_draft){
                .dot = {{1, 0}, load->school, 1},
                .rec = pupils[i],
                .pupil = pupils[i],
                .type = "pupil",
                .set = buf_cstr(&set)
        });
        buf_clear(&set);
        buf_printf(&set, "{\"group\":\"%s\"}", groups[i % GROUPS].text);
        put(view, load,
            &(struct change_draft){
                .dot = {{1, 0}, load->school, 1},
                .rec = new_id(&load->rng, START_MS),
                .pupil = pupils[i],
                .type = "membership",
                .set = buf_cstr(&set)
        });
    }
    buf_finish(&set);
}

enum question { ASK_SCHOOL, ASK_GROUP, ASK_NAMES, ASK_NOTES, ASK_WORDS, ASK_COUNTS };

static void count_name(void *ctx, const char *name)
{
    size_t *count = ctx;

    *count += name[0] != '\0';
}

static void ask(struct view *view, struct load *load, const struct id *group, enum question what)
{
    struct arena arena = {0};
    struct id none = {""};
    struct view_span span = {
        .from_ms = START_MS + 3000LL * 400000,
        .until_ms = START_MS + 3100LL * 400000,
        .limit = 100,
    };
    struct view_pupil_rows pupils = {0};
    struct view_note_rows notes = {0};
    struct view_word_rows words = {0};
    struct view_count_rows counts = {0};
    size_t names = 0;

    switch (what) {
    case ASK_SCHOOL:
        must(view_pupils(view, &load->school, &none, VIEW_BY_NAME, &arena, &pupils));
        CHECK(pupils.count == PUPILS_MANY);
        break;
    case ASK_GROUP:
        must(view_pupils(view, &load->school, group, VIEW_LEAST_RECENT_FIRST, &arena, &pupils));
        CHECK(pupils.count == (PUPILS_MANY + GROUPS - 1) / GROUPS);
        break;
    case ASK_NAMES:
        must(view_each_name(view, &load->school, count_name, &names));
        CHECK(names >= PUPILS_MANY);
        break;
    case ASK_NOTES:
        must(view_notes(view, &load->school, NULL, &span, &arena, &notes));
        CHECK(notes.count == 100);
        break;
    case ASK_WORDS:
        must(view_words(view, &load->school, group, "place", &arena, &words));
        CHECK(words.count == 5);
        break;
    case ASK_COUNTS:
        must(view_counts_by_group(view, &load->school, &span, &arena, &counts));
        CHECK(counts.count == GROUPS);
        break;
    }
    arena_finish(&arena);
}

static void bench_questions(struct load *load, const struct id *pupils)
{
    static const struct {
        const char *name;
        enum question what;
        double most_ms;
    } questions[] = {
        {"all 5,000 pupils",     ASK_SCHOOL, 50},
        {"pupils of a group",    ASK_GROUP,  1 },
        {"names not to be said", ASK_NAMES,  8 },
        {"the latest 100 notes", ASK_NOTES,  2 },
        {"words for chips",      ASK_WORDS,  5 },
        {"counts of 400 groups", ASK_COUNTS, 50},
    };
    struct sql *db = NULL;
    struct id *groups = mem_zero(GROUPS, sizeof groups[0]);
    struct view *view = NULL;

    must(sql_open("sqlite::memory:", &db));
    view = open_view(db, load);
    fold(db, view, load);
    must(sql_begin(db));
    add_pupils(view, load, pupils, groups);
    must(sql_commit(db));
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        double figures[BENCH_RUNS];
        for (int run = 0; run < BENCH_RUNS; run++) {
            int64_t begun = bench_now_ns();
            ask(view, load, &groups[7], questions[i].what);
            figures[run] = (double)(bench_now_ns() - begun) / 1e6;
        }
        bench_say(questions[i].name, bench_median(figures), questions[i].most_ms, "ms");
    }
    free(groups);
    view_close(view);
    sql_close(db);
}

int main(void)
{
    struct id *pupils = mem_zero(PUPILS_MANY, sizeof pupils[0]);
    struct rng rng = {3};
    struct load *load = NULL;

    for (size_t i = 0; i < PUPILS_MANY; i++) {
        pupils[i] = new_id(&rng, START_MS - 1000);
    }
    load = load_make(pupils, PUPILS_FEW);
    bench_memory(load);
    bench_file(load);
    load_finish(load);
    load = load_make(pupils, PUPILS_MANY);
    bench_questions(load, pupils);
    load_finish(load);
    free(pupils);
    return 0;
}
