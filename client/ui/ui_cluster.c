/* Where one letter ends, as a person counts letters.
 *
 * A letter and its accents, a Bengali conjunct of three consonants, a flag of two halves and a
 * family of seven joined characters are one thing each: the caret steps over it as a whole and one
 * Delete takes all of it; Backspace takes back what was typed last (ui_edit.c). The rules are those
 * of extended grapheme clusters (Unicode annex 29); the kinds of characters lie in clusters.def,
 * which is searched by halves.
 */
#include "ui_private.h"

enum cluster_kind {
    CLUSTER_OTHER,
    CLUSTER_CONTROL,
    CLUSTER_MARK,
    CLUSTER_LINKER,
    CLUSTER_CONSONANT,
    CLUSTER_LEADING,
    CLUSTER_JOINER,
    CLUSTER_PICTURE,
    CLUSTER_FLAG,
    CLUSTER_JAMO_L,
    CLUSTER_JAMO_V,
    CLUSTER_JAMO_T,
    CLUSTER_SYLLABLE
};
static const struct cluster_row {
    enum cluster_kind kind;
    uint32_t from, to;
} rows[] = {
#define CLUSTER(kind, from, to) {CLUSTER_##kind, from, to},
#include "clusters.def"
};

enum { HANGUL = 0xAC00, HANGUL_TAILS = 28 };

static enum cluster_kind kind_of(uint32_t c)
{
    size_t low = 0;
    size_t high = sizeof(rows) / sizeof(rows[0]);

    if (c < rows[0].from) {
        return c < ' ' || c == 0x7f ? CLUSTER_CONTROL : CLUSTER_OTHER;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (c > rows[middle].to) {
            low = middle + 1;
        } else if (c < rows[middle].from) {
            high = middle;
        } else {
            return rows[middle].kind;
        }
    }
    return CLUSTER_OTHER;
}

/* What the characters so far amount to. */
struct cluster {
    enum cluster_kind last;
    uint32_t last_letter;
    int flags;     /* halves of flags in a row */
    bool picture;  /* a picture, and marks only since */
    bool joined;   /* …and a joiner behind it */
    bool conjunct; /* a consonant, and marks only since */
    bool linked;   /* …with a linker among them */
};

static bool is_mark(enum cluster_kind kind)
{
    return kind == CLUSTER_MARK || kind == CLUSTER_LINKER || kind == CLUSTER_JOINER;
}

static void take(struct cluster *c, enum cluster_kind kind, uint32_t letter)
{
    bool marks = is_mark(kind);

    c->joined = c->picture && kind == CLUSTER_JOINER;
    c->picture = kind == CLUSTER_PICTURE || (c->picture && marks && kind != CLUSTER_JOINER);
    c->linked = c->conjunct && marks && (c->linked || kind == CLUSTER_LINKER);
    c->conjunct = kind == CLUSTER_CONSONANT || (c->conjunct && marks);
    c->flags = kind == CLUSTER_FLAG ? c->flags + 1 : 0;
    c->last = kind;
    c->last_letter = letter;
}

/* A syllable of two letters takes a vowel's or a tail, one of three a tail alone. */
static bool hangul_goes_on(const struct cluster *c, enum cluster_kind next)
{
    bool has_tail = (c->last_letter - HANGUL) % HANGUL_TAILS != 0;

    if (c->last == CLUSTER_JAMO_L) {
        return next == CLUSTER_JAMO_L || next == CLUSTER_JAMO_V || next == CLUSTER_SYLLABLE;
    }
    if (c->last == CLUSTER_JAMO_V || (c->last == CLUSTER_SYLLABLE && !has_tail)) {
        return next == CLUSTER_JAMO_V || next == CLUSTER_JAMO_T;
    }
    return (c->last == CLUSTER_JAMO_T || c->last == CLUSTER_SYLLABLE) && next == CLUSTER_JAMO_T;
}

static bool goes_on(const struct cluster *c, enum cluster_kind next)
{
    if (c->last == CLUSTER_CONTROL || next == CLUSTER_CONTROL) {
        return false;
    }
    return is_mark(next) || c->last == CLUSTER_LEADING || hangul_goes_on(c, next) ||
           (c->linked && next == CLUSTER_CONSONANT) || (c->joined && next == CLUSTER_PICTURE) ||
           (c->flags % 2 == 1 && next == CLUSTER_FLAG);
}

static size_t cluster_end(const char *text, size_t at)
{
    const char *p = text + at;
    struct cluster c = {0};
    uint32_t letter = text_next(&p);

    if (letter == 0) {
        return at;
    }
    take(&c, kind_of(letter), letter);
    for (;;) {
        const char *ahead = p;
        uint32_t next = text_next(&ahead);
        enum cluster_kind kind = next == 0 ? CLUSTER_CONTROL : kind_of(next);

        if (!goes_on(&c, kind)) {
            return (size_t)(p - text);
        }
        take(&c, kind, next);
        p = ahead;
    }
}

size_t ui_edit_step(const char *text, size_t at, int by)
{
    size_t before = 0;
    size_t here = 0;

    if (by > 0) {
        return cluster_end(text, at);
    }
    while (here < at) {
        size_t next = cluster_end(text, here);

        if (next == here) {
            break;
        }
        before = here;
        here = next;
    }
    return before;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* An apostrophe within a word is one of its letters: don't, O’Neill. */
static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

static bool is_word_at(const char *text, size_t at)
{
    const char *p = text + at;
    uint32_t c = text_next(&p);
    const char *behind = text + (at == 0 ? 0 : ui_edit_step(text, at, -1));

    if (c == 0 || !is_apostrophe(c) || at == 0) {
        return c != 0 && !text_is_sign(c);
    }
    return !text_is_sign(text_next(&behind)) && *p != '\0' && !text_is_sign(text_next(&p));
}

size_t ui_edit_word(const char *text, size_t at, int by)
{
    size_t here = at;

    if (by > 0) {
        while (text[here] != '\0' && !is_word_at(text, here)) {
            here = ui_edit_step(text, here, 1);
        }
        while (text[here] != '\0' && is_word_at(text, here)) {
            here = ui_edit_step(text, here, 1);
        }
        return here;
    }
    while (here > 0 && !is_word_at(text, ui_edit_step(text, here, -1))) {
        here = ui_edit_step(text, here, -1);
    }
    while (here > 0 && is_word_at(text, ui_edit_step(text, here, -1))) {
        here = ui_edit_step(text, here, -1);
    }
    return here;
}

void ui_edit_word_around(const char *text, size_t at, size_t *from, size_t *to)
{
    bool here = is_word_at(text, at);

    *from = at;
    *to = at;
    if (!here && (at == 0 || !is_word_at(text, ui_edit_step(text, at, -1)))) {
        if (text[at] != '\0' && text[at] != '\n') {
            *to = ui_edit_step(text, at, 1); /* a sign or a space: it alone */
        }
        return;
    }
    while (is_word_at(text, *to)) {
        *to = ui_edit_step(text, *to, 1);
    }
    while (*from > 0 && is_word_at(text, ui_edit_step(text, *from, -1))) {
        *from = ui_edit_step(text, *from, -1);
    }
}
