/* The scanner beside jansson: the same texts let in, the same refused, the same values read.
 *
 * Two tablets of different ages, or another program on the same log, must never see two things in
 * the same bytes. jansson, told to reject keys that stand twice, is the judge. Texts are the
 * fuzzer's corpus and a list of awkward ones, and seeded mutations of all of them; a text that
 * divides the two is printed.
 */
#define _POSIX_C_SOURCE 200809L
#include "json.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

#undef json_is_true /* jansson's macro, which would swallow our function */

enum { TEXTS_MAX = 128, MUTATIONS = 100000, EDITS_MAX = 4, SIZE_MAX_OF_A_SEED = 4096 };

static struct buf texts[TEXTS_MAX];
static size_t text_count;

static const char *const awkward[] = {
    "{\"a\":[1,-2,3.5,1e3,-0,-0.0,1E+2,2e-7],\"b\":{\"c\":null,\"d\":true,\"e\":false},\"f\":\"\"}",
    "[\"\\u00e9\\ud83d\\ude00\\n\\t\\b\\f\\r\\/\\\\\\\"\",\"\xC3\xA9\xF0\x9F\x98\x80\",\"\x7F\"]",
    "[9223372036854775807,-9223372036854775808,922337203685477580,18446744073709551615]",
    "[1.7976931348623157e308,4.9e-324,0.1,123456789012345678901234567890.5,1e-400]",
    ("{\"\":0,\"k1\":1,\"k2\":2,\"k3\":3,\"k4\":4,\"k5\":5,\"k6\":6,\"k7\":7,\"k8\":8,\"k9\":9,"
     "\"ka\":10,\"kb\":11,\"kc\":12,\"kd\":13,\"ke\":14,\"kf\":15,\"kg\":16,\"kh\":17,\"ki\":18}"),
    "[[],{},[[]],[{}],{\"a\":{}},[[[[[[1]]]]]]]",
    " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : \"x\" } \n",
    "\"a text of more than eight bytes with a \\\" in it, and more\"",
    "\"\\ude00\\ude00\"",
    "\"\\ud83d\\ud83d\\ude00\"",
    "123",
    "true",
    "null",
};

static void add_text(const void *bytes, size_t size)
{
    assert_true(text_count < TEXTS_MAX);
    buf_add(&texts[text_count], bytes, size);
    text_count++;
}

static void add_file(const char *path)
{
    char part[SIZE_MAX_OF_A_SEED];
    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    add_text(part, fread(part, 1, sizeof part, file));
    assert_int_equal(fclose(file), 0);
}

static void add_corpus(void)
{
    DIR *folder = opendir(CORPUS_FOLDER);
    const struct dirent *entry = NULL;
    struct buf path = {0};

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            buf_clear(&path);
            buf_printf(&path, "%s/%s", CORPUS_FOLDER, entry->d_name);
            add_file(buf_cstr(&path));
        }
    }
    assert_int_equal(closedir(folder), 0);
    buf_finish(&path);
}

/* ---- the same values ------------------------------------------------------------------------ */

static bool same_value(const struct json_value *ours, json_t *theirs);

static bool same_members(const struct json_value *ours, json_t *theirs)
{
    struct json_walk walk = {0};
    void *at = json_object_iter(theirs);

    if (json_kind(ours) != JSON_IS_OBJECT || json_count(ours) != json_object_size(theirs)) {
        return false;
    }
    while (at != NULL) {
        const char *key = json_object_iter_key(at);
        if (!json_next(ours, &walk) || strcmp(walk.key, key) != 0 ||
            json_member(ours, key) != walk.value ||
            !same_value(walk.value, json_object_iter_value(at))) {
            return false;
        }
        at = json_object_iter_next(theirs, at);
    }
    return !json_next(ours, &walk) && json_member(ours, "no such key") == NULL;
}

static bool same_items(const struct json_value *ours, json_t *theirs)
{
    size_t count = json_array_size(theirs);
    bool same = json_kind(ours) == JSON_IS_LIST && json_count(ours) == count;

    for (size_t i = 0; same && i < count; i++) {
        same = same_value(json_item(ours, i), json_array_get(theirs, i));
    }
    return same && json_item(ours, count) == NULL;
}

static bool same_real(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool same_value(const struct json_value *ours, json_t *theirs)
{
    switch (json_typeof(theirs)) {
    case JSON_OBJECT:
        return same_members(ours, theirs);
    case JSON_ARRAY:
        return same_items(ours, theirs);
    case JSON_STRING:
        return json_kind(ours) == JSON_IS_TEXT &&
               strcmp(json_text(ours), json_string_value(theirs)) == 0;
    case JSON_INTEGER:
        return json_kind(ours) == JSON_IS_INT && json_int(ours, 0) == json_integer_value(theirs);
    case JSON_REAL:
        return json_kind(ours) == JSON_IS_REAL &&
               same_real(json_number(ours, 0), json_real_value(theirs));
    case JSON_TRUE:
        return json_kind(ours) == JSON_IS_BOOL && json_is_true(ours);
    case JSON_FALSE:
        return json_kind(ours) == JSON_IS_BOOL && !json_is_true(ours);
    case JSON_NULL:
        return ours != NULL && json_kind(ours) == JSON_IS_NULL;
    }
    return false;
}

/* A copy of just its size, so that a look past its end is caught. */
static bool agree(const char *text, size_t size, bool *let_in)
{
    struct json_value *ours = NULL;
    char *copy = mem_alloc(size);
    json_t *theirs = NULL;
    enum status st = STATUS_OK;
    bool same = false;

    memcpy(copy, text, size);
    st = json_parse(copy, size, &ours);
    /* A NUL is refused before jansson, which takes one after a bare number for the end. */
    if (memchr(copy, '\0', size) == NULL) {
        theirs = json_loadb(copy, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    }
    free(copy);
    *let_in = st == STATUS_OK;
    same = theirs == NULL ? st == STATUS_BAD_INPUT && ours == NULL
                          : st == STATUS_OK && same_value(ours, theirs);
    json_free(ours);
    json_decref(theirs);
    return same;
}

static void must_agree(const struct buf *text, const char *how, bool *let_in)
{
    if (!agree(buf_cstr(text), text->size, let_in)) {
        fail_msg("%s: the scanner and jansson differ on: %s", how, buf_cstr(text));
    }
}

/* ---- mutations ------------------------------------------------------------------------------ */

/* A byte of the kind that matters, or any. */
static char some_byte(struct rng *chance)
{
    static const char telling[] = "{}[],:\"\\/ \t\n\r0123456789+-.eEtrufalsn\x01\x1F\x7F\x80\xBF"
                                  "\xC0\xC3\xED\xA0\xF0\xF4\x90\xFF";

    return rng_below(chance, 8) == 0 ? (char)(uint8_t)rng_below(chance, 256)
                                     : telling[rng_below(chance, sizeof telling - 1)];
}

static void copy_part(struct rng *chance, const struct buf *from, struct buf *to)
{
    size_t start = rng_below(chance, (uint32_t)from->size + 1);
    size_t size = rng_below(chance, 24);
    size_t place = rng_below(chance, (uint32_t)to->size + 1);
    struct buf tail = {0};

    size = size > from->size - start ? from->size - start : size;
    buf_add(&tail, buf_cstr(to) + place, to->size - place);
    to->size = place;
    buf_add(to, buf_cstr(from) + start, size);
    buf_add(to, buf_cstr(&tail), tail.size);
    buf_finish(&tail);
}

static void drop_part(struct rng *chance, struct buf *text)
{
    size_t start = rng_below(chance, (uint32_t)text->size);
    size_t size = 1 + rng_below(chance, 8);

    size = size > text->size - start ? text->size - start : size;
    memmove(text->data + start, text->data + start + size, text->size - start - size);
    text->size -= size;
    text->data[text->size] = '\0';
}

static void mutate(struct rng *chance, struct buf *text)
{
    for (uint32_t edits = 1 + rng_below(chance, EDITS_MAX); edits > 0; edits--) {
        uint32_t way = text->size == 0 ? 0 : rng_below(chance, 4);
        if (way == 0) {
            copy_part(chance, &texts[rng_below(chance, (uint32_t)text_count)], text);
        } else if (way == 1) {
            drop_part(chance, text);
        } else {
            text->data[rng_below(chance, (uint32_t)text->size)] = some_byte(chance);
        }
    }
}

static void every_text_is_read_alike(void **state)
{
    struct rng chance = {20240501};
    struct buf text = {0};
    bool let_in = false;
    int good = 0;

    (void)state;
    for (size_t i = 0; i < text_count; i++) {
        must_agree(&texts[i], "as it is", &let_in);
    }
    for (int i = 0; i < MUTATIONS; i++) {
        const struct buf *seed = &texts[rng_below(&chance, (uint32_t)text_count)];
        buf_clear(&text);
        buf_add(&text, buf_cstr(seed), seed->size);
        mutate(&chance, &text);
        must_agree(&text, "mutated", &let_in);
        good += let_in ? 1 : 0;
    }
    buf_finish(&text);
    /* Mutations that are all refused would compare no values. */
    assert_in_range(good, MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
}

static void every_depth_is_judged_alike(void **state)
{
    struct buf text = {0};
    bool let_in = false;
    bool was_let_in = false;

    (void)state;
    for (int depth = 2040; depth < 2056; depth++) {
        for (int with_value = 0; with_value < 2; with_value++) {
            buf_clear(&text);
            for (int i = 0; i < depth; i++) {
                buf_text(&text, i % 2 == 0 ? "[" : "{\"a\":");
            }
            buf_text(&text, with_value != 0 || depth % 2 == 0 ? "1" : "");
            for (int i = depth - 1; i >= 0; i--) {
                buf_text(&text, i % 2 == 0 ? "]" : "}");
            }
            must_agree(&text, "nested", &let_in);
            assert_true(depth > 2040 || let_in);
            was_let_in = let_in;
        }
    }
    assert_false(was_let_in);
    buf_finish(&text);
}

/* Large objects have their own way of searching: with and without a key that stands twice. */
static void every_large_object_is_judged_alike(void **state)
{
    struct rng chance = {7};
    struct buf text = {0};
    bool let_in = false;
    int good = 0;

    (void)state;
    for (uint32_t members = 10; members < 400; members += 3) {
        buf_clear(&text);
        for (uint32_t i = 0; i < members; i++) {
            buf_printf(&text, "%s\"%x\":%u", i == 0 ? "{" : ",",
                       rng_below(&chance, members * members), i);
        }
        buf_text(&text, "}");
        must_agree(&text, "large", &let_in);
        good += let_in ? 1 : 0;
    }
    assert_in_range(good, 20, 110); /* of 130, about e^(-1/2) */
    buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_read_alike),
        cmocka_unit_test(every_depth_is_judged_alike),
        cmocka_unit_test(every_large_object_is_judged_alike),
    };
    int failed = 0;

    for (size_t i = 0; i < sizeof awkward / sizeof *awkward; i++) {
        add_text(awkward[i], strlen(awkward[i]));
    }
    add_corpus();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < text_count; i++) {
        buf_finish(&texts[i]);
    }
    return failed;
}
