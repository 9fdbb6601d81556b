/* Recorded phrases, as drawing commands; see test_screens.c. */
#include "cases.h"
#include "hand_clips.h"
#include "screens.h"

static void go_list(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Recorded voices");
}

static void go_schools(struct hand *h)
{
    go_list(h);
    hand_tap(h, "For every pupil");
}

static void go_one(struct hand *h)
{
    go_list(h);
    hand_tap(h, "How I feel today");
    hand_tap(h, "How do you feel today?");
}

static void go_listening(struct hand *h)
{
    go_one(h);
    hand_tap(h, "Record");
    hand_wait(h, 2300);
}

static void go_take(struct hand *h)
{
    go_listening(h);
    hand_tap(h, "Stop");
}

static void keep(struct hand *h, int count)
{
    for (int i = 0; i < count; i++) {
        hand_tap(h, "Record");
        hand_wait(h, 900);
        hand_tap(h, "Stop");
        hand_tap(h, "Keep it and go on");
    }
}

/* Every answer but one; and one of the first question by somebody else. */
static void go_some(struct hand *h)
{
    go_one(h);
    keep(h, 5);
    hand_bring_clip(h, &(struct hand_clip){.words = "Dog", .speaker = 1, .pupil = HAND_SCHOOL});
    hand_wait(h, 9000); /* it has come, and the toast has gone */
    hand_tap(h, "Back");
}

static void go_all(struct hand *h)
{
    go_one(h);
    keep(h, 6);
    hand_tap(h, "Back");
    hand_wait(h, 21000);
}

static void go_every(struct hand *h)
{
    go_schools(h);
    hand_tap(h, "Said in all of them");
    hand_tap(h, "You said:");
    keep(h, 3);
}

static void go_again(struct hand *h)
{
    go_all(h);
    hand_bring_clip(h, &(struct hand_clip){
                           .words = "How do you feel today?", .speaker = 1, .pupil = HAND_SCHOOL});
    hand_wait(h, 2000);
    hand_tap(h, "How do you feel today?");
}

static void go_refused(struct hand *h)
{
    go_one(h);
    h->microphone.is_missing = true;
    hand_tap(h, "Record");
}

static void go_begun(struct hand *h)
{
    go_take(h);
    hand_tap(h, "Back");
    hand_tap(h, "Back");
}

static struct screens_row rows[] = {
    {"clips",                    go_begun,     1280, 800,  false},
    {"clips-school-portrait",    go_schools,   800,  1280, false},
    {"clips-set",                go_all,       1280, 800,  false},
    {"clips-set-some-portrait",  go_some,      800,  1280, false},
    {"clips-set-all",            go_every,     1280, 800,  false},
    {"clips-one",                go_one,       1280, 800,  false},
    {"clips-listening",          go_listening, 1280, 800,  false},
    {"clips-listening-portrait", go_listening, 800,  1280, false},
    {"clips-take",               go_take,      1280, 800,  false},
    {"clips-take-portrait",      go_take,      800,  1280, false},
    {"clips-again",              go_again,     1280, 800,  false},
    {"clips-no-microphone",      go_refused,   1280, 800,  false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens of recorded phrases", NULL, NULL);
}
