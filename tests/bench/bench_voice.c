/* What the recorded voices of a question cost the screen: the slowest turn of the client's loop
 * from the tap that opens the question until it has been asked.
 *
 * Each phrase of the question that has most of them among those that come with Cairn is recorded,
 * and each recording is as long as one may be, which nobody's is: twenty seconds. They are read
 * from the store and looked at before they are played, and no turn may be longer for it than any
 * frame. What was read is kept while the room is open.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"
#include "bench_years.h"

#include <stdio.h>

enum { TURNS = 400, SAID = 5 /* the question, a card, three answers */ };
static const char *const phrases[] = {
    "Do you like it?", "I like it",   "Not sure", "I don't like it", "I don't know",
    "Not now",         "Circle time", "Painting", "Music",           "Story",
    "Maths",           "PE",          "Playtime", "Lunch",
};
enum { PHRASES = sizeof(phrases) / sizeof(phrases[0]) };

/* ms of the slowest turn after the finger lifted. */
static double ask(struct bench_hand *h)
{
    static const char *const label = "What I like at school";
    double slowest = 0;

    bench_hand_tap(h, "Amira H.");
    bench_hand_tap(h, "Path so far");
    bench_hand_tap(h, "Hand over to Amira");
    bench_hand_tap(h, "No practice");
    bench_hand_down(h, label);
    bench_hand_turn(h);
    bench_hand_up(h, label);
    for (int i = 0; i < TURNS; i++) {
        int64_t since = bench_now_ns();
        double ms = 0;
        bench_hand_turn(h);
        ms = (double)(bench_now_ns() - since) / 1e6;
        slowest = ms > slowest ? ms : slowest;
    }
    return slowest;
}

/* sound NULL: nothing is recorded. A room that was left open opens again, so it is another tablet
 * each time. */
static double ask_anew(const char *sound)
{
    struct bench_tablet tablet;
    struct bench_hand hand;
    double slowest = 0;

    bench_tablet_make(&tablet);
    if (sound != NULL) {
        bench_tablet_pull_clips(&tablet, phrases, PHRASES, sound);
    }
    bench_hand_open(&hand, &tablet);
    (void)bench_hand_unlock(&hand);
    bench_hand_settle(&hand);
    slowest = ask(&hand);
    CHECK(hand.clips_said == (sound != NULL ? SAID : 0));
    bench_hand_close(&hand);
    bench_tablet_finish(&tablet);
    return slowest;
}

int main(void)
{
    double with[BENCH_RUNS];
    double without[BENCH_RUNS];
    struct buf sound = {0};

    bench_years_sound(&sound);
    for (int run = 0; run < BENCH_RUNS; run++) {
        without[run] = ask_anew(NULL);
        with[run] = ask_anew(buf_cstr(&sound));
    }
    bench_say("slowest turn that asks by recordings", bench_median(with), 16, "ms");
    printf("    %-40s %10.1f ms\n", "by the tablet's own voice", bench_median(without));
    buf_finish(&sound);
    return 0;
}
