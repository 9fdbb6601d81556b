/* What a person waits for at the glass, at 1920 × 1200 with 20,000 changes on the tablet: any tap,
 * from the finger that lifts to the painted frame that answers it; any key of the own keyboard, in
 * several scripts; the first screen after a start; and how much memory all of it holds.
 *
 * The taps go round the screens, each seven times, and the middle of each counts; the slowest of
 * these is the figure, in time of the processor, for a busy machine gives others their turn
 * meanwhile; by the clock it is told beside. The start is the program's own, from its being called
 * to its end after one frame, so it is a little too long.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELD = 20000, ROUNDS = 7, STARTS = 9, WIDTH = 1920, HEIGHT = 1200 };

static const char *const taps[] = {"Amira H.",
                                   "Exploration/Sustained",
                                   "Persistence/Fleeting",
                                   "Exploration/Sustained",
                                   "Persistence/Fleeting",
                                   "Path so far",
                                   "Back",
                                   "Groups",
                                   "Close",
                                   "By name",
                                   "Least recent first",
                                   "Sync and tablet",
                                   "Dark",
                                   "150 %",
                                   "100 %",
                                   "Light",
                                   "Back"};
/* Letters, and the pages that they stand on, while a note is written. */
static const char *const keys[] = {"other letters",
                                   "abc",
                                   "O",
                                   "h",
                                   "backspace",
                                   "backspace",
                                   "other letters",
                                   "Urdu",
                                   "م",
                                   "ی",
                                   "shift",
                                   "ٹ",
                                   "backspace",
                                   "backspace",
                                   "backspace",
                                   "other letters",
                                   "Bengali",
                                   "ক",
                                   "◌্",
                                   "ত",
                                   "◌ি",
                                   "backspace",
                                   "backspace",
                                   "backspace",
                                   "backspace"};
enum { TAPS = sizeof(taps) / sizeof(taps[0]), KEYS = sizeof(keys) / sizeof(keys[0]), MOST = 32 };

struct lap {
    double cpu, wall; /* ms */
};

/* The turn that takes the finger in carries out what was asked; the next one shows it. */
static struct lap tap(struct bench_hand *h, const char *label)
{
    int64_t since = 0;
    int64_t cpu = 0;
    struct lap lap = {0, 0};

    bench_hand_down(h, label);
    bench_hand_turn(h);
    bench_hand_up(h, label);
    since = bench_now_ns();
    cpu = bench_cpu_ns();
    bench_hand_turn(h);
    bench_hand_turn(h);
    lap.cpu = (double)(bench_cpu_ns() - cpu) / 1e6;
    lap.wall = (double)(bench_now_ns() - since) / 1e6;
    bench_hand_settle(h);
    return lap;
}

static void measure_taps(struct bench_hand *h, const char *what, const char *const *labels,
                         int count)
{
    static double cpu[MOST][ROUNDS];
    static double wall[MOST][ROUNDS];
    double slowest = 0;
    int which = 0;

    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < count; i++) {
            struct lap lap = tap(h, labels[i]);
            cpu[i][round] = lap.cpu;
            wall[i][round] = lap.wall;
        }
    }
    for (int i = 0; i < count; i++) {
        double middle = bench_middle(cpu[i], ROUNDS);
        if (middle > slowest) {
            slowest = middle;
            which = i;
        }
    }
    bench_say(what, slowest, 16, "ms of processor");
    printf("    of %d taps the slowest is on %s: %.1f ms by the clock", count, labels[which],
           bench_middle(wall[which], ROUNDS));
    printf(" (%.1f the least disturbed), disk and others with it\n", wall[which][0]);
}

static void measure_keys(struct bench_hand *h)
{
    static const char *const before[] = {
        "Sync and tablet", "Urdu", "Bengali", "Back", "Amira H.", "What the pupil learned or did"};
    static const char *const after[] = {"Done", "Back"};

    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        bench_hand_tap(h, before[i]);
    }
    measure_taps(h, "any key to its painted frame, 1920 x 1200", keys, KEYS);
    for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
        bench_hand_tap(h, after[i]);
    }
}

/* What the system counts for this process: the client's parts and little else. */
static void measure_memory(void)
{
    struct buf status = {0};
    const char *line = NULL;

    bench_must(support_file_read("/proc/self/status", &status));
    line = strstr(buf_cstr(&status), "VmRSS:");
    CHECK(line != NULL);
    bench_say("resident memory, unlocked, 20,000 changes", strtod(line + 6, NULL) / 1024, 80, "MB");
    buf_finish(&status);
}

static void measure_start(const struct bench_tablet *t)
{
    char *program = support_program("cairn");
    char *assets = support_program("assets");
    struct buf script = {0};
    double ms[STARTS];

    buf_printf(&script, "%s/quit.acts", t->folder.path);
    bench_must(support_file_write(buf_cstr(&script), "quit\n", 5));
    for (int i = 0; i < STARTS; i++) {
        struct buf out = {0};
        int exit_code = -1;
        int64_t since = bench_now_ns();

        bench_must(support_run((const char *const[]){program, "--data", t->folder.path, "--size",
                                                     "1920x1200", "--assets", assets, "--script",
                                                     buf_cstr(&script), NULL},
                               20000, &out, &exit_code));
        ms[i] = (double)(bench_now_ns() - since) / 1e6;
        CHECK(exit_code == 0);
        buf_finish(&out);
    }
    bench_say("first screen, from the start of the program", bench_middle(ms, STARTS), 250, "ms");
    buf_finish(&script);
    free(assets);
    free(program);
}

int main(void)
{
    static struct bench_tablet tablet;
    struct bench_hand hand;

    bench_tablet_make(&tablet);
    bench_tablet_pull(&tablet, HELD, tablet.at_ms);
    bench_hand_open(&hand, &tablet);
    platform_resize(hand.platform, WIDTH, HEIGHT);
    (void)bench_hand_unlock(&hand);
    bench_hand_settle(&hand);
    measure_taps(&hand, "any tap to its painted frame, 1920 x 1200", taps, TAPS);
    measure_keys(&hand);
    measure_memory();
    bench_hand_close(&hand);
    measure_start(&tablet);
    bench_tablet_finish(&tablet);
    return 0;
}
