/* The demo's people: staff with their roles, groups, pupils with plans and targets.
 *
 * The mix follows a special school: the needs are drawn by weight, every pupil has an EHC plan, and
 * names come from the lists by theirs. No two pupils share given and family name, or a merge list
 * would be hard to look at; and nobody in here is real.
 */
#include "hub_demo.h"

#include <stdio.h>
#include <string.h>

#define STAFF_OF_96    40
#define PUPILS_OF_40   96
#define PUPILS_A_GROUP 8
#define NAME_TRIES     200

/* Primary needs of a special school, in a hundred (check). */
static const struct need {
    const char *code;
    uint32_t weight;
} needs[] = {
    {"ASD",  36},
    {"SLD",  24},
    {"PMLD", 12},
    {"MLD",  9 },
    {"SLCN", 8 },
    {"SEMH", 5 },
    {"PD",   3 },
    {"MSI",  1 },
    {"HI",   1 },
    {"VI",   1 },
};

static const char *pick_need(struct demo *d)
{
    uint32_t at = rng_below(&d->rng, 100);

    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
        if (at < needs[i].weight) {
            return needs[i].code;
        }
        at -= needs[i].weight;
    }
    return needs[0].code;
}

/* ---- names ---------------------------------------------------------------------------------- */

struct demo_name {
    const char *given;
    const char *family;
};

static const struct json_value *pick_names(struct demo *d)
{
    const struct json_value *lists = json_member(d->words->people, "names");
    int64_t at = rng_below(&d->rng, 100);

    for (size_t i = 0; i < json_count(lists); i++) {
        const struct json_value *names = json_item(lists, i);
        at -= json_int(json_member(names, "weight"), 0);
        if (at < 0) {
            return names;
        }
    }
    return json_item(lists, 0);
}

static struct demo_name pick_name(struct demo *d, bool girl)
{
    const struct json_value *names = pick_names(d);
    const char *given = json_text(demo_pick(d, json_member(names, girl ? "girls" : "boys")));
    const char *family = json_text(demo_pick(d, json_member(names, "family")));

    return (struct demo_name){given == NULL ? "Robin" : given, family == NULL ? "" : family};
}

static bool name_is_taken(const struct demo_name *names, size_t count, const struct demo_name *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i].given, name->given) == 0 &&
            strcmp(names[i].family, name->family) == 0) {
            return true;
        }
    }
    return false;
}

static struct demo_name new_name(struct demo *d, bool girl, struct demo_name *names, size_t count)
{
    struct demo_name name = pick_name(d, girl);

    for (int i = 0; i < NAME_TRIES && name_is_taken(names, count, &name); i++) {
        name = pick_name(d, girl);
    }
    names[count] = name;
    return name;
}

static const char *preferred_name(struct demo *d, const char *given)
{
    const struct json_value *list = json_member(d->words->people, "preferred");

    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_value *row = json_item(list, i);
        if (strcmp(json_member_text(row, "given"), given) == 0) {
            return demo_chance(d, 0.6) ? json_text(json_member(row, "preferred")) : NULL;
        }
    }
    return NULL;
}

/* ---- staff and groups ----------------------------------------------------------------------- */

static enum status put_staff(struct demo *d, const char *role, struct demo_name *names)
{
    struct hub_draft draft = {.type = "staff"};
    struct demo_staff *staff = &d->staff[d->staff_count];
    struct demo_name name = new_name(d, demo_chance(d, 0.75), names, d->staff_count);

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    staff->id = draft.rec;
    staff->group = d->staff_count % d->group_count;
    d->staff_count++;
    demo_open(d);
    json_put_text(&d->w, "name", arena_printf(&d->batch, "%s %s", name.given, name.family));
    json_put_text(&d->w, "role", role);
    return demo_put(d, &draft);
}

/* Which role the n-th of the staff has: as many of each as of_40 says, then over again. */
static const char *role_of(const struct demo *d, size_t n)
{
    const struct json_value *roles = json_member(d->words->school, "roles");
    int64_t at = (int64_t)(n % STAFF_OF_96);

    for (size_t i = 0; i < json_count(roles); i++) {
        const struct json_value *role = json_item(roles, i);
        at -= json_int(json_member(role, "of_40"), 1);
        if (at < 0) {
            return json_member_text(role, "role");
        }
    }
    return "Teaching assistant";
}

static enum status put_all_staff(struct demo *d)
{
    enum status st = STATUS_OK;
    size_t wanted = d->pupil_count * STAFF_OF_96 / PUPILS_OF_40;
    struct demo_name *names = NULL;

    wanted = wanted < 4 ? 4 : wanted;
    d->staff = arena_alloc(&d->kept, (wanted + 1) * sizeof *d->staff);
    names = arena_alloc(&d->kept, (wanted + 1) * sizeof *names);
    for (size_t i = 0; i < wanted; i++) {
        TRY(put_staff(d, role_of(d, i), names));
    }

done:
    return st;
}

static enum status put_group(struct demo *d, size_t index, const struct json_value *words)
{
    struct hub_draft draft = {.type = "group"};
    struct demo_group *group = &d->groups[index];
    size_t round = index / json_count(json_member(d->words->school, "groups"));
    const char *name = json_member_text(words, "name");

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    group->id = draft.rec;
    group->year_from = json_int(json_member(words, "year_from"), 1);
    group->year_to = json_int(json_member(words, "year_to"), group->year_from);
    demo_open(d);
    json_put_text(&d->w, "name",
                  round == 0 ? name : arena_printf(&d->batch, "%s %zu", name, round + 1));
    json_put_text(&d->w, "kind", json_member_text(words, "kind"));
    json_put_int(&d->w, "year", academic_year(moment_uk(d->now_ms).date));
    json_open_list(&d->w, "staff");
    for (size_t i = 0; i < d->staff_count; i++) {
        if (d->staff[i].group == index) {
            json_put_id(&d->w, NULL, &d->staff[i].id);
        }
    }
    json_close_list(&d->w);
    return demo_put(d, &draft);
}

static enum status put_groups(struct demo *d)
{
    enum status st = STATUS_OK;
    const struct json_value *words = json_member(d->words->school, "groups");

    d->groups = arena_alloc(&d->kept, (d->group_count + 1) * sizeof *d->groups);
    for (size_t i = 0; i < d->group_count; i++) {
        TRY(put_group(d, i, json_item(words, i % json_count(words))));
    }

done:
    return st;
}

/* ---- pupils --------------------------------------------------------------------------------- */

/* A UPN of an authority and a school that there are not, with the right check letter. */
static const char *make_upn(struct demo *d, size_t number, int entry_year)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
    char digits[24];
    unsigned sum = 0;

    (void)snprintf(digits, sizeof digits, "9909999%02d%03u", entry_year % 100,
                   (unsigned)(number % 999) + 1);
    for (unsigned i = 0; digits[i] != '\0'; i++) {
        sum += (unsigned)(digits[i] - '0') * (i + 2);
    }
    return arena_printf(&d->batch, "%c%s", letters[sum % 23], digits);
}

static void put_date(struct demo *d, const char *key, int64_t day)
{
    char text[16];

    date_text(date_from_days(day), text);
    json_put_text(&d->w, key, text);
}

static enum status put_pupil(struct demo *d, struct demo_pupil *pupil, struct demo_name *names)
{
    struct hub_draft draft = {.type = "pupil"};
    size_t index = (size_t)(pupil - d->pupils);
    const struct demo_group *group = &d->groups[pupil->group];
    int64_t year_group =
        group->year_from +
        (int64_t)rng_below(&d->rng, (uint32_t)(group->year_to - group->year_from + 1));
    int year = academic_year(moment_uk(d->now_ms).date);
    struct date born = {year - (int)year_group - 5, 9, 1};
    bool girl = demo_chance(d, 0.28); /* special schools: far more boys */
    struct demo_name name = new_name(d, girl, names, index);
    const char *preferred = preferred_name(d, name.given);
    const char *need = pick_need(d);
    const char *second = pick_need(d);

    draft.at_ms = demo_roster_at(d);
    pupil->id = demo_id(d, draft.at_ms);
    draft.rec = pupil->id;
    draft.pupil = pupil->id;
    demo_open(d);
    json_put_text(&d->w, "given", name.given);
    json_put_text(&d->w, "family", name.family);
    if (preferred != NULL) {
        json_put_text(&d->w, "preferred", preferred);
    }
    json_put_text(&d->w, "upn", make_upn(d, index, born.year + 4));
    put_date(d, "born", date_to_days(born) + (int64_t)rng_below(&d->rng, 365));
    json_put_text(&d->w, "gender", girl ? "Female" : "Male");
    json_put_int(&d->w, "year_group", year_group);
    json_put_text(&d->w, "provision", "E");
    json_put_text(&d->w, "need", need);
    pupil->by_switch = strcmp(need, "PMLD") == 0 && pupil->taste % 3 == 0;
    if (strcmp(need, second) != 0 && demo_chance(d, 0.55)) {
        json_put_text(&d->w, "need_second", second);
    }
    put_date(d, "entered",
             date_to_days((struct date){year - 1, 9, 1}) - 365 * (int64_t)rng_below(&d->rng, 3));
    return demo_put(d, &draft);
}

static enum status put_membership(struct demo *d, const struct demo_pupil *pupil)
{
    struct hub_draft draft = {.type = "membership", .pupil = pupil->id};

    draft.at_ms = demo_roster_at(d);
    draft.rec = demo_id(d, draft.at_ms);
    demo_open(d);
    json_put_id(&d->w, "group", &d->groups[pupil->group].id);
    put_date(
        d, "from",
        date_to_days((struct date){
            academic_year(moment_uk(d->roster_ms == 0 ? d->now_ms : d->roster_ms).date), 9, 1}));
    return demo_put(d, &draft);
}

static enum status put_profile(struct demo *d, const struct demo_pupil *pupil)
{
    struct hub_draft draft = {.type = "access_profile", .pupil = pupil->id};

    draft.at_ms = demo_roster_at(d);
    draft.rec = id_derived(arena_printf(&d->batch, "access_profile|%s", pupil->id.text));
    demo_open(d);
    json_put_int(&d->w, "scale", pupil->five_faces ? 5 : 3);
    json_put_int(&d->w, "rate", 120 + 10 * (int64_t)rng_below(&d->rng, 5));
    json_put_bool(&d->w, "muted", demo_chance(d, 0.08));
    json_put_int(&d->w, "hold_ms", demo_chance(d, 0.3) ? 400 : 0);
    json_put_int(&d->w, "repeat_ms", demo_chance(d, 0.4) ? 500 : 0);
    if (pupil->by_switch) {
        json_open_object(&d->w, "scanning");
        json_put_text(&d->w, "way", "auto");
        json_close_object(&d->w);
    }
    return demo_put(d, &draft);
}

static void draw_traits(struct demo *d, struct demo_pupil *pupil)
{
    double start = 0.6 + 1.5 * rng_unit(&d->rng);

    pupil->often = 0.5 + rng_unit(&d->rng);
    pupil->taste = (uint32_t)rng_next(&d->rng);
    for (size_t i = 0; i < DEMO_AREAS; i++) {
        pupil->level[i] = start + 0.8 * (rng_unit(&d->rng) - 0.5);
        pupil->pace[i] = 0.9 * rng_unit(&d->rng) - 0.1; /* not everyone gains everywhere */
    }
}

enum status demo_people(struct demo *d)
{
    enum status st = STATUS_OK;
    struct demo_name *names = arena_alloc(&d->kept, (d->pupil_count + 1) * sizeof *names);

    d->group_count = (d->pupil_count + PUPILS_A_GROUP - 1) / PUPILS_A_GROUP;
    d->group_count = d->group_count == 0 ? 1 : d->group_count;
    TRY(put_all_staff(d));
    TRY(put_groups(d));
    d->pupils = arena_alloc(&d->kept, (d->pupil_count + 1) * sizeof *d->pupils);
    for (size_t i = 0; i < d->pupil_count; i++) {
        struct demo_pupil *pupil = &d->pupils[i];
        pupil->group = i % d->group_count;
        draw_traits(d, pupil);
        pupil->five_faces = d->groups[pupil->group].year_from >= 5 && demo_chance(d, 0.5);
        TRY(put_pupil(d, pupil, names));
        TRY(put_membership(d, pupil));
        TRY(put_profile(d, pupil));
        TRY(demo_plans(d, pupil));
    }

done:
    return st;
}
