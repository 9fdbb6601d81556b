/* Any bytes as the data that the client reads beside its program: an instrument, words of a tongue.
 *
 * A school may bring its own scale or translation. What is let in has no hole that a screen would
 * fall into: every text is there, if only empty, and every item is found by its own id.
 *
 * Seen to catch: a phrase that is no text.
 */
#include "fuzz.h"

#include "record.h"
#include "screen_words.h"

#include <string.h>

static void read_items(const struct instrument *in)
{
    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        CHECK(item->id != NULL && item->label != NULL && item->about != NULL);
        CHECK(item->kind != NULL && item->icon != NULL && item->picture != NULL);
        CHECK(instrument_item_find(in, item->id) == item);
        for (size_t j = 0; j < item->choice_count; j++) {
            CHECK(item->choices[j].label != NULL && item->choices[j].picture != NULL);
            CHECK(instrument_choice_find(item, item->choices[j].id) == &item->choices[j]);
        }
        for (size_t j = 0; j < item->phrase_count; j++) {
            CHECK(item->phrases[j] != NULL);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct arena arena = {0};
    struct instrument in = {0};
    struct words words;

    if (instrument_read((const char *)data, size, &arena, &in) == STATUS_OK) {
        CHECK(in.id != NULL && in.label != NULL && in.kind != NULL);
        read_items(&in);
    } else {
        CHECK(in.item_count == 0 && status_message()[0] != '\0');
    }
    words_english(&words);
    if (words_read((const char *)data, size, &arena, &words) != STATUS_OK) {
        CHECK(status_message()[0] != '\0');
    }
    for (int i = 0; i < WORD_COUNT; i++) {
        CHECK(words_fill(&words, (enum word)i, &arena, "one", NULL) != NULL);
    }
    arena_finish(&arena);
    return 0;
}
