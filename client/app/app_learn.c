/* How the tablet learns the words that the keyboard offers.
 *
 * They are those that the school itself wrote, each part of the note by itself: an objective reads
 * otherwise than an outcome. The newest notes of the pupil who is open are read first, then the
 * school's, a few between two frames, for each has to be found and opened in the sealed log. What
 * is learned lives in memory only, and is overwritten at a lock, as all that was written is.
 */
#include "app_private.h"

#include <string.h>

enum {
    OWN_NOTES = 30, /* of the pupil, and of the school, the newest */
    SCHOOL_NOTES = 120,
    LEARN_SLICE = 3,               /* notes read between two frames */
    LEARNED_BYTES_MAX = 12 * 1024, /* when it is full it starts anew */
    WORD_LEAST = 5,                /* bytes: shorter ones are typed as fast as found */
    WORD_MOST = 40,                /* letters, as PHRASE_MOST */
    PHRASE_MOST = 60,
    LETTER_BYTES = 4,
    READ_WEIGHT = 1, /* of what was read in the log; what was just saved is on people's minds */
    SAVED_WEIGHT = 2,
    WEIGHT_MOST = 255
};

/* ---- one text -------------------------------------------------------------------------------- */

/* An entry is its weight in one byte, its text and a NUL. */
static char *find(struct buf *learned, const char *text)
{
    for (size_t at = 0; at < learned->size; at += strlen(learned->data + at + 1) + 2) {
        if (strcmp(learned->data + at + 1, text) == 0) {
            return learned->data + at;
        }
    }
    return NULL;
}

static void learn(struct buf *learned, const char *from, size_t size, int weight)
{
    char text[PHRASE_MOST * LETTER_BYTES + 1];
    char *entry = NULL;
    int sum = weight;

    memcpy(text, from, size);
    text[size] = '\0';
    entry = find(learned, text);
    if (entry != NULL) {
        sum += (unsigned char)*entry;
        *entry = (char)(sum < WEIGHT_MOST ? sum : WEIGHT_MOST);
        return;
    }
    if (learned->size + size + 2 > LEARNED_BYTES_MAX) {
        buf_wipe(learned);
    }
    buf_byte(learned, (char)weight);
    buf_add(learned, text, size + 1);
}

/* The letters of a text that is so many bytes long. */
static int letters_in(const char *text, size_t size)
{
    const char *at = text;
    int count = 0;

    while (at < text + size) {
        (void)text_next(&at);
        count++;
    }
    return count;
}

/* An apostrophe and a hyphen stand within a word; a number is none. */
static bool parts_words(uint32_t c)
{
    return (c >= '0' && c <= '9') ||
           (text_is_sign(c) && c != '\'' && c != 0x2019 && c != '-' && c != 0x2010);
}

static void learn_words(struct buf *learned, const char *from, size_t size, int weight)
{
    const char *word = from;
    const char *end = from;

    while (end < from + size) {
        const char *next = end;
        bool parts = parts_words(text_next(&next));
        const char *stop = parts ? end : next;
        size_t bytes = (size_t)(stop - word);

        if ((parts || next >= from + size) && bytes >= WORD_LEAST &&
            letters_in(word, bytes) <= WORD_MOST) {
            learn(learned, word, bytes, weight);
        }
        word = parts ? next : word;
        end = next;
    }
}

static bool ends_sentence(uint32_t c)
{
    static const uint32_t ends[] = {'.', '!', '?', '\n', 0x61f, 0x6d4, 0x964, 0x965};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        if (ends[i] == c) {
            return true;
        }
    }
    return false;
}

/* Up to its full stop, in whatever script. */
static size_t sentence_size(const char *text)
{
    const char *at = text;
    const char *next = text;
    uint32_t c = text_next(&next);

    while (c != 0 && !ends_sentence(c)) {
        at = next;
        c = text_next(&next);
    }
    return (size_t)(at - text);
}

/* Each sentence is a phrase where it is short, and gives its longer words. */
static void learn_text(struct buf *learned, const char *text, int weight)
{
    const char *at = text;

    while (*at != '\0') {
        const char *next = at;
        uint32_t c = text_next(&next);
        size_t size = 0;

        if (c == ' ' || ends_sentence(c)) {
            at = next;
            continue;
        }
        size = sentence_size(at);
        if (size > WORD_LEAST && letters_in(at, size) <= PHRASE_MOST &&
            memchr(at, ' ', size) != NULL) {
            learn(learned, at, size, weight);
        }
        learn_words(learned, at, size, weight);
        at += size;
    }
}

/* ---- from the log ---------------------------------------------------------------------------- */

static enum status queue_notes(struct app *a, const struct id *pupil, int64_t limit)
{
    enum status st = STATUS_OK;
    struct app_learned *l = &a->learned;
    struct view_span span = {0, INT64_MAX, limit, 0, VIEW_OBSERVATIONS};
    struct view_note_rows notes = {0};
    struct arena arena = {0};

    TRY(view_notes(a->session.view, &a->session.school, pupil, &span, &arena, &notes));
    for (size_t i = notes.count; i > 0 && l->left < LEARN_QUEUE; i--) {
        l->queue[l->left++] = (struct app_unread){notes.rows[i - 1].rec, !id_is_none(pupil)};
    }
done:
    arena_finish(&arena);
    return st;
}

/* The queue is read from its end, so the pupil's notes are put there last. */
static enum status queue_all(struct app *a, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct app_learned *l = &a->learned;
    int64_t school = l->has_school ? 0 : SCHOOL_NOTES;
    struct id nobody = {""};

    for (int i = 0; i < l->left; i++) { /* what was left of the pupil before is not wanted */
        school += l->queue[i].is_own ? 0 : 1;
    }
    l->left = 0;
    l->has_school = true;
    if (school > 0) {
        TRY(queue_notes(a, &nobody, school));
    }
    if (!id_is_none(pupil)) {
        TRY(queue_notes(a, pupil, OWN_NOTES));
    }
    if (l->left > 0) {
        app_timer(a, TIMER_LEARN, 0);
    }
done:
    return st;
}

void learn_for(struct app *a, const struct id *pupil)
{
    struct app_learned *l = &a->learned;

    if (a->session.view == NULL || (l->has_school && id_equal(&l->pupil, pupil))) {
        return;
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        buf_wipe(&l->own[i]);
    }
    l->is_sorted = false;
    l->pupil = *pupil;
    app_tell(a, queue_all(a, pupil));
}

static void read_one(struct app *a, const struct app_unread *note)
{
    struct app_learned *l = &a->learned;
    struct merge_record r = {0};

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &note->rec, &r) == STATUS_OK) {
        for (int i = 0; i < NOTE_COUNT; i++) {
            const char *text = json_text(model_field(&r, scale_note_field((enum screen_note)i)));

            learn_text(note->is_own ? &l->own[i] : &l->school[i], text == NULL ? "" : text,
                       READ_WEIGHT);
        }
    }
    merge_finish(&r);
}

void learn_some(struct app *a)
{
    struct app_learned *l = &a->learned;

    if (a->session.view == NULL) {
        return;
    }
    for (int i = 0; i < LEARN_SLICE && l->left > 0; i++) {
        read_one(a, &l->queue[--l->left]);
        l->is_sorted = false;
    }
    if (l->left > 0) {
        app_timer(a, TIMER_LEARN, 0);
    } else {
        app_changed(a);
    }
}

void learn_saved(struct app *a, const struct screen_draft *d)
{
    struct app_learned *l = &a->learned;

    l->is_sorted = false;
    for (int i = 0; i < NOTE_COUNT; i++) {
        learn_text(&l->school[i], d->note[i], SAVED_WEIGHT);
        for (size_t p = 0; p < d->pupil_count; p++) {
            if (id_equal(&d->pupils[p], &l->pupil)) {
                learn_text(&l->own[i], d->note[i], SAVED_WEIGHT);
            }
        }
    }
}

void learn_forget(struct app *a)
{
    struct app_learned *l = &a->learned;

    for (int i = 0; i < NOTE_COUNT; i++) {
        buf_wipe(&l->school[i]);
        buf_finish(&l->school[i]);
        buf_wipe(&l->own[i]);
        buf_finish(&l->own[i]);
    }
    arena_wipe(&l->sorted);
    key_wipe(l, sizeof(*l));
    app_timer(a, TIMER_LEARN, APP_NEVER);
}
