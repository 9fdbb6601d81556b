/* Recorded phrases, as they are found and read for the pupil room.
 *
 * A recording is known by its words, to the letter, and by their language: whoever changes a
 * question, however little, asks another one, and an old voice must not ask the old one over the
 * new words. That costs a recording where only a comma moved, and never lets a pupil hear one
 * thing and see another. What cannot be read, or is no clip, is as if it had never been recorded;
 * then the other answers of its question are not played either.
 */
#include "app_private.h"

#include "clip.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWERS_MOST = INSTRUMENT_CHOICES_MOST + INSTRUMENT_CARDS_MOST };

/* ---- by what a phrase is known --------------------------------------------------------------- */

void clip_language(const char *voice, char out[36])
{
    size_t size = strspn(voice, "abcdefghijklmnopqrstuvwxyz");

    text_copy(out, 36, "en");
    if (size > 0 && size < 36) {
        memcpy(out, voice, size);
        out[size] = '\0';
    }
}

void clip_phrase(const char *voice, const char *words, char out[65])
{
    char language[36];
    struct buf text = {0};
    struct hash digest;

    clip_language(voice, language);
    buf_printf(&text, "%s\n%s", language, words);
    digest = change_digest(text.data, text.size);
    hash_text(&digest, out);
    buf_finish(&text);
}

/* ---- what there is --------------------------------------------------------------------------- */

void clips_for(struct app_clips *c, const struct id *pupil, const char *voice)
{
    if (!id_equal(&c->pupil, pupil) || strcmp(c->voice, voice) != 0) {
        c->pupil = *pupil;
        text_copy(c->voice, sizeof(c->voice), voice);
        c->is_fresh = false;
    }
}

void clips_changed(struct app_clips *c)
{
    c->is_fresh = false;
}

void clips_close(struct app_clips *c)
{
    for (size_t i = 0; i < c->sound_count; i++) {
        buf_wipe(&c->sounds[i]->bytes);
        buf_finish(&c->sounds[i]->bytes);
        free(c->sounds[i]);
    }
    free(c->sounds);
    arena_wipe(&c->arena);
    *c = (struct app_clips){.is_fresh = false};
}

void clips_refresh(struct app *a, struct app_clips *c)
{
    if (c->is_fresh) {
        return;
    }
    arena_wipe(&c->arena);
    c->rows = (struct view_clip_rows){0};
    app_tell(a, view_clips(a->session.view, &a->session.school, &c->pupil, &c->arena, &c->rows));
    c->is_fresh = true;
    c->round++;
}

/* ---- the bytes ------------------------------------------------------------------------------- */

bool clip_load(struct app *a, const struct id *rec, struct buf *out)
{
    struct merge_record r = {0};
    struct clip_file file;
    const char *text = NULL;
    bool ok = false;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, rec, &r) == STATUS_OK) {
        text = json_text(model_field(&r, "sound"));
    }
    if (text != NULL && base64_decode(text, strlen(text), out) == STATUS_OK) {
        ok = clip_read(out->data, out->size, &file) == STATUS_OK;
    }
    merge_finish(&r);
    if (!ok) {
        buf_wipe(out);
    }
    return ok;
}

/* NULL: it is no clip. */
static const struct buf *sound_of(struct app *a, struct app_clips *c, const struct id *rec)
{
    struct app_sound *sound = NULL;

    for (size_t i = 0; i < c->sound_count; i++) {
        if (id_equal(&c->sounds[i]->rec, rec)) {
            return c->sounds[i]->bytes.size > 0 ? &c->sounds[i]->bytes : NULL;
        }
    }
    sound = mem_zero(1, sizeof(*sound));
    sound->rec = *rec;
    (void)clip_load(a, rec, &sound->bytes);
    c->sounds = mem_grow(c->sounds, (c->sound_count + 1) * sizeof(struct app_sound *));
    c->sounds[c->sound_count++] = sound;
    return sound->bytes.size > 0 ? &sound->bytes : NULL;
}

/* ---- which are played ------------------------------------------------------------------------ */

/* The rows of some phrases, as they are chosen from. */
struct asked {
    struct arena arena;
    char (*keys)[65];
    const char **phrases;
    size_t count;
    struct clip_row *rows;
    const struct view_clip **from;
    size_t row_count;
};

static bool is_asked(const struct asked *k, const char *phrase)
{
    for (size_t i = 0; i < k->count; i++) {
        if (strcmp(k->keys[i], phrase) == 0) {
            return true;
        }
    }
    return false;
}

static void ask_for(struct app_clips *c, const char *const *words, size_t count, struct asked *k)
{
    *k = (struct asked){.count = count};
    k->keys = arena_alloc(&k->arena, (count + 1) * sizeof(*k->keys));
    k->phrases = arena_alloc(&k->arena, (count + 1) * sizeof(*k->phrases));
    k->rows = arena_alloc(&k->arena, (c->rows.count + 1) * sizeof(*k->rows));
    k->from = arena_alloc(&k->arena, (c->rows.count + 1) * sizeof(struct view_clip *));
    for (size_t i = 0; i < count; i++) {
        clip_phrase(c->voice, words[i], k->keys[i]);
        k->phrases[i] = k->keys[i];
    }
    for (size_t i = 0; i < c->rows.count; i++) {
        const struct view_clip *row = &c->rows.rows[i];
        if (row->is_known && is_asked(k, row->phrase)) {
            k->rows[k->row_count] = (struct clip_row){.phrase = row->phrase,
                                                      .speaker = row->speaker.text,
                                                      .is_own = !id_is_none(&row->pupil)};
            k->from[k->row_count++] = row;
        }
    }
}

/* Each round that finds one that is no clip knows of one fewer. */
static const char *choose_answers(struct app *a, struct app_clips *c, struct asked *k,
                                  size_t answers, const struct buf **out)
{
    int chosen[ANSWERS_MOST];
    bool all = false;

    while (!all && clip_choose_all(k->rows, k->row_count, k->phrases, answers, chosen)) {
        all = true;
        for (size_t i = 0; i < answers; i++) {
            out[i] = sound_of(a, c, &k->from[chosen[i]]->rec);
            k->rows[chosen[i]].is_bad = out[i] == NULL;
            all = all && out[i] != NULL;
        }
    }
    if (!all) {
        memset(out, 0, answers * sizeof(*out));
    }
    return all ? k->rows[chosen[0]].speaker : NULL;
}

static const struct buf *choose_one(struct app *a, struct app_clips *c, struct asked *k,
                                    const char *phrase, const char *speaker)
{
    const struct buf *found = NULL;
    int at = clip_choose_one(k->rows, k->row_count, phrase, speaker);

    while (at >= 0 && found == NULL) {
        found = sound_of(a, c, &k->from[at]->rec);
        k->rows[at].is_bad = found == NULL;
        at = clip_choose_one(k->rows, k->row_count, phrase, speaker);
    }
    return found;
}

static size_t list_answers(const struct instrument_item *item, const char **words)
{
    size_t count = 0;

    for (size_t i = 0; i < item->choice_count; i++) {
        words[count++] = item->choices[i].label;
    }
    for (size_t i = 0; i < item->card_count; i++) {
        words[count++] = item->cards[i].label;
    }
    return count;
}

const char *clips_voice_of(struct app *a, struct app_clips *c, const struct instrument_item *item)
{
    const char *words[ANSWERS_MOST];
    int chosen[ANSWERS_MOST];
    const char *name = NULL;
    size_t count = list_answers(item, words);
    struct asked k;

    clips_refresh(a, c);
    ask_for(c, words, count, &k);
    if (clip_choose_all(k.rows, k.row_count, k.phrases, count, chosen)) {
        name = k.from[chosen[0]]->name;
    }
    arena_wipe(&k.arena);
    return name;
}

void clips_of_item(struct app *a, struct app_clips *c, const struct instrument_item *item,
                   struct clips_item *out)
{
    const char *words[ANSWERS_MOST + 1];
    const struct buf *sounds[ANSWERS_MOST] = {NULL};
    const char *speaker = NULL;
    size_t answers = 0;
    struct asked k;

    *out = (struct clips_item){.question = NULL};
    clips_refresh(a, c);
    if (c->rows.count == 0) {
        return;
    }
    answers = list_answers(item, words);
    words[answers] = item->label;
    ask_for(c, words, answers + 1, &k);
    speaker = choose_answers(a, c, &k, answers, sounds);
    memcpy(out->choices, sounds, item->choice_count * sizeof(*sounds));
    memcpy(out->cards, sounds + item->choice_count, item->card_count * sizeof(*sounds));
    out->question = choose_one(a, c, &k, k.phrases[answers], speaker);
    arena_wipe(&k.arena);
}

const struct buf *clips_of_phrase(struct app *a, struct app_clips *c, const char *words)
{
    const struct buf *found = NULL;
    struct asked k;

    clips_refresh(a, c);
    if (c->rows.count == 0) {
        return NULL;
    }
    ask_for(c, &words, 1, &k);
    found = choose_one(a, c, &k, k.phrases[0], NULL);
    arena_wipe(&k.arena);
    return found;
}
