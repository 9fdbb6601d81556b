/* screen_words — every string that a person reads, in one table. Reached through screen.h.
 *
 * Shape    enum word names them, words.def has the English; a file of another language stands in.
 *          A fault's sentence is born in English far below, where nobody knows of languages: it is
 *          its own name, with {1}, {2} … for what it quotes. `./dev words` lists both.
 * Units    None.
 * Errors   STATUS_BAD_INPUT with a sentence for a file that is no object of texts.
 * Owns     words_read keeps its texts in the caller's arena; the English ones are constants.
 * Needs    base, json.
 */
#ifndef SCREEN_WORDS_H
#define SCREEN_WORDS_H

#include "base.h"

enum word {
#define WORD(name, text) WORD_##name,
#include "words.def"
    WORD_COUNT
};
struct words_sentence {
    const char *english;
    const char *text;
};
struct words {
    const char *text[WORD_COUNT];
    const struct words_sentence *sentences; /* of another language */
    size_t sentence_count;
};
void words_english(struct words *out);
/* Lays the file's texts over what is there: {"SAVE": "Cadw", …}. Unknown names are passed over, for
 * the file may be newer; a key with a blank in it is a sentence. */
MUST_USE enum status words_read(const char *text, size_t size, struct arena *arena,
                                struct words *out);
/* The text with {1} and {2} filled in; NULL fills with nothing. */
const char *words_fill(const struct words *words, enum word which, struct arena *arena,
                       const char *first, const char *second);
/* Adds a fault's sentence in the words' language; one that is not known there stays as it is. */
void words_say(const struct words *words, const char *said, struct buf *out);
/* As words_fill, with a number for {1}. */
const char *words_count(const struct words *words, enum word which, struct arena *arena,
                        int64_t number);

#endif
