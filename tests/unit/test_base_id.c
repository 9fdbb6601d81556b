/* Ids and the hash that some of them are made with. The wanted values of the derived ids and of
 * SHA-1 were worked out by another language's library. */
#include "base.h"
#include "cases.h"

#include <string.h>

static struct form_row {
    const char *name;
    const char *text;
    bool want;
} form_rows[] = {
    {"id form: version 7",        "0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f70",  true },
    {"id form: version 5",        "6cfafe78-f457-5d69-b879-fe6cdac8be42",  true },
    {"id form: upper case",       "0190B5A2-7c3d-7e21-8f10-2b3c4d5e6f70",  false},
    {"id form: one short",        "0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f7",   false},
    {"id form: one long",         "0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f700", false},
    {"id form: no hyphens",       "0190b5a27c3d7e218f102b3c4d5e6f700000",  false},
    {"id form: a hyphen moved",   "0190b5a-27c3d-7e21-8f10-2b3c4d5e6f70",  false},
    {"id form: braces",           "{190b5a2-7c3d-7e21-8f10-2b3c4d5e6f7}",  false},
    {"id form: a foreign letter", "0190b5g2-7c3d-7e21-8f10-2b3c4d5e6f70",  false},
    {"id form: a space after",    "0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f70 ", false},
    {"id form: nothing",          "",                                      false},
    {"id form: no text at all",   NULL,                                    false},
};

static void check_form(void **state)
{
    const struct form_row *row = *state;
    struct id id = {"before"};

    assert_int_equal(id_is_valid(row->text), row->want);
    assert_int_equal(id_parse(row->text, &id), row->want ? STATUS_OK : STATUS_BAD_INPUT);
    assert_string_equal(id.text, row->want ? row->text : "before");
}

static struct derived_row {
    const char *name;
    const char *from;
    const char *want;
} derived_rows[] = {
    {"derived: a half-term review",  "target_review|0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f70|2026|3",
     "6cfafe78-f457-5d69-b879-fe6cdac8be42"                                                                                             },
    {"derived: an empty name",       "",                                                          "3b4d7bb9-4a36-517b-9913-df797d7cb249"},
    {"derived: past ASCII",          "plan|\xc3\xa9|2026",                                        "77f8fc80-9e44-5362-80e6-ebf1117aa33e"},
    {"derived: longer than a block",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",                                                          "e6757694-f2b1-584c-b6ab-df16c9c57310"},
};

static void check_derived(void **state)
{
    const struct derived_row *row = *state;
    struct id id = id_derived(row->from);

    assert_string_equal(id.text, row->want);
    assert_true(id_is_valid(id.text));
}

static struct sha1_row {
    const char *name;
    const char *piece;
    size_t times;
    const char *want;
} sha1_rows[] = {
    {"sha1: nothing",    "",                                                         0,       "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"sha1: abc",        "abc",                                                      1,       "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"sha1: two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "84983e441c3bd26ebaae4aa1f95129e5e54670f1"                                                                                         },
    {"sha1: 55 bytes",   "a",                                                        55,      "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
    {"sha1: 56 bytes",   "a",                                                        56,      "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
    {"sha1: 63 bytes",   "a",                                                        63,      "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
    {"sha1: 64 bytes",   "a",                                                        64,      "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
    {"sha1: 119 bytes",  "a",                                                        119,     "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
    {"sha1: 120 bytes",  "a",                                                        120,     "f34c1488385346a55709ba056ddd08280dd4c6d6"},
    {"sha1: a million",  "a",                                                        1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
};

static void check_sha1(void **state)
{
    const struct sha1_row *row = *state;
    struct buf message = {0};
    uint8_t hash[20];
    char hex[41];

    for (size_t i = 0; i < row->times; i++) {
        buf_text(&message, row->piece);
    }
    sha1(message.data, message.size, hash);
    text_hex(hash, sizeof hash, hex);
    assert_string_equal(hex, row->want);
    buf_finish(&message);
}

static void version_7_puts_every_bit_in_its_place(void **state)
{
    static const uint8_t ones[10] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    static const uint8_t noughts[10] = {0};
    /* The example of RFC 9562, appendix A.6. */
    static const uint8_t example[10] = {0xfc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
    struct id id = id_v7(INT64_C(0x017f22e279b0), example);

    (void)state;
    assert_string_equal(id.text, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    id = id_v7(INT64_C(0xffffffffffff), ones);
    assert_string_equal(id.text, "ffffffff-ffff-7fff-bfff-ffffffffffff");
    id = id_v7(0, noughts);
    assert_string_equal(id.text, "00000000-0000-7000-8000-000000000000");
    /* A clock that is far out makes an id that sorts oddly, and no fault. */
    id = id_v7(-5, noughts);
    assert_string_equal(id.text, "00000000-0000-7000-8000-000000000000");
    id = id_v7(INT64_C(1) << 48, noughts);
    assert_string_equal(id.text, "ffffffff-ffff-7000-8000-000000000000");
}

static void version_7_sorts_by_time(void **state)
{
    struct rng r = {5};
    struct random_port chance = rng_port(&r);
    uint8_t bytes[10];
    char before[ID_ROOM] = "";
    int64_t now_ms = INT64_C(1790000000000);

    (void)state;
    for (int i = 0; i < 2000; i++) {
        now_ms += 1 + (int64_t)rng_below(&r, i % 10 == 0 ? 4000000000U : 3);
        chance.fill(chance.ctx, bytes, sizeof bytes);
        struct id id = id_v7(now_ms, bytes);
        assert_true(id_is_valid(id.text));
        assert_true(strcmp(before, id.text) < 0);
        text_copy(before, sizeof before, id.text);
    }
}

/* Eight letters are looked at in one step: so every letter is tried at every place, 0 too. */
static void every_letter_of_an_id_counts(void **state)
{
    static const char good[] = "0190b5a2-7c3d-7e21-8f10-2b3c4d5e6f70";

    (void)state;
    for (size_t at = 0; at < ID_ROOM; at++) {
        const char *allowed = at == ID_ROOM - 1 ? "" : good[at] == '-' ? "-" : "0123456789abcdef";
        for (int letter = 0; letter < 256; letter++) {
            char text[ID_ROOM + 1] = "";
            bool want = letter == 0 ? at == ID_ROOM - 1 : strchr(allowed, letter) != NULL;
            text_copy(text, sizeof text, good);
            text[at] = (char)(unsigned char)letter;
            assert_int_equal(id_is_valid(text), want);
        }
    }
}

static int64_t a_fixed_time(void *ctx)
{
    return *(const int64_t *)ctx;
}

static void a_new_id_comes_from_its_ports(void **state)
{
    int64_t now_ms = INT64_C(0x017f22e279b0);
    struct rng r = {9};
    struct clock_port clock = {a_fixed_time, &now_ms};
    struct random_port random = rng_port(&r);
    struct id one = id_new(&clock, &random);
    struct id two = id_new(&clock, &random);
    struct id none = {""};

    (void)state;
    assert_memory_equal(one.text, "017f22e2-79b0-7", 15);
    assert_true(id_is_valid(one.text));
    assert_false(id_equal(&one, &two));
    assert_true(id_equal(&one, &one));
    assert_false(id_is_none(&one));
    assert_true(id_is_none(&none));
}

int main(void)
{
    cases_add_rows(check_form, form_rows, COUNT(form_rows), sizeof form_rows[0]);
    cases_add_rows(check_derived, derived_rows, COUNT(derived_rows), sizeof derived_rows[0]);
    cases_add_rows(check_sha1, sha1_rows, COUNT(sha1_rows), sizeof sha1_rows[0]);
    cases_add("every letter of an id counts", every_letter_of_an_id_counts);
    cases_add("version 7 puts every bit in its place", version_7_puts_every_bit_in_its_place);
    cases_add("version 7 sorts by time", version_7_sorts_by_time);
    cases_add("a new id comes from its ports", a_new_id_comes_from_its_ports);
    return cases_run("base id", NULL, NULL);
}
