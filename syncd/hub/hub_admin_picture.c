/* picture: those that a school's own instrument names, and a list of the school's own.
 *
 * A picture that is misspelt would be an empty place in front of a pupil, so every name is looked
 * up before anything is written. The hub reads what its tablets sealed and sent, so it knows the
 * school's own pictures too, but only those that have been synced: its sentence says so. A pupil's
 * own picture is on few tablets and nobody else's business, and is none of them.
 */
#include "hub_admin.h"

#include <string.h>

enum { NAMES_SHOWN = 5, LEVELS = 3 /* the instrument, its items, their choices and cards */ };

struct settling {
    struct admin *a;
    const char *instrument;
    const struct json_value *shipped; /* NULL: a hub without its assets cannot know */
    struct view_picture_rows own;
    size_t settled; /* how many were named by something else than their id */
};

/* ---- the school's own ------------------------------------------------------------------------ */

static enum status read_own(struct admin *a, const struct id *school, struct view_picture_rows *out)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};
    const struct id nobody = {""};

    TRY(hub_read_begin(a->hub, &reading));
    TRY(view_pictures(reading.view, school, &nobody, &a->arena, out));
done:
    hub_read_end(a->hub, &reading);
    return st;
}

/* By id, or by words; NULL when there is none, and *count more than 1 when it is not one. */
static const struct view_picture *find_own(const struct view_picture_rows *own, const char *name,
                                           size_t *count)
{
    const struct view_picture *found = NULL;

    *count = 0;
    for (size_t i = 0; i < own->count; i++) {
        const struct view_picture *row = &own->rows[i];
        if (strcmp(row->rec.text, name) == 0 || strcmp(row->label, name) == 0) {
            found = row;
            (*count)++;
        }
    }
    return found;
}

static enum status fault(const struct settling *s, const char *item, const char *sentence)
{
    return FAIL(STATUS_BAD_INPUT, "Instrument “%.60s”, %s%.60s: %s", s->instrument,
                item[0] != '\0' ? "item " : "its picture", item, sentence);
}

static enum status not_there(const struct settling *s, const char *item, const char *name)
{
    struct arena *arena = &s->a->arena;
    const char *some = "";

    for (size_t i = 0; i < s->own.count && i < NAMES_SHOWN; i++) {
        some = arena_printf(arena, "%s%s“%.30s”", some, i > 0 ? ", " : "", s->own.rows[i].label);
    }
    if (s->own.count == 0) {
        return fault(s, item,
                     arena_printf(arena,
                                  "the school has no picture of its own called “%.60s”, and no "
                                  "other. Add it on a tablet, under Pictures, and sync it.",
                                  name));
    }
    return fault(s, item,
                 arena_printf(arena,
                              "the school has no picture of its own called “%.60s”. It has %s%s",
                              name, some, s->own.count > NAMES_SHOWN ? " and others." : "."));
}

static enum status settle_own(struct settling *s, const char *item, const char *words,
                              const char **name)
{
    size_t count = 0;
    const struct view_picture *found = find_own(&s->own, words, &count);

    if (count == 0) {
        return not_there(s, item, words);
    }
    if (count > 1) {
        return fault(s, item,
                     arena_printf(&s->a->arena,
                                  "the school has %zu pictures called “%.60s”. Name the one by its "
                                  "id, which cairn-hub picture list shows.",
                                  count, words));
    }
    s->settled += strcmp(found->rec.text, words) == 0 ? 0 : 1;
    *name = arena_printf(&s->a->arena, INSTRUMENT_SCHOOLS "%s", found->rec.text);
    return STATUS_OK;
}

/* ---- those that ship ------------------------------------------------------------------------- */

static bool is_shipped(const struct settling *s, const char *name)
{
    for (size_t i = 0; i < json_count(s->shipped); i++) {
        if (strcmp(json_member_text(json_item(s->shipped, i), "name"), name) == 0) {
            return true;
        }
    }
    return s->shipped == NULL && strchr(name, ':') == NULL;
}

static enum status settle_one(void *ctx, const char *item, const char **name)
{
    struct settling *s = ctx;
    const char *words = instrument_schools_picture(*name);

    if (words != NULL) {
        return settle_own(s, item, words, name);
    }
    if ((*name)[0] == '\0' || is_shipped(s, *name)) {
        return STATUS_OK;
    }
    return fault(s, item,
                 arena_printf(&s->a->arena,
                              "there is no picture called “%.60s”. Those there are stand in "
                              "assets/pictures/index.json; one of the school's own is named "
                              "by “" INSTRUMENT_SCHOOLS "” and its words.",
                              *name));
}

/* ---- the content ----------------------------------------------------------------------------- */

static void copy_object(const struct settling *s, const struct json_value *from, int levels,
                        struct json_writer *w);

static void copy_list(const struct settling *s, const struct json_walk *from, int levels,
                      struct json_writer *w)
{
    json_open_list(w, from->key);
    for (size_t i = 0; i < json_count(from->value); i++) {
        const struct json_value *one = json_item(from->value, i);
        if (json_kind(one) == JSON_IS_OBJECT) {
            json_open_object(w, NULL);
            copy_object(s, one, levels, w);
            json_close_object(w);
        } else {
            json_put_value(w, NULL, one);
        }
    }
    json_close_list(w);
}

static void copy_picture(const struct settling *s, const struct json_walk *from,
                         struct json_writer *w)
{
    size_t count = 0;
    const char *name = json_text(from->value);
    const char *words = name != NULL ? instrument_schools_picture(name) : NULL;
    const struct view_picture *found = words != NULL ? find_own(&s->own, words, &count) : NULL;

    if (found != NULL) {
        json_put_text(w, from->key,
                      arena_printf(&s->a->arena, INSTRUMENT_SCHOOLS "%s", found->rec.text));
    } else {
        json_put_value(w, from->key, from->value);
    }
}

/* All of it as it is, but for the names of pictures. */
static void copy_object(const struct settling *s, const struct json_value *from, int levels,
                        struct json_writer *w)
{
    struct json_walk walk = {0};

    while (json_next(from, &walk)) {
        bool holds = strcmp(walk.key, "items") == 0 || strcmp(walk.key, "choices") == 0 ||
                     strcmp(walk.key, "cards") == 0;
        if (holds && levels > 1 && json_kind(walk.value) == JSON_IS_LIST) {
            copy_list(s, &walk, levels - 1, w);
        } else if (strcmp(walk.key, "picture") == 0) {
            copy_picture(s, &walk, w);
        } else {
            json_put_value(w, walk.key, walk.value);
        }
    }
}

static enum status name_by_id(const struct settling *s, struct json_value **content)
{
    enum status st = STATUS_OK;
    struct json_value *named = NULL;
    struct json_writer w;
    struct buf text = {0};

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    copy_object(s, *content, LEVELS, &w);
    json_close_object(&w);
    TRY(json_parse(text.data, text.size, &named));
    json_free(*content);
    *content = named;
done:
    buf_finish(&text);
    return st;
}

enum status admin_settle_pictures(struct admin *a, const struct id *school, struct instrument *in,
                                  struct json_value **content)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *index = NULL;
    const char *path = arena_printf(&a->arena, "%s/pictures/index.json", a->assets);
    struct settling s = {.a = a, .instrument = in->id};

    if (a->assets != NULL && admin_read_file(path, &text) == STATUS_OK) {
        TRY(json_parse(text.data, text.size, &index));
        s.shipped = json_member(index, "pictures");
    }
    TRY(read_own(a, school, &s.own));
    TRY(instrument_each_picture(in, settle_one, &s));
    if (s.settled > 0) {
        TRY(name_by_id(&s, content));
    }
done:
    json_free(index);
    buf_finish(&text);
    return st;
}

/* ---- picture list ---------------------------------------------------------------------------- */

enum status admin_picture_list(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_school school;
    struct view_picture_rows own = {0};

    TRY(admin_school_needed(a, &school));
    TRY(admin_end(a));
    TRY(read_own(a, &school.id, &own));
    for (size_t i = 0; i < own.count; i++) {
        admin_say(INSTRUMENT_SCHOOLS "%s  %s\n", own.rows[i].rec.text, own.rows[i].label);
    }
done:
    return st;
}
