/* Names, left out of what is said aloud.
 *
 * Whatever is on the screen may hold a name: a card, a button that hands over, a matter that needs
 * a look. So no widget has to know; every word of the sentence is looked up among the words of all
 * names that the tablet knows, of pupils, of staff and of whoever may unlock it, and becomes its
 * first letter. A name that is a word as well (Will, Grace) loses its sound at the head of a
 * sentence too: the mistake is on the side of saying less. What is written small is no name.
 *
 * The words are gathered on the screen's thread when one speaks after anything has changed, of
 * thousands of pupils on a leader's tablet: so they are read as they lie, each kept once, by its
 * hash, and nothing is sorted.
 */
#include "app_private.h"

#include <string.h>

/* Quotes, dashes and commas of any script are none; what else is beyond ASCII is taken for a
 * letter. An apostrophe of either kind stands inside a name. */
static bool is_letter(uint32_t letter, bool is_first)
{
    if (letter == '\'' || letter == 0x2019) {
        return !is_first;
    }
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= 0xC0 && !text_is_sign(letter));
}

static size_t letters_of(const char *text)
{
    const char *at = text;
    size_t size = 0;

    while (is_letter(text_next(&at), size == 0)) {
        size = (size_t)(at - text);
    }
    return size;
}

/* Without the end of a genitive, by either apostrophe. */
static size_t without_s(const char *word, size_t size)
{
    static const char *const ends[] = {"'s", "’s", "'", "’"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t end = strlen(ends[i]);
        if (size > end && memcmp(word + size - end, ends[i], end) == 0) {
            return size - end;
        }
    }
    return size;
}

static bool is_small(const char *word)
{
    return word[0] >= 'a' && word[0] <= 'z';
}

static size_t first_letter(const char *word)
{
    const char *at = word;

    (void)text_next(&at);
    return (size_t)(at - word);
}

/* ---- the words ------------------------------------------------------------------------------- */

/* Where the word is, or the free place for it. */
static const char **place_of(const struct app_names *names, const char *word, size_t size)
{
    uint32_t hash = 2166136261U; /* FNV-1a */

    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (uint8_t)word[i]) * 16777619U;
    }
    for (size_t at = hash & (names->room - 1);; at = (at + 1) & (names->room - 1)) {
        const char *there = names->words[at];
        if (there == NULL || (strncmp(there, word, size) == 0 && there[size] == '\0')) {
            return &names->words[at];
        }
    }
}

/* The arena keeps the old places until it is emptied. */
static void grow(struct app_names *names)
{
    struct app_names old = *names;

    names->room = old.room > 0 ? old.room * 2 : 16;
    names->words = arena_alloc(&names->arena, names->room * sizeof *names->words);
    for (size_t i = 0; i < old.room; i++) {
        if (old.words[i] != NULL) {
            *place_of(names, old.words[i], strlen(old.words[i])) = old.words[i];
        }
    }
}

static bool is_name(const struct app_names *names, const char *word, size_t size)
{
    return names->count > 0 && *place_of(names, word, size) != NULL;
}

/* ---- collecting ------------------------------------------------------------------------------ */

static void add_word(struct app_names *names, const char *word, size_t size)
{
    const char **place = NULL;

    if (is_small(word) || size <= first_letter(word)) {
        return;
    }
    if (names->count * 2 >= names->room) {
        grow(names);
    }
    place = place_of(names, word, size);
    if (*place == NULL) {
        *place = arena_span(&names->arena, word, size);
        names->count++;
    }
}

static void add_name(void *ctx, const char *name)
{
    while (*name != '\0') {
        size_t size = letters_of(name);
        if (size > 0) {
            add_word(ctx, name, size);
        }
        name += size > 0 ? size : first_letter(name);
    }
}

static enum status add_slots(struct app *a, struct app_names *names)
{
    struct store_slot_rows slots = {0};
    enum status st = store_slots(a->store, &names->arena, &slots);

    for (size_t i = 0; st == STATUS_OK && i < slots.count; i++) {
        if (!id_is_none(&slots.rows[i].staff)) { /* else it is called “Person in charge” */
            add_name(names, slots.rows[i].name);
        }
    }
    return st;
}

enum status voice_names(struct app *a)
{
    enum status st = STATUS_OK;
    struct app_names *names = &a->spoken;

    if (names->is_fresh) {
        return STATUS_OK;
    }
    voice_names_forget(a);
    TRY(add_slots(a, names));
    if (a->session.view != NULL) {
        TRY(view_each_name(a->session.view, &a->session.school, add_name, names));
    }
    names->is_fresh = true;
done:
    return st;
}

void voice_names_forget(struct app *a)
{
    arena_wipe(&a->spoken.arena);
    a->spoken = (struct app_names){0};
}

/* ---- leaving out ----------------------------------------------------------------------------- */

static void hide(const struct app_names *names, const char *text, bool keeps_place, struct buf *out)
{
    while (*text != '\0') {
        size_t size = letters_of(text);
        size_t stem = without_s(text, size);
        bool hides = size > 0 && (is_name(names, text, size) || is_name(names, text, stem));

        if (hides) {
            buf_add(out, text, first_letter(text));
            for (size_t i = first_letter(text); keeps_place && i < size; i++) {
                buf_byte(out, ' ');
            }
        } else {
            buf_add(out, text, size > 0 ? size : first_letter(text));
        }
        text += size > 0 ? size : first_letter(text);
    }
}

void voice_hide_names(const struct app_names *names, const char *text, struct buf *out)
{
    hide(names, text, false, out);
}

void voice_blank_names(const struct app_names *names, const char *text, struct buf *out)
{
    hide(names, text, true, out);
}
