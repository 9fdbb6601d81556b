/* The words that the keyboard offers while a note is written.
 *
 * They are the school's own: phrases of the note's instrument, the words of the context chips, the
 * pupil's targets, and the longer words of what was saved since the tablet was unlocked, newest
 * first. Those last live in memory only and are overwritten at a lock, as all that was written is.
 */
#include "app_private.h"

#include <string.h>

enum {
    LEARNED_BYTES_MAX = 16 * 1024, /* when it is full it starts anew */
    WORD_LEAST = 5,                /* bytes: shorter ones are typed as fast as found */
    WORD_MOST = 40,
    OFFERED_MAX = 1200
};

/* ---- learning ------------------------------------------------------------------------------- */

/* The learned words lie one behind the other, each ended by its NUL. */
static bool knows(const struct buf *learned, const char *word)
{
    for (size_t at = 0; at < learned->size; at += strlen(learned->data + at) + 1) {
        if (strcmp(learned->data + at, word) == 0) {
            return true;
        }
    }
    return false;
}

static void learn_word(struct app *a, const char *from, size_t size)
{
    char word[WORD_MOST + 1];

    if (size < WORD_LEAST || size > WORD_MOST) {
        return;
    }
    memcpy(word, from, size);
    word[size] = '\0';
    if (knows(&a->learned, word)) {
        return;
    }
    if (a->learned.size + size + 1 > LEARNED_BYTES_MAX) {
        buf_wipe(&a->learned);
    }
    buf_add(&a->learned, word, size + 1);
}

void suggest_learn(struct app *a, const struct screen_draft *d)
{
    static const char between[] = " \n.,;:?!()\"0123456789";

    for (int i = 0; i < NOTE_COUNT; i++) {
        const char *at = d->note[i];

        while (*at != '\0') {
            size_t size = strcspn(at, between);

            learn_word(a, at, size);
            at += size;
            at += strspn(at, between);
        }
    }
}

void suggest_forget(struct app *a)
{
    buf_wipe(&a->learned);
    buf_finish(&a->learned);
}

/* ---- offering ------------------------------------------------------------------------------- */

struct offer {
    const char **words;
    size_t count;
};

static void add(struct offer *o, const char *word)
{
    if (o->count < OFFERED_MAX && word != NULL && word[0] != '\0') {
        o->words[o->count++] = word;
    }
}

static void add_chips(struct offer *o, const struct screen_chips *chips)
{
    for (size_t i = 0; i < chips->count; i++) {
        add(o, chips->rows[i].shown);
    }
}

static void add_learned(struct app *a, struct offer *o)
{
    const char *words = arena_span(&a->model, a->learned.data, a->learned.size);
    size_t from = o->count;

    for (size_t at = 0; at < a->learned.size; at += strlen(words + at) + 1) {
        add(o, words + at);
    }
    for (size_t to = o->count; from + 1 < to; from++) { /* newest first */
        const char *kept = o->words[from];

        to--;
        o->words[from] = o->words[to];
        o->words[to] = kept;
    }
}

void suggest_fill(struct app *a, struct screen_observe *out)
{
    struct offer o = {arena_alloc(&a->model, OFFERED_MAX * sizeof(char *)), 0};

    for (int i = 0; i < NOTE_COUNT; i++) {
        add_chips(&o, &out->phrases[i]);
    }
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        add_chips(&o, &out->context[i]);
    }
    for (size_t i = 0; i < out->target_count; i++) {
        add(&o, out->targets[i].title);
    }
    if (a->learned.size > 0) {
        add_learned(a, &o);
    }
    out->lexicon = (struct ui_lexicon){o.words, o.count};
}
