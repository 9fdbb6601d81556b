/* Recorded phrases as their screen shows them: which there are to record, and who has done so.
 *
 * The phrases of a self-assessment are its questions, answers and cards, word for word, with the
 * pupil's own pictures among them where it is the pupil's own voice; and a few sentences that are
 * said in every one. What a question is about is not among them: it is a person's words.
 */
#include "app_room.h"

#include "clip.h"

#include <string.h>

enum { SETS_MOST = 40 };
static const struct id no_pupil = {""};

/* ---- sets ------------------------------------------------------------------------------------ */

/* NULL is the last: what is said in all of them. */
static size_t list_sets(struct app *a, struct arena *arena, const struct app_instrument **out)
{
    struct room_offers offers = {0};
    size_t count = 0;

    room_offered(a, arena, &offers);
    for (size_t i = 0; i < offers.count && count + 1 < SETS_MOST; i++) {
        bool is_there = false;
        for (size_t j = 0; j < count; j++) {
            is_there = is_there || out[j] == offers.rows[i].one;
        }
        if (!is_there) {
            out[count++] = offers.rows[i].one;
        }
    }
    out[count++] = NULL;
    return count;
}

const char *record_set_id(struct app *a, int64_t number)
{
    const struct app_instrument *sets[SETS_MOST];
    struct arena arena = {0};
    size_t count = list_sets(a, &arena, sets);
    const char *id = NULL;

    if (number >= 0 && (size_t)number < count) {
        id = sets[number] != NULL ? sets[number]->in.id : "";
    }
    arena_wipe(&arena);
    return id;
}

/* As it is asked of this pupil, or of any; false: it is not here any more. */
static bool read_set(struct app *a, const struct app_instrument *one, struct arena *arena,
                     struct instrument *out)
{
    struct app_instrument copy;

    if (one == NULL || scale_copy(a, one, arena, &copy) != STATUS_OK) {
        return false;
    }
    *out = copy.in;
    if (!a->recording.is_schools) {
        room_add_own(a, &a->place.pupil, out, arena);
    }
    return true;
}

/* ---- who has recorded what ------------------------------------------------------------------- */

void record_clips(struct app *a)
{
    struct app_profile profile;
    struct app_recording *r = &a->recording;
    const struct id *pupil = r->is_schools ? &no_pupil : &a->place.pupil;

    if (r->clips.is_fresh && id_equal(&r->clips.pupil, pupil)) {
        return; /* a profile that changes moves the log, too */
    }
    profile_read(a, &a->place.pupil, &profile);
    clips_for(&r->clips, pupil, profile.voice);
    clips_refresh(a, &r->clips);
}

/* Ten times a second while somebody speaks the screen is filled, and nothing of this has moved. */
static void heed_changes(struct app *a)
{
    struct app_recording *r = &a->recording;

    record_clips(a);
    if (r->known_round != r->clips.round || strcmp(r->known_set, r->instrument) != 0) {
        r->known_round = r->clips.round;
        text_copy(r->known_set, sizeof(r->known_set), r->instrument);
        arena_wipe(&r->known);
        r->phrases = NULL;
        r->sets = NULL;
    }
}

/* Nobody who is here has spoken it; somebody who has left did. */
static const char *gone_words(struct app *a, const char *words)
{
    const struct view_clip_rows *rows = &a->recording.clips.rows;
    char phrase[65];

    clip_phrase(a->recording.clips.voice, words, phrase);
    for (size_t i = 0; i < rows->count; i++) {
        const struct view_clip *row = &rows->rows[i];
        if (!row->is_known && row->name[0] != '\0' && strcmp(row->phrase, phrase) == 0) {
            return words_fill(&a->words, WORD_CLIP_GONE_ONLY, &a->model, row->name, NULL);
        }
    }
    return "";
}

/* The one that is heard; NULL nobody's. */
static const struct view_clip *clip_of(struct app *a, const char *words)
{
    const struct view_clip_rows *rows = &a->recording.clips.rows;
    const struct view_clip *found = NULL;
    char phrase[65];

    clip_phrase(a->recording.clips.voice, words, phrase);
    for (size_t i = 0; i < rows->count; i++) {
        const struct view_clip *row = &rows->rows[i];
        bool is_better = found == NULL || (id_is_none(&found->pupil) && !id_is_none(&row->pupil));
        if (row->is_known && is_better && strcmp(row->phrase, phrase) == 0) {
            found = row;
        }
    }
    return found;
}

static bool is_mine(struct app *a, const char *words)
{
    const struct view_clip_rows *rows = &a->recording.clips.rows;
    char phrase[65];

    clip_phrase(a->recording.clips.voice, words, phrase);
    for (size_t i = 0; i < rows->count; i++) {
        const struct view_clip *row = &rows->rows[i];
        if (strcmp(row->phrase, phrase) == 0 && id_equal(&row->speaker, &a->session.slot.staff) &&
            id_is_none(&row->pupil) == a->recording.is_schools) {
            return true;
        }
    }
    return false;
}

static const char *who_words(struct app *a, const struct view_clip *clip)
{
    if (clip == NULL) {
        return "";
    }
    if (id_is_none(&clip->pupil) && !a->recording.is_schools) {
        return words_fill(&a->words, WORD_CLIP_BY, &a->model, clip->name, NULL);
    }
    return arena_text(&a->model, clip->name);
}

/* ---- the phrases of a set -------------------------------------------------------------------- */

static void add(struct app *a, struct record_phrases *out, const char *words, int item)
{
    if (out->count < RECORD_PHRASES_MOST && words[0] != '\0' && strlen(words) < SCREEN_TEXT_ROOM) {
        out->rows[out->count++] =
            (struct record_phrase){words, item, is_mine(a, words), clip_of(a, words)};
    }
}

static void list_phrases(struct app *a, const struct app_instrument *one, struct arena *arena,
                         struct record_phrases *out)
{
    static const enum word always[] = {WORD_ROOM_SEVERAL, WORD_ROOM_YOU_SAID, WORD_ROOM_THANKS};
    struct instrument in;

    *out = (struct record_phrases){.count = 0};
    out->rows = arena_alloc(arena, RECORD_PHRASES_MOST * sizeof(*out->rows));
    if (one == NULL) {
        for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++) {
            add(a, out, word_of(a, always[i]), -1);
        }
    }
    if (!read_set(a, one, arena, &in)) {
        return;
    }
    out->in = arena_alloc(arena, sizeof(in));
    *out->in = in;
    for (size_t i = 0; i < in.item_count; i++) {
        const struct instrument_item *item = &in.items[i];
        add(a, out, item->label, (int)i);
        for (size_t j = 0; j < item->choice_count; j++) {
            add(a, out, item->choices[j].label, (int)i);
        }
        for (size_t j = 0; j < item->card_count; j++) {
            add(a, out, item->cards[j].label, (int)i);
        }
    }
}

static const struct app_instrument *open_set(struct app *a)
{
    return a->recording.instrument[0] != '\0' ? scale_of(a, a->recording.instrument, "") : NULL;
}

const struct record_phrases *record_phrases(struct app *a)
{
    struct app_recording *r = &a->recording;

    heed_changes(a);
    if (r->phrases == NULL) {
        r->phrases = arena_alloc(&r->known, sizeof(*r->phrases));
        list_phrases(a, open_set(a), &r->known, r->phrases);
    }
    return r->phrases;
}

/* ---- the list -------------------------------------------------------------------------------- */

static const char *count_words(struct app *a, const struct app_instrument *one)
{
    struct arena *known = &a->recording.known;
    struct arena arena = {0};
    struct record_phrases all;
    int64_t there = 0;
    const char *out = NULL;

    list_phrases(a, one, &arena, &all);
    for (size_t i = 0; i < all.count; i++) {
        there += all.rows[i].heard != NULL ? 1 : 0;
    }
    out = words_fill(&a->words, WORD_CLIPS_COUNT, known, arena_printf(known, "%d", (int)there),
                     arena_printf(known, "%d", (int)all.count));
    arena_wipe(&arena);
    return out;
}

static void know_sets(struct app *a)
{
    struct app_recording *r = &a->recording;
    const struct app_instrument *sets[SETS_MOST];
    size_t count = list_sets(a, &r->known, sets);
    struct screen_clip_set *rows = arena_alloc(&r->known, count * sizeof(*rows));

    for (size_t i = 0; i < count; i++) {
        const struct instrument *in = sets[i] != NULL ? &sets[i]->in : NULL;
        rows[i] = (struct screen_clip_set){.key = in != NULL ? in->id : "always",
                                           .label = in != NULL ? in->label
                                                               : word_of(a, WORD_CLIPS_ALWAYS),
                                           .picture = in != NULL ? in->picture : "",
                                           .sub = count_words(a, sets[i])};
    }
    r->sets = rows;
    r->set_count = count;
}

static void fill_list(struct app *a, struct screen_clips *out)
{
    heed_changes(a);
    if (a->recording.sets == NULL) {
        know_sets(a);
    }
    out->sets = a->recording.sets;
    out->set_count = a->recording.set_count;
    out->has_begun = record_has_begun(a);
}

/* ---- a set ----------------------------------------------------------------------------------- */

static void fill_voice(struct app *a, const struct instrument_item *item,
                       struct screen_phrases *out)
{
    const char *name = clips_voice_of(a, &a->recording.clips, item);

    out->is_whole = name != NULL;
    out->voice = name != NULL ? words_fill(&a->words, WORD_CLIPS_VOICE, &a->model, name, NULL)
                              : word_of(a, WORD_CLIPS_VOICE_NONE);
}

static void fill_set(struct app *a, struct screen_clips *out)
{
    const struct record_phrases *all = record_phrases(a);
    struct screen_phrases *groups = NULL;
    struct screen_phrase *rows = NULL;

    groups = arena_alloc(&a->model, (all->count + 1) * sizeof(*groups));
    rows = arena_alloc(&a->model, (all->count + 1) * sizeof(*rows));
    out->is_all = all->count > 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct record_phrase *p = &all->rows[i];
        struct screen_phrases *group = NULL;
        if (i == 0 || p->item != all->rows[i - 1].item) {
            group = &groups[out->group_count++];
            *group =
                (struct screen_phrases){.is_question = p->item >= 0, .voice = "", .rows = &rows[i]};
            if (p->item >= 0) {
                fill_voice(a, &all->in->items[p->item], group);
            }
        }
        group = &groups[out->group_count - 1];
        rows[i] = (struct screen_phrase){.key = arena_printf(&a->model, "phrase-%zu", i),
                                         .words = p->words,
                                         .who = who_words(a, p->heard),
                                         .gone = p->heard != NULL ? "" : gone_words(a, p->words),
                                         .number = (int)i};
        out->is_all = out->is_all && rows[i].who[0] != '\0';
        group->count++;
    }
    out->groups = groups;
}

/* ---- the one --------------------------------------------------------------------------------- */

static const char *seconds_of(struct app *a, int64_t ms)
{
    return arena_printf(&a->model, "%d.%d", (int)(ms / 1000), (int)(ms % 1000 / 100));
}

static const char *state_words(struct app *a, const struct screen_clips *c)
{
    const struct app_recording *r = &a->recording;

    if (c->is_listening) {
        return words_fill(&a->words, WORD_CLIP_LISTENING, &a->model,
                          arena_printf(&a->model, "%d", r->heard_ms / 1000),
                          arena_printf(&a->model, "%d", CLIP_SECONDS_MOST));
    }
    if (c->is_busy) {
        return word_of(a, WORD_CLIP_WORKING);
    }
    return c->has_take ? words_fill(&a->words, WORD_CLIP_LENGTH, &a->model,
                                    seconds_of(a, r->length_ms), NULL)
                       : "";
}

/* Everybody's, those of whoever has left too: they can be taken out. */
static void fill_spoken(struct app *a, struct screen_clips *out)
{
    const struct view_clip_rows *all = &a->recording.clips.rows;
    struct screen_clip *rows = arena_alloc(&a->model, (all->count + 1) * sizeof(*rows));
    char phrase[65];

    clip_phrase(a->recording.clips.voice, a->recording.words, phrase);
    for (size_t i = 0; i < all->count; i++) {
        const struct view_clip *row = &all->rows[i];
        if (strcmp(row->phrase, phrase) != 0) {
            continue;
        }
        rows[out->count++] = (struct screen_clip){
            .rec = row->rec,
            .key = arena_text(&a->model, row->rec.text),
            .who = who_words(a, row),
            .sub = words_fill(&a->words, WORD_CLIP_SUB, &a->model, model_when(a, row->spoken_ms),
                              seconds_of(a, row->length_ms)),
            .gone = row->is_known ? "" : word_of(a, WORD_CLIP_GONE)};
    }
    out->rows = rows;
}

/* The question that it answers, in the first place where it stands. */
static const char *where(const struct record_phrases *all, const char *words)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct record_phrase *p = &all->rows[i];
        if (p->item >= 0 && strcmp(p->words, words) == 0) {
            const char *question = all->in->items[p->item].label;
            return strcmp(question, words) == 0 ? "" : question;
        }
    }
    return "";
}

static void fill_one(struct app *a, struct screen_clips *out)
{
    const struct app_recording *r = &a->recording;

    out->words = r->words;
    out->where = where(record_phrases(a), r->words);
    out->is_listening = r->is_listening;
    out->is_busy = a->job.kind == JOB_CLIP;
    out->has_take = r->take.size > 0 && !r->is_listening && !out->is_busy;
    out->loudness = r->loudness;
    out->seconds = state_words(a, out);
    fill_spoken(a, out);
}

void model_fill_clips(struct app *a)
{
    struct screen_clips *out = &a->view.clips;
    const struct view_pupil *pupil = known_pupil(a, &a->place.pupil);
    const struct app_instrument *one = open_set(a);

    *out =
        (struct screen_clips){.phase = a->recording.phase,
                              .is_schools = a->recording.is_schools,
                              .first = pupil->shown,
                              .where = "",
                              .words = "",
                              .title = one != NULL ? one->in.label : word_of(a, WORD_CLIPS_ALWAYS),
                              .seconds = "",
                              .fault = a->recording.fault};
    out->name = arena_printf(&a->model, "%s%s%s", pupil->shown, pupil->family[0] != '\0' ? " " : "",
                             pupil->family);
    record_clips(a);
    if (out->phase == CLIPS_LIST) {
        fill_list(a, out);
    } else if (out->phase == CLIPS_SET) {
        fill_set(a, out);
    } else {
        fill_one(a, out);
    }
}
