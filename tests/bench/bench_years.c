/* Four years of one pupil, as adults and the pupil wrote them down: observations twice a week,
 * targets judged each half term, intervals, answers in the pupil's room most days, own pictures,
 * recorded questions, and three records that two people wrote differently.
 */
#include "bench_years.h"

#include "bench.h"
#include "clip.h"
#include "paper.h"
#include "platform_photo.h"

#include <stdlib.h>

#define DAY_MS (24LL * 3600 * 1000)

enum {
    YEARS = 4,
    DAYS = YEARS * 365,
    OBSERVED = 1200,
    TARGETS = 12,
    INTERVALS = 120,
    ANSWERED = 400,
    PICTURES = 24,
    PICTURE_SIDE = 480,
    PORTRAIT_SIDE = 96,
    CONFLICTS = 3
};

static void pull(struct bench_tablet *t, const char *type, const struct id *rec, struct buf *set)
{
    struct bench_change change = {type, *rec, t->pupils[0], buf_cstr(set), false};

    bench_tablet_pull_change(t, &change);
    buf_clear(set);
}

/* ---- written by adults ----------------------------------------------------------------------- */

static void pull_observations(struct bench_tablet *t, int64_t until_ms)
{
    struct buf set = {0};

    for (int i = 0; i < OBSERVED; i++) {
        struct id rec = bench_id(t);
        t->at_ms = until_ms - (OBSERVED - i) * (DAYS * DAY_MS / OBSERVED);
        bench_observation(&t->rng, t->at_ms, &set);
        pull(t, "observation", &rec, &set);
    }
    t->at_ms = until_ms;
    buf_finish(&set);
}

static void pull_reviews(struct bench_tablet *t, const struct id *target)
{
    static const char *const levels[] = {"emerging", "developing", "secure", "mastery"};
    struct buf set = {0};

    for (int term = 0; term < YEARS * 6; term++) {
        struct id rec = bench_id(t);
        buf_printf(&set,
                   "{\"target\":\"%s\",\"year\":%d,\"half_term\":%d,\"level\":\"%s\","
                   "\"instrument\":\"target-progress\"}",
                   target->text, 2023 + term / 6, term % 6 + 1, levels[term / 6]);
        pull(t, "target_review", &rec, &set);
    }
    buf_finish(&set);
}

static void pull_targets(struct bench_tablet *t)
{
    struct buf set = {0};

    for (int i = 0; i < TARGETS; i++) {
        struct id rec = bench_id(t);
        buf_printf(&set,
                   "{\"title\":\"Target %d: to ask for more, in a way that people who do not know "
                   "her understand\",\"criteria\":\"Three times in a week, with two adults\","
                   "\"strategies\":\"Wait; offer two things\",\"start\":\"2022-09-05\"}",
                   i + 1);
        pull(t, "target", &rec, &set);
        pull_reviews(t, &rec);
    }
    buf_finish(&set);
}

static void pull_intervals(struct bench_tablet *t)
{
    struct buf set = {0};

    for (int i = 0; i < INTERVALS; i++) {
        struct id rec = bench_id(t);
        buf_printf(&set,
                   "{\"when\":%lld,\"method\":\"momentary\",\"interval_s\":15,\"length_s\":300,"
                   "\"samples\":\"1101101011-110111011\"}",
                   (long long)(t->at_ms - i * (DAYS * DAY_MS / INTERVALS)));
        pull(t, "interval_observation", &rec, &set);
    }
    buf_finish(&set);
}

/* Nobody knew of the other. */
static void pull_conflicts(struct bench_tablet *t)
{
    struct buf set = {0};

    for (int i = 0; i < CONFLICTS; i++) {
        struct bench_change change = {"observation", bench_id(t), t->pupils[0], NULL, false};
        for (int side = 0; side < 2; side++) {
            change.elsewhere = side == 1;
            bench_observation(&t->rng, t->at_ms - i * DAY_MS, &set);
            change.set = buf_cstr(&set);
            bench_tablet_pull_change(t, &change);
        }
    }
    buf_finish(&set);
}

/* ---- said by the pupil ----------------------------------------------------------------------- */

static void pull_answers(struct bench_tablet *t)
{
    static const char *const feelings[] = {"happy", "okay", "unhappy", "unsure"};
    static const char *const cards[] = {"like", "not-sure", "dislike"};
    struct buf set = {0};

    for (int i = 0; i < ANSWERED; i++) {
        struct id rec = bench_id(t);
        long long when = (long long)(t->at_ms - i * (DAYS * DAY_MS / ANSWERED));
        if (i % 8 != 0) {
            buf_printf(&set,
                       "{\"when\":%lld,\"instrument\":\"how-i-feel-today\",\"answers\":{\"feel\":"
                       "{\"choice\":\"%s\",\"shown\":[\"happy\",\"okay\",\"unhappy\"],\"ms\":%d,"
                       "\"changes\":%d}},\"ways\":[\"touch\"]}",
                       when, feelings[rng_below(&t->rng, 4)], 900 + i, i % 3);
        } else {
            buf_printf(&set,
                       "{\"when\":%lld,\"instrument\":\"what-i-like\",\"answers\":{\"board\":"
                       "{\"board\":{\"circle-time\":\"%s\",\"painting\":\"%s\",\"music\":\"%s\"},"
                       "\"shown\":[\"like\",\"not-sure\",\"dislike\"],\"ms\":4000,\"changes\":1}},"
                       "\"ways\":[\"touch\"]}",
                       when, cards[i % 3], cards[(i + 1) % 3], cards[(i + 2) % 3]);
        }
        pull(t, "self_assessment", &rec, &set);
    }
    buf_finish(&set);
}

/* ---- pictures and sounds --------------------------------------------------------------------- */

static void make_picture(const struct bench_tablet *t, int side, struct buf *base64)
{
    struct paper paper = {side, side, PAPER_COLOUR, PAPER_NOISE};
    char *path = support_folder_path(&t->folder, "picture.png");
    struct buf png = {0};
    struct buf jpeg = {0};

    paper_png(&paper, &png);
    bench_must(support_file_write(path, png.data, png.size));
    bench_must(platform_shrink_photo(path, &jpeg));
    buf_base64(base64, jpeg.data, jpeg.size);
    buf_finish(&png);
    buf_finish(&jpeg);
    free(path);
}

static void pull_picture(struct bench_tablet *t, const struct id *pupil, int number,
                         const struct buf *image)
{
    bool is_portrait = number < 0;
    struct buf set = {0};
    struct bench_change change = {"picture", bench_id(t), *pupil, NULL, false};

    buf_printf(&set, "{\"label\":\"Picture %d\",\"mark\":\"%032d\",\"added\":%lld,", number + 1,
               number + 2, (long long)t->at_ms);
    if (is_portrait) {
        buf_printf(&set, "\"portrait\":%lld,", (long long)t->at_ms);
    }
    buf_printf(&set, "\"image\":\"%s\"}", image->data);
    change.set = buf_cstr(&set);
    bench_tablet_pull_change(t, &change);
    buf_finish(&set);
}

static void pull_pictures(struct bench_tablet *t)
{
    static const struct id nobody = {""};
    struct buf image = {0};

    make_picture(t, PICTURE_SIDE, &image);
    for (int i = 0; i < PICTURES; i++) {
        pull_picture(t, &t->pupils[0], i, &image);
        pull_picture(t, &nobody, i, &image);
        bench_tablet_take(t);
    }
    buf_finish(&image);
}

void bench_years_sound(struct buf *out)
{
    struct buf file = {0};
    struct clip_writer w;
    uint8_t packet[CLIP_PACKET_MOST] = {0x48};

    clip_write_begin(&w, 312, &file);
    for (int i = 0; i < CLIP_PACKETS_MOST - 5; i++) {
        packet[1] = (uint8_t)(i % 256);
        clip_write_packet(&w, packet, sizeof(packet));
    }
    clip_write_end(&w, CLIP_SAMPLES_MOST);
    buf_base64(out, file.data, file.size);
    buf_finish(&file);
}

static void pull_sounds(struct bench_tablet *t)
{
    static const char *const phrases[] = {"Do you like it?",
                                          "I like it",
                                          "Not sure",
                                          "I don't like it",
                                          "I don't know",
                                          "Not now",
                                          "Circle time",
                                          "Painting",
                                          "Music",
                                          "Story",
                                          "Maths",
                                          "PE",
                                          "Playtime",
                                          "Lunch",
                                          "How do you feel today?",
                                          "Happy",
                                          "Okay",
                                          "Unhappy",
                                          "Dog",
                                          "Which one is the dog?",
                                          "Apple",
                                          "Car",
                                          "You said:"};
    struct buf sound = {0};

    bench_years_sound(&sound);
    bench_tablet_pull_clips(t, phrases, sizeof(phrases) / sizeof(phrases[0]), buf_cstr(&sound));
    buf_finish(&sound);
}

static void pull_portraits(struct bench_tablet *t, const struct id *pupils, size_t count)
{
    struct buf image = {0};

    make_picture(t, PORTRAIT_SIDE, &image);
    for (size_t i = 0; i < count; i++) {
        pull_picture(t, &pupils[i], -1, &image);
    }
    bench_tablet_take(t);
    buf_finish(&image);
}

/* ---- all of it ------------------------------------------------------------------------------- */

void bench_years_pull(struct bench_tablet *t, size_t pupils, int64_t held)
{
    struct id *others = mem_zero(pupils, sizeof(*others));

    bench_tablet_pull_pupils(t, pupils, others);
    pull_observations(t, t->at_ms);
    pull_targets(t);
    pull_intervals(t);
    pull_answers(t);
    pull_conflicts(t);
    bench_tablet_take(t);
    pull_pictures(t);
    pull_sounds(t);
    pull_portraits(t, t->pupils, BENCH_PUPILS);
    pull_portraits(t, others, pupils);
    CHECK(t->lsn < held);
    bench_tablet_pull(t, held - t->lsn, t->at_ms);
    free(others);
}
