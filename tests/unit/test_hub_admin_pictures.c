/* instrument add, where the file names pictures: those that ship, and the school's own by their
 * words or their ids. What is not there is said before anything is written.
 *
 * Planted faults, each built once and seen to fail here: a pupil's picture taken for the school's;
 * the words left in the content instead of the id; two of the same words settled by chance; names
 * in the choices of a question looked up and left as they are.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "verbs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NOW_MS 1789000000000LL /* September 2026 */

static struct desk {
    struct verbs verbs;
    struct support_folder assets;
    struct id school, hall, bus;
} desk;

/* ---- the school ------------------------------------------------------------------------------ */

static struct id make_id(const char *name)
{
    return id_derived(name);
}

static enum status put_picture(struct hub *hub, const struct id *rec, const struct id *pupil,
                               const char *words, size_t image)
{
    struct hub_draft draft = {.rec = *rec, .type = "picture", .is_new = true};
    struct buf set = {0};
    enum status st = STATUS_OK;

    buf_printf(&set, "{\"label\":\"%s\",\"mark\":\"aa\",\"added\":7,\"image\":\"", words);
    for (size_t i = 0; i < image; i++) {
        buf_byte(&set, 'A');
    }
    buf_text(&set, "\"}");
    draft.set = buf_cstr(&set);
    draft.pupil = pupil != NULL ? *pupil : draft.pupil;
    st = hub_write(hub, &desk.school, &draft, 1);
    buf_finish(&set);
    return st;
}

static void fill(struct hub *hub)
{
    struct arena arena = {0};
    struct hub_school_rows schools = {0};
    struct hub_draft pupil = {.type = "pupil", .set = "{\"given\":\"Ama\"}", .is_new = true};
    struct id rec = make_id("another hall");
    struct id swing = make_id("swing");

    assert_int_equal(hub_schools(hub, &arena, &schools), STATUS_OK);
    desk.school = schools.rows[0].id;
    desk.hall = make_id("hall");
    desk.bus = make_id("bus");
    pupil.rec = make_id("pupil");
    pupil.pupil = pupil.rec;
    assert_int_equal(hub_write(hub, &desk.school, &pupil, 1), STATUS_OK);
    assert_int_equal(put_picture(hub, &desk.bus, NULL, "Our minibus", 40), STATUS_OK);
    assert_int_equal(put_picture(hub, &desk.hall, NULL, "Hall", 40), STATUS_OK);
    assert_int_equal(put_picture(hub, &rec, NULL, "Hall", 40), STATUS_OK);
    assert_int_equal(put_picture(hub, &swing, &pupil.rec, "Swing", 40), STATUS_OK);
    arena_finish(&arena);
}

static int open_desk(void **state)
{
    static const char index[] = "{\"pictures\":[{\"name\":\"bus\"},{\"name\":\"yes\"},"
                                "{\"name\":\"no\"},{\"name\":\"unsure\"},{\"name\":\"not-now\"}]}";
    struct hub *hub = NULL;
    char *folder = NULL;
    char *path = NULL;

    (void)state;
    verbs_begin(&desk.verbs, NOW_MS);
    assert_int_equal(verbs_run(&desk.verbs, "init --host hub.test"), 0);
    assert_int_equal(verbs_run(&desk.verbs, "school add --name Ash --urn 100001"), 0);
    hub = verbs_open(&desk.verbs);
    fill(hub);
    hub_destroy(hub);
    assert_int_equal(support_folder_make(&desk.assets), STATUS_OK);
    folder = support_folder_path(&desk.assets, "pictures");
    assert_int_equal(mkdir(folder, 0700), 0);
    path = support_folder_path(&desk.assets, "pictures/index.json");
    assert_int_equal(support_file_write(path, index, strlen(index)), STATUS_OK);
    free(folder);
    free(path);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    verbs_end(&desk.verbs);
    support_folder_remove(&desk.assets);
    return 0;
}

/* ---- adding ---------------------------------------------------------------------------------- */

#define APART                                                                    \
    "{\"id\":\"unsure\",\"label\":\"?\",\"picture\":\"unsure\",\"apart\":true}," \
    "{\"id\":\"not-now\",\"label\":\"-\",\"picture\":\"not-now\",\"apart\":true}"

/* The instrument's own picture, its question's and that of a choice. */
static int add(const char *own, const char *question, const char *choice)
{
    struct hub_world world = {.clock = support_clock_port(&desk.verbs.clock),
                              .assets = desk.assets.path};
    char *file = support_folder_path(&desk.verbs.data, "own.json");
    char words[][16] = {"cairn-hub", "--data", "instrument", "add", "--school", "100001"};
    char *argv[] = {words[0], words[1], desk.verbs.data.path, words[2], words[3], file, words[4],
                    words[5], NULL};
    struct buf text = {0};
    int said = 0;

    world.random = rng_port(&desk.verbs.chance);
    buf_printf(&text,
               "{\"id\":\"our-bus\",\"label\":\"Bus\",\"kind\":\"self-assessment\",\"picture\":"
               "\"%s\",\"items\":[{\"id\":\"ride\",\"label\":\"Good?\",\"picture\":\"%s\","
               "\"kind\":\"yes-no\",\"choices\":[{\"id\":\"y\",\"label\":\"Yes\",\"picture\":"
               "\"%s\"},{\"id\":\"n\",\"label\":\"No\",\"picture\":\"no\"}," APART "]}],"
               "\"note\":{\"picture\":[1,{\"picture\":\"school:Hall\"}]}}",
               own, question, choice);
    assert_int_equal(support_file_write(file, text.data, text.size), STATUS_OK);
    said = hub_main(8, argv, &world);
    buf_finish(&text);
    free(file);
    return said;
}

static enum status keep_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void records(struct buf *out)
{
    struct hub *hub = verbs_open(&desk.verbs);
    const struct hub_sink sink = {keep_line, out};

    buf_clear(out);
    assert_int_equal(hub_export_records(hub, NULL, &sink), STATUS_OK);
    hub_destroy(hub);
}

static size_t count_of(const struct buf *text, const char *part)
{
    size_t count = 0;

    for (const char *at = strstr(buf_cstr(text), part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* ---- refused --------------------------------------------------------------------------------- */

static struct row {
    const char *name;
    const char *own, *question, *choice;
    const char *part; /* of the sentence */
} rows[] = {
    {"of the instrument, misspelt",   "buss",        "bus",  "yes",
     "“our-bus”, its picture: there is no picture called “buss”"                                                                         },
    {"of a question, misspelt",       "bus",         "buss", "yes",
     "“our-bus”, item ride: there is no picture called “buss”"                                                                           },
    {"words that no picture has",     "bus",         "bus",  "school:Our minibos",
     "item ride: the school has no picture of its own called “Our minibos”. It has “"                                                      },
    {"words of a pupil's own",        "bus",         "bus",  "school:Swing",
     "no picture of its own called “Swing”"                                                                                                  },
    {"words that two have",           "school:Hall", "bus",  "yes",
     "its picture: the school has 2 pictures called “Hall”. Name the one by its id"                                                          },
    {"no words at all",               "bus",         "bus",  "school:",                                     "no picture of its own called “”"},
    {"a name of an image in the log", "bus",         "bus",  "own:0190a5b4-7c3d-7000-8000-000000000001:aa",
     "there is no picture called “own:"                                                                                                        },
};

static void is_refused(void **state)
{
    const struct row *row = *state;
    struct buf all = {0};

    (void)open_desk(NULL);
    assert_int_equal(add(row->own, row->question, row->choice), 1);
    if (strstr(status_message(), row->part) == NULL) {
        fail_msg("%s", status_message());
    }
    records(&all);
    assert_int_equal(count_of(&all, "\"type\":\"instrument\""), 0);
    buf_finish(&all);
    (void)close_desk(NULL);
}

/* ---- taken ----------------------------------------------------------------------------------- */

/* What is kept says the ids, so words may change; the file said either way is one version. */
static void words_become_ids(void **state)
{
    struct buf all = {0};
    struct buf hall = {0};
    struct buf bus = {0};

    (void)state;
    buf_printf(&hall, "school:%s", desk.hall.text);
    buf_printf(&bus, "\"picture\":\"school:%s\"", desk.bus.text);
    assert_int_equal(add(buf_cstr(&hall), "school:Our minibus", "school:Our minibus"), 0);
    records(&all);
    assert_int_equal(count_of(&all, buf_cstr(&bus)), 2);
    assert_int_equal(count_of(&all, buf_cstr(&hall)), 1);
    assert_int_equal(count_of(&all, "school:Our minibus"), 0);
    assert_int_equal(count_of(&all, "school:Hall"), 1); /* what names no picture stays */
    assert_int_equal(add(buf_cstr(&hall), "school:Our minibus", "school:Our minibus"), 0);
    records(&all);
    assert_int_equal(count_of(&all, "\"type\":\"instrument\""), 1);
    assert_int_equal(add("bus", "bus", "yes"), 0); /* and one that names none of them */
    records(&all);
    assert_int_equal(count_of(&all, "\"type\":\"instrument\""), 2);
    assert_int_equal(verbs_run(&desk.verbs, "picture list --school 100001"), 0);
    assert_int_equal(verbs_run(&desk.verbs, "picture list"), 2);
    buf_finish(&all);
    buf_finish(&hall);
    buf_finish(&bus);
}

/* ---- how large ------------------------------------------------------------------------------- */

static void beyond_the_limit_nothing_is_written(void **state)
{
    struct hub *hub = verbs_open(&desk.verbs);
    struct id fits = make_id("fits");
    struct id more = make_id("more");

    (void)state;
    assert_int_equal(put_picture(hub, &fits, NULL, "Fits", 240000), STATUS_OK);
    assert_int_equal(put_picture(hub, &more, NULL, "More", 240004), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "Picture"));
    hub_destroy(hub);
}

int main(void)
{
    cases_add_rows(is_refused, rows, COUNT(rows), sizeof(rows[0]));
    cases_add_placed("words become ids", words_become_ids, open_desk, close_desk);
    cases_add_placed("beyond the limit nothing is written", beyond_the_limit_nothing_is_written,
                     open_desk, close_desk);
    return cases_run("pictures in a school's own questions", NULL, NULL);
}
