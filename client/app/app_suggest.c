/* The words that the keyboard offers while a note is written, each part's own.
 *
 * First what was written about this pupil in that part, then what the school writes there, then the
 * phrases that ship with the note and what the screen knows that belongs in it: targets in an
 * objective, places and activities in an activity. Phrases stand before single words, so that with
 * nothing begun a sentence's beginning is offered and not some word from its middle.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

enum { OFFERED_MAX = 500 };

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

/* ---- what was learned ------------------------------------------------------------------------ */

static int compare_entries(const void *a, const void *b)
{
    const char *x = *(const char *const *)a;
    const char *y = *(const char *const *)b;
    int by = (int)(unsigned char)*y - (int)(unsigned char)*x;

    return by != 0 ? by : (x < y ? -1 : 1); /* they lie in one copy, one behind the other */
}

static struct app_entries entries_of(struct arena *arena, const struct buf *learned)
{
    const char *copy = arena_span(arena, learned->data, learned->size);
    struct app_entries out = {NULL, 0};

    for (size_t at = 0; at < learned->size; at += strlen(copy + at + 1) + 2) {
        out.count++;
    }
    out.rows = arena_alloc(arena, (out.count + 1) * sizeof(char *));
    out.count = 0;
    for (size_t at = 0; at < learned->size; at += strlen(copy + at + 1) + 2) {
        out.rows[out.count++] = copy + at;
    }
    if (out.count > 1) {
        qsort(out.rows, out.count, sizeof(char *), compare_entries);
    }
    return out;
}

/* The screen is filled at every tap, and a year of words takes longer to sort than to draw. */
static void sort_once(struct app_learned *l)
{
    if (l->is_sorted) {
        return;
    }
    arena_wipe(&l->sorted);
    for (int i = 0; i < NOTE_COUNT; i++) {
        l->own_sorted[i] = entries_of(&l->sorted, &l->own[i]);
        l->school_sorted[i] = entries_of(&l->sorted, &l->school[i]);
    }
    l->is_sorted = true;
}

static void add_entries(struct offer *o, const struct app_entries *e, bool phrases, int least,
                        int most)
{
    for (size_t i = 0; i < e->count; i++) {
        int weight = (unsigned char)*e->rows[i];

        if ((strchr(e->rows[i] + 1, ' ') != NULL) == phrases && weight >= least && weight <= most) {
            add(o, e->rows[i] + 1);
        }
    }
}

/* ---- one part -------------------------------------------------------------------------------- */

static void add_known(struct offer *o, const struct screen_observe *out, enum screen_note part)
{
    switch (part) {
    case NOTE_OBJECTIVE:
        for (size_t i = 0; i < out->target_count; i++) {
            add(o, out->targets[i].title);
        }
        break;
    case NOTE_ACTIVITY:
        add_chips(o, &out->context[CONTEXT_DOING]);
        add_chips(o, &out->context[CONTEXT_PLACE]);
        add_chips(o, &out->context[CONTEXT_WITH]);
        break;
    case NOTE_OUTCOME:
        add_chips(o, &out->context[CONTEXT_PROMPT]);
        break;
    case NOTE_COUNT:
        break;
    }
}

static struct ui_lexicon lexicon_of(struct app *a, const struct screen_observe *out,
                                    enum screen_note part)
{
    struct offer o = {arena_alloc(&a->model, OFFERED_MAX * sizeof(char *)), 0};
    const struct app_entries *own = &a->learned.own_sorted[part];
    const struct app_entries *school = &a->learned.school_sorted[part];

    add_entries(&o, own, true, 1, 255);
    add_entries(&o, school, true, 2, 255); /* once is not yet use */
    add_chips(&o, &out->phrases[part]);
    add_known(&o, out, part);
    add_entries(&o, school, true, 1, 1);
    add_entries(&o, own, false, 1, 255);
    add_entries(&o, school, false, 1, 255);
    return (struct ui_lexicon){o.words, o.count};
}

void suggest_fill(struct app *a, struct screen_observe *out)
{
    learn_for(a, &out->pupil);
    sort_once(&a->learned);
    for (int i = 0; i < NOTE_COUNT; i++) {
        out->lexicon[i] = lexicon_of(a, out, (enum screen_note)i);
    }
}
