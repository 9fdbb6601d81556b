/* What a tap on Save costs, from the finger that lifts to the durable change, in the real client.
 *
 * The finger goes through SDL's queue, the ui, the observe screen and the app, as a person's does.
 * Beside it, turn by turn, the very box that the tap made goes into a bare table of the same folder
 * by one insert. Frames are made, not painted: painting comes after a commit, never before it.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAIRS = 20, WARM = 5, HELD = 2000 };

struct bench_tap {
    struct bench_tablet tablet;
    struct bench_hand hand;
    struct sql *bare;
    double durable[PAIRS];
    double seen[PAIRS];
    double bares[PAIRS];
};

static double since_us(int64_t then, int64_t now)
{
    return (double)(now - then) / 1000;
}

static void save(struct bench_tap *b, int turn)
{
    struct bench_hand *h = &b->hand;
    static const char *const names[] = {"Amira H.", "Ben H.",   "Chidi H.", "Daisy H.",
                                        "Ewan H.",  "Farah H.", "Gwen H.",  "Hari H."};
    int64_t since = 0;

    b->tablet.at_ms += 60000;
    bench_hand_tap(h, names[turn % 8]);
    bench_hand_tap(h, "Exploration/Sustained");
    bench_hand_tap(h, "Persistence/Fleeting");
    bench_hand_down(h, "Save");
    bench_hand_turn(h);
    bench_hand_up(h, "Save");
    since = bench_now_ns();
    bench_hand_turn(h);
    CHECK(h->saved_ns > since);
    b->durable[turn] = since_us(since, h->saved_ns);
    bench_hand_turn(h); /* "Saved" is on the screen */
    b->seen[turn] = since_us(since, bench_now_ns());
    bench_hand_settle(h);
}

static void save_bare(struct bench_tap *b, int turn)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct sql_stmt *stmt = NULL;
    struct hash hash;
    int64_t seq = 0;
    int64_t since = 0;

    bench_must(store_own_end(b->tablet.store, &seq, &hash));
    bench_must(store_own_at(b->tablet.store, seq, &arena, &box));
    since = bench_now_ns();
    bench_must(sql_prepare(b->bare, "INSERT INTO bare(bytes) VALUES($1)", &stmt));
    sql_bind_bytes(stmt, 1, box.box, box.size);
    bench_must(sql_finish_run(stmt));
    sql_finish(stmt);
    b->bares[turn] = since_us(since, bench_now_ns());
    arena_finish(&arena);
}

int main(void)
{
    struct bench_tap *b = mem_zero(1, sizeof(*b));
    double durable[BENCH_RUNS];
    double seen[BENCH_RUNS];
    double bares[BENCH_RUNS];

    bench_tablet_make(&b->tablet);
    bench_tablet_pull(&b->tablet, HELD, b->tablet.at_ms);
    b->bare = bench_bare(&b->tablet);
    bench_hand_open(&b->hand, &b->tablet);
    b->hand.is_blind = true;
    (void)bench_hand_unlock(&b->hand);
    bench_hand_settle(&b->hand);
    for (int i = 0; i < WARM; i++) {
        save(b, i);
        save_bare(b, i);
    }
    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < PAIRS; i++) {
            save(b, i);
            save_bare(b, i);
        }
        durable[run] = bench_middle(b->durable, PAIRS);
        seen[run] = bench_middle(b->seen, PAIRS);
        bares[run] = bench_middle(b->bares, PAIRS);
    }
    bench_say_ratio("tap on Save, until durable", bench_median(durable), bench_median(bares), 2,
                    "µs");
    printf("    %-40s %10.1f µs\n", "until the frame that says so (unpainted)", bench_median(seen));
    bench_hand_close(&b->hand);
    sql_close(b->bare);
    bench_tablet_finish(&b->tablet);
    free(b);
    return 0;
}
