/* What the school has already: pupils by UPN and by full name with birth date, groups, places.
 *
 * Two children may share a first name, a family name, or both; two of one full name and one
 * birthday are taken for the same child, and so is one UPN. Never less than that: a wrong match
 * writes one child's life into another's file, a missed one makes a double that a person can see.
 */
#include "hub_import.h"

#include <string.h>

static void add_folded(struct buf *out, const char *text)
{
    bool blank = false;

    for (const char *c = text; *c != '\0';) {
        if (strncmp(c, "\xe2\x80\x99", 3) == 0 || strncmp(c, "\xe2\x80\x98", 3) == 0) {
            buf_byte(out, '\'');
            c += 3;
            continue;
        }
        if (*c == ' ') {
            blank = true;
            c++;
            continue;
        }
        if (blank && out->size > 0) {
            buf_byte(out, ' ');
        }
        blank = false;
        buf_byte(out, hub_lower(*c));
        c++;
    }
}

const char *roster_key(struct arena *arena, const char *given, const char *family, const char *born)
{
    struct buf key = {0};
    const char *kept = "";

    if (born[0] != '\0' && given[0] != '\0' && family[0] != '\0') {
        add_folded(&key, given);
        buf_byte(&key, '|');
        add_folded(&key, family);
        buf_byte(&key, '|');
        buf_text(&key, born);
        kept = arena_text(arena, buf_cstr(&key));
    }
    buf_finish(&key);
    return kept;
}

struct known_reading {
    struct arena *arena;
    struct roster_known *known;
    int64_t today;
};

static const char *field_text(const struct merge_record *r, const char *name)
{
    const struct merge_field *f = merge_find(r, name);
    const struct merge_head *head = f == NULL ? NULL : merge_value(f);
    const char *text = head == NULL ? NULL : json_text(head->value);

    return text == NULL ? "" : text;
}

static void take_pupil(struct known_reading *k, const struct merge_record *r)
{
    struct roster_pupil pupil = {.id = r->rec, .upn = arena_text(k->arena, field_text(r, "upn"))};

    pupil.key = roster_key(k->arena, field_text(r, "given"), field_text(r, "family"),
                           field_text(r, "born"));
    buf_add(&k->known->pupils, &pupil, sizeof pupil);
}

static void take_place(struct known_reading *k, const struct merge_record *r)
{
    struct roster_place place = {.pupil = r->pupil};
    struct date until;

    if (id_parse(field_text(r, "group"), &place.group) == STATUS_OK) {
        place.is_over =
            date_parse(field_text(r, "until"), &until) && date_to_days(until) < k->today;
        buf_add(&k->known->places, &place, sizeof place);
    }
}

static enum status take_record(void *ctx, const struct merge_record *r)
{
    struct known_reading *k = ctx;

    if (merge_void_reason(r) != NULL) {
        return STATUS_OK;
    }
    if (strcmp(r->type, "pupil") == 0) {
        take_pupil(k, r);
    } else if (strcmp(r->type, "membership") == 0) {
        take_place(k, r);
    } else if (strcmp(r->type, "group") == 0) {
        struct roster_group group = {.id = r->rec,
                                     .name = arena_text(k->arena, field_text(r, "name"))};
        buf_add(&k->known->groups, &group, sizeof group);
    }
    return STATUS_OK;
}

enum status roster_known_read(struct admin *a, const struct id *school, struct roster_known *out)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};
    struct known_reading k = {.arena = &a->arena, .known = out, .today = hub_today(a->hub)};

    *out = (struct roster_known){0};
    TRY(hub_read_begin(a->hub, &reading));
    TRY(view_each(reading.view, school, take_record, &k));

done:
    hub_read_end(a->hub, &reading);
    return st;
}

void roster_known_finish(struct roster_known *k)
{
    buf_finish(&k->pupils);
    buf_finish(&k->groups);
    buf_finish(&k->places);
}

struct roster_pupil *roster_find(struct roster_known *k, const char *upn, const char *key)
{
    struct roster_pupil *all = (void *)k->pupils.data;
    size_t count = k->pupils.size / sizeof *all;

    for (size_t i = 0; upn[0] != '\0' && i < count; i++) {
        if (strcmp(all[i].upn, upn) == 0) {
            return &all[i];
        }
    }
    for (size_t i = 0; key[0] != '\0' && i < count; i++) {
        bool other_child = upn[0] != '\0' && all[i].upn[0] != '\0';
        if (strcmp(all[i].key, key) == 0 && !other_child) {
            return &all[i];
        }
    }
    return NULL;
}
