/* Names, left out of what is said aloud.
 *
 * Whatever is on the screen may hold a name: a card, a button that hands over, a matter that needs
 * a look. So no widget has to know; every word of the sentence is looked up among the words of all
 * names that the tablet knows, of pupils, of staff and of whoever may unlock it, and becomes its
 * first letter. A name that is a word as well (Will, Grace) loses its sound at the head of a
 * sentence too: the mistake is on the side of saying less. What is written small is no name.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

struct heap { /* doubled as it grows; the arena keeps the old ones until it is emptied */
    struct arena *arena;
    const char **rows;
    size_t count, room;
};

/* Quotes and dashes are none; what else is beyond ASCII is taken for a letter of some script. An
 * apostrophe of either kind stands inside a name. */
static bool is_letter(uint32_t letter, bool is_first)
{
    if (letter == '\'' || letter == 0x2019) {
        return !is_first;
    }
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= 0xC0 && (letter < 0x2000 || letter > 0x206F));
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

static int by_text(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

/* ---- collecting ------------------------------------------------------------------------------ */

static void add_word(struct heap *w, const char *word, size_t size)
{
    if (is_small(word) || size <= first_letter(word)) {
        return;
    }
    if (w->count == w->room) {
        const char **old = w->rows;
        w->room = w->room > 0 ? w->room * 2 : 64;
        w->rows = arena_alloc(w->arena, w->room * sizeof(*w->rows));
        if (w->count > 0) {
            memcpy(w->rows, old, w->count * sizeof(*w->rows));
        }
    }
    w->rows[w->count++] = arena_span(w->arena, word, size);
}

static void add_name(struct heap *w, const char *name)
{
    while (*name != '\0') {
        size_t size = letters_of(name);
        if (size > 0) {
            add_word(w, name, size);
        }
        name += size > 0 ? size : first_letter(name);
    }
}

static enum status add_slots(struct app *a, struct heap *w)
{
    struct store_slot_rows slots = {0};
    enum status st = store_slots(a->store, w->arena, &slots);

    for (size_t i = 0; st == STATUS_OK && i < slots.count; i++) {
        if (!id_is_none(&slots.rows[i].staff)) { /* else it is called “Person in charge” */
            add_name(w, slots.rows[i].name);
        }
    }
    return st;
}

static enum status add_school(struct app *a, struct heap *w)
{
    enum status st = STATUS_OK;
    const struct id everyone = {""};
    struct view_staff_rows staff = {0};
    struct view_pupil_rows pupils = {0};

    TRY(view_staff_list(a->session.view, &a->session.school, w->arena, &staff));
    TRY(view_pupils(a->session.view, &a->session.school, &everyone, VIEW_BY_NAME, w->arena,
                    &pupils));
    for (size_t i = 0; i < staff.count; i++) {
        add_name(w, staff.rows[i].name);
    }
    for (size_t i = 0; i < pupils.count; i++) {
        add_name(w, pupils.rows[i].given);
        add_name(w, pupils.rows[i].family);
        add_name(w, pupils.rows[i].shown);
    }
done:
    return st;
}

enum status voice_names(struct app *a)
{
    enum status st = STATUS_OK;
    struct app_names *names = &a->spoken;
    struct heap w = {.arena = &names->arena};

    if (names->is_fresh) {
        return STATUS_OK;
    }
    voice_names_forget(a);
    TRY(add_slots(a, &w));
    if (a->session.view != NULL) {
        TRY(add_school(a, &w));
    }
    if (w.count > 0) {
        qsort(w.rows, w.count, sizeof(*w.rows), by_text);
    }
    names->words = w.rows;
    names->count = w.count;
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

static bool is_name(const struct app_names *names, const char *word, size_t size)
{
    size_t from = 0;
    size_t to = names->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strncmp(names->words[middle], word, size);
        if (order == 0 && names->words[middle][size] == '\0') {
            return true;
        }
        if (order < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return false;
}

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
