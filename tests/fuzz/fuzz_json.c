/* Any bytes as JSON: they are refused with a sentence, or are a value that prints and comes back.
 *
 * What is printed must be read again as the same value and print the same: two tablets that print
 * one value otherwise would sign two changes where there is one.
 */
#include "fuzz.h"

#include "json.h"

#include <string.h>

/* Every member is found by its own name, whichever way the object looks for it. */
static void look_up(const struct json_value *value)
{
    struct json_walk walk = {0};
    size_t count = 0;

    while (json_next(value, &walk)) {
        CHECK(json_member(value, walk.key) == walk.value);
        count++;
    }
    CHECK(json_kind(value) != JSON_IS_OBJECT || count == json_count(value));
    CHECK(json_item(value, json_count(value)) == NULL);
}

static void print_again(const struct json_value *value)
{
    struct buf once = {0};
    struct buf twice = {0};
    struct json_value *back = NULL;

    json_print(value, &once);
    CHECK(json_parse(once.data, once.size, &back) == STATUS_OK);
    CHECK(json_same(value, back) && json_same(back, value));
    json_print(back, &twice);
    CHECK(buf_equal(&once, &twice));
    json_free(back);
    buf_finish(&once);
    buf_finish(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct json_value *value = NULL;
    enum status st = json_parse((const char *)data, size, &value);

    if (st == STATUS_OK) {
        look_up(value);
        print_again(value);
    } else {
        CHECK(st == STATUS_BAD_INPUT && value == NULL);
        CHECK(status_message()[0] != '\0');
    }
    json_free(value);
    return 0;
}
