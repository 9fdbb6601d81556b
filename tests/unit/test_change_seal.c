/* Chain, signatures and seals, against answers that other programs gave.
 *
 * The hashes come from Python's hashlib, the signatures and the sealed box from Node's crypto (with
 * the key derivation of XChaCha20 written out by hand), all from the page alone.
 */
#include "change.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define DEV         "0192f3a0-0000-7000-8000-00000000000a"
#define PUPIL       "0192f3a0-0000-7000-8000-0000000000b1"
#define REC         "0192f3a0-0000-7000-8000-0000000000c1"

/* Chance that is none: 0, 1, 2 … from the start at each call. */
static void count_up(void *ctx, void *bytes, size_t size)
{
    uint8_t *to = bytes;

    (void)ctx;
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)i;
    }
}
static const struct random_port counting = {.fill = count_up, .ctx = NULL};

static int set_up(void **state)
{
    (void)state;
    return change_setup() == STATUS_OK ? 0 : -1;
}

static void expect_hash(const struct hash *h, const char *hex)
{
    char text[65];

    hash_text(h, text);
    assert_string_equal(text, hex);
}

static void digests_are_blake2b_256(void **state)
{
    struct hash h = change_digest("abc", 3);
    char hex[65];

    (void)state;
    expect_hash(&h, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    h = hash_two("ab", 2, "cde", 3);
    expect_hash(&h, "ca96dd6b05b0bc353dd129077a871b7bbb3bd659c592c7e33dadab30889943ee");
    secret_digest("a-token", hex);
    assert_string_equal(hex, "d7f7d48caace6d3a5cb63a552abf26f93b197e3c329df66cd1f3906270b97e34");
}

static const struct {
    const char *note;
    const char *digest;
    const char *hash;
} chain[] = {
    {"one",          "9c1ca7da6782139ef977f431e8c38a6210b2cdf86fef9e48322dd98345c2e145",
     "4a28d4d25a1c4237ccccbd604191bbf8b8e2acb06fd25a80f7d8e7d2c1e1429e"},
    {"two \xC3\xA9", "3eda6cd6815990ff19ed8f9b86f409de22465754b78bcb3b066bf139c2a34125",
     "a2f72fc2186a867362a2c4ddcf49f830a7b51cbf7b19926be359009ba014085b"},
    {"three",        "6e3b7ef7f44e09065f463c1a105bfee631296b13062ada6b18a6a969cc13b6df",
     "7edafb5d371babd63df4a625c3b2db7da7f8f1e2508f77f868b0751bc489487c"},
};

static void a_chain_of_three_is_known(void **state)
{
    struct hash last = {{0}};
    struct buf line = {0};
    struct buf set = {0};
    struct change_draft d = {.dot = {.dev = {DEV}}, .pupil = {PUPIL}, .rec = {REC}};

    (void)state;
    d.type = "observation";
    for (size_t i = 0; i < COUNT(chain); i++) {
        struct hash digest;
        d.dot.seq = (int64_t)i + 1;
        d.dot.stamp = (struct stamp){.at = 1790000000000, .n = (int64_t)i};
        buf_clear(&set);
        buf_printf(&set, "{\"note\":\"%s\"}", chain[i].note);
        d.set = buf_cstr(&set);
        assert_int_equal(change_encode(&d, &line), STATUS_OK);
        digest = change_digest(line.data, line.size);
        expect_hash(&digest, chain[i].digest);
        last = chain_hash(i == 0 ? NULL : &last, &digest);
        expect_hash(&last, chain[i].hash);
    }
    buf_finish(&line);
    buf_finish(&set);
}

static void hashes_go_to_text_and_back(void **state)
{
    struct hash h = change_digest("abc", 3);
    struct hash back = {{0}};
    char text[65];

    (void)state;
    hash_text(&h, text);
    assert_true(hash_parse(text, &back));
    assert_true(hash_equal(&h, &back));
    back.bytes[31] ^= 1;
    assert_false(hash_equal(&h, &back));
    assert_false(
        hash_parse("BDDD813C634239723171EF3FEE98579B94964E3BB1CB3E427262C8C068D52319", &back));
    assert_false(hash_parse("bddd", &back));
    assert_false(hash_parse("", &back));
    assert_false(hash_parse(NULL, &back));
}

static void expect_hex(const uint8_t *bytes, size_t size, const char *hex)
{
    char text[200];

    assert_true(2 * size < sizeof text);
    text_hex(bytes, size, text);
    assert_string_equal(text, hex);
}

static void signatures_are_known_and_bound(void **state)
{
    struct sign_pair pair;
    struct hash h;
    struct id dev = {DEV};
    struct id other = {PUPIL};
    struct signature sig;
    struct signature wipe;

    (void)state;
    sign_pair_make(&counting, &pair);
    expect_hex(pair.public_key, 32,
               "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    assert_true(hash_parse(chain[2].hash, &h));
    sig = change_sign(&pair, &h);
    expect_hex(sig.bytes, 64,
               "2df0ea9bee42459e902f10bfa034068d6d9a1b2f19ce0558911efc68e5432132"
               "fa9ad0aa009f1654e9fe0a56f363f4d6d8a384e7e79a3e605c7470119f7f7205");
    assert_true(change_signature_holds(pair.public_key, &h, &sig));
    wipe = wipe_sign(&pair, &dev);
    expect_hex(wipe.bytes, 64,
               "4fa7ea0eb471d10da27780a5b7c38266183a5ce881d86393a3aacd70a5c04ed7"
               "96906fddd45bfeeae1b073783d5af9928a55f5126634d32c736c5e11f2f4180d");
    assert_true(wipe_signature_holds(pair.public_key, &dev, &wipe));

    assert_false(wipe_signature_holds(pair.public_key, &other, &wipe));
    assert_false(change_signature_holds(pair.public_key, &h, &wipe));
    h.bytes[0] ^= 1;
    assert_false(change_signature_holds(pair.public_key, &h, &sig));
    h.bytes[0] ^= 1;
    sig.bytes[63] ^= 1;
    assert_false(change_signature_holds(pair.public_key, &h, &sig));
    sig.bytes[63] ^= 1;
    pair.public_key[0] ^= 1;
    assert_false(change_signature_holds(pair.public_key, &h, &sig));
    key_wipe(&pair, sizeof pair);
    expect_hex(pair.public_key, 4, "00000000");
}

static const struct change_place here = {.dev = {DEV}, .seq = 7};

static void a_box_is_known(void **state)
{
    struct data_key key;
    struct buf box = {0};
    struct buf line = {0};

    (void)state;
    data_key_make(&counting, &key);
    change_seal(&key, &counting, &here, "{}", 2, &box);
    expect_hex((const uint8_t *)box.data, box.size,
               "000102030405060708090a0b0c0d0e0f1011121314151617"
               "9eb972bef61ed9e7c00aeed10aaaf5f76a71a9");
    assert_int_equal(box.size, 2 + CHANGE_BOX_OVERHEAD);
    assert_int_equal(change_open(&key, &here, box.data, box.size, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), "{}");

    change_seal(&key, &counting, &here, NULL, 0, &box);
    assert_int_equal(change_open(&key, &here, box.data, box.size, &line), STATUS_OK);
    assert_int_equal(line.size, 0);
    buf_finish(&box);
    buf_finish(&line);
}

static struct place_row {
    const char *name;
    struct change_place asked;
    bool other_key;
    int flip; /* a byte of the box that is changed; -1: none */
    size_t cut;
    enum status want;
} places[] = {
    {"its own place opens",       {{DEV}, 7, {PUPIL}},   false, -1, 0,  STATUS_OK     },
    {"another device does not",   {{PUPIL}, 7, {PUPIL}}, false, -1, 0,  STATUS_DAMAGED},
    {"another number does not",   {{DEV}, 8, {PUPIL}},   false, -1, 0,  STATUS_DAMAGED},
    {"another pupil does not",    {{DEV}, 7, {REC}},     false, -1, 0,  STATUS_DAMAGED},
    {"no pupil does not",         {{DEV}, 7, {""}},      false, -1, 0,  STATUS_DAMAGED},
    {"another key does not",      {{DEV}, 7, {PUPIL}},   true,  -1, 0,  STATUS_DAMAGED},
    {"a changed nonce does not",  {{DEV}, 7, {PUPIL}},   false, 0,  0,  STATUS_DAMAGED},
    {"a changed form does not",   {{DEV}, 7, {PUPIL}},   false, 24, 0,  STATUS_DAMAGED},
    {"a changed letter does not", {{DEV}, 7, {PUPIL}},   false, 26, 0,  STATUS_DAMAGED},
    {"a changed tag does not",    {{DEV}, 7, {PUPIL}},   false, 45, 0,  STATUS_DAMAGED},
    {"one byte short does not",   {{DEV}, 7, {PUPIL}},   false, -1, 1,  STATUS_DAMAGED},
    {"less than an empty box",    {{DEV}, 7, {PUPIL}},   false, -1, 6,  STATUS_DAMAGED},
    {"only a nonce",              {{DEV}, 7, {PUPIL}},   false, -1, 22, STATUS_DAMAGED},
    {"nothing at all",            {{DEV}, 7, {PUPIL}},   false, -1, 46, STATUS_DAMAGED},
};

static void place_holds(void **state)
{
    const struct place_row *row = *state;
    const struct change_place made = {{DEV}, 7, {PUPIL}};
    struct data_key key;
    struct buf box = {0};
    struct buf line = {0};

    buf_text(&line, "left over");
    data_key_make(&counting, &key);
    change_seal(&key, &counting, &made, "hello", 5, &box);
    assert_int_equal(box.size, 46);
    key.bytes[0] ^= row->other_key ? 1 : 0;
    if (row->flip >= 0) {
        box.data[row->flip] = (char)(box.data[row->flip] ^ 1);
    }
    assert_string_equal(
        status_text(change_open(&key, &row->asked, box.data, box.size - row->cut, &line)),
        status_text(row->want));
    assert_string_equal(buf_cstr(&line), row->want == STATUS_OK ? "hello" : "");
    buf_finish(&box);
    buf_finish(&line);
}

static void a_reserved_form_is_refused(void **state)
{
    /* Made as the known box, with form 1 in front of the same text. */
    static const uint8_t other_form[] = {
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e,
        0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x9f, 0xb9, 0x72, 0xd4, 0xab, 0x1c,
        0x39, 0x26, 0x5f, 0x31, 0x41, 0x40, 0x98, 0xa1, 0xa8, 0xb5, 0xe1, 0xd9, 0x45};
    struct data_key key;
    struct buf line = {0};

    (void)state;
    data_key_make(&counting, &key);
    assert_int_equal(change_open(&key, &here, other_form, sizeof other_form, &line),
                     STATUS_DAMAGED);
    assert_non_null(strstr(status_message(), "form"));
    assert_int_equal(line.size, 0);
    buf_finish(&line);
}

static void a_blob_is_bound_to_its_name(void **state)
{
    struct random_port random = change_system_random();
    struct data_key key;
    struct buf one = {0};
    struct buf two = {0};
    struct buf back = {0};

    (void)state;
    data_key_make(&random, &key);
    blob_seal(&key, &random, "draft", "words\0more", 10, &one);
    blob_seal(&key, &random, "draft", "words\0more", 10, &two);
    assert_int_equal(one.size, two.size);
    assert_memory_not_equal(one.data, two.data, one.size); /* a new nonce each time */
    assert_int_equal(blob_open(&key, "draft", one.data, one.size, &back), STATUS_OK);
    assert_int_equal(back.size, 10);
    assert_memory_equal(back.data, "words\0more", 10);
    assert_int_equal(blob_open(&key, "snapshot", one.data, one.size, &back), STATUS_DAMAGED);
    assert_int_equal(back.size, 0);
    buf_finish(&one);
    buf_finish(&two);
    buf_finish(&back);
}

static void only_the_hub_opens_what_is_sealed_to_it(void **state)
{
    static const uint8_t no_key[32] = {0};
    struct random_port random = change_system_random();
    struct box_pair hub;
    struct box_pair other;
    struct buf sealed = {0};
    struct buf back = {0};

    (void)state;
    box_pair_make(&random, &hub);
    box_pair_make(&random, &other);
    assert_int_equal(hub_seal(hub.public_key, "a data key", 10, &sealed), STATUS_OK);
    assert_int_equal(sealed.size, 58);
    assert_int_equal(hub_open(&hub, sealed.data, sealed.size, &back), STATUS_OK);
    assert_string_equal(buf_cstr(&back), "a data key");
    assert_int_equal(hub_open(&other, sealed.data, sealed.size, &back), STATUS_DAMAGED);
    assert_int_equal(back.size, 0);
    assert_int_equal(hub_open(&hub, sealed.data, sealed.size - 1, &back), STATUS_DAMAGED);
    assert_int_equal(hub_open(&hub, sealed.data, 5, &back), STATUS_DAMAGED);
    assert_int_equal(hub_open(&hub, NULL, 0, &back), STATUS_DAMAGED);
    assert_int_equal(hub_seal(no_key, "a data key", 10, &sealed), STATUS_BAD_INPUT);
    assert_int_equal(sealed.size, 0);
    buf_finish(&sealed);
    buf_finish(&back);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(places)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(digests_are_blake2b_256),
        cmocka_unit_test(a_chain_of_three_is_known),
        cmocka_unit_test(hashes_go_to_text_and_back),
        cmocka_unit_test(signatures_are_known_and_bound),
        cmocka_unit_test(a_box_is_known),
        cmocka_unit_test(a_reserved_form_is_refused),
        cmocka_unit_test(a_blob_is_bound_to_its_name),
        cmocka_unit_test(only_the_hub_opens_what_is_sealed_to_it),
    };

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(places); i++) {
        tests[i].name = places[i].name;
        tests[i].test_func = place_holds;
        tests[i].initial_state = &places[i];
    }
    return cmocka_run_group_tests(tests, set_up, NULL) + cmocka_run_group_tests(rest, set_up, NULL);
}
