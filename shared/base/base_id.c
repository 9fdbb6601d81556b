/* Ids: made anywhere, never twice.
 *
 * A tablet that is offline for a week must name records without asking. Version 7 puts the time
 * first, so that new rows land at the end of every index. Two people may also mean one thing (the
 * half-term review of a target): its id is derived from what it is about, so that both meet on one
 * record. Only the lower-case spelling is an id: ids are compared as text, everywhere.
 */
#include "base.h"

#include <string.h>

#define ID_BYTES    16
#define TIME_MS_MAX ((INT64_C(1) << 48) - 1)

/* Where the text form has its hyphens, a bit a place: every change has half a dozen ids. */
#define HYPHEN_PLACES (1ULL << 8 | 1ULL << 13 | 1ULL << 18 | 1ULL << 23)

static bool is_hyphen_place(size_t at)
{
    return (HYPHEN_PLACES >> at & 1) != 0;
}

/* Every row that is read has ids to be looked at, so eight letters cost one look. In each byte of
 * the answer the highest bit says that the letter is no digit; none is carried into a neighbour. */
static uint64_t no_digits(uint64_t letters)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = ones << 7;
    uint64_t low = letters & ~highs;
    uint64_t from_0 = low + ones * (0x80 - '0');
    uint64_t past_9 = low + ones * (0x80 - '9' - 1);
    uint64_t from_a = low + ones * (0x80 - 'a');
    uint64_t past_f = low + ones * (0x80 - 'f' - 1);

    return (letters | ~((from_0 & ~past_9) | (from_a & ~past_f))) & highs;
}

/* Each of the two middle eights has two hyphens: they become digits, and with anything else in
 * their places all eight are none. */
static uint64_t with_hyphens(uint64_t letters, const char expected[8], const char mask[8])
{
    uint64_t hyphens = 0;
    uint64_t here = 0;
    uint64_t zeros = UINT64_C(0x3030303030303030);

    memcpy(&hyphens, expected, sizeof hyphens);
    memcpy(&here, mask, sizeof here);
    return (letters & here) == hyphens ? (letters & ~here) | (zeros & here) : 0;
}

bool id_is_valid(const char *text)
{
    uint64_t eight[4];
    uint64_t last = UINT64_C(0x3030303030303030);
    uint64_t wrong = 0;

    if (text == NULL || memchr(text, '\0', ID_ROOM) != text + ID_ROOM - 1) {
        return false;
    }
    memcpy(eight, text, sizeof eight);
    memcpy(&last, text + sizeof eight, ID_ROOM - 1 - sizeof eight);
    eight[1] = with_hyphens(eight[1], "-\0\0\0\0-\0", "\xFF\0\0\0\0\xFF\0");
    eight[2] = with_hyphens(eight[2], "\0\0-\0\0\0\0-", "\0\0\xFF\0\0\0\0\xFF");
    wrong = no_digits(eight[0]) | no_digits(eight[1]) | no_digits(eight[2]) | no_digits(eight[3]) |
            no_digits(last);
    return wrong == 0;
}

bool id_equal(const struct id *a, const struct id *b)
{
    return strcmp(a->text, b->text) == 0;
}

bool id_is_none(const struct id *id)
{
    return id->text[0] == '\0';
}

enum status id_parse(const char *text, struct id *out)
{
    if (!id_is_valid(text)) {
        return FAIL(STATUS_BAD_INPUT, "“%.40s” is not an id: it must be a UUID in lower case.",
                    text != NULL ? text : "");
    }
    memcpy(out->text, text, ID_ROOM);
    return STATUS_OK;
}

/* Stamps version and variant on sixteen bytes and spells them. */
static struct id id_from_bytes(uint8_t bytes[ID_BYTES], uint8_t version)
{
    char hex[2 * ID_BYTES + 1];
    struct id id = {""};
    size_t from = 0;

    bytes[6] = (uint8_t)(version << 4 | (bytes[6] & 0x0F));
    bytes[8] = (uint8_t)(0x80 | (bytes[8] & 0x3F));
    text_hex(bytes, ID_BYTES, hex);
    for (size_t i = 0; i < ID_ROOM - 1; i++) {
        if (is_hyphen_place(i)) {
            id.text[i] = '-';
        } else {
            id.text[i] = hex[from++];
        }
    }
    return id;
}

struct id id_v7(int64_t now_ms, const uint8_t chance[10])
{
    uint8_t bytes[ID_BYTES];

    /* A tablet's clock may say anything. An id from outside the 48 bits would only sort oddly. */
    if (now_ms < 0) {
        now_ms = 0;
    }
    if (now_ms > TIME_MS_MAX) {
        now_ms = TIME_MS_MAX;
    }
    for (size_t i = 0; i < 6; i++) {
        bytes[i] = (uint8_t)((uint64_t)now_ms >> (40 - 8 * i));
    }
    memcpy(bytes + 6, chance, 10);
    return id_from_bytes(bytes, 7);
}

struct id id_derived(const char *name)
{
    /* 6f0a3d0e-6d0b-5c57-9a52-3a6a1c0c7e11, the namespace of PROTOCOL section 2. */
    static const uint8_t space[ID_BYTES] = {0x6f, 0x0a, 0x3d, 0x0e, 0x6d, 0x0b, 0x5c, 0x57,
                                            0x9a, 0x52, 0x3a, 0x6a, 0x1c, 0x0c, 0x7e, 0x11};
    struct buf message = {0};
    uint8_t hash[20];

    buf_add(&message, space, sizeof space);
    buf_text(&message, name);
    sha1(message.data, message.size, hash);
    buf_finish(&message);
    return id_from_bytes(hash, 5);
}

struct id id_new(const struct clock_port *clock, const struct random_port *random)
{
    uint8_t chance[10];

    random->fill(random->ctx, chance, sizeof chance);
    return id_v7(clock->now_ms(clock->ctx), chance);
}
