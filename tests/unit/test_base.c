/* Faults, memory, arena and seeded chance: the parts of base that are no table. */
#include "base.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_status_has_a_sentence(void **state)
{
    (void)state;
    assert_string_equal(status_text(STATUS_OK), "done");
    assert_int_equal(status_act(STATUS_OK), GO_ON);
    for (int i = 0; i <= (int)STATUS_UNSUPPORTED; i++) {
        const char *text = status_text((enum status)i);
        assert_true(strlen(text) > 3);
        assert_true(text[strlen(text) - 1] != '.');
    }
    assert_int_equal(status_act(STATUS_BUSY), TRY_AGAIN);
    assert_int_equal(status_act(STATUS_DISK), TELL_PERSON);
}

static void a_fault_leaves_one_clean_sentence(void **state)
{
    (void)state;
    assert_int_equal(FAIL(STATUS_DISK, "No room for %d %s.", 3, "letters"), STATUS_DISK);
    assert_string_equal(status_message(), "No room for 3 letters.");

    /* A fault may quote the one before it. */
    assert_int_equal(FAIL(STATUS_BUSY, "Later: %s", status_message()), STATUS_BUSY);
    assert_string_equal(status_message(), "Later: No room for 3 letters.");

    /* What comes from outside breaks neither the line nor the text. */
    assert_int_equal(FAIL(STATUS_BAD_INPUT, "a\nb\x7f%s%.1s", "\xff", "\xc3\xa9"),
                     STATUS_BAD_INPUT);
    assert_string_equal(status_message(), "a b ??");
}

static void a_long_sentence_is_cut_between_characters(void **state)
{
    char longest[4000];

    (void)state;
    memset(longest, 'x', sizeof longest);
    for (size_t i = 1; i + 2 < sizeof longest; i += 2) {
        memcpy(longest + i, "\xc3\xa9", 2);
    }
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(FAIL(STATUS_DAMAGED, "%s", longest), STATUS_DAMAGED);
    size_t size = strlen(status_message());
    assert_true(size > 500 && size < 512);
    assert_true(text_is_utf8(status_message(), size));
    assert_memory_equal(status_message(), longest, size);
}

static enum status fails_in_the_middle(int *steps)
{
    enum status st = STATUS_OK;

    TRY(STATUS_OK);
    *steps += 1;
    TRY(STATUS_BUSY);
    *steps += 10;

done:
    *steps += 100;
    return st;
}

static void try_jumps_to_done(void **state)
{
    int steps = 0;

    (void)state;
    assert_int_equal(fails_in_the_middle(&steps), STATUS_BUSY);
    assert_int_equal(steps, 101);
}

static void a_buffer_grows_and_ends_in_nul(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_string_equal(buf_cstr(&b), "");
    buf_finish(&b);
    buf_clear(&b);
    buf_add(&b, NULL, 0);
    assert_string_equal(buf_cstr(&b), "");

    for (int i = 0; i < 1000; i++) {
        buf_printf(&b, "%03d", i);
        assert_int_equal(b.size, 3 * (i + 1));
        assert_int_equal(b.data[b.size], '\0');
    }
    assert_memory_equal(b.data + (size_t)3 * 777, "777", 3);

    size_t room = b.room;
    buf_clear(&b);
    assert_int_equal(b.room, room);
    assert_string_equal(buf_cstr(&b), "");
    buf_text(&b, "ab");
    buf_byte(&b, '\0');
    buf_byte(&b, 'c');
    assert_int_equal(b.size, 4);
    assert_memory_equal(b.data, "ab\0c", 5);
    buf_reserve(&b, 100000);
    assert_true(b.room > 100000);
    assert_memory_equal(b.data, "ab\0c", 5);
    buf_finish(&b);
    assert_null(b.data);
    assert_int_equal(b.size, 0);
    assert_int_equal(b.room, 0);
}

static void memory_copies_and_zeroes(void **state)
{
    (void)state;
    char *text = mem_text("Elm");
    int *zeroes = mem_zero(8, sizeof *zeroes);
    char *nothing = mem_alloc(0);

    assert_string_equal(text, "Elm");
    for (int i = 0; i < 8; i++) {
        assert_int_equal(zeroes[i], 0);
    }
    assert_non_null(nothing);
    text = mem_grow(text, 1000);
    assert_string_equal(text, "Elm");
    free(nothing);
    free(zeroes);
    free(text);
}

static void an_arena_gives_zeroed_aligned_pieces(void **state)
{
    struct arena a = {0};
    unsigned char *pieces[200];

    (void)state;
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < 200; i++) {
            pieces[i] = arena_alloc(&a, i * 3);
            assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
            for (size_t j = 0; j < i * 3; j++) {
                assert_int_equal(pieces[i][j], 0);
            }
            memset(pieces[i], (int)(i % 251) + 1, i * 3);
        }
        /* No piece was written over by a later one. */
        for (size_t i = 1; i < 200; i++) {
            assert_int_equal(pieces[i][0], i % 251 + 1);
            assert_int_equal(pieces[i][i * 3 - 1], i % 251 + 1);
            assert_ptr_not_equal(pieces[i], pieces[i - 1]);
        }
        assert_true(a.used >= 3 * 199 * 200 / 2);
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    arena_finish(&a);
    assert_null(a.first);
    arena_finish(&a);
}

static void an_arena_settles_on_one_block(void **state)
{
    struct arena a = {0};

    (void)state;
    for (int frame = 0; frame < 12; frame++) {
        (void)arena_alloc(&a, 100000);
        (void)arena_alloc(&a, 300000);
        arena_reset(&a);
    }
    struct arena_block *settled = a.first;
    (void)arena_alloc(&a, 100000);
    (void)arena_alloc(&a, 300000);
    assert_ptr_equal(a.first, settled);
    arena_finish(&a);
}

static void an_arena_keeps_text(void **state)
{
    struct arena a = {0};

    (void)state;
    char *copy = arena_text(&a, "Ash group");
    char *part = arena_span(&a, "Ash group", 3);
    char *empty = arena_span(&a, NULL, 0);
    char *made = arena_printf(&a, "%s has %d", part, 8);
    assert_memory_equal(arena_copy(&a, "\0\1\2", 3), "\0\1\2", 4); /* and a NUL behind */
    assert_non_null(arena_copy(&a, NULL, 0));
    assert_string_equal(copy, "Ash group");
    assert_string_equal(part, "Ash");
    assert_string_equal(empty, "");
    assert_string_equal(made, "Ash has 8");
    arena_finish(&a);
}

static void what_is_wiped_is_gone(void **state)
{
    struct buf b = {0};
    struct arena a = {0};
    char word[] = "Quillbracken";

    (void)state;
    buf_text(&b, word);
    buf_clear(&b);
    assert_string_equal(b.data + 1, word + 1); /* a buffer that is only cleared still says it */
    buf_wipe(&b);
    assert_string_equal(b.data + 1, "");
    assert_int_equal(b.size, 0);
    (void)arena_text(&a, word);
    arena_wipe(&a);
    assert_null(a.first);
    arena_wipe(&a); /* accepts empty */
    mem_wipe(word, sizeof(word));
    assert_string_equal(word + 1, "");
    mem_wipe(NULL, 0);
    buf_finish(&b);
}

static void chance_repeats_from_its_seed(void **state)
{
    /* The first words of splitmix64 from the seed 1234567, as its author publishes them. */
    static const uint64_t known[] = {UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
                                     UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
                                     UINT64_C(16408922859458223821)};
    struct rng r = {1234567};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_true(rng_next(&r) == known[i]);
    }
}

static void chance_stays_in_its_limits(void **state)
{
    struct rng r = {7};
    int seen[6] = {0};
    double sum = 0;

    (void)state;
    for (int i = 0; i < 6000; i++) {
        uint32_t side = rng_below(&r, 6);
        assert_true(side < 6);
        seen[side]++;
        double unit = rng_unit(&r);
        assert_true(unit >= 0 && unit < 1);
        sum += unit;
        assert_int_equal(rng_below(&r, 1), 0);
    }
    for (int side = 0; side < 6; side++) {
        assert_in_range(seen[side], 850, 1150);
    }
    assert_true(sum > 2850 && sum < 3150);
}

static void a_seeded_port_fills_every_byte(void **state)
{
    struct rng r = {3};
    struct rng same = {3};
    struct random_port port = rng_port(&r);
    struct random_port twin = rng_port(&same);
    uint8_t bytes[64] = {0};
    uint8_t again[64] = {0};
    int zeroes = 0;

    (void)state;
    port.fill(port.ctx, bytes, sizeof bytes);
    twin.fill(twin.ctx, again, sizeof again);
    assert_memory_equal(bytes, again, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        zeroes += bytes[i] == 0 ? 1 : 0;
    }
    assert_true(zeroes < 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_sentence),
        cmocka_unit_test(a_fault_leaves_one_clean_sentence),
        cmocka_unit_test(a_long_sentence_is_cut_between_characters),
        cmocka_unit_test(try_jumps_to_done),
        cmocka_unit_test(a_buffer_grows_and_ends_in_nul),
        cmocka_unit_test(memory_copies_and_zeroes),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_pieces),
        cmocka_unit_test(an_arena_settles_on_one_block),
        cmocka_unit_test(an_arena_keeps_text),
        cmocka_unit_test(what_is_wiped_is_gone),
        cmocka_unit_test(chance_repeats_from_its_seed),
        cmocka_unit_test(chance_stays_in_its_limits),
        cmocka_unit_test(a_seeded_port_fills_every_byte),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
