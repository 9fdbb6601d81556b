/* What the client costs while nobody touches it.
 *
 * The program itself is started on a display, unlocked by a click as a person would, and left alone
 * on the class screen for ten seconds. Its processor time is read from the system, all threads
 * together. Less than one of the system's own ticks in that time is what "0 %" means here: a clock
 * that turns a minute, and a look each second whether the daemon has brought something, are allowed
 * to cost no more than that.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HELD = 2000, IDLE_S = 10, REST_S = 2, TRIES_MAX = 60 };

/* Where the button lies: the same layout, in a window of our own that is closed again. */
static void find_unlock(struct bench_tablet *t, char x[16], char y[16])
{
    struct bench_hand hand;
    const struct ui_place *place = NULL;

    bench_hand_open(&hand, t);
    bench_hand_settle(&hand);
    place = bench_hand_place(&hand, "Unlock");
    (void)snprintf(x, 16, "%d", place->at.x + place->at.w / 2);
    (void)snprintf(y, 16, "%d", place->at.y + place->at.h / 2);
    bench_hand_close(&hand);
}

static void click(const char *x, const char *y)
{
    const char *const words[] = {"/usr/bin/env", "xdotool", "mousemove", x, y, "click", "1", NULL};
    struct buf out = {0};
    int code = 0;

    bench_must(support_run(words, 5000, &out, &code));
    CHECK(code == 0);
    buf_finish(&out);
}

/* Waits without working; the client has nothing to say meanwhile. */
static void wait_ms(struct support_child *client, int ms)
{
    struct buf line = {0};

    CHECK(support_child_line(client, ms, &line) == STATUS_BUSY);
    buf_finish(&line);
}

/* An unlock that folds so many changes leaves a snapshot. */
static bool is_unlocked(struct bench_tablet *t)
{
    struct store_snapshot snapshot;
    struct arena arena = {0};
    bool found = store_snapshot_get(t->store, &arena, &snapshot) == STATUS_OK;

    arena_finish(&arena);
    return found;
}

/* ---- what the system says ------------------------------------------------------------------- */

struct used {
    int64_t ticks;
    int64_t ns;
    int64_t turns; /* times that a thread was given the processor */
};

static const char *skip_words(const char *text, int count)
{
    for (int i = 0; i < count && text != NULL; i++) {
        text = strchr(text, ' ');
        text = text != NULL ? text + 1 : NULL;
    }
    return text;
}

static void read_ticks(pid_t pid, struct used *out)
{
    char path[64];
    struct buf text = {0};
    const char *at = NULL;
    char *end = NULL;

    (void)snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
    bench_must(support_file_read(path, &text));
    at = skip_words(strrchr(buf_cstr(&text), ')'), 12);
    CHECK(at != NULL);
    out->ticks = strtoll(at, &end, 10);
    out->ticks += strtoll(end, NULL, 10);
    buf_finish(&text);
}

static void read_thread(const char *path, struct used *out)
{
    struct buf text = {0};
    char *end = NULL;

    bench_must(support_file_read(path, &text));
    out->ns += strtoll(buf_cstr(&text), &end, 10);
    (void)strtoll(end, &end, 10);
    out->turns += strtoll(end, NULL, 10);
    buf_finish(&text);
}

static struct used read_used(pid_t pid)
{
    struct used used = {0};
    char path[320];
    const struct dirent *entry = NULL;
    DIR *threads = NULL;

    read_ticks(pid, &used);
    (void)snprintf(path, sizeof(path), "/proc/%ld/task", (long)pid);
    threads = opendir(path);
    CHECK(threads != NULL);
    while ((entry = readdir(threads)) != NULL) {
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof(path), "/proc/%ld/task/%s/schedstat", (long)pid,
                           entry->d_name);
            read_thread(path, &used);
        }
    }
    (void)closedir(threads);
    return used;
}

static void measure(struct support_child *client)
{
    double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    struct used before = read_used(client->pid);
    struct used after = {0};
    double busy_s = 0;

    wait_ms(client, IDLE_S * 1000);
    after = read_used(client->pid);
    busy_s = (double)(after.ns - before.ns) / 1e9;
    bench_say("idle on the class screen, unlocked, 10 s", busy_s * 100 / IDLE_S,
              tick_s * 100 / IDLE_S, "%");
    printf("    %" PRId64 " ticks, %.2f ms of processor, %" PRId64 " turns\n",
           after.ticks - before.ticks, busy_s * 1000, after.turns - before.turns);
}

int main(void)
{
    struct bench_tablet tablet;
    struct support_child client = {0};
    char *program = support_program("cairn");
    char *assets = support_program("assets");
    char x[16];
    char y[16];
    int tries = 0;

    bench_tablet_make(&tablet);
    find_unlock(&tablet, x, y);
    bench_tablet_pull(&tablet, HELD, tablet.at_ms);
    bench_must(support_child_start(
        (const char *const[]){program, "--data", tablet.folder.path, "--size", "1280x800",
                              "--assets", assets, "--demo-passphrase", BENCH_PASSPHRASE, NULL},
        &client));
    while (!is_unlocked(&tablet)) {
        wait_ms(&client, 500); /* the window may not be there at the first click */
        click(x, y);
        CHECK(++tries < TRIES_MAX);
    }
    wait_ms(&client, REST_S * 1000);
    measure(&client);
    CHECK(support_child_end(&client, 5000) == 0);
    bench_tablet_finish(&tablet);
    free(assets);
    free(program);
    return 0;
}
