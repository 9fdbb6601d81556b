/* Key slots and passphrases: the right one opens, nothing else does, costs have bounds. */
#include "change.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define PASSPHRASE  "three random words"

/* Argon2id takes its time, so one slot serves every row. */
static struct slot_keys keys;
static struct key_slot made;

static int make_slot(void **state)
{
    struct random_port random = change_system_random();

    (void)state;
    if (change_setup() != STATUS_OK) {
        return -1;
    }
    data_key_make(&random, &keys.data);
    sign_pair_make(&random, &keys.sign);
    return slot_make(PASSPHRASE, &keys, &random, &made) == STATUS_OK ? 0 : -1;
}

#define AT(member) (int)offsetof(struct key_slot, member)
/* A nought of costs: as made. flip: offset of a byte of the slot that is changed, or WHOLE. */
#define WHOLE (-1)
static struct row {
    const char *name;
    const char *given;
    int64_t memory_kib;
    int64_t passes;
    int flip;
    enum status want;
} rows[] = {
    {"the right one",      PASSPHRASE,          0,         0,  WHOLE,               STATUS_OK     },
    {"a wrong one",        "three random word", 0,         0,  WHOLE,               STATUS_LOCKED },
    {"a space more",       PASSPHRASE " ",      0,         0,  WHOLE,               STATUS_LOCKED },
    {"none",               "",                  0,         0,  WHOLE,               STATUS_LOCKED },
    {"another salt",       PASSPHRASE,          0,         0,  AT(salt),            STATUS_LOCKED },
    {"another commitment", PASSPHRASE,          0,         0,  AT(commitment) + 31, STATUS_LOCKED },
    {"a tampered nonce",   PASSPHRASE,          0,         0,  AT(sealed),          STATUS_DAMAGED},
    {"a tampered key",     PASSPHRASE,          0,         0,  AT(sealed) + 30,     STATUS_DAMAGED},
    {"a tampered tag",     PASSPHRASE,          0,         0,  AT(sealed) + 167,    STATUS_DAMAGED},
    {"a pass more",        PASSPHRASE,          0,         4,  WHOLE,               STATUS_LOCKED },
    {"too little memory",  PASSPHRASE,          65535,     0,  WHOLE,               STATUS_DAMAGED},
    {"too much memory",    PASSPHRASE,          1048577,   0,  WHOLE,               STATUS_DAMAGED},
    {"too few passes",     PASSPHRASE,          0,         2,  WHOLE,               STATUS_DAMAGED},
    {"too many passes",    PASSPHRASE,          0,         21, WHOLE,               STATUS_DAMAGED},
    {"negative memory",    PASSPHRASE,          -65536,    0,  WHOLE,               STATUS_DAMAGED},
    {"negative passes",    PASSPHRASE,          0,         -3, WHOLE,               STATUS_DAMAGED},
    {"endless memory",     PASSPHRASE,          INT64_MAX, 0,  WHOLE,               STATUS_DAMAGED},
};

static void row_holds(void **state)
{
    const struct row *row = *state;
    struct key_slot slot = made;
    struct slot_keys got;

    memset(&got, 0, sizeof got);
    slot.memory_kib = row->memory_kib == 0 ? slot.memory_kib : row->memory_kib;
    slot.passes = row->passes == 0 ? slot.passes : row->passes;
    if (row->flip >= 0) {
        ((uint8_t *)&slot)[row->flip] ^= 1;
    }
    assert_string_equal(status_text(slot_open(&slot, row->given, &got)), status_text(row->want));
    if (row->want == STATUS_OK) {
        assert_memory_equal(&got, &keys, sizeof keys);
    } else {
        struct slot_keys none;
        memset(&none, 0, sizeof none);
        assert_memory_equal(&got, &none, sizeof none); /* nothing comes out */
        assert_true(strlen(status_message()) > 0);
    }
}

static void a_slot_shows_nothing_and_repeats_nothing(void **state)
{
    struct random_port random = change_system_random();
    struct key_slot again;

    (void)state;
    assert_int_equal(slot_make(PASSPHRASE, &keys, &random, &again), STATUS_OK);
    assert_int_equal(made.memory_kib, 65536);
    assert_int_equal(made.passes, 3);
    assert_memory_not_equal(made.salt, again.salt, sizeof made.salt);
    assert_memory_not_equal(made.commitment, again.commitment, sizeof made.commitment);
    assert_memory_not_equal(made.sealed, again.sealed, sizeof made.sealed);
    for (size_t i = 0; i + 8 <= sizeof made.sealed; i++) {
        assert_memory_not_equal(made.sealed + i, keys.data.bytes, 8);
        assert_memory_not_equal(made.sealed + i, keys.sign.secret_key, 8);
    }
}

static void a_passphrase_is_kept_slowly(void **state)
{
    struct buf kept = {0};
    struct buf again = {0};

    (void)state;
    assert_int_equal(passphrase_keep(PASSPHRASE, &kept), STATUS_OK);
    assert_int_equal(passphrase_keep(PASSPHRASE, &again), STATUS_OK);
    assert_int_equal(strncmp(buf_cstr(&kept), "$argon2id$v=19$m=65536,t=3,p=1$", 31), 0);
    assert_string_not_equal(buf_cstr(&kept), buf_cstr(&again)); /* salted */
    assert_true(passphrase_holds(buf_cstr(&kept), PASSPHRASE));
    assert_false(passphrase_holds(buf_cstr(&kept), "three random word"));
    assert_false(passphrase_holds(buf_cstr(&kept), ""));
    assert_false(passphrase_holds("", PASSPHRASE));
    assert_false(passphrase_holds("plain text", PASSPHRASE));
    for (int i = 0; i < 200; i++) {
        buf_byte(&kept, 'x');
    }
    assert_false(passphrase_holds(buf_cstr(&kept), PASSPHRASE));
    buf_finish(&kept);
    buf_finish(&again);
}

static void secrets_are_long_and_new(void **state)
{
    struct random_port random = change_system_random();
    struct buf one = {0};
    struct buf two = {0};

    (void)state;
    buf_text(&one, "#");
    secret_make(&random, 16, &one);
    secret_make(&random, 16, &two);
    assert_int_equal(one.data[0], '#'); /* it appends */
    assert_int_equal(two.size, 22);
    assert_string_not_equal(one.data + 1, two.data);
    assert_null(strpbrk(buf_cstr(&one), "+/=."));
    buf_finish(&one);
    buf_finish(&two);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(a_slot_shows_nothing_and_repeats_nothing),
        cmocka_unit_test(a_passphrase_is_kept_slowly),
        cmocka_unit_test(secrets_are_long_and_new),
    };

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = row_holds;
        tests[i].initial_state = &rows[i];
    }
    return cmocka_run_group_tests(tests, make_slot, NULL) +
           cmocka_run_group_tests(rest, make_slot, NULL);
}
