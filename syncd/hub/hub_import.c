/* import roster: a school's list of pupils, groups and classes, row by row.
 *
 * The whole file is worked out before a word of it is written, and written in one commit; a dry run
 * stops in between and so says exactly what would happen. A file given twice changes nothing the
 * second time. What a person has edited by hand is never overwritten: an import replaces only what
 * an import wrote, and says what it left.
 */
#include "hub_import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct roster {
    struct admin *a;
    struct hub_school school;
    struct csv csv;
    struct roster_layout layout;
    struct roster_known known;
    struct buf drafts; /* struct hub_draft */
    size_t row;
    const char *values[ROSTER_COLUMNS];
    const char *notes; /* what was left out of this row */
    size_t new_count;
    size_t changed_count;
    size_t same_count;
    size_t refused_count;
};

static void note(struct roster *r, const char *text)
{
    r->notes = arena_printf(&r->a->arena, "%s%s%s", r->notes == NULL ? "" : r->notes,
                            r->notes == NULL ? "" : "; ", text);
}

static void report(struct roster *r, const char *what)
{
    admin_say("row %zu: %s %s: %s%s%s\n", r->csv.numbers[r->row], r->values[ROSTER_GIVEN],
              r->values[ROSTER_FAMILY], what, r->notes == NULL ? "" : " – ",
              r->notes == NULL ? "" : r->notes);
}

static void add_draft(struct roster *r, const struct hub_draft *draft, const struct buf *set)
{
    struct hub_draft whole = *draft;

    whole.set = arena_text(&r->a->arena, buf_cstr(set));
    buf_add(&r->drafts, &whole, sizeof whole);
}

static struct id new_id(struct roster *r)
{
    return id_new(&r->a->world->clock, &r->a->world->random);
}

static void put_value(struct json_writer *w, enum roster_column column, const char *value)
{
    int64_t number = 0;

    if (column == ROSTER_YEAR_GROUP && text_to_int64(value, &number) == STATUS_OK) {
        json_put_int(w, roster_field(column), number);
    } else {
        json_put_text(w, roster_field(column), value);
    }
}

/* ---- groups and places ---------------------------------------------------------------------- */

static struct id find_group(struct roster *r, const char *name)
{
    const struct roster_group *all = (const void *)r->known.groups.data;
    struct roster_group group = {.name = name};
    struct hub_draft draft = {.type = "group", .is_new = true};
    struct buf set = {0};
    struct json_writer w;

    for (size_t i = 0; i < r->known.groups.size / sizeof *all; i++) {
        if (strcmp(all[i].name, name) == 0) {
            return all[i].id;
        }
    }
    group.id = new_id(r);
    draft.rec = group.id;
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_text(&w, "name", name);
    json_put_text(&w, "kind", "class");
    json_close_object(&w);
    add_draft(r, &draft, &set);
    buf_add(&r->known.groups, &group, sizeof group);
    note(r, arena_printf(&r->a->arena, "new group %s", name));
    buf_finish(&set);
    return group.id;
}

/* True when a place had to be made. */
static bool place_in(struct roster *r, const struct id *pupil, const struct id *group)
{
    const struct roster_place *all = (const void *)r->known.places.data;
    struct roster_place place = {.pupil = *pupil, .group = *group};
    struct hub_draft draft = {.type = "membership", .pupil = *pupil, .is_new = true};
    struct buf set = {0};
    struct json_writer w;
    char today[16];

    for (size_t i = 0; i < r->known.places.size / sizeof *all; i++) {
        if (id_equal(&all[i].pupil, pupil) && id_equal(&all[i].group, group) && !all[i].is_over) {
            return false;
        }
    }
    draft.rec = new_id(r);
    date_text(date_from_days(hub_today(r->a->hub)), today);
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_id(&w, "group", group);
    json_put_text(&w, "from", today);
    json_close_object(&w);
    add_draft(r, &draft, &set);
    buf_add(&r->known.places, &place, sizeof place);
    buf_finish(&set);
    return true;
}

/* Names parted by ; or |. */
static bool place_in_groups(struct roster *r, const struct id *pupil)
{
    const char *at = r->values[ROSTER_GROUPS];
    bool any = false;

    while (*at != '\0') {
        size_t size = strcspn(at, ";|");
        const char *from = at;
        const char *to = at + size;
        while (from < to && *from == ' ') {
            from++;
        }
        while (to > from && to[-1] == ' ') {
            to--;
        }
        if (to > from) {
            struct id group = find_group(r, arena_span(&r->a->arena, from, (size_t)(to - from)));
            any = place_in(r, pupil, &group) || any;
        }
        at += at[size] == '\0' ? size : size + 1;
    }
    return any;
}

/* ---- pupils --------------------------------------------------------------------------------- */

static void make_pupil(struct roster *r, const char *key)
{
    struct hub_draft draft = {.type = "pupil", .is_new = true};
    struct roster_pupil pupil = {
        .id = new_id(r), .upn = r->values[ROSTER_UPN], .key = key, .row = r->row};
    struct buf set = {0};
    struct json_writer w;

    draft.rec = pupil.id;
    draft.pupil = pupil.id;
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    for (int column = 0; column < ROSTER_COLUMNS; column++) {
        if (roster_field((enum roster_column)column) != NULL && r->values[column][0] != '\0') {
            put_value(&w, (enum roster_column)column, r->values[column]);
        }
    }
    json_close_object(&w);
    add_draft(r, &draft, &set);
    buf_add(&r->known.pupils, &pupil, sizeof pupil);
    (void)place_in_groups(r, &pupil.id);
    r->new_count++;
    report(r, "new");
    buf_finish(&set);
}

static bool same_value(const struct merge_head *head, enum roster_column column, const char *value)
{
    int64_t number = 0;

    if (head == NULL) {
        return false;
    }
    if (column == ROSTER_YEAR_GROUP && text_to_int64(value, &number) == STATUS_OK) {
        return json_kind(head->value) == JSON_IS_INT && json_int(head->value, -1) == number;
    }
    return text_equal(json_text(head->value), value);
}

/* An import writes as nobody; whatever somebody wrote is theirs. */
static bool is_by_hand(const struct merge_field *f)
{
    for (size_t i = 0; f != NULL && i < f->head_count; i++) {
        if (!id_is_none(&f->heads[i].by)) {
            return true;
        }
    }
    return false;
}

/* Which fields differ and may be replaced; json of the new values is added to w. */
static size_t differing(struct roster *r, const struct merge_record *record, struct json_writer *w,
                        const char *fields[ROSTER_COLUMNS])
{
    size_t count = 0;

    for (int i = 0; i < ROSTER_COLUMNS; i++) {
        enum roster_column column = (enum roster_column)i;
        const char *name = roster_field(column);
        const struct merge_field *f = name == NULL ? NULL : merge_find(record, name);
        if (name == NULL || r->values[i][0] == '\0' ||
            same_value(f == NULL ? NULL : merge_value(f), column, r->values[i])) {
            continue;
        }
        if (is_by_hand(f)) {
            note(r, arena_printf(&r->a->arena, "%s was edited by hand and is kept", name));
            continue;
        }
        put_value(w, column, r->values[i]);
        fields[count++] = name;
    }
    return count;
}

static enum status change_pupil(struct roster *r, const struct roster_pupil *pupil)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};
    struct merge_record record = {0};
    struct hub_draft draft = {.type = "pupil", .rec = pupil->id, .pupil = pupil->id};
    const char *fields[ROSTER_COLUMNS];
    struct buf set = {0};
    struct buf over = {0};
    struct json_writer w;
    size_t count = 0;
    bool moved = false;

    merge_init(&record);
    TRY(hub_read_begin(r->a->hub, &reading));
    TRY(view_load(reading.view, &r->school.id, &pupil->id, &record));
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    count = differing(r, &record, &w, fields);
    json_close_object(&w);
    if (count > 0) {
        draft.over = merge_over(&record, fields, count, &over)
                         ? arena_text(&r->a->arena, buf_cstr(&over))
                         : NULL;
        add_draft(r, &draft, &set);
    }
    moved = place_in_groups(r, &pupil->id);
    if (count > 0 || moved) {
        r->changed_count++;
        report(r, count == 0 ? "changed: groups" : "changed");
    } else {
        r->same_count++;
        report(r, "unchanged");
    }

done:
    hub_read_end(r->a->hub, &reading);
    merge_finish(&record);
    buf_finish(&set);
    buf_finish(&over);
    return st;
}

static void refuse_row(struct roster *r, const char *why)
{
    r->refused_count++;
    r->notes = NULL;
    report(r, arena_printf(&r->a->arena, "refused: %s", why));
}

static bool is_control(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte < 0x20 || byte == 0x7f;
}

/* As one line, whatever the cell holds. */
static const char *plain_text(struct roster *r, const char *text)
{
    char *copy = arena_text(&r->a->arena, text);

    for (char *c = copy; *c != '\0'; c++) {
        *c = is_control(*c) ? ' ' : *c;
    }
    return copy;
}

/* A line break or a bell in a name would stay in every list and on every print. */
static bool has_control(struct roster *r)
{
    bool any = false;

    for (int i = 0; i < ROSTER_COLUMNS; i++) {
        const char *plain = plain_text(r, r->values[i]);
        any = any || strcmp(plain, r->values[i]) != 0;
        r->values[i] = plain;
    }
    return any;
}

/* A date that is none would part a pupil from the next roster: NULL when all can be read. */
static const char *wrong_date(struct roster *r)
{
    static const enum roster_column dates[] = {ROSTER_BORN, ROSTER_ENTERED, ROSTER_LEFT};

    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        size_t at = r->layout.at[dates[i]];
        const char *cell = at == ROSTER_NOWHERE ? "" : csv_cell(&r->csv, r->row, at);
        if (cell[0] != '\0' && r->values[dates[i]][0] == '\0') {
            return arena_printf(&r->a->arena, "“%s” under “%s” is no date", plain_text(r, cell),
                                plain_text(r, csv_cell(&r->csv, 0, at)));
        }
    }
    return NULL;
}

static enum status take_row(struct roster *r)
{
    const char *key = NULL;
    const char *wrong = NULL;
    struct roster_pupil *found = NULL;

    r->notes = NULL;
    for (int i = 0; i < ROSTER_COLUMNS; i++) {
        r->values[i] = roster_value(&r->csv, &r->layout, r->row, (enum roster_column)i,
                                    &r->a->arena, &r->notes);
    }
    if (has_control(r)) {
        refuse_row(r, "a cell holds a line break or another control character");
        return STATUS_OK;
    }
    wrong = wrong_date(r);
    if (wrong != NULL) {
        refuse_row(r, wrong);
        return STATUS_OK;
    }
    if (r->values[ROSTER_GIVEN][0] == '\0' || r->values[ROSTER_FAMILY][0] == '\0') {
        refuse_row(r, "a forename and a surname are needed");
        return STATUS_OK;
    }
    key = roster_key(&r->a->arena, r->values[ROSTER_GIVEN], r->values[ROSTER_FAMILY],
                     r->values[ROSTER_BORN]);
    if (key[0] == '\0' && r->values[ROSTER_UPN][0] == '\0') {
        refuse_row(r, "a valid UPN or a date of birth is needed, to know the pupil again");
        return STATUS_OK;
    }
    found = roster_find(&r->known, r->values[ROSTER_UPN], key);
    if (found == NULL) {
        make_pupil(r, key);
        return STATUS_OK;
    }
    if (found->row != 0) {
        refuse_row(
            r, arena_printf(&r->a->arena, "the same pupil as row %zu", r->csv.numbers[found->row]));
        return STATUS_OK;
    }
    found->row = r->row;
    return change_pupil(r, found);
}

static enum status read_roster(struct roster *r, const char *path)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    TRY(admin_read_file(path, &text));
    TRY(csv_read(buf_cstr(&text), text.size, &r->a->arena, &r->csv));
    TRY(roster_layout_read(&r->csv, &r->layout));
    TRY(roster_known_read(r->a, &r->school.id, &r->known));
    for (r->row = 1; r->row < r->csv.row_count; r->row++) {
        TRY(take_row(r));
    }

done:
    buf_finish(&text);
    return st;
}

enum status admin_import_roster(struct admin *a)
{
    enum status st = STATUS_OK;
    struct roster r = {.a = a};
    bool is_dry = admin_flag(a, "--dry-run");
    bool found = false;
    const char *path = NULL;

    TRY(admin_school(a, &r.school, &found));
    path = admin_word(a);
    TRY(admin_end(a));
    if (path == NULL || !found) {
        TRY(admin_wrong(a, "import roster takes a file and --school URN."));
    }
    TRY(read_roster(&r, path));
    if (!is_dry && r.drafts.size > 0) {
        TRY(hub_write(a->hub, &r.school.id, (const void *)r.drafts.data,
                      r.drafts.size / sizeof(struct hub_draft)));
    }
    admin_say("%zu rows: %zu new, %zu changed, %zu unchanged, %zu refused%s\n", r.csv.row_count - 1,
              r.new_count, r.changed_count, r.same_count, r.refused_count,
              is_dry ? " (dry run: nothing was written)" : "");
    if (r.refused_count > 0) {
        TRY(FAIL(STATUS_BAD_INPUT, "%zu of %zu rows were refused: the report says why.",
                 r.refused_count, r.csv.row_count - 1));
    }

done:
    roster_known_finish(&r.known);
    buf_finish(&r.drafts);
    return st;
}
