/* The hub's command line: exit statuses, a hub made in a folder, a demo from a seed, a roster read
 * twice. The verbs run in this process, with a clock that stands still.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub.h"
#include "postgres.h"
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW_MS    1789000000000LL /* September 2026 */
#define WORDS_MAX 16

struct place {
    struct support_folder folder;
    char *data;
    char *assets;
    char store[512];
    struct support_clock clock;
    struct rng chance;
};

static int place_make(void **state)
{
    static struct place place;

    place = (struct place){.clock = {NOW_MS}, .chance = {3}};
    assert_int_equal(change_setup(), STATUS_OK);
    assert_int_equal(support_folder_make(&place.folder), STATUS_OK);
    place.data = support_folder_path(&place.folder, "hub");
    place.assets = support_source("assets");
    *state = &place;
    return 0;
}

static int place_end(void **state)
{
    struct place *p = *state;

    support_folder_remove(&p->folder);
    free(p->data);
    free(p->assets);
    return 0;
}

/* Words parted by blanks; a word in _ stands for one with blanks. */
static int run(struct place *p, const char *line)
{
    struct hub_world world = {.clock = support_clock_port(&p->clock), .assets = p->assets};
    char words[640];
    char *argv[WORDS_MAX] = {NULL};
    int argc = 0;
    char name[] = "cairn-hub";
    char data[] = "--data";

    world.random = rng_port(&p->chance);
    text_copy(words, sizeof words, line);
    argv[argc++] = name;
    argv[argc++] = data;
    argv[argc++] = p->data;
    for (char *at = words; *at != '\0';) {
        size_t size = strcspn(at, " ");
        bool last = at[size] == '\0';
        at[size] = '\0';
        argv[argc++] = at;
        at += last ? size : size + 1;
    }
    return hub_main(argc, argv, &world);
}

/* In a file, or on the store that the environment asks for. */
static void init(struct place *p)
{
    const char *store = NULL;
    struct buf line = {0};

    if (postgres_store("", &store) != STATUS_OK) {
        fail_msg("%s", status_message());
    }
    buf_text(&line, "init --host hub.test");
    if (store[0] != '\0') {
        buf_printf(&line, " --store %s", store);
    }
    text_copy(p->store, sizeof p->store, store);
    assert_int_equal(run(p, buf_cstr(&line)), 0);
    buf_finish(&line);
}

static struct hub *open_hub(struct place *p)
{
    struct hub_options options = {.clock = support_clock_port(&p->clock)};
    struct buf store = {0};
    struct hub *hub = NULL;

    options.random = rng_port(&p->chance);
    buf_printf(&store, "sqlite:%s/cairn.db", p->data);
    options.store = p->store[0] != '\0' ? p->store : buf_cstr(&store);
    assert_int_equal(hub_create(&options, &hub), STATUS_OK);
    buf_finish(&store);
    return hub;
}

static enum status add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

/* All records, as export records gives them. */
static void records(struct place *p, struct buf *out)
{
    struct hub *hub = open_hub(p);
    struct hub_sink sink = {add_line, out};

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

/* ---- exit statuses -------------------------------------------------------------------------- */

static struct row {
    const char *name;
    const char *line;
    int want;
} rows[] = {
    {"no verb",                    "",                                                    2},
    {"an unknown verb",            "sing",                                                2},
    {"half a verb",                "export",                                              2},
    {"a word too many",            "verify now",                                          2},
    {"an unknown option",          "export records --shcool 100001",                      2},
    {"a school without a name",    "school add --urn 100002",                             2},
    {"a wrong URN",                "school add --name X --urn 12",                        1},
    {"a URN that is taken",        "school add --name X --urn 100001",                    1},
    {"a wrong region",             "school add --name X --urn 100002 --region E9",        1},
    {"an unknown school",          "export records --school 999999",                      1},
    {"all is well",                "verify",                                              0},
    {"folded again",               "rebuild",                                             0},
    {"nothing is held",            "held",                                                0},
    {"no such held change",        "held release 0190aaaa-0000-7000-8000-000000000001:4", 1},
    {"a held change badly named",  "held release x",                                      2},
    {"devices",                    "device list",                                         0},
    {"no such device",             "device revoke 0190aaaa-0000-7000-8000-000000000001",  1},
    {"a code for all pupils",      "enrol --school 100001 --label T",                     0},
    {"a code for no group",        "enrol --school 100001 --label T --groups Elm",        1},
    {"a code without a label",     "enrol --school 100001",                               2},
    {"made twice",                 "init",                                                1},
    {"a roster that is not there", "import roster nothing.csv --school 100001",           1},
    {"a user without a role",      "user add anna",                                       2},
    {"a user of no known role",    "user add anna --role owner",                          2},
    {"a demo of too many schools", "demo --schools 999",                                  2},
    {"a negative demo",            "demo --pupils -4",                                    2},
};

static void check_row(void **state)
{
    const struct row *row = *state;
    void *made = NULL;
    struct place *p = NULL;

    assert_int_equal(place_make(&made), 0);
    p = made;
    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001 --kind special"), 0);
    assert_int_equal(run(p, row->line), row->want);
    assert_int_equal(place_end(&made), 0);
}

/* What is said on stderr while a line is run. */
static void said_of(struct place *p, const char *line, int want, struct buf *out)
{
    char *path = support_folder_path(&p->folder, "said");
    FILE *said = fopen(path, "w+");
    int kept = dup(STDERR_FILENO);
    char piece[4096];
    size_t size = 0;
    int code = 0;

    assert_non_null(said);
    assert_int_equal(fflush(stderr), 0);
    assert_int_equal(dup2(fileno(said), STDERR_FILENO), STDERR_FILENO);
    code = run(p, line);
    (void)fflush(stderr);
    assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
    (void)close(kept);
    rewind(said);
    buf_clear(out);
    while ((size = fread(piece, 1, sizeof piece, said)) > 0) {
        buf_add(out, piece, size);
    }
    (void)fclose(said);
    free(path);
    assert_int_equal(code, want);
}

static void a_wrong_line_says_what_is_wrong(void **state)
{
    struct place *p = *state;
    struct buf said = {0};

    said_of(p, "sing", 2, &said);
    assert_int_equal(strncmp(buf_cstr(&said), "cairn-hub: “sing” is no verb", 29), 0);
    assert_non_null(strstr(buf_cstr(&said), "\nusage: "));
    said_of(p, "export", 2, &said);
    assert_non_null(strstr(buf_cstr(&said), "wants a second word"));
    said_of(p, "--assets x", 2, &said);
    assert_non_null(strstr(buf_cstr(&said), "A verb is missing."));
    buf_finish(&said);
}

static void a_file_that_is_no_backup_is_named(void **state)
{
    struct place *p = *state;
    char *path = support_folder_path(&p->folder, "no-backup");
    static const char text[] = "name,password\nnobody,nothing\n";
    struct buf line = {0};
    struct buf said = {0};

    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001"), 0);
    assert_int_equal(support_file_write(path, text, sizeof text - 1), STATUS_OK);
    buf_printf(&line, "restore %s", path);
    said_of(p, buf_cstr(&line), 1, &said);
    assert_non_null(strstr(buf_cstr(&said), "no-backup is damaged or no backup"));
    assert_null(strstr(buf_cstr(&said), "cairn.db"));
    buf_clear(&line);
    buf_printf(&line, "restore %s", p->folder.path);
    said_of(p, buf_cstr(&line), 1, &said);
    assert_null(strstr(buf_cstr(&said), "cairn.db"));
    assert_int_equal(run(p, "verify"), 0);
    buf_finish(&line);
    buf_finish(&said);
    free(path);
}

static void a_folder_without_a_hub_says_so(void **state)
{
    assert_int_equal(run(*state, "verify"), 1);
}

/* ---- demo ----------------------------------------------------------------------------------- */

static void the_same_seed_gives_the_same_school(void **state)
{
    struct place *p = *state;
    struct buf first = {0};
    struct buf again = {0};

    init(p);
    assert_int_equal(run(p, "demo --pupils 16 --seed 9"), 0);
    assert_int_equal(run(p, "verify"), 0);
    records(p, &first);
    assert_int_equal(count_of(&first, "\"type\":\"pupil\""), 16);
    assert_int_equal(count_of(&first, "\"type\":\"group\""), 2);
    assert_int_equal(count_of(&first, "\"type\":\"target\""), 48);
    assert_in_range(count_of(&first, "\"type\":\"observation\""), 500, 2000);
    assert_in_range(count_of(&first, "\"type\":\"self_assessment\""), 50, 500);

    support_folder_remove(&p->folder);
    assert_int_equal(support_folder_make(&p->folder), STATUS_OK);
    free(p->data);
    p->data = support_folder_path(&p->folder, "hub");
    p->chance.state = 77; /* the machine's chance is another; the seed is the same */
    init(p);
    assert_int_equal(run(p, "demo --pupils 16 --seed 9"), 0);
    records(p, &again);
    assert_string_equal(buf_cstr(&first), buf_cstr(&again));
    assert_int_equal(run(p, "demo --pupils 16 --seed 9"), 1); /* the school is there */
    buf_finish(&first);
    buf_finish(&again);
}

static void years_0_has_no_history(void **state)
{
    struct place *p = *state;
    struct buf all = {0};

    init(p);
    assert_int_equal(run(p, "demo --pupils 8 --years 0"), 0);
    records(p, &all);
    assert_int_equal(count_of(&all, "\"type\":\"observation\""), 0);
    assert_int_equal(count_of(&all, "\"type\":\"plan\""), 8);
    buf_finish(&all);
}

/* ---- roster --------------------------------------------------------------------------------- */

static int import(struct place *p, const char *text, const char *flags)
{
    char *path = support_folder_path(&p->folder, "r.csv");
    struct buf line = {0};
    int code = 0;

    assert_int_equal(support_file_write(path, text, strlen(text)), STATUS_OK);
    buf_printf(&line, "import roster %s --school 100001%s", path, flags);
    code = run(p, buf_cstr(&line));
    buf_finish(&line);
    free(path);
    return code;
}

static void a_roster_read_twice_changes_nothing(void **state)
{
    struct place *p = *state;
    struct buf before = {0};
    struct buf after = {0};
    static const char roster[] = "\xef\xbb\xbfUPN,Legal Surname,Forename,DOB,Class,Primary Need\r\n"
                                 "B801200005001,\"O'Neil, Jr\",Robin,13/04/2015,Oak;Swim,AUT\r\n"
                                 ",Smith,Sam,03/04/2015,Oak,SLCN\r\n"
                                 ",Smith,Sam,04/04/2015,Oak,\r\n"
                                 ",Smith,Alex,,Oak,\r\n"; /* no way to know this pupil again */

    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001"), 0);
    records(p, &before);
    assert_int_equal(import(p, roster, " --dry-run"), 1); /* the last row is refused */
    records(p, &after);
    assert_string_equal(buf_cstr(&before), buf_cstr(&after));
    assert_int_equal(import(p, roster, ""), 1);
    records(p, &before);
    assert_int_equal(count_of(&before, "\"type\":\"pupil\""), 3);
    assert_int_equal(count_of(&before, "\"type\":\"group\""), 2);
    assert_int_equal(count_of(&before, "\"type\":\"membership\""), 4);
    assert_int_equal(count_of(&before, "\"born\":\"2015-04-03\""), 1);
    assert_int_equal(count_of(&before, "\"need\":\"ASD\""), 1);
    assert_int_equal(import(p, roster, ""), 1);
    records(p, &after);
    assert_string_equal(buf_cstr(&before), buf_cstr(&after));
    buf_finish(&before);
    buf_finish(&after);
}

static void the_column_settles_its_dates(void **state)
{
    struct place *p = *state;
    struct buf all = {0};

    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001"), 0);
    assert_int_equal(import(p,
                            "surname;forename;date of birth\n"
                            "Lee;Kim;04/13/2015\n" /* so the month comes first in all of them */
                            "Lee;Jo;03/04/2015\n"
                            "Lee;Mo;2014-01-31\n",
                            ""),
                     0);
    records(p, &all);
    assert_int_equal(count_of(&all, "\"born\":\"2015-04-13\""), 1);
    assert_int_equal(count_of(&all, "\"born\":\"2015-03-04\""), 1);
    assert_int_equal(count_of(&all, "\"born\":\"2014-01-31\""), 1);
    buf_finish(&all);
}

static void what_a_person_edited_is_kept(void **state)
{
    struct place *p = *state;
    struct buf all = {0};
    struct hub *hub = NULL;
    struct hub_school school;
    struct hub_draft edit = {.type = "pupil", .set = "{\"preferred\":\"Bobbie\"}"};
    const char *at = NULL;

    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001"), 0);
    assert_int_equal(import(p, "surname,forename,known as,dob\nLee,Kim,K,2015-04-13\n", ""), 0);
    records(p, &all);
    at = strstr(buf_cstr(&all), "\"type\":\"pupil\",\"pupil\":\"");
    assert_non_null(at);
    text_copy(edit.rec.text, sizeof edit.rec.text, at + strlen("\"type\":\"pupil\",\"pupil\":\""));
    edit.pupil = edit.rec;
    edit.by = edit.rec; /* anyone at all */
    p->clock.now_ms += 1000;
    hub = open_hub(p);
    assert_int_equal(hub_school_find(hub, "100001", &school), STATUS_OK);
    assert_int_equal(hub_write(hub, &school.id, &edit, 1), STATUS_OK);
    hub_destroy(hub);
    p->clock.now_ms += 1000;
    assert_int_equal(import(p, "surname,forename,known as,dob,sex\nLee,Kim,K,2015-04-13,F\n", ""),
                     0);
    records(p, &all);
    assert_int_equal(count_of(&all, "\"preferred\":\"Bobbie\""), 1);
    assert_int_equal(count_of(&all, "\"gender\":\"Female\""), 1);
    buf_finish(&all);
}

static struct bad_row {
    const char *name;
    const char *text;
} bad_rosters[] = {
    {"a header alone",               "surname,forename,dob\n"                          },
    {"no names",                     "upn,dob\nB801200005001,2015-04-13\n"             },
    {"a quote that is never closed", "surname,forename,dob\n\"Lee,Kim,2015-04-13\n"    },
    {"no UTF-8",                     "surname,forename,dob\nL\xe9\x65,Kim,2015-04-13\n"},
    {"two columns of one meaning",   "surname,family,forename\na,b,c\n"                },
};

/* Rows of which one is refused; the two others are taken all the same. */
static struct refused_row {
    const char *name;
    const char *line;
} refused_rows[] = {
    {"a month of 13",             "Lee,Kim,04/13/2015,\n"          },
    {"a month of 13 and a day",   "Lee,Kim,13/13/2015,\n"          },
    {"a day of 32",               "Lee,Kim,32/01/2015,\n"          },
    {"a day of 0",                "Lee,Kim,00/01/2015,\n"          },
    {"a month of 0",              "Lee,Kim,01/00/2015,\n"          },
    {"30 February",               "Lee,Kim,30/02/2015,\n"          },
    {"an ISO month of 13",        "Lee,Kim,2015-13-04,\n"          },
    {"no date at all",            "Lee,Kim,soon,\n"                },
    {"a wrong leaving date",      "Lee,Kim,13/04/2015,31/31/2020\n"},
    {"a line break in a surname", "\"Lee\nLow\",Kim,13/04/2015,\n" },
    {"a bell in a forename",      "Lee,K\aim,13/04/2015,\n"        },
};

static void check_refused_row(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    struct buf text = {0};
    struct buf all = {0};

    assert_int_equal(place_make(&made), 0);
    init(made);
    assert_int_equal(run(made, "school add --name Hill --urn 100001"), 0);
    buf_printf(&text, "surname,forename,dob,dol\nAsh,Jo,13/04/2015,\n%sOak,Mo,14/05/2015,\n",
               row->line);
    assert_int_equal(import(made, buf_cstr(&text), ""), 1);
    records(made, &all);
    assert_int_equal(count_of(&all, "\"type\":\"pupil\""), 2);
    assert_int_equal(count_of(&all, "\"given\":\"K"), 0);
    assert_int_equal(place_end(&made), 0);
    buf_finish(&text);
    buf_finish(&all);
}

static void check_bad_roster(void **state)
{
    const struct bad_row *row = *state;
    void *made = NULL;

    assert_int_equal(place_make(&made), 0);
    init(made);
    assert_int_equal(run(made, "school add --name Hill --urn 100001"), 0);
    assert_int_equal(import(made, row->text, ""), 1);
    assert_int_equal(place_end(&made), 0);
}

/* ---- people --------------------------------------------------------------------------------- */

static void a_login_needs_all_its_parts(void **state)
{
    struct place *p = *state;
    struct hub *hub = NULL;
    struct hub_account account = {.name = "Anna", .role = "leader"};
    struct hub_school_rows schools = {0};
    struct arena arena = {0};
    struct buf name = {0};
    struct buf totp = {0};

    init(p);
    assert_int_equal(run(p, "school add --name Hill --urn 100001"), 0);
    hub = open_hub(p);
    assert_int_equal(hub_account_add(hub, &account, "short", NULL), STATUS_BAD_INPUT);
    assert_int_equal(hub_account_add(hub, &account, "three quiet words", NULL), STATUS_OK);
    assert_int_equal(hub_account_add(hub, &account, "three quiet words", NULL), STATUS_EXISTS);
    assert_int_equal(hub_account_check(hub, "anna", "three loud words", "", &name), STATUS_LOCKED);
    assert_int_equal(hub_account_check(hub, "ann", "three quiet words", "", &name), STATUS_LOCKED);
    assert_int_equal(hub_account_check(hub, "ANNA", "three quiet words", "", &name), STATUS_OK);
    assert_string_equal(buf_cstr(&name), "anna");
    assert_int_equal(hub_account_schools(hub, "anna", &arena, &schools), STATUS_OK);
    assert_int_equal(schools.count, 1);
    assert_int_equal(hub_account_schools(hub, "bob", &arena, &schools), STATUS_NOT_FOUND);
    account.name = "two-steps";
    assert_int_equal(hub_account_add(hub, &account, "three quiet words", &totp), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&totp), "otpauth://totp/Cairn:two-steps?secret="));
    assert_int_equal(hub_account_check(hub, "two-steps", "three quiet words", "", &name),
                     STATUS_LOCKED);
    hub_destroy(hub);
    arena_finish(&arena);
    buf_finish(&name);
    buf_finish(&totp);
}

#define COUNT(list)      (sizeof(list) / sizeof((list)[0]))
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_end)

/* ---- instruments ---------------------------------------------------------------------------- */

static void add_instrument(struct place *p, const char *text, int want)
{
    char *path = support_folder_path(&p->folder, "own.json");
    struct buf line = {0};

    assert_int_equal(support_file_write(path, text, strlen(text)), STATUS_OK);
    buf_printf(&line, "instrument add %s --school 100001", path);
    assert_int_equal(run(p, buf_cstr(&line)), want);
    buf_finish(&line);
    free(path);
}

static size_t records_with(struct place *p, const char *part)
{
    struct buf all = {0};
    size_t count = 0;

    records(p, &all);
    count = count_of(&all, part);
    buf_finish(&all);
    return count;
}

#define OWN(label)                                                       \
    "{\"id\":\"water\",\"label\":\"" label "\",\"kind\":\"engagement\"," \
    "\"items\":[{\"id\":\"a\",\"kind\":\"choice\",\"choices\":[{\"id\":\"b\"}]}]}"

#define ASKED(id)                                                                                 \
    "{\"id\":\"" id "\",\"label\":\"Bus\",\"kind\":\"self-assessment\",\"items\":[{\"id\":\"a\"," \
    "\"label\":\"Good?\",\"kind\":\"yes-no\",\"choices\":[{\"id\":\"y\",\"label\":\"Yes\"},"      \
    "{\"id\":\"n\",\"label\":\"No\"},{\"id\":\"unsure\",\"label\":\"?\",\"apart\":true},"         \
    "{\"id\":\"not-now\",\"label\":\"-\",\"apart\":true}]}]}"

static void an_instrument_is_added_in_versions(void **state)
{
    struct place *p = *state;

    init(p);
    assert_int_equal(run(p, "school add --name Ash --urn 100001"), 0);
    add_instrument(p, OWN("Water"), 0);
    add_instrument(p, " " OWN("Water"), 0); /* spaced otherwise, it is the same version */
    assert_int_equal(records_with(p, "\"type\":\"instrument\""), 1);
    assert_int_equal(records_with(p, "\"retired\":"), 0); /* the second time nothing was written */
    add_instrument(p, OWN("Water play"), 0);
    assert_int_equal(records_with(p, "\"type\":\"instrument\""), 2);
    add_instrument(p, "{\"id\":\"water\",\"label\":\"Water\",\"kind\":\"engagement\"}", 1);
    add_instrument(p,
                   "{\"id\":\"w\",\"kind\":\"note\",\"items\":[{\"id\":\"a\",\"kind\":\"text\"}]}",
                   1); /* nameless */
    assert_int_equal(run(p, "instrument retire water --school 100001"), 0);
    assert_int_equal(records_with(p, "\"retired\":true"), 2);
    assert_int_equal(run(p, "instrument retire water --school 100001"), 1);
    add_instrument(p, OWN("Water"), 0);
    assert_int_equal(records_with(p, "\"retired\":true"), 1);
    assert_int_equal(records_with(p, "\"conflicts\":[\""), 0);
    add_instrument(p, ASKED("Our bus"), 1);
    add_instrument(p, ASKED("our-bus"), 0);
    assert_int_equal(records_with(p, "\"instrument\":\"our-bus\""), 1);
    assert_int_equal(run(p, "instrument list --school 100001"), 0);
    assert_int_equal(run(p, "instrument add"), 2);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(bad_rosters) + COUNT(refused_rows)];
    const struct CMUnitTest stories[] = {
        WITH_PLACE(a_wrong_line_says_what_is_wrong),
        WITH_PLACE(a_file_that_is_no_backup_is_named),
        WITH_PLACE(a_folder_without_a_hub_says_so),
        WITH_PLACE(the_same_seed_gives_the_same_school),
        WITH_PLACE(years_0_has_no_history),
        WITH_PLACE(a_roster_read_twice_changes_nothing),
        WITH_PLACE(the_column_settles_its_dates),
        WITH_PLACE(what_a_person_edited_is_kept),
        WITH_PLACE(an_instrument_is_added_in_versions),
        WITH_PLACE(a_login_needs_all_its_parts),
    };
    size_t n = 0;

    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[n++] = (struct CMUnitTest){rows[i].name, check_row, NULL, NULL, &rows[i]};
    }
    for (size_t i = 0; i < COUNT(bad_rosters); i++) {
        tests[n++] =
            (struct CMUnitTest){bad_rosters[i].name, check_bad_roster, NULL, NULL, &bad_rosters[i]};
    }
    for (size_t i = 0; i < COUNT(refused_rows); i++) {
        tests[n++] = (struct CMUnitTest){refused_rows[i].name, check_refused_row, NULL, NULL,
                                         &refused_rows[i]};
    }
    return cmocka_run_group_tests_name("the command line", tests, NULL, NULL) +
           cmocka_run_group_tests_name("what verbs do", stories, NULL, NULL);
}
