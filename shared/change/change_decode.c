/* Reading a line: every rule of PROTOCOL.md section 1, and no other.
 *
 * The hub holds what this file refuses and can never release it, and a tablet that were stricter
 * than the hub would lose what another wrote. So both read by these same functions, and what the
 * page does not forbid is let through: unknown keys, an empty list of what is replaced, a type
 * nobody has heard of.
 */
#include "change.h"

#include <string.h>

bool change_parse_dot(const char *text, struct id *dev, int64_t *seq)
{
    struct id id = {""};
    int64_t number = 0;
    const char *digits = NULL;

    if (text == NULL || strlen(text) < ID_ROOM + 1 || text[ID_ROOM - 1] != ':') {
        return false;
    }
    memcpy(id.text, text, ID_ROOM - 1);
    digits = text + ID_ROOM;
    /* One text for one change: no sign, no nought in front. */
    if (!id_is_valid(id.text) || digits[0] < '1' || digits[0] > '9' ||
        text_to_int64(digits, &number) != STATUS_OK) {
        return false;
    }
    *dev = id;
    *seq = number;
    return true;
}

/* The members that a line may have, in the order that lines are written in: so one walk finds them,
 * mostly each at the first look. */
enum member { DEV, SEQ, AT, N, BY, PUPIL, TYPE, REC, SET, OVER, SKEW, MEMBERS };
static const char *const member_names[MEMBERS] = {
    "dev", "seq", "at", "n", "by", "pupil", "type", "rec", "set", "over", "skew",
};
struct members {
    const struct json_value *of[MEMBERS]; /* NULL where it is missing */
};

static void find_members(const struct json_value *root, struct members *out)
{
    struct json_walk walk = {0};
    size_t expected = 0;

    *out = (struct members){{NULL}};
    while (json_next(root, &walk)) {
        for (size_t tries = 0; tries < MEMBERS; tries++) {
            size_t at = expected;
            expected = expected + 1 < MEMBERS ? expected + 1 : 0;
            if (strcmp(walk.key, member_names[at]) == 0) {
                out->of[at] = walk.value;
                break;
            }
        }
    }
}

static enum status take_id(const struct members *m, enum member which, bool may_be_null,
                           struct id *out)
{
    const struct json_value *value = m->of[which];
    const char *key = member_names[which];
    const char *text = json_text(value);

    if (value == NULL) {
        return FAIL(STATUS_BAD_INPUT, "the change has no \"%s\"", key);
    }
    if (may_be_null && json_kind(value) == JSON_IS_NULL) {
        return STATUS_OK;
    }
    if (text == NULL || !id_is_valid(text)) {
        return FAIL(STATUS_BAD_INPUT, "\"%s\" of the change is no UUID in lower case%s", key,
                    may_be_null ? " and not null" : "");
    }
    memcpy(out->text, text, sizeof out->text);
    return STATUS_OK;
}

static enum status take_int(const struct members *m, enum member which, int64_t least, int64_t *out)
{
    const struct json_value *value = m->of[which];
    const char *key = member_names[which];

    if (value == NULL) {
        return FAIL(STATUS_BAD_INPUT, "the change has no \"%s\"", key);
    }
    if (json_kind(value) != JSON_IS_INT || json_int(value, 0) < least) {
        return FAIL(STATUS_BAD_INPUT, "\"%s\" of the change is no whole number%s", key,
                    least == INT64_MIN ? ""
                    : least == 0       ? " from 0 up"
                                       : " from 1 up");
    }
    *out = json_int(value, 0);
    return STATUS_OK;
}

/* What one field replaces: a list of texts "dev:seq". */
static enum status check_replaced(const char *field, const struct json_value *list)
{
    struct id dev;
    int64_t seq = 0;

    if (json_kind(list) != JSON_IS_LIST) {
        return FAIL(STATUS_BAD_INPUT, "\"over\" of the change has no list for \"%s\"", field);
    }
    for (size_t i = 0; i < json_count(list); i++) {
        if (!change_parse_dot(json_text(json_item(list, i)), &dev, &seq)) {
            return FAIL(STATUS_BAD_INPUT,
                        "\"over\" of the change has an entry for \"%s\" that is no device:number",
                        field);
        }
    }
    return STATUS_OK;
}

static enum status check_fields(const struct members *m, struct change *c)
{
    enum status st = STATUS_OK;
    const struct json_value *over = m->of[OVER];
    struct json_walk walk = {0};

    c->set = m->of[SET];
    if (json_kind(c->set) != JSON_IS_OBJECT || json_count(c->set) == 0) {
        return FAIL(STATUS_BAD_INPUT, "\"set\" of the change is no object with one entry or more");
    }
    if (over == NULL) {
        return STATUS_OK;
    }
    if (json_kind(over) != JSON_IS_OBJECT) {
        return FAIL(STATUS_BAD_INPUT, "\"over\" of the change is no object");
    }
    while (json_next(over, &walk)) {
        if (json_member(c->set, walk.key) == NULL) {
            return FAIL(STATUS_BAD_INPUT,
                        "\"over\" of the change names \"%s\", which \"set\" does not", walk.key);
        }
        TRY(check_replaced(walk.key, walk.value));
    }
    c->over = over;

done:
    return st;
}

static enum status take_dot(const struct members *m, struct dot *out)
{
    enum status st = STATUS_OK;

    TRY(take_id(m, DEV, false, &out->dev));
    TRY(take_int(m, SEQ, 1, &out->seq));
    TRY(take_int(m, AT, 0, &out->stamp.at));
    TRY(take_int(m, N, 0, &out->stamp.n));

done:
    return st;
}

static enum status take_rest(const struct members *m, struct change *c)
{
    enum status st = STATUS_OK;

    TRY(take_id(m, BY, true, &c->by));
    TRY(take_id(m, PUPIL, true, &c->pupil));
    TRY(take_id(m, REC, false, &c->rec));
    c->type = json_text(m->of[TYPE]);
    if (c->type == NULL) {
        return FAIL(STATUS_BAD_INPUT, "the change has no \"type\" that is a text");
    }
    c->has_skew = m->of[SKEW] != NULL;
    if (c->has_skew) {
        TRY(take_int(m, SKEW, INT64_MIN, &c->skew_ms));
    }

done:
    return st;
}

enum status change_decode(const char *line, size_t size, struct change *out)
{
    enum status st = STATUS_OK;
    struct change c = {0};
    struct members m;

    CHECK(out != NULL && (line != NULL || size == 0));
    *out = c;
    if (size > CHANGE_LINE_MAX) {
        return FAIL(STATUS_BAD_INPUT, "the change is longer than %d bytes", CHANGE_LINE_MAX);
    }
    if (size > 0 && memchr(line, '\n', size) != NULL) {
        return FAIL(STATUS_BAD_INPUT, "the change is more than one line");
    }
    TRY(json_parse(line, size, &c.root));
    if (json_kind(c.root) != JSON_IS_OBJECT) {
        st = FAIL(STATUS_BAD_INPUT, "the change is no JSON object");
        goto done;
    }
    find_members(c.root, &m);
    TRY(take_dot(&m, &c.dot));
    TRY(take_rest(&m, &c));
    TRY(check_fields(&m, &c));
    *out = c;
    c.root = NULL;

done:
    json_free(c.root);
    return st;
}

void change_finish(struct change *c)
{
    if (c != NULL) {
        json_free(c->root);
        *c = (struct change){0};
    }
}
