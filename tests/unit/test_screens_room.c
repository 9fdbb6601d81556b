/* The pupil room, what can be handed over and what came of it, as drawing commands; see
 * test_screens.c. */
#include "screens.h"
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void go_pupil(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
}

static void go_room(struct hand *h)
{
    go_pupil(h);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
    hand_tap(h, "Dog");
}

static void go_hand_over(struct hand *h)
{
    go_pupil(h);
    hand_tap(h, "Hand over to Amira");
}

static void go_profile(struct hand *h)
{
    go_hand_over(h);
    hand_tap(h, "How Amira answers");
}

/* The sheet, further down, with what a change says. */
static void go_changed(struct hand *h)
{
    go_profile(h);
    hand_tap(h, "Scanning with switches/Moves by itself");
}

/* A room as the pupil wants it: these colours, pictures and words. */
static void go_wanted(struct hand *h, const char *colours, const char *pictures, const char *text)
{
    go_profile(h);
    hand_tap(h, "Faces to choose from/Five");
    hand_tap(h, pictures);
    hand_tap(h, colours);
    hand_tap(h, text);
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "No practice");
}

static void go_yellow(struct hand *h)
{
    go_wanted(h, "Colours/Yellow on black", "Pictures/In one colour", "Size of the words/100 %");
    hand_tap(h, "How I feel today");
    hand_tap(h, "Okay");
}

static void go_dark(struct hand *h)
{
    go_wanted(h, "Colours/Dark", "Pictures/In colour", "Size of the words/150 %");
    hand_tap(h, "How I feel today");
    hand_tap(h, "Okay");
}

static void go_large(struct hand *h)
{
    go_wanted(h, "Colours/White on black", "Pictures/In one colour", "Size of the words/200 %");
    hand_tap(h, "What helps me");
    hand_tap(h, "Pictures");
}

static void go_trial(struct hand *h)
{
    go_profile(h);
    hand_tap(h, "Try it with a practice question");
}

static void go_asked(struct hand *h, const char *what)
{
    go_hand_over(h);
    hand_tap(h, "No practice");
    hand_tap(h, what);
}

static void go_some(struct hand *h)
{
    go_asked(h, "What helps me");
    hand_tap(h, "Pictures");
    hand_tap(h, "A break");
}

static void go_sorting(struct hand *h)
{
    go_asked(h, "What I like at school");
    hand_tap(h, "I like it");
    hand_tap(h, "Not sure");
    hand_tap(h, "I like it");
}

static void go_sorted(struct hand *h)
{
    go_sorting(h);
    for (int i = 0; i < 5; i++) {
        hand_tap(h, "I don't like it");
    }
}

static void go_page(struct hand *h)
{
    go_asked(h, "About my day");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    hand_tap(h, "Music");
}

static void go_some_read_back(struct hand *h)
{
    go_some(h);
    hand_tap(h, "Next");
    hand_tap(h, "Talking");
    hand_tap(h, "Next");
}

static void go_read_back(struct hand *h)
{
    go_room(h);
    hand_tap(h, "Next");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
}

static void go_door(struct hand *h)
{
    go_read_back(h);
    hand_tap(h, "Yes");
    hand_tap(h, "Staff");
}

/* In mid-question, to the pupil's page: its answers, and what can be gone on with. */
static void go_left(struct hand *h)
{
    go_pupil(h);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "No practice");
    hand_tap(h, "My feelings");
    hand_tap(h, "Calm");
    hand_tap(h, "Staff");
    hand_tap(h, "A little");
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    hand_tap(h, "Own words");
}

static void go_left_on(struct hand *h)
{
    go_left(h);
    hand_tap(h, "Hand over to Amira");
}

/* ---- what passes: what was said instead, what is held, lit or spoken just now ---------------- */

static void go_again(struct hand *h)
{
    go_hand_over(h);
    hand_tap(h, "How I feel today");
    hand_tap(h, "Car");
    hand_tap(h, "Next");
}

static void go_unsure(struct hand *h)
{
    go_asked(h, "How I feel today");
    hand_tap(h, "I don't know");
}

static void go_not_now(struct hand *h)
{
    go_asked(h, "What helps me");
    hand_tap(h, "Not now");
}

static void go_profiled(struct hand *h, const char *set)
{
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true, .pupil = h->room.pupils[0], .type = "access_profile", .set = set};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
}

static void go_ring(struct hand *h)
{
    const struct ui_place *place = NULL;
    struct ui_event down = {.kind = UI_DOWN, .finger = 1};

    go_profiled(h, "{\"hold_ms\":1000}");
    go_asked(h, "How I feel today");
    place = ui_find(h->ui, "Okay");
    assert_non_null(place);
    down.x = (float)place->at.x + (float)place->at.w / 2;
    down.y = (float)place->at.y + (float)place->at.h / 2;
    h->moves = true;
    ui_feed(h->ui, &down);
    hand_settle(h);
    hand_wait(h, 600);
}

static void go_light(struct hand *h)
{
    go_profiled(h, "{\"scanning\":{\"way\":\"auto\",\"order\":\"linear\",\"step_ms\":1000}}");
    go_asked(h, "What helps me");
    hand_wait(h, 1000);
    hand_wait(h, 1000);
    hand_wait(h, 1000);
}

static void go_light_rows(struct hand *h)
{
    go_profiled(h, "{\"scanning\":{\"way\":\"auto\",\"order\":\"rows\",\"step_ms\":1000}}");
    go_asked(h, "What helps me");
    hand_wait(h, 1000);
    hand_wait(h, 1000);
}

static bool marks_helps(void *ctx, int *from, int *size)
{
    (void)ctx;
    *from = (int)strlen("What ");
    *size = (int)strlen("helps");
    return true;
}

static void go_word(struct hand *h)
{
    h->speaker.mark = marks_helps;
    go_asked(h, "What helps me");
}

static void go_thanks(struct hand *h)
{
    go_read_back(h);
    hand_tap(h, "Yes");
}

static void bring(struct hand *h, const char *type, const char *name, const char *set)
{
    struct classroom_change change = {.by = h->room.staff[1],
                                      .pupil = h->room.pupils[7],
                                      .rec = id_derived(name),
                                      .type = type,
                                      .set = set};

    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
}

/* Beside what adults saw: of an activity, and of a target. */
static void go_beside(struct hand *h)
{
    struct id about = id_derived("golden|sand");
    struct id target = id_derived("golden|target");
    struct buf set = {0};

    bring(h, "observation", "golden|sand",
          "{\"when\":1791965000000,\"doing\":\"Sand tray\",\"engagement\":{"
          "\"exploration\":\"sustained\",\"persistence\":\"fleeting\"},\"outcome\":"
          "\"Dug both hands in, then looked up.\"}");
    bring(h, "target", "golden|target", "{\"title\":\"Waits for a turn\"}");
    buf_printf(&set, "{\"target\":\"%s\",\"year\":2026,\"half_term\":1,\"level\":\"developing\"}",
               target.text);
    bring(h, "target_review", "golden|review", buf_cstr(&set));
    buf_clear(&set);
    buf_printf(&set,
               "{\"when\":1791968000000,\"instrument\":\"how-it-went\",\"about\":\"%s\","
               "\"help\":\"a "
               "little\",\"ways\":[\"touch\",\"switch-auto\"],\"answers\":{\"feel\":{\"choice\":"
               "\"unhappy\",\"ms\":4000},"
               "\"again\":{\"choice\":\"no\",\"ms\":3000}}}",
               about.text);
    bring(h, "self_assessment", "golden|went", buf_cstr(&set));
    buf_clear(&set);
    buf_printf(&set,
               "{\"when\":1791968500000,\"instrument\":\"my-target\",\"about\":\"%s\","
               "\"ways\":[\"touch\"],\"access\":{\"hold_ms\":400},\"answers\":{\"going\":{"
               "\"choice\":\"happy\",\"ms\":4000},\"helped\":{\"choices\":["
               "\"friends\",\"look\"],\"ms\":4000},\"go-on\":{\"choice\":\"yes\",\"ms\":2000}}}",
               target.text);
    bring(h, "self_assessment", "golden|aim", buf_cstr(&set));
    buf_finish(&set);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Own words");
}

static struct screens_row rows[] = {
    {"room",                        go_room,           1280, 800,  false},
    {"room-portrait",               go_room,           800,  1280, false},
    {"hand-over",                   go_hand_over,      1280, 800,  false},
    {"hand-over-portrait",          go_hand_over,      800,  1280, false},
    {"profile",                     go_profile,        1280, 800,  false},
    {"profile-portrait",            go_profile,        800,  1280, false},
    {"profile-changed",             go_changed,        1280, 800,  false},
    {"room-trial",                  go_trial,          1280, 800,  false},
    {"room-yellow",                 go_yellow,         1280, 800,  false},
    {"room-dark",                   go_dark,           1280, 800,  false},
    {"room-large",                  go_large,          1280, 800,  false},
    {"room-large-portrait",         go_large,          800,  1280, false},
    {"room-several",                go_some,           1280, 800,  false},
    {"room-several-portrait",       go_some,           800,  1280, false},
    {"room-board",                  go_sorting,        1280, 800,  false},
    {"room-board-portrait",         go_sorting,        800,  1280, false},
    {"room-board-sorted",           go_sorted,         1280, 800,  false},
    {"room-page",                   go_page,           1280, 800,  false},
    {"room-page-portrait",          go_page,           800,  1280, false},
    {"room-read-back-several",      go_some_read_back, 1280, 800,  false},
    {"room-read-back",              go_read_back,      1280, 800,  false},
    {"pupil-voice-beside",          go_beside,         1280, 800,  false},
    {"pupil-voice-beside-portrait", go_beside,         800,  1280, false},
    {"room-door",                   go_door,           1280, 800,  false},
    {"pupil-voice-left",            go_left,           1280, 800,  false},
    {"hand-over-left",              go_left_on,        1280, 800,  false},
    {"hand-over-left-portrait",     go_left_on,        800,  1280, false},
    {"room-again",                  go_again,          1280, 800,  false},
    {"room-unsure",                 go_unsure,         1280, 800,  false},
    {"room-not-now",                go_not_now,        1280, 800,  false},
    {"room-ring",                   go_ring,           1280, 800,  false},
    {"room-light",                  go_light,          1280, 800,  false},
    {"room-light-rows",             go_light_rows,     1280, 800,  false},
    {"room-word",                   go_word,           1280, 800,  false},
    {"room-thanks",                 go_thanks,         1280, 800,  false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens of the room", NULL, NULL);
}
