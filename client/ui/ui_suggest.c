/* Which words are offered above the keys.
 *
 * The words are the school's own, handed in with the field, the most used first. What was begun is
 * looked for at their beginnings, without regard to capitals and accents, so that "zolc" finds
 * "żółć"; a phrase is found by its first words too, so the longest beginning is tried first. With
 * nothing begun the most used stand there, for a sentence may well start with one of them.
 */
#include "ui_keyboard_private.h"

#include <string.h>

enum { WORDS_BACK = 4 };

/* True when word goes on after what was begun. */
static bool begins(const char *word, const char *begun)
{
    for (;;) {
        uint32_t b = text_next_plain(&begun);

        if (b == 0) {
            return *word != '\0';
        }
        if (text_next_plain(&word) != b) {
            return false;
        }
    }
}

/* ---- what was begun ------------------------------------------------------------------------- */

/* A full stop of any script stands before at. */
static bool ends_sentence(const char *text, size_t at)
{
    static const char *const ends[] = {".", "!", "?", "؟", "۔", "।", "॥"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t size = strlen(ends[i]);

        if (at >= size && memcmp(text + at - size, ends[i], size) == 0) {
            return true;
        }
    }
    return false;
}

bool ui_sentence_starts(const char *text, size_t caret)
{
    size_t at = caret;

    while (at > 0 && text[at - 1] == ' ') {
        at--;
    }
    return at == 0 || text[at - 1] == '\n' || (at < caret && ends_sentence(text, at));
}

/* The start of the word before at, or at itself when a sentence begins there. */
static size_t word_before(const char *text, size_t at)
{
    size_t from = at;

    while (from > 0 && text[from - 1] == ' ') {
        from--;
    }
    if (from == 0 || text[from - 1] == '\n' || ends_sentence(text, from)) {
        return at;
    }
    while (from > 0 && text[from - 1] != ' ' && text[from - 1] != '\n') {
        from--;
    }
    return from;
}

/* ---- what is offered ------------------------------------------------------------------------ */

/* With a capital where a sentence starts; only plain letters, Latin-1 and Latin Extended-A. */
static const char *written(struct ui *ui, const char *word, bool capital)
{
    const char *at = word;
    uint32_t c = text_next(&at);
    uint32_t upper = c;
    char *copy = NULL;

    if (!capital) {
        return arena_text(ui->arena, word);
    }
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7)) {
        upper = c - 0x20;
    } else if ((c >= 0x100 && c < 0x138 && c % 2 == 1) || (c >= 0x139 && c < 0x149 && c % 2 == 0) ||
               (c >= 0x14a && c < 0x178 && c % 2 == 1) || (c >= 0x179 && c < 0x17f && c % 2 == 0)) {
        upper = c - 1;
    }
    copy = arena_span(ui->arena, word, strlen(word));
    if (upper != c && upper < 0x80) {
        copy[0] = (char)upper;
    } else if (upper != c) {
        copy[0] = (char)(0xc0 | (upper >> 6));
        copy[1] = (char)(0x80 | (upper & 0x3f));
    }
    return copy;
}

static bool is_there(const struct ui_suggestion *out, int count, const char *word)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(out[i].word, word)) {
            return true;
        }
    }
    return false;
}

/* Adds the words that begin as the text from `from` on does. */
static int add(struct ui *ui, const struct ui_typing *typing, size_t from,
               struct ui_suggestion *out, int count)
{
    const char *begun = arena_span(ui->arena, typing->text + from, typing->caret - from);
    bool capital = typing->prose && ui_sentence_starts(typing->text, from);
    int replaces = (int)(typing->caret - from);

    for (size_t i = 0; i < typing->lexicon->count && count < SUGGESTIONS_MAX; i++) {
        const char *word = typing->lexicon->words[i];

        if (begins(word, begun)) {
            const char *as_written = written(ui, word, capital);

            if (!is_there(out, count, as_written)) {
                out[count++] = (struct ui_suggestion){as_written, replaces};
            }
        }
    }
    return count;
}

int ui_suggest(struct ui *ui, const struct ui_typing *typing,
               struct ui_suggestion out[SUGGESTIONS_MAX])
{
    size_t starts[WORDS_BACK];
    int start_count = 0;
    int count = 0;
    size_t at = typing->caret;
    char next = '\0';

    if (typing->lexicon == NULL || typing->selected > 0) {
        return 0; /* what is selected is typed over, not gone on with */
    }
    next = typing->text[typing->caret];
    if (next != '\0' && next != ' ' && next != '\n') {
        return 0; /* inside a word: whatever is offered would tear it */
    }
    while (start_count < WORDS_BACK) {
        size_t before = word_before(typing->text, at);

        if (before == at) {
            break;
        }
        starts[start_count++] = before;
        at = before;
    }
    for (int i = start_count - 1; i >= 0; i--) {
        count = add(ui, typing, starts[i], out, count);
    }
    if (typing->caret == 0 || typing->text[typing->caret - 1] == ' ' ||
        typing->text[typing->caret - 1] == '\n') {
        count = add(ui, typing, typing->caret, out, count);
    }
    return count;
}
