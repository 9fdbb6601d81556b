/* What a photograph of twelve megapixels costs while it becomes a picture that may be kept: how
 * long the screen makes a person wait meanwhile, how much memory the client holds at most, and how
 * long it takes.
 *
 * The worker makes it small, as for the app, while the screen is drawn anew as fast as it can be:
 * the whole of it, which is more than any tap asks for. The slowest of these frames is the figure,
 * for that is when a finger would find the screen asleep; its bound is the house's for any frame.
 * The memory is the most that the process held since the unlock, whose own 64 MB are given back by
 * then; its bound is the house's for the client. The JPEG is one whose blocks come again and again,
 * each row of them closed in itself: a decoder has as much to do with it as with a camera's.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"
#include "paper.h"
#include "platform_photo.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELD = 2000, PIECE = 640, WIDTH = 4000, HEIGHT = 3072, MOST_HIGH = 2790 };

/* ---- a photograph ---------------------------------------------------------------------------- */

/* From mark to mark of a JPEG's head; NULL: it has none. */
static char *mark_of(const struct buf *jpeg, int which)
{
    size_t at = 2;

    while (at + 4 < jpeg->size && (uint8_t)jpeg->data[at + 1] != which) {
        at += 2 + ((size_t)(uint8_t)jpeg->data[at + 2] << 8 | (uint8_t)jpeg->data[at + 3]);
    }
    return at + 4 < jpeg->size ? jpeg->data + at : NULL;
}

static void put_side(char *at, int side)
{
    at[0] = (char)(uint8_t)(side >> 8);
    at[1] = (char)(uint8_t)(side & 255);
}

/* All blocks of a small one are an interval of a large one, which holds it some forty times. */
static void repeat(struct buf *small, struct buf *out)
{
    char *frame = mark_of(small, 0xc0);
    char *scan = mark_of(small, 0xda);
    int block = (uint8_t)frame[11] == 0x22 ? 16 : 8; /* colours at half the size, or at all of it */
    int blocks = (PIECE / block) * (PIECE / block);
    int count = WIDTH / block * (HEIGHT / block) / blocks;
    size_t head = (size_t)(scan - small->data);
    size_t data = head + 2 + (uint8_t)scan[3];
    char interval[] = {'\xff', '\xdd', 0, 4, 0, 0};

    CHECK(count * blocks == WIDTH / block * (HEIGHT / block));
    put_side(frame + 5, HEIGHT);
    put_side(frame + 7, WIDTH);
    put_side(interval + 4, blocks);
    buf_add(out, small->data, head);
    buf_add(out, interval, sizeof(interval));
    buf_add(out, small->data + head, data - head);
    for (int i = 0; i < count; i++) {
        buf_add(out, small->data + data, small->size - data - 2); /* but for the mark of the end */
        if (i + 1 < count) {
            buf_byte(out, '\xff');
            buf_byte(out, (char)(uint8_t)(0xd0 + i % 8));
        }
    }
    buf_add(out, "\xff\xd9", 2);
}

static void make_jpeg(const char *path)
{
    static const struct paper paper = {PIECE, PIECE, PAPER_COLOUR, PAPER_NOISE};
    struct buf png = {0};
    struct buf small = {0};
    struct buf large = {0};

    paper_png(&paper, &png);
    bench_must(support_file_write(path, png.data, png.size));
    bench_must(platform_shrink_photo(path, &small));
    repeat(&small, &large);
    bench_must(support_file_write(path, large.data, large.size));
    buf_finish(&png);
    buf_finish(&small);
    buf_finish(&large);
}

/* As large as a file may be; what inflating costs is not in it. */
static void make_png(const char *path)
{
    static const struct paper paper = {WIDTH, MOST_HIGH, PAPER_COLOUR, PAPER_NOISE};
    struct buf png = {0};

    paper_png(&paper, &png);
    bench_must(support_file_write(path, png.data, png.size));
    buf_finish(&png);
}

/* ---- made small, beside a screen that is drawn ----------------------------------------------- */

struct making {
    const char *path;
    struct buf jpeg;
    enum status st;
    int64_t took_ns;
    atomic_bool is_done;
};
struct figures {
    double slowest, middle, took; /* ms: frames, and the picture */
};
enum { FRAMES_MOST = 4000 };

static void make(void *ctx)
{
    struct making *m = ctx;
    int64_t since = bench_now_ns();

    m->st = platform_shrink_photo(m->path, &m->jpeg);
    m->took_ns = bench_now_ns() - since;
    atomic_store(&m->is_done, true);
}

static struct figures measure(struct bench_hand *h, const char *path)
{
    static double frames[FRAMES_MOST];
    struct making m = {.path = path};
    struct figures out = {0, 0, 0};
    size_t count = 0;

    atomic_init(&m.is_done, false);
    CHECK(platform_work(h->platform, make, &m));
    while (!atomic_load(&m.is_done) && count < FRAMES_MOST) {
        int64_t since = bench_now_ns();
        ui_forget_drawn(h->ui);
        bench_hand_turn(h);
        frames[count] = (double)(bench_now_ns() - since) / 1e6;
        out.slowest = frames[count] > out.slowest ? frames[count] : out.slowest;
        count++;
    }
    while (!atomic_load(&m.is_done)) {
        bench_hand_turn(h);
    }
    bench_must(m.st);
    CHECK(count > 0 && m.jpeg.size > 0);
    out.middle = bench_middle(frames, count);
    out.took = (double)m.took_ns / 1e6;
    buf_finish(&m.jpeg);
    return out;
}

static void measure_all(struct bench_hand *h, const char *name, const char *path)
{
    double slowest[BENCH_RUNS];
    double middle[BENCH_RUNS];
    double took[BENCH_RUNS];
    struct buf what = {0};

    for (int run = 0; run < BENCH_RUNS; run++) {
        struct figures f = measure(h, path);
        slowest[run] = f.slowest;
        middle[run] = f.middle;
        took[run] = f.took;
    }
    buf_printf(&what, "slowest whole frame beside a %s of 12 MP", name);
    bench_say(buf_cstr(&what), bench_median(slowest), 16, "ms");
    printf("    %-40s %10.1f ms\n", "the middle one", bench_median(middle));
    printf("    %-40s %10.1f ms\n", "until the picture is there", bench_median(took));
    buf_finish(&what);
}

/* From here on the most is counted anew (Linux: proc(5), clear_refs). */
static void forget_peak(void)
{
    mem_give_back();
    bench_must(support_file_write("/proc/self/clear_refs", "5", 1));
}

/* The most that it held. */
static double peak_mb(void)
{
    struct buf status = {0};
    const char *line = NULL;
    double mb = 0;

    bench_must(support_file_read("/proc/self/status", &status));
    line = strstr(buf_cstr(&status), "VmHWM:");
    CHECK(line != NULL);
    mb = strtod(line + 6, NULL) / 1024;
    buf_finish(&status);
    return mb;
}

/* Files are made by another process, or their making would be the peak. */
static int make_files(char **paths)
{
    make_jpeg(paths[0]);
    make_png(paths[1]);
    return 0;
}

static void order_files(const char *program, char *jpeg, char *png)
{
    struct buf out = {0};
    int exit_code = -1;

    bench_must(
        support_run((const char *const[]){program, jpeg, png, NULL}, 60000, &out, &exit_code));
    CHECK(exit_code == 0);
    buf_finish(&out);
}

int main(int count, char **words)
{
    static struct bench_tablet tablet;
    struct bench_hand hand;
    char *jpeg = NULL;
    char *png = NULL;

    if (count == 3) {
        return make_files(words + 1);
    }
    bench_tablet_make(&tablet);
    jpeg = support_folder_path(&tablet.folder, "photo.jpg");
    png = support_folder_path(&tablet.folder, "photo.png");
    order_files(words[0], jpeg, png);
    bench_tablet_pull(&tablet, HELD, tablet.at_ms);
    bench_hand_open(&hand, &tablet);
    (void)bench_hand_unlock(&hand);
    bench_hand_settle(&hand);
    forget_peak();
    printf("    %-40s %10.1f MB\n", "the client before", peak_mb());
    measure_all(&hand, "JPEG", jpeg);
    measure_all(&hand, "PNG", png);
    bench_say("memory at most, with photographs of 12 MP", peak_mb(), 80, "MB");
    bench_hand_close(&hand);
    bench_tablet_finish(&tablet);
    free(jpeg);
    free(png);
    return 0;
}
