/* Do the screens still look and speak the same? Each as its list of drawing commands, a text file
 * in tests/golden/screen. The clock stands still, letters are all as wide, and people are invented.
 * UPDATE_GOLDEN=1 writes the files anew; the difference is reviewed with its cause. */
#include "screens.h"
#include "cases.h"
#include "store.h"

/* ---- ways to the screens -------------------------------------------------------------------- */

static void go_names(struct hand *h)
{
    (void)h;
}

static void go_passphrase(struct hand *h)
{
    hand_tap(h, "Ros Hartley");
}

static void go_class(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
}

static void go_groups(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Groups");
}

static void go_several(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Daisy F.");
}

static void go_observe(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "Targets/Takes turns");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Waited for the scoop. ");
    hand_key(h, UI_KEY_ESCAPE);
}

static void go_profile(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Engagement model");
    hand_tap(h, "Engagement Profile and Scale");
    hand_tap(h, "Curiosity/Partly");
}

static void go_profile_words(struct hand *h)
{
    go_profile(h);
    hand_tap(h, "Curiosity: What happened");
}

static void go_scales(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Engagement model");
}

static void go_note(struct hand *h)
{
    go_scales(h);
    hand_tap(h, "Note");
}

static void go_phrases(struct hand *h)
{
    go_note(h);
    hand_tap(h, "Phrases");
    hand_tap(h, "Tried again");
}

static void go_activity(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Activity");
}

static void go_saved(struct hand *h)
{
    go_observe(h);
    hand_tap(h, "Save");
}

static void go_pupil(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
}

static void go_areas(struct hand *h)
{
    go_saved(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Five areas");
}

static void go_held(struct hand *h)
{
    go_areas(h);
    hand_tap(h, "Where it has held");
}

/* Observed, changed, and its sheets. */
static void go_changed(struct hand *h)
{
    go_saved(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "Exploration/Established");
    hand_tap(h, "Save the change");
}

static void go_history(struct hand *h)
{
    go_changed(h);
    hand_tap(h, "Changed since");
}

static void go_reasons(struct hand *h)
{
    go_changed(h);
    hand_tap(h, "Change");
    hand_tap(h, "Take it out");
}

static void go_taken_out(struct hand *h)
{
    go_reasons(h);
    hand_tap(h, "Written down twice");
    hand_tap(h, "Taken out: 1");
}

static void go_targets(struct hand *h)
{
    go_pupil(h);
    hand_tap(h, "Targets");
}

static void go_review(struct hand *h)
{
    go_targets(h);
    hand_tap(h, "Takes turns/Review");
    hand_tap(h, "My own judgement/Developing");
    hand_wait(h, 30000); /* the toast goes */
}

/* Somebody without any history. */
static void go_first_use(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
}

static void go_no_targets(struct hand *h)
{
    go_first_use(h);
    hand_tap(h, "Targets");
}

static void go_no_words(struct hand *h)
{
    go_first_use(h);
    hand_tap(h, "Own words");
}

static void bring_of_haris(struct hand *h, const char *type, const char *name, const char *set)
{
    struct classroom_change change = {.by = h->room.staff[1],
                                      .pupil = h->room.pupils[7],
                                      .rec = id_derived(name),
                                      .type = type,
                                      .set = set};

    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
}

static void go_own_words(struct hand *h)
{
    bring_of_haris(h, "self_assessment", "golden|voice 1",
                   "{\"when\":1791700000000,\"instrument\":\"how-i-feel-today\",\"help\":\"a lot\","
                   "\"answers\":{\"feel\":{\"choice\":\"happy\",\"shown\":[\"happy\",\"okay\","
                   "\"unhappy\"],\"ms\":400,\"changes\":0}}}");
    bring_of_haris(
        h, "self_assessment", "golden|voice 2",
        "{\"when\":1791600000000,\"instrument\":\"how-i-feel-today\",\"version\":\"old\","
        "\"answers\":{\"feel\":{\"choice\":\"okay\",\"ms\":5000}}}");
    bring_of_haris(h, "self_assessment", "golden|voice 3",
                   "{\"when\":1791400000000,\"instrument\":\"about-my-day\",\"answers\":{"
                   "\"page\":{\"choices\":[\"painting\",\"walk\"],\"words\":\"We saw ducks.\"}}}");
    go_no_words(h);
}

static void bring_watch(struct hand *h, int staff, const char *samples)
{
    struct buf set = {0};
    struct classroom_change change = {.by = h->room.staff[staff],
                                      .pupil = h->room.pupils[7],
                                      .rec = id_derived(samples),
                                      .type = "interval_observation"};

    buf_printf(&set,
               "{\"when\":1791900000000,\"method\":\"momentary\",\"interval_s\":15,"
               "\"length_s\":300,\"samples\":\"%s\"}",
               samples);
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&set);
}

/* Two observers of one sitting. */
static void go_agreed(struct hand *h)
{
    bring_watch(h, 1, "11011101110111011101");
    bring_watch(h, 2, "11011101110111010101");
    go_first_use(h);
}

static void go_take_out(struct hand *h)
{
    bring_watch(h, 1, "11011101110111011101");
    go_first_use(h);
    hand_tap(h, "Take out");
}

/* So many that the path has pages: the second. */
static void go_full(struct hand *h)
{
    struct buf set = {0};
    struct buf name = {0};

    for (int i = 0; i < 41; i++) {
        buf_clear(&set);
        buf_clear(&name);
        buf_printf(&set,
                   "{\"when\":%lld,\"engagement\":{\"exploration\":\"%s\",\"initiation\":"
                   "\"fleeting\"},\"place\":\"%s\",\"with\":\"%s\",\"prompt\":\"gesture\"}",
                   1791900000000LL - i * 200000000LL,
                   i % 5 == 0   ? "not-seen"
                   : i % 2 == 0 ? "sustained"
                                : "established",
                   i % 3 == 0 ? "Hall" : "Garden", i % 4 == 0 ? "Pair" : "Small group");
        buf_printf(&name, "golden|full %d", i);
        bring_of_haris(h, "observation", buf_cstr(&name), buf_cstr(&set));
    }
    buf_finish(&set);
    buf_finish(&name);
    go_first_use(h);
}

static void go_full_page(struct hand *h)
{
    go_full(h);
    hand_tap(h, "Earlier");
}

static void go_full_areas(struct hand *h)
{
    go_full(h);
    hand_tap(h, "Five areas");
}

static void go_full_held(struct hand *h)
{
    go_full(h);
    hand_tap(h, "Where it has held");
}

/* Corrected for the whole group. */
static void go_for_all(struct hand *h)
{
    go_several(h);
    hand_tap(h, "Observe together");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "All 2 pupils");
    hand_wait(h, 30000);
}

static void go_interval(struct hand *h)
{
    go_several(h);
    hand_tap(h, "Watch in intervals");
}

static void go_looking(struct hand *h)
{
    go_interval(h);
    hand_tap(h, "Start");
    hand_wait(h, 32000);
    hand_tap(h, "Ben Attwood/Engaged");
}

static void go_looked(struct hand *h)
{
    go_looking(h);
    hand_tap(h, "Daisy Fenn/Not engaged");
    hand_wait(h, 15000);
    hand_tap(h, "Ben Attwood/Not engaged");
    hand_tap(h, "Stop here");
}

static void go_tablet(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Sync and tablet");
}

static void go_licences(struct hand *h)
{
    go_tablet(h);
    hand_tap(h, "Licences");
}

static void go_licence(struct hand *h)
{
    go_licences(h);
    hand_tap(h, "Some drawings");
    hand_tap(h, "Next page");
}

static void go_voice(struct hand *h)
{
    go_tablet(h);
    hand_tap(h, "Says what has the focus");
}

/* At twice the text size on a tablet that stands. */
static void go_class_twice(struct hand *h)
{
    go_tablet(h);
    hand_tap(h, "200 %");
    hand_tap(h, "Back");
}

static void go_several_twice(struct hand *h)
{
    go_class_twice(h);
    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
}

static void go_agreed_twice(struct hand *h)
{
    go_class_twice(h);
    app_lock(h->app);
    hand_settle(h);
    go_agreed(h);
}

static void go_twice(struct hand *h)
{
    go_class_twice(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Clear");
}

static void go_empty_group(struct hand *h)
{
    struct classroom_change group = {.from_hub = true,
                                     .rec = id_derived("golden|empty group"),
                                     .type = "group",
                                     .set = "{\"name\":\"Hazel class\"}"};

    assert_int_equal(classroom_bring(&h->room, h->file, &group, 1), STATUS_OK);
    go_groups(h);
    hand_tap(h, "Hazel class");
}

static void go_conflict(struct hand *h)
{
    struct classroom_change changes[] = {
        {.by = h->room.staff[0],
         .pupil = h->room.pupils[2],
         .rec = id_derived("golden|conflict"),
         .type = "observation",
         .set = "{\"when\":1791960000000,\"outcome\":\"Chose the red cup by looking.\"}"},
        { .from_hub = true,
         .by = h->room.staff[3],
         .pupil = h->room.pupils[2],
         .rec = id_derived("golden|conflict"),
         .type = "observation",
         .set = "{\"outcome\":\"Chose the red cup by pointing.\"}"},
    };

    assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
    go_class(h);
    hand_tap(h, "Needs a look");
    hand_tap(h, "Callum: two people wrote different things");
}

static void go_conflict_writing(struct hand *h)
{
    go_conflict(h);
    hand_tap(h, "Write a new text");
    hand_tap(h, "Put all the texts in");
}

static void go_conflict_twice(struct hand *h)
{
    go_class_twice(h);
    app_lock(h->app);
    hand_settle(h);
    go_conflict(h);
}

static void go_nothing(struct hand *h)
{
    go_conflict(h);
    hand_tap(h, "Ros Hartley (you)/Keep mine");
}

/* One of each kind. */
static void go_matters(struct hand *h)
{
    struct store *store = NULL;
    const struct store_value values[] = {
        {STORE_held,       "[{\"seq\":1,\"reason\":\"shape\"},{\"seq\":9,\"reason\":\"form\"}]"},
        {STORE_contact_ms, "1791000000000"                                                     },
        {STORE_skew_ms,    "-7200000"                                                          },
        {STORE_parted,     "This tablet was copied."                                           },
    };

    go_conflict(h);
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save");
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, values, COUNT(values)), STATUS_OK);
    store_close(store);
    hand_wait(h, 21000);
    hand_tap(h, "Needs a look");
}

/* A school where thirty share one tablet. */
static void go_many_names(struct hand *h)
{
    static const char *const first[] = {"Nia", "Tomasz", "Oluwaseun", "Bea", "Yusuf"};
    static const char *const last[] = {"Bevan", "Zieliński", "Adeyemi-Clarke",
                                       "Ali",   "Hughes",    "Fitzgerald"};
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};

    hand_stop(h);
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_slots(store, &arena, &slots), STATUS_OK);
    for (size_t i = 0; i < 28; i++) {
        struct store_slot slot = slots.rows[0];
        slot.number = 0;
        slot.staff = id_derived(first[i % 5]);
        text_copy(slot.name, sizeof(slot.name),
                  arena_printf(&arena, "%s %s", first[i % 5], last[i % 6]));
        assert_int_equal(store_slot_put(store, &slot), STATUS_OK);
    }
    store_close(store);
    arena_finish(&arena);
    hand_start(h);
}

static void go_change(struct hand *h)
{
    go_tablet(h);
    hand_tap(h, "Change my passphrase");
    hand_key(h, UI_KEY_ESCAPE);
}

static void go_search(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "Find a pupil");
    hand_type(h, "ha");
}

static void go_nobody(struct hand *h)
{
    go_search(h);
    hand_type(h, "zz");
    hand_key(h, UI_KEY_ESCAPE);
}

static void go_drafts(struct hand *h)
{
    go_class(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Back");
}

static void go_picture(struct hand *h)
{
    hand_tap(h, "Read it from a picture");
}

/* ---- comparing ------------------------------------------------------------------------------ */

static struct screens_row rows[] = {
    {"start",                     go_names,            1280, 800,  true },
    {"unlock",                    go_names,            1280, 800,  false},
    {"start-picture",             go_picture,          800,  1280, true },
    {"unlock-many",               go_many_names,       1280, 800,  false},
    {"unlock-many-portrait",      go_many_names,       800,  1280, false},
    {"class-search",              go_search,           1280, 800,  false},
    {"class-nobody",              go_nobody,           1280, 800,  false},
    {"class-drafts",              go_drafts,           1280, 800,  false},
    {"tablet-change",             go_change,           1280, 800,  false},
    {"passphrase",                go_passphrase,       1280, 800,  false},
    {"class",                     go_class,            1280, 800,  false},
    {"class-groups",              go_groups,           1280, 800,  false},
    {"class-several",             go_several,          1280, 800,  false},
    {"class-portrait",            go_class,            800,  1280, false},
    {"class-several-twice",       go_several_twice,    800,  1280, false},
    {"class-empty",               go_empty_group,      1280, 800,  false},
    {"observe-twice",             go_twice,            800,  1280, false},
    {"observe",                   go_observe,          1280, 800,  false},
    {"observe-activity",          go_activity,         1280, 800,  false},
    {"observe-portrait",          go_observe,          800,  1280, false},
    {"observe-scales",            go_scales,           1280, 800,  false},
    {"observe-profile",           go_profile,          1280, 800,  false},
    {"observe-profile-portrait",  go_profile,          800,  1280, false},
    {"observe-words",             go_profile_words,    1280, 800,  false},
    {"observe-note",              go_note,             1280, 800,  false},
    {"observe-phrases",           go_phrases,          1280, 800,  false},
    {"observe-saved",             go_saved,            1280, 800,  false},
    {"pupil",                     go_pupil,            1280, 800,  false},
    {"pupil-history",             go_history,          1280, 800,  false},
    {"pupil-taken-out",           go_taken_out,        1280, 800,  false},
    {"pupil-first",               go_first_use,        1280, 800,  false},
    {"pupil-full",                go_full_page,        1280, 800,  false},
    {"pupil-full-areas",          go_full_areas,       1280, 800,  false},
    {"pupil-full-areas-portrait", go_full_areas,       800,  1280, false},
    {"pupil-full-held",           go_full_held,        1280, 800,  false},
    {"pupil-targets",             go_targets,          1280, 800,  false},
    {"pupil-targets-none",        go_no_targets,       1280, 800,  false},
    {"pupil-targets-portrait",    go_targets,          800,  1280, false},
    {"pupil-review",              go_review,           1280, 800,  false},
    {"pupil-voice",               go_own_words,        1280, 800,  false},
    {"pupil-voice-none",          go_no_words,         1280, 800,  false},
    {"pupil-agreed",              go_agreed,           1280, 800,  false},
    {"pupil-agreed-twice",        go_agreed_twice,     800,  1280, false},
    {"pupil-take-out",            go_take_out,         1280, 800,  false},
    {"observe-for-all",           go_for_all,          1280, 800,  false},
    {"observe-reasons",           go_reasons,          1280, 800,  false},
    {"pupil-areas",               go_areas,            1280, 800,  false},
    {"pupil-held",                go_held,             1280, 800,  false},
    {"pupil-held-portrait",       go_held,             800,  1280, false},
    {"interval",                  go_interval,         1280, 800,  false},
    {"interval-looking",          go_looking,          1280, 800,  false},
    {"interval-looking-portrait", go_looking,          800,  1280, false},
    {"interval-result",           go_looked,           1280, 800,  false},
    {"tablet",                    go_tablet,           1280, 800,  false},
    {"licences",                  go_licences,         1280, 800,  false},
    {"licences-one",              go_licence,          1280, 800,  false},
    {"tablet-voice",              go_voice,            1280, 800,  false},
    {"look",                      go_conflict,         1280, 800,  false},
    {"look-matters",              go_matters,          1280, 800,  false},
    {"look-matters-portrait",     go_matters,          800,  1280, false},
    {"look-nothing",              go_nothing,          1280, 800,  false},
    {"look-writing",              go_conflict_writing, 1280, 800,  false},
    {"look-twice",                go_conflict_twice,   800,  1280, false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens", NULL, NULL);
}
