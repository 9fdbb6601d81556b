/* What the screens ask of the view, on one small school told in a table.
 *
 * Planted faults, each built once and seen to fail here: void observations counted; a place in a
 * group counted after its last day; names sorted by their bytes; the end of a span included.
 */
#include "postgres.h"
#include "view_observed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Record 7 has the id …07; in a set, @07 stands for it. */
enum {
    SCHOOL = 1,
    OAK = 10,
    ASH,
    ELM,
    ADA = 20,
    ZOE,
    EDITH,
    GONE,
    JO = 30,
    NOTE_1 = 50,
    NOTE_2,
    NOTE_3,
    NOTE_4,
    FACE_1 = 60,
    FACE_2,
    AIM_1 = 70,
    AIM_2,
    AIM_3,
    PLACE_1 = 80
};

/* clang-format off */
static const struct told {
    const char *type;
    int rec;
    int pupil; /* 0: none */
    const char *set;
    const char *over; /* NULL: none */
} school[] = {
    {"school", SCHOOL, 0, "{\"name\":\"Cairn School\"}", NULL},
    {"group", OAK, 0, "{\"name\":\"oak\"}", NULL},
    {"group", ASH, 0, "{\"name\":\"Ash\"}", NULL},
    {"group", ELM, 0, "{\"name\":\"Élm\"}", NULL},
    {"group", 13, 0, "{\"name\":\"Twice\",\"void\":\"made twice\"}", NULL},
    {"staff", JO, 0, "{\"name\":\"Jo Bell\",\"role\":\"Teacher\"}", NULL},
    {"staff", 31, 0, "{\"name\":\"émile Roy\"}", NULL},
    {"staff", 32, 0, "{\"name\":\"Dee Fox\",\"left\":true}", NULL},
    {"staff", 33, 0, "{\"name\":\"Al\",\"void\":\"a test\"}", NULL},
    {"pupil", ADA, ADA, "{\"given\":\"ada\",\"family\":\"Moss\"}", NULL},
    {"pupil", ZOE, ZOE,
     "{\"given\":\"Zoë-Marie\",\"preferred\":\"Zoë\",\"family\":\"Hill\"}", NULL},
    {"pupil", EDITH, EDITH, "{\"given\":\"Édith\",\"preferred\":\"\",\"family\":\"Lane\"}", NULL},
    {"pupil", GONE, GONE, "{\"given\":\"Bea\",\"void\":\"entered twice\"}", NULL},
    {"membership", PLACE_1, ZOE, "{\"group\":\"@10\",\"until\":\"2026-07-20\"}", NULL},
    {"membership", 81, ZOE, "{\"group\":\"@11\",\"from\":\"2026-09-01\"}", NULL},
    {"membership", 82, ADA, "{\"group\":\"@10\"}", NULL},
    {"membership", 83, ADA, "{\"group\":\"@10\",\"from\":\"2020-01-01\"}", NULL},
    {"membership", 84, EDITH, "{\"group\":\"@11\"}", NULL},
    {"membership", 85, EDITH, "{\"group\":\"@10\",\"void\":\"wrong class\"}", NULL},
    {"membership", 86, GONE, "{\"group\":\"@10\"}", NULL},
    {"membership", 87, EDITH, "{\"group\":\"@13\"}", NULL},
    {"observation", NOTE_1, ZOE,
     "{\"when\":1000,\"place\":\"Hall\",\"engagement\":{\"persistence\":\"fleeting\"}}", NULL},
    {"observation", NOTE_2, ZOE,
     "{\"when\":3000,\"place\":\"Pool\",\"instrument\":\"note\"}", NULL},
    {"observation", NOTE_3, ADA, "{\"when\":1500,\"place\":\"Pool\"}", NULL},
    {"observation", NOTE_4, ADA,
     "{\"when\":2000,\"place\":\"Yard\",\"void\":\"wrong pupil\"}", NULL},
    {"observation", 54, ADA, "{\"place\":\"nowhen\"}", NULL},
    {"self_assessment", FACE_1, EDITH,
     "{\"when\":2500,\"instrument\":\"faces\",\"answers\":{}}", NULL},
    {"self_assessment", FACE_2, EDITH,
     "{\"when\":2600,\"instrument\":\"faces\",\"answers\":{},\"practice\":true}", NULL},
    {"target", AIM_1, ZOE, "{\"title\":\"Waits for a turn\",\"area\":\"SEMH\"}", NULL},
    {"target", AIM_2, ZOE, "{\"title\":\"asks for a break\"}", NULL},
    {"target", AIM_3, ZOE, "{\"title\":\"Waves\",\"ended\":\"achieved\"}", NULL},
    {"target", 73, ADA, "{\"title\":\"Points\"}", NULL},
};
/* clang-format on */

struct world {
    struct sql *db;
    struct view *view;
    struct arena arena;
    struct buf lines[100];
    size_t count;
    struct id school;
};

static struct id id_of(int number)
{
    struct id id = {""};
    struct buf text = {0};

    if (number != 0) {
        buf_printf(&text, "018f0000-0000-7000-8000-0000000000%02d", number);
        text_copy(id.text, sizeof id.text, buf_cstr(&text));
        buf_finish(&text);
    }
    return id;
}

static void assert_id(struct id id, int number)
{
    assert_string_equal(id.text, id_of(number).text);
}

static enum status read_line(void *ctx, const struct id *of, int64_t place, struct buf *out)
{
    struct world *w = ctx;

    (void)of;
    buf_add(out, w->lines[place - 1].data, w->lines[place - 1].size);
    return STATUS_OK;
}

static void put_ids(const char *set, struct buf *out)
{
    for (const char *at = set; *at != '\0'; at++) {
        if (*at != '@') {
            buf_byte(out, *at);
            continue;
        }
        buf_text(out, id_of((at[1] - '0') * 10 + at[2] - '0').text);
        at += 2;
    }
}

/* Each change comes a second after the one before, by a device of its own. */
static void fold(struct world *w, const struct told *told)
{
    struct buf set = {0};
    struct buf *line = &w->lines[w->count];
    struct change c;

    put_ids(told->set, &set);
    struct change_draft draft = {
        .dot = {{1000 * (int64_t)w->count, 0}, id_of(90), (int64_t)w->count + 1},
        .by = id_of(JO),
        .pupil = id_of(told->pupil),
        .rec = id_of(told->rec),
        .type = told->type,
        .set = buf_cstr(&set),
        .over = told->over,
    };
    assert_int_equal(change_encode(&draft, line), STATUS_OK);
    assert_int_equal(change_decode(line->data, line->size, &c), STATUS_OK);
    w->count++;
    assert_int_equal(sql_begin(w->db), STATUS_OK);
    assert_int_equal(view_apply(w->view, &w->school, &c, (int64_t)w->count), STATUS_OK);
    assert_int_equal(sql_commit(w->db), STATUS_OK);
    change_finish(&c);
    buf_finish(&set);
}

static int world_make(void **state)
{
    struct world *w = mem_zero(1, sizeof *w);
    struct view_log log = {read_line, w};
    const char *url = NULL;
    bool stale = false;

    w->school = id_of(SCHOOL);
    assert_int_equal(postgres_store("sqlite::memory:", &url), STATUS_OK);
    assert_int_equal(sql_open_any(url, &w->db), STATUS_OK);
    assert_int_equal(view_open(w->db, VIEW_ON_TABLET, &log, &w->view, &stale), STATUS_OK);
    for (size_t i = 0; i < sizeof school / sizeof school[0]; i++) {
        fold(w, &school[i]);
    }
    *state = w;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < w->count; i++) {
        buf_finish(&w->lines[i]);
    }
    arena_finish(&w->arena);
    view_close(w->view);
    sql_close(w->db);
    free(w);
    return 0;
}

/* ---- people --------------------------------------------------------------------------------- */

static void groups_count_their_pupils(void **state)
{
    struct world *w = *state;
    struct view_group_rows groups;

    assert_int_equal(view_groups(w->view, &w->school, &w->arena, &groups), STATUS_OK);
    assert_int_equal(groups.count, 3);
    assert_string_equal(groups.rows[0].name, "Ash");
    assert_int_equal(groups.rows[0].pupil_count, 2);
    assert_id(groups.rows[1].id, ELM);
    assert_int_equal(groups.rows[1].pupil_count, 0);
    assert_string_equal(groups.rows[2].name, "oak");
    assert_int_equal(groups.rows[2].pupil_count, 2);
}

static void staff_are_sorted_as_people_do(void **state)
{
    struct world *w = *state;
    struct view_staff_rows staff;

    assert_int_equal(view_staff_list(w->view, &w->school, &w->arena, &staff), STATUS_OK);
    assert_int_equal(staff.count, 3);
    assert_string_equal(staff.rows[0].name, "Dee Fox");
    assert_true(staff.rows[0].has_left);
    assert_string_equal(staff.rows[1].name, "émile Roy");
    assert_string_equal(staff.rows[1].role, "");
    assert_string_equal(staff.rows[2].role, "Teacher");
    assert_false(staff.rows[2].has_left);
}

static void pupils_of_the_school(void **state)
{
    struct world *w = *state;
    struct view_pupil_rows p;

    assert_int_equal(view_pupils(w->view, &w->school, NULL, VIEW_BY_NAME, &w->arena, &p),
                     STATUS_OK);
    assert_int_equal(p.count, 3);
    assert_id(p.rows[0].id, ADA);
    assert_int_equal(p.rows[0].last_observed_ms, 1500);
    assert_int_equal(p.rows[0].observed_count, 2); /* the one without a time is one too */
    assert_string_equal(p.rows[1].shown, "Édith");
    assert_int_equal(p.rows[1].last_observed_ms, 0);
    assert_int_equal(p.rows[1].observed_count, 0);
    assert_string_equal(p.rows[2].shown, "Zoë");
    assert_string_equal(p.rows[2].given, "Zoë-Marie");
    assert_string_equal(p.rows[2].family, "Hill");
    assert_string_equal(p.rows[2].groups, ""); /* asked for one by one */
    assert_int_equal(p.rows[2].last_observed_ms, 3000);
    assert_int_equal(p.rows[2].observed_count, 2);
    assert_int_equal(view_pupils(w->view, &w->school, NULL, VIEW_NAMES_ONLY, &w->arena, &p),
                     STATUS_OK);
    assert_int_equal(p.count, 3);
    assert_int_equal(p.rows[2].observed_count, 0);
    assert_int_equal(view_observed(w->view, &w->school, NULL, &w->arena, &p), STATUS_OK);
    assert_int_equal(p.rows[1].observed_count, 0);
    assert_int_equal(p.rows[1].last_observed_ms, 0);
    assert_int_equal(p.rows[2].observed_count, 2);
    assert_int_equal(p.rows[2].last_observed_ms, 3000);
}

static void pupils_of_a_group_least_recent_first(void **state)
{
    struct world *w = *state;
    struct id ash = id_of(ASH);
    struct id elm = id_of(ELM);
    struct view_pupil_rows p;

    assert_int_equal(view_pupils(w->view, &w->school, &ash, VIEW_LEAST_RECENT_FIRST, &w->arena, &p),
                     STATUS_OK);
    assert_int_equal(p.count, 2);
    assert_id(p.rows[0].id, EDITH);
    assert_id(p.rows[1].id, ZOE);
    assert_int_equal(p.rows[1].observed_count, 2);
    assert_int_equal(view_pupils(w->view, &w->school, &elm, VIEW_BY_NAME, &w->arena, &p),
                     STATUS_OK);
    assert_int_equal(p.count, 0);
}

static void one_pupil_is_the_row_of_the_list(void **state)
{
    struct world *w = *state;
    struct id zoe = id_of(ZOE);
    struct id nobody = id_of(ASH);
    struct view_pupil_rows all;
    struct view_pupil one;

    assert_int_equal(view_pupils(w->view, &w->school, NULL, VIEW_BY_NAME, &w->arena, &all),
                     STATUS_OK);
    assert_int_equal(view_pupil_one(w->view, &w->school, &zoe, &w->arena, &one), STATUS_OK);
    assert_true(id_equal(&one.id, &all.rows[2].id));
    assert_string_equal(one.shown, all.rows[2].shown);
    assert_string_equal(one.family, all.rows[2].family);
    assert_string_equal(one.groups, "Ash, oak");
    assert_int_equal(one.last_observed_ms, 3000);
    assert_int_equal(one.observed_count, 2);
    assert_int_equal(view_pupil_one(w->view, &w->school, &nobody, &w->arena, &one),
                     STATUS_NOT_FOUND);
    assert_string_equal(one.shown, "");
}

static struct day {
    struct date today;
    const char *want_groups;
    int want_oak;
} days[] = {
    {{2026, 7, 20}, "oak", 2}, /* the last day, itself included */
    {{2026, 8, 1},  "",    1},
    {{2026, 9, 1},  "Ash", 1},
};

static void a_place_counts_on_its_days(void **state)
{
    struct world *w = *state;
    struct id oak = id_of(OAK);
    struct id zoe = id_of(ZOE);

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        struct view_pupil_rows p;
        struct view_pupil one;
        view_set_today(w->view, &days[i].today);
        assert_int_equal(view_pupil_one(w->view, &w->school, &zoe, &w->arena, &one), STATUS_OK);
        assert_string_equal(one.groups, days[i].want_groups);
        assert_int_equal(view_pupils(w->view, &w->school, &oak, VIEW_BY_NAME, &w->arena, &p),
                         STATUS_OK);
        assert_int_equal(p.count, days[i].want_oak);
    }
}

static void targets_that_have_not_ended(void **state)
{
    struct world *w = *state;
    struct id zoe = id_of(ZOE);
    struct view_target_rows targets;

    assert_int_equal(view_targets(w->view, &w->school, &zoe, &w->arena, &targets), STATUS_OK);
    assert_int_equal(targets.count, 2);
    assert_id(targets.rows[0].id, AIM_2);
    assert_string_equal(targets.rows[0].area, "");
    assert_string_equal(targets.rows[1].title, "Waits for a turn");
    assert_string_equal(targets.rows[1].area, "SEMH");
}

static void reviews_of_targets(void **state)
{
    static const struct told told[] = {
        {"target_judgement", 90, ZOE,
         "{\"target\":\"@70\",\"year\":2026,\"half_term\":1,\"staff\":\"@30\",\"level\":"
         "\"secure\"}",                                                                     NULL},
        {"target_review",    91, ZOE,
         "{\"target\":\"@70\",\"year\":2026,\"half_term\":1,\"level\":\"developing\",\"version\":"
         "\"v1\"}",                                                                         NULL},
        {"target_review",    92, ZOE, "{\"target\":\"@70\",\"year\":2025,\"half_term\":6}", NULL},
        {"target_review",    93, ADA, "{\"target\":\"@73\",\"year\":2026,\"half_term\":1}", NULL},
        {"target_review",    94, ZOE,
         "{\"target\":\"@71\",\"year\":2026,\"half_term\":1,\"void\":\"another pupil\"}",   NULL},
    };
    struct world *w = *state;
    struct id zoe = id_of(ZOE);
    struct view_review_rows got;

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        fold(w, &told[i]);
    }
    assert_int_equal(view_reviews(w->view, &w->school, &zoe, &w->arena, &got), STATUS_OK);
    assert_int_equal(got.count, 3);
    assert_id(got.rows[0].rec, 91); /* the agreed one before each reviewer's own */
    assert_true(id_is_none(&got.rows[0].staff));
    assert_string_equal(got.rows[0].level, "developing");
    assert_string_equal(got.rows[0].version, "v1");
    assert_id(got.rows[1].staff, JO);
    assert_string_equal(got.rows[1].level, "secure");
    assert_id(got.rows[2].rec, 92); /* last year's after it */
    assert_string_equal(got.rows[2].level, "");
}

static void sisters_of_a_group_observation(void **state)
{
    static const struct told told[] = {
        {"observation", 95, ZOE,   "{\"when\":7000,\"together\":\"@99\"}",                    NULL},
        {"observation", 96, ADA,   "{\"when\":7000,\"together\":\"@99\"}",                    NULL},
        {"observation", 97, EDITH, "{\"when\":7000,\"together\":\"@98\"}",                    NULL},
        {"observation", 94, EDITH, "{\"when\":7000,\"together\":\"@99\",\"void\":\"twice\"}", NULL},
    };
    struct world *w = *state;
    struct id together = id_of(99);
    struct view_sister_rows got;

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        fold(w, &told[i]);
    }
    assert_int_equal(view_sisters(w->view, &w->school, 7000, &together, &w->arena, &got),
                     STATUS_OK);
    assert_int_equal(got.count, 2);
    assert_id(got.rows[0].rec, 95);
    assert_id(got.rows[1].pupil, ADA);
}

/* ---- notes ---------------------------------------------------------------------------------- */

/* clang-format off */
static struct ask {
    const char *name;
    int pupil;
    struct view_span span;
    int want[5];
} asks[] = {
    {"all, newest first",        0,     {0, 9999, 0, 0, VIEW_EVERY_KIND},
     {NOTE_2, FACE_1, NOTE_3, NOTE_1, 0}},
    {"the latest two",           0,     {0, 9999, 2, 0, VIEW_EVERY_KIND},    {NOTE_2, FACE_1, 0}},
    {"the next two",             0,     {0, 9999, 2, 2, VIEW_EVERY_KIND},    {NOTE_3, NOTE_1, 0}},
    {"none are left",            0,     {0, 9999, 2, 4, VIEW_EVERY_KIND},    {0}},
    {"from is included",         0,     {1000, 1001, 0, 0, VIEW_EVERY_KIND}, {NOTE_1, 0}},
    {"until is not",             0,     {1001, 3000, 0, 0, VIEW_EVERY_KIND}, {FACE_1, NOTE_3, 0}},
    {"of one pupil",             ZOE,   {0, 9999, 0, 0, VIEW_EVERY_KIND},    {NOTE_2, NOTE_1, 0}},
    {"of one pupil, the latest", ZOE,   {0, 9999, 1, 0, VIEW_EVERY_KIND},    {NOTE_2, 0}},
    {"a void one is none",       ADA,   {1600, 9999, 0, 0, VIEW_EVERY_KIND}, {0}},
    {"practice is none",         EDITH, {0, 9999, 0, 0, VIEW_EVERY_KIND},    {FACE_1, 0}},
    {"observations alone",       0,     {0, 9999, 0, 0, VIEW_OBSERVATIONS},
     {NOTE_2, NOTE_3, NOTE_1, 0}},
    {"what pupils said alone",   0,     {0, 9999, 0, 0, VIEW_SELF},          {FACE_1, 0}},
    {"no interval was watched",  0,     {0, 9999, 0, 0, VIEW_INTERVALS},     {0}},
};
/* clang-format on */

static void notes_of_a_span(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        struct id pupil = id_of(asks[i].pupil);
        struct view_note_rows notes;
        size_t want = 0;
        assert_int_equal(view_notes(w->view, &w->school, &pupil, &asks[i].span, &w->arena, &notes),
                         STATUS_OK);
        while (asks[i].want[want] != 0) {
            want++;
        }
        if (notes.count != want) {
            fail_msg("%s: %zu notes", asks[i].name, notes.count);
        }
        for (size_t j = 0; j < want; j++) {
            assert_id(notes.rows[j].rec, asks[i].want[j]);
        }
    }
}

static void a_note_says_all_that_a_row_shows(void **state)
{
    struct world *w = *state;
    struct view_span span = {.from_ms = 0, .until_ms = 9999};
    struct view_note_rows notes;

    assert_int_equal(view_notes(w->view, &w->school, NULL, &span, &w->arena, &notes), STATUS_OK);
    assert_string_equal(notes.rows[0].type, "observation");
    assert_string_equal(notes.rows[0].shown, "Zoë");
    assert_string_equal(notes.rows[0].instrument, "note");
    assert_string_equal(notes.rows[0].engagement, "");
    assert_int_equal(notes.rows[0].when_ms, 3000);
    assert_id(notes.rows[0].pupil, ZOE);
    assert_id(notes.rows[0].by, JO);
    assert_string_equal(notes.rows[1].type, "self_assessment");
    assert_string_equal(notes.rows[1].shown, "Édith");
    assert_string_equal(notes.rows[3].engagement, "{\"persistence\":\"fleeting\"}");
    assert_false(notes.rows[3].in_conflict);
}

static void words_begin_with_the_pupils_own(void **state)
{
    struct world *w = *state;
    struct id zoe = id_of(ZOE);
    struct id ada = id_of(ADA);
    struct view_word_rows words;
    struct told again = {"observation", 55, ADA, "{\"when\":4000,\"place\":\"Bus\"}", NULL};

    fold(w, &again);
    assert_int_equal(view_words(w->view, &w->school, NULL, "place", &w->arena, &words), STATUS_OK);
    assert_int_equal(words.count, 3); /* Yard was void, nowhen has no time */
    assert_string_equal(words.rows[0].text, "Pool");
    assert_int_equal(words.rows[0].count, 2);
    assert_int_equal(view_words(w->view, &w->school, &ada, "place", &w->arena, &words), STATUS_OK);
    assert_int_equal(words.count, 3);
    assert_string_equal(words.rows[0].text, "Bus");
    assert_string_equal(words.rows[1].text, "Pool");
    assert_string_equal(words.rows[2].text, "Hall");
    assert_int_equal(view_words(w->view, &w->school, &zoe, "with", &w->arena, &words), STATUS_OK);
    assert_int_equal(words.count, 0);
    for (int i = 0; i < 2 * VIEW_WORDS_MOST; i++) {
        char set[] = "{\"when\":5000,\"with\":\"a\"}";
        struct told more = {"observation", 34 + i, i % 2 == 0 ? ZOE : ADA, set, NULL};
        set[strlen(set) - 3] = (char)('a' + i);
        fold(w, &more);
    }
    assert_int_equal(view_words(w->view, &w->school, &zoe, "with", &w->arena, &words), STATUS_OK);
    assert_int_equal(words.count, VIEW_WORDS_MOST);
    assert_string_equal(words.rows[0].text, "a");
    assert_string_equal(words.rows[7].text, "o");
}

static void a_conflict_is_listed_until_it_is_settled(void **state)
{
    struct world *w = *state;
    struct told other = {"observation", NOTE_2, ZOE, "{\"place\":\"Yard\"}", NULL};
    struct told settled = {"observation", NOTE_2, ZOE, "{\"place\":\"Yard\"}", NULL};
    const char *const fields[] = {"place"};
    struct id rec = id_of(NOTE_2);
    struct buf over = {0};
    struct merge_record r;
    struct view_span span = {.from_ms = 3000, .until_ms = 3001};
    struct view_conflict_rows conflicts;
    struct view_note_rows notes;

    assert_int_equal(view_conflicts(w->view, &w->school, &w->arena, &conflicts), STATUS_OK);
    assert_int_equal(conflicts.count, 0);
    fold(w, &other);
    assert_int_equal(view_conflicts(w->view, &w->school, &w->arena, &conflicts), STATUS_OK);
    assert_int_equal(conflicts.count, 1);
    assert_id(conflicts.rows[0].rec, NOTE_2);
    assert_id(conflicts.rows[0].pupil, ZOE);
    assert_string_equal(conflicts.rows[0].shown, "Zoë");
    assert_string_equal(conflicts.rows[0].type, "observation");
    assert_int_equal(conflicts.rows[0].at_ms, 1000 * (int64_t)(w->count - 1));
    assert_int_equal(view_notes(w->view, &w->school, NULL, &span, &w->arena, &notes), STATUS_OK);
    assert_true(notes.rows[0].in_conflict);

    merge_init(&r);
    assert_int_equal(view_load(w->view, &w->school, &rec, &r), STATUS_OK);
    assert_true(merge_over(&r, fields, 1, &over));
    settled.over = buf_cstr(&over);
    fold(w, &settled);
    assert_int_equal(view_conflicts(w->view, &w->school, &w->arena, &conflicts), STATUS_OK);
    assert_int_equal(conflicts.count, 0);
    merge_finish(&r);
    buf_finish(&over);
}

static void groups_count_what_was_observed(void **state)
{
    struct world *w = *state;
    struct view_span span = {.from_ms = 1000, .until_ms = 3000};
    struct view_count_rows counts;

    assert_int_equal(view_counts_by_group(w->view, &w->school, &span, &w->arena, &counts),
                     STATUS_OK);
    assert_int_equal(counts.count, 3);
    assert_string_equal(counts.rows[0].name, "Ash");
    assert_int_equal(counts.rows[0].observations, 1);
    assert_int_equal(counts.rows[0].pupils_observed, 1);
    assert_int_equal(counts.rows[0].pupils, 2);
    assert_int_equal(counts.rows[1].pupils, 0);
    assert_int_equal(counts.rows[1].observations, 0);
    assert_id(counts.rows[2].group, OAK);
    assert_int_equal(counts.rows[2].observations, 2);
    assert_int_equal(counts.rows[2].pupils_observed, 2);
    assert_int_equal(counts.rows[2].pupils, 2);
}

static void another_school_sees_nothing(void **state)
{
    struct world *w = *state;
    struct id other = id_of(2);
    struct view_span span = {.from_ms = 0, .until_ms = 9999};
    struct view_pupil_rows pupils;
    struct view_note_rows notes;
    struct view_count_rows counts;

    assert_int_equal(view_pupils(w->view, &other, NULL, VIEW_BY_NAME, &w->arena, &pupils),
                     STATUS_OK);
    assert_int_equal(pupils.count, 0);
    assert_int_equal(view_notes(w->view, &other, NULL, &span, &w->arena, &notes), STATUS_OK);
    assert_int_equal(notes.count, 0);
    assert_int_equal(view_counts_by_group(w->view, &other, &span, &w->arena, &counts), STATUS_OK);
    assert_int_equal(counts.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups_count_their_pupils, world_make, world_end),
        cmocka_unit_test_setup_teardown(staff_are_sorted_as_people_do, world_make, world_end),
        cmocka_unit_test_setup_teardown(pupils_of_the_school, world_make, world_end),
        cmocka_unit_test_setup_teardown(one_pupil_is_the_row_of_the_list, world_make, world_end),
        cmocka_unit_test_setup_teardown(pupils_of_a_group_least_recent_first, world_make,
                                        world_end),
        cmocka_unit_test_setup_teardown(a_place_counts_on_its_days, world_make, world_end),
        cmocka_unit_test_setup_teardown(targets_that_have_not_ended, world_make, world_end),
        cmocka_unit_test_setup_teardown(reviews_of_targets, world_make, world_end),
        cmocka_unit_test_setup_teardown(sisters_of_a_group_observation, world_make, world_end),
        cmocka_unit_test_setup_teardown(notes_of_a_span, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_note_says_all_that_a_row_shows, world_make, world_end),
        cmocka_unit_test_setup_teardown(words_begin_with_the_pupils_own, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_conflict_is_listed_until_it_is_settled, world_make,
                                        world_end),
        cmocka_unit_test_setup_teardown(groups_count_what_was_observed, world_make, world_end),
        cmocka_unit_test_setup_teardown(another_school_sees_nothing, world_make, world_end),
    };

    return cmocka_run_group_tests_name("questions of the screens", tests, NULL, NULL);
}
