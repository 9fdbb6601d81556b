/* What a tablet seldom shows: very full, refused, nothing there, first use. Each as its drawing
 * commands; see test_screens.c. */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "hand.h"
#include "screens.h"
#include "store.h"

#include <signal.h>
#include <sys/resource.h>

static void go_class(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
}

static void bring(struct hand *h, const struct classroom_change *change)
{
    assert_int_equal(classroom_bring(&h->room, h->file, change, 1), STATUS_OK);
}

static void set(struct hand *h, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

/* ---- a disk that takes no more --------------------------------------------------------------- */

/* The kernel lets no file grow while `label` is tapped: to the program, a full disk. */
static void tap_when_full(struct hand *h, const char *label)
{
    struct rlimit before = {0};
    struct rlimit none = {0};

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = before;
    none.rlim_cur = 4096;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    hand_tap(h, label);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    hand_expect(h, "cannot be saved");
}

static void go_observe_fault(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Haris M.");
    tap_when_full(h, "Exploration/Fleeting");
}

static void go_class_fault(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    tap_when_full(h, "Back");
}

static void go_pupil_fault(struct hand *h)
{
    struct classroom_change watch = {
        .by = h->room.staff[1],
        .pupil = h->room.pupils[7],
        .rec = id_derived("golden|watch"),
        .type = "interval_observation",
        .set =
            "{\"when\":1791900000000,\"method\":\"momentary\",\"interval_s\":15,\"length_s\":300,"
            "\"samples\":\"11011101110111011101\"}"};

    bring(h, &watch);
    go_class(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Take out");
    tap_when_full(h, "Entered in error");
}

static void go_interval_fault(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Watch in intervals");
    hand_tap(h, "Start");
    hand_wait(h, 16000);
    hand_tap(h, "Ben Attwood/Engaged");
    hand_tap(h, "Stop here");
    tap_when_full(h, "Save");
}

/* ---- the lock -------------------------------------------------------------------------------- */

static void guess(struct hand *h)
{
    hand_tap(h, "Passphrase");
    hand_key(h, UI_KEY_ALL);
    hand_type(h, "not this one");
    hand_tap(h, "Unlock");
}

static void go_wrong(struct hand *h)
{
    hand_tap(h, "Ros Hartley");
    guess(h);
    hand_expect(h, "does not open this name");
}

static void go_wait(struct hand *h)
{
    go_wrong(h);
    guess(h);
    guess(h);
    hand_expect(h, "then try again");
}

static void bring_staff(struct hand *h, int count)
{
    static const char *const first[] = {"Nia", "Tomasz", "Oluwaseun", "Bea", "Yusuf"};
    static const char *const last[] = {"Bevan", "Zieliński", "Adeyemi-Clarke",
                                       "Ali",   "Hughes",    "Fitzgerald"};
    struct buf text = {0};

    for (int i = 0; i < count; i++) {
        struct classroom_change person = {.from_hub = true, .type = "staff"};

        buf_clear(&text);
        buf_printf(&text, "{\"name\":\"%s %s\",\"role\":\"%s\"}", first[i % 5], last[i % 6],
                   i % 3 == 0 ? "Teacher" : "Teaching assistant");
        person.set = buf_cstr(&text);
        person.rec = id_derived(buf_cstr(&text));
        bring(h, &person);
    }
    buf_finish(&text);
}

/* ---- a group that has no end ----------------------------------------------------------------- */

static void bring_pupil(struct hand *h, int number)
{
    static const char *const given[] = {"Maximilian",    "Bo", "Aleksandra", "Tariq",
                                        "Oluwadamilola", "Wen"};
    static const char *const family[] = {"Featherstonehaugh", "Ng", "Wojciechowska", "Hussain"};
    struct classroom_change pupil = {.from_hub = true, .type = "pupil"};
    struct classroom_change member = {.from_hub = true, .type = "membership", .at_ms = HAND_NOW_MS};
    struct buf text = {0};
    struct buf group = {0};

    buf_printf(&text, "{\"given\":\"%s\",\"family\":\"%s\"}", given[number % 6],
               family[number % 4]);
    buf_printf(&group, "golden|many %d", number);
    pupil.rec = id_derived(buf_cstr(&group));
    pupil.pupil = pupil.rec;
    pupil.set = buf_cstr(&text);
    bring(h, &pupil);
    buf_printf(&group, "|member");
    member.rec = id_derived(buf_cstr(&group));
    member.pupil = pupil.rec;
    buf_clear(&group);
    buf_printf(&group, "{\"group\":\"%s\"}", h->room.groups[0].text);
    member.set = buf_cstr(&group);
    bring(h, &member);
    buf_finish(&group);
    buf_finish(&text);
}

static void go_class_full(struct hand *h)
{
    for (int i = 0; i < 40; i++) {
        bring_pupil(h, i);
    }
    go_class(h);
}

static void go_groups_full(struct hand *h)
{
    static const char *const names[] = {"Alder",    "Birch", "Cherry", "Elm",
                                        "Hawthorn", "Hazel", "Holly",  "Horse chestnut afternoons",
                                        "Juniper",  "Larch", "Maple",  "Rowan"};
    struct buf text = {0};

    for (size_t i = 0; i < COUNT(names); i++) {
        struct classroom_change group = {
            .from_hub = true, .rec = id_derived(names[i]), .type = "group"};

        buf_clear(&text);
        buf_printf(&text, "{\"name\":\"%s\"}", names[i]);
        group.set = buf_cstr(&text);
        bring(h, &group);
    }
    buf_finish(&text);
    go_class(h);
    hand_tap(h, "Groups");
}

/* ---- capture --------------------------------------------------------------------------------- */

static void go_observe_first(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Haris M.");
}

/* Eight of them, and long ones among them. */
static void go_many_targets(struct hand *h)
{
    static const char *const titles[] = {"Asks for a break with the card before leaving the room",
                                         "Looks at the one who speaks", "Waits for a turn",
                                         "Puts on a coat with one prompt", "Chooses out of three"};
    struct buf text = {0};

    for (size_t i = 0; i < COUNT(titles); i++) {
        struct classroom_change target = {.from_hub = true,
                                          .pupil = h->room.pupils[0],
                                          .rec = id_derived(titles[i]),
                                          .type = "target"};

        buf_clear(&text);
        buf_printf(&text, "{\"title\":\"%s\"}", titles[i]);
        target.set = buf_cstr(&text);
        bring(h, &target);
    }
    buf_finish(&text);
    go_class(h);
    hand_tap(h, "Amira K.");
}

static void go_targets_sheet(struct hand *h)
{
    go_many_targets(h);
    if (ui_find(h->ui, "Targets/Targets") != NULL) { /* else all of them are on the screen */
        hand_tap(h, "Targets/Targets");
    }
}

/* All of it chosen and written. */
static void go_observe_full(struct hand *h)
{
    go_targets_sheet(h);
    hand_tap(h, "Targets/Waits for a turn");
    if (ui_find(h->ui, "Close") != NULL) {
        hand_tap(h, "Close");
    }
    hand_tap(h, "Exploration/Established");
    hand_tap(h, "Realisation/Sustained");
    hand_tap(h, "Anticipation/Fleeting");
    hand_tap(h, "Persistence/Not seen");
    hand_tap(h, "Initiation/Sustained");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "With/Small group");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h,
              "Dug both hands into the wet sand, then looked up and waited for the scoop. Gave it "
              "to the neighbour without being asked, smiled, and said the new word twice.");
    hand_key(h, UI_KEY_ESCAPE);
}

static void choose_six(struct hand *h)
{
    static const char *const names[] = {"Ben A.",   "Daisy F.", "Ewan M.",
                                        "Farah A.", "Haris M.", "Isla Q."};

    go_class(h);
    hand_tap(h, "Choose several");
    for (size_t i = 0; i < COUNT(names); i++) {
        hand_tap(h, names[i]);
    }
    hand_tap(h, "Watch in intervals");
}

static void go_six(struct hand *h)
{
    choose_six(h);
    hand_tap(h, "Start");
    hand_wait(h, 16000);
}

static void go_unseen(struct hand *h)
{
    choose_six(h);
    hand_tap(h, "Start");
    hand_tap(h, "Stop here");
}

/* ---- targets, with much that was judged ------------------------------------------------------ */

struct judged {
    int year, half_term;
    int by; /* of the staff; -1: what was agreed */
    const char *level;
};

static void judge(struct hand *h, const struct judged *j)
{
    struct classroom_change change = {.from_hub = true, .pupil = h->room.pupils[0]};
    struct buf text = {0};

    buf_printf(&text, "{\"target\":\"%s\",\"year\":%d,\"half_term\":%d,\"level\":\"%s\"",
               h->room.targets[0].text, j->year, j->half_term, j->level);
    if (j->by >= 0) {
        buf_printf(&text, ",\"staff\":\"%s\"", h->room.staff[j->by].text);
    }
    buf_text(&text, "}");
    change.type = j->by >= 0 ? "target_judgement" : "target_review";
    change.rec = id_derived(buf_cstr(&text));
    change.set = buf_cstr(&text);
    bring(h, &change);
    buf_finish(&text);
}

static void go_targets_full(struct hand *h)
{
    static const struct judged all[] = {
        {2025, 2, -1, "emerging"  },
        {2025, 3, -1, "developing"},
        {2025, 4, -1, "developing"},
        {2025, 5, -1, "secure"    },
        {2025, 5, 0,  "secure"    },
        {2025, 5, 2,  "secure"    },
        {2025, 6, -1, "secure"    },
        {2025, 6, 1,  "developing"},
        {2025, 6, 3,  "mastery"   },
        {2026, 1, 1,  "developing"},
    };

    for (size_t i = 0; i < COUNT(all); i++) {
        judge(h, &all[i]);
    }
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Targets");
}

/* ---- what waits ------------------------------------------------------------------------------ */

static void go_look_full(struct hand *h)
{
    struct buf name = {0};

    for (int i = 0; i < 24; i++) {
        struct classroom_change changes[] = {
            {.by = h->room.staff[0],
             .pupil = h->room.pupils[i % 10],
             .type = "observation",
             .set = "{\"when\":1791960000000,\"outcome\":\"Chose by looking.\"}"},
            { .from_hub = true,
             .by = h->room.staff[3],
             .pupil = h->room.pupils[i % 10],
             .type = "observation",
             .set = "{\"outcome\":\"Chose by pointing.\"}"},
        };

        buf_clear(&name);
        buf_printf(&name, "golden|clash %d", i);
        changes[0].rec = id_derived(buf_cstr(&name));
        changes[1].rec = changes[0].rec;
        assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
    }
    buf_finish(&name);
    go_class(h);
    hand_tap(h, "Needs a look");
}

/* ---- sync and tablet ------------------------------------------------------------------------- */

static void go_tablet(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Sync and tablet");
}

/* Whatever can be wrong with it at once. */
static void go_tablet_fault(struct hand *h)
{
    go_class(h);
    set(h, STORE_parted, "The hub no longer knows this tablet.");
    set(h, STORE_skew_ms, "-7200000");
    set(h, STORE_sync_fault, "The school's network cannot be reached.");
    hand_wait(h, 21000);
    hand_tap(h, "Sync and tablet");
}

static void go_tablet_full(struct hand *h)
{
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};
    struct buf name = {0};

    hand_stop(h);
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_slots(store, &arena, &slots), STATUS_OK);
    for (int i = 0; i < 28; i++) {
        struct store_slot slot = slots.rows[0];
        buf_clear(&name);
        buf_printf(&name, "Colleague of number %d", i + 1);
        slot.number = 0;
        slot.staff = id_derived(buf_cstr(&name));
        text_copy(slot.name, sizeof(slot.name), buf_cstr(&name));
        assert_int_equal(store_slot_put(store, &slot), STATUS_OK);
    }
    store_close(store);
    buf_finish(&name);
    arena_finish(&arena);
    hand_start(h);
    go_tablet(h);
}

static void go_colleagues(struct hand *h)
{
    bring_staff(h, 26);
    go_tablet(h);
    hand_tap(h, "Add a colleague");
}

static void go_adding(struct hand *h)
{
    go_colleagues(h);
    hand_tap(h, "Nia Bevan");
    hand_key(h, UI_KEY_ESCAPE);
}

/* ---- own pictures ---------------------------------------------------------------------------- */

static void go_pictures_full(struct hand *h)
{
    static const char *const labels[] = {"The swing",       "The sensory room with the bubble tube",
                                         "My bus",          "Swimming",
                                         "The kitchen",     "Grandma",
                                         "Biscuit the dog", "The red trike"};
    struct buf text = {0};

    for (size_t i = 0; i < COUNT(labels); i++) {
        struct classroom_change picture = {.from_hub = true,
                                           .pupil = h->room.pupils[0],
                                           .rec = id_derived(labels[i]),
                                           .type = "picture"};

        buf_clear(&text);
        buf_printf(&text,
                   "{\"label\":\"%s\",\"mark\":\"%032zu\",\"added\":%lld,\"image\":\"L2ltYWdl\"}",
                   labels[i], i + 1, HAND_NOW_MS - 1000LL * (long long)i);
        picture.set = buf_cstr(&text);
        bring(h, &picture);
    }
    buf_finish(&text);
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Pictures");
}

static struct screens_row rows[] = {
    {"unlock-wait",        go_wait,           1280, 800, false},
    {"class-full",         go_class_full,     1280, 800, false},
    {"class-groups-full",  go_groups_full,    1280, 800, false},
    {"class-fault",        go_class_fault,    1280, 800, false},
    {"observe-first",      go_observe_first,  1280, 800, false},
    {"observe-targets",    go_targets_sheet,  1280, 800, false},
    {"observe-full",       go_observe_full,   1280, 800, false},
    {"observe-fault",      go_observe_fault,  1280, 800, false},
    {"interval-six",       go_six,            1280, 800, false},
    {"interval-unseen",    go_unseen,         1280, 800, false},
    {"interval-fault",     go_interval_fault, 1280, 800, false},
    {"pupil-targets-full", go_targets_full,   1280, 800, false},
    {"pupil-fault",        go_pupil_fault,    1280, 800, false},
    {"pictures-full",      go_pictures_full,  1280, 800, false},
    {"look-full",          go_look_full,      1280, 800, false},
    {"tablet-full",        go_tablet_full,    1280, 800, false},
    {"tablet-colleagues",  go_colleagues,     1280, 800, false},
    {"tablet-adding",      go_adding,         1280, 800, false},
    {"tablet-fault",       go_tablet_fault,   1280, 800, false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens that are seldom seen", NULL, NULL);
}
