/* What may stand in a field.
 *
 * Two questions are asked, by two sides, and mixing them up would lose records. The hub asks only
 * for the shape: has the value the kind of JSON that the field is stored as? It never refuses a
 * change for its content, and a newer tablet may know more than this hub, so unknown fields pass
 * and nothing is measured. This program, when it writes, asks for all: a field that it does not
 * know would be a slip of ours, a text must fit its room, a date must be a real day. One sentence
 * names the field and says what to do.
 */
#include "record.h"

#include <string.h>

#define TIME_MS_MAX 253402300799999LL /* the last instant of the year 9999 */

static const char *field_label(const struct record_field *field)
{
    return field->label[0] != '\0' ? field->label : field->name;
}

static bool is_list_of_texts(const struct json_value *value)
{
    if (json_kind(value) != JSON_IS_LIST) {
        return false;
    }
    for (size_t i = 0; i < json_count(value); i++) {
        if (json_text(json_item(value, i)) == NULL) {
            return false;
        }
    }
    return true;
}

bool record_fits_kind(const struct record_field *field, const struct json_value *value)
{
    enum json_kind kind = json_kind(value);

    CHECK(field != NULL);
    if (kind == JSON_IS_NULL) {
        return true;
    }
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DATE:
        return kind == JSON_IS_TEXT;
    case FIELD_INT:
    case FIELD_TIME:
        return kind == JSON_IS_INT;
    case FIELD_BOOL:
        return kind == JSON_IS_BOOL;
    case FIELD_LIST:
        return is_list_of_texts(value);
    case FIELD_MAP:
        return kind == JSON_IS_OBJECT;
    }
    CHECK(false); /* the switch above names every kind */
    return false;
}

static const char *kind_words(enum field_kind kind)
{
    switch (kind) {
    case FIELD_TEXT:
        return "a text";
    case FIELD_ID:
        return "an id";
    case FIELD_INT:
        return "a whole number";
    case FIELD_BOOL:
        return "true or false";
    case FIELD_DATE:
        return "a date such as 2026-09-01";
    case FIELD_TIME:
        return "a time in milliseconds";
    case FIELD_LIST:
        return "a list of texts";
    case FIELD_MAP:
        return "an object";
    }
    CHECK(false); /* the switch above names every kind */
    return "";
}

enum status record_check_shape(const struct record_type *type, const struct json_value *set)
{
    struct json_walk walk = {0};

    if (type == NULL) {
        return STATUS_OK;
    }
    while (json_next(set, &walk)) {
        const struct record_field *field = record_field_find(type, walk.key);
        if (field != NULL && !record_fits_kind(field, walk.value)) {
            return FAIL(STATUS_BAD_INPUT, "“%s” of a %s must be %s.", field->name, type->name,
                        kind_words(field->kind));
        }
    }
    return STATUS_OK;
}

/* Bytes of the value as it travels: the text itself, or the JSON of a list or map. */
static size_t value_size(const struct json_value *value)
{
    struct buf json = {0};
    const char *text = json_text(value);
    size_t size = 0;

    if (text != NULL) {
        return strlen(text);
    }
    json_print(value, &json);
    size = json.size;
    buf_finish(&json);
    return size;
}

static enum status check_number(const struct record_field *field, int64_t number, int64_t most)
{
    if (number < 0 || number > most) {
        return FAIL(STATUS_BAD_INPUT, "“%s” must be a whole number from 0 to %lld.",
                    field_label(field), (long long)most);
    }
    return STATUS_OK;
}

static enum status check_room(const struct record_field *field, const struct json_value *value)
{
    if (value_size(value) > (size_t)field->most) {
        return FAIL(STATUS_BAD_INPUT, "“%s” is too long: please shorten it.", field_label(field));
    }
    return STATUS_OK;
}

static enum status check_value(const struct record_field *field, const struct json_value *value)
{
    struct date date;

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LIST:
    case FIELD_MAP:
        return check_room(field, value);
    case FIELD_ID:
        if (!id_is_valid(json_text(value))) {
            return FAIL(STATUS_BAD_INPUT, "“%s” must be the id of a record.", field_label(field));
        }
        return STATUS_OK;
    case FIELD_INT:
        return check_number(field, json_int(value, -1), field->most);
    case FIELD_TIME:
        return check_number(field, json_int(value, -1), TIME_MS_MAX);
    case FIELD_DATE:
        if (!date_parse(json_text(value), &date)) {
            return FAIL(STATUS_BAD_INPUT, "“%s” must be a real date, written as 2026-09-01.",
                        field_label(field));
        }
        return STATUS_OK;
    case FIELD_BOOL:
        return STATUS_OK;
    }
    return STATUS_OK;
}

static enum status check_known(const struct record_type *type, const char *name,
                               const struct json_value *value)
{
    const struct record_field *field = record_field_find(type, name);

    if (field == NULL) {
        return FAIL(STATUS_BAD_INPUT, "A %s has no field “%.60s”.", type->name, name);
    }
    if (json_kind(value) == JSON_IS_NULL) {
        return STATUS_OK;
    }
    return check_value(field, value);
}

static bool is_blank(const struct json_value *value)
{
    const char *text = json_text(value);

    return json_kind(value) == JSON_IS_NULL || (text != NULL && text[0] == '\0');
}

/* Needed fields must not be missing from a new record, and must not be emptied in an old one. */
static enum status check_needed(const struct record_type *type, const struct json_value *set,
                                bool is_new)
{
    for (size_t i = 0; i < type->field_count; i++) {
        const struct record_field *field = &type->fields[i];
        const struct json_value *value = json_member(set, field->name);
        if (field->need == FIELD_NEEDED && (is_new || value != NULL) && is_blank(value)) {
            return FAIL(STATUS_BAD_INPUT, "“%s” is needed: please fill it in.", field_label(field));
        }
    }
    return STATUS_OK;
}

enum status record_validate(const struct record_type *type, const struct json_value *set,
                            bool is_new)
{
    enum status st = STATUS_OK;
    struct json_walk walk = {0};

    CHECK(type != NULL);
    TRY(record_check_shape(type, set));
    while (json_next(set, &walk)) {
        TRY(check_known(type, walk.key, walk.value));
    }
    TRY(check_needed(type, set, is_new));

done:
    return st;
}
