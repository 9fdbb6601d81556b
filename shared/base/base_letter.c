/* Letters alike: how names and words are compared.
 *
 * Whoever looks for a pupil types what their hand has: no accent, a small letter, the yeh of
 * another keyboard. A library that takes accents away would not do: it leaves the bar of the
 * Polish l, which is no accent, takes the vowels of Bengali, which are marks as well, and does not
 * know that kaf and keheh are one letter to a reader. So the rules are a table; what the tables of
 * Unicode know as well is judged by them in the tests.
 */
#include "base.h"

static const struct letter_row {
    uint32_t from, to, plain, step;
} rows[] = {
#define LETTER(from, to, plain, step) {from, to, plain, step},
#include "letters.def"
};

static uint32_t plain_of(uint32_t c)
{
    size_t low = 0;
    size_t high = c < rows[0].from ? 0 : sizeof rows / sizeof rows[0];

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct letter_row *row = &rows[middle];
        if (c > row->to) {
            low = middle + 1;
        } else if (c < row->from) {
            high = middle;
        } else {
            return row->plain == 0 ? 0 : row->plain + (c - row->from) * row->step;
        }
    }
    return c;
}

/* Two vowel signs of Bengali are written in two parts by some hands. */
static uint32_t joined(uint32_t c, const char **at)
{
    static const struct {
        uint32_t first, second, whole;
    } parts[] = {
        {0x9c7, 0x9be, 0x9cb},
        {0x9c7, 0x9d7, 0x9cc},
    };
    const char *ahead = *at;
    uint32_t next = c == parts[0].first ? text_next(&ahead) : 0;

    for (size_t i = 0; next != 0 && i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].second == next) {
            *at = ahead;
            return parts[i].whole;
        }
    }
    return c;
}

uint32_t text_next_plain(const char **at)
{
    for (;;) {
        uint32_t c = text_next(at);
        uint32_t plain = c > 'Z' && c < 0x80 ? c : plain_of(c);
        if (c == 0 || plain != 0) {
            return c < 0x900 ? plain : joined(plain, at);
        }
    }
}

bool text_is_sign(uint32_t c)
{
    static const uint32_t signs[] = {0xa1,  0xa7,  0xab,  0xb6,  0xb7,  0xbb,  0xbf,
                                     0x60c, 0x61b, 0x61f, 0x66a, 0x66b, 0x66c, 0x66d,
                                     0x6d4, 0x964, 0x965, 0x5be, 0x5c0, 0x5c3};

    if (c < 0x80) {
        return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (signs[i] == c) {
            return true;
        }
    }
    return c == 0xa0 || (c >= 0x2010 && c <= 0x205e) || (c >= 0x3000 && c <= 0x303f) ||
           (c >= 0x2000 && c <= 0x200a);
}
