/* Recording phrases: a member of staff says a question or an answer, hears it, and keeps it.
 *
 * What a microphone hears in a classroom may hold a name, so nothing of it is saved before whoever
 * recorded it has had it in hand and said to keep it: until then it is a draft, sealed like all
 * drafts, so that a tablet that is killed comes back to it. Keeping is one commit: the new
 * recording, and an end to the one by the same person that it stands in for; Undo turns both back.
 * How a recording is taken stands in app_record_take.c.
 */
#include "app_room.h"

#include "clip.h"

#include <string.h>

static const struct id no_id = {""};
enum { OLD_MOST = APP_GROUP_CHANGES_MAX - 1 };

void record_show(struct app *a, enum screen_clips_phase phase)
{
    a->recording.phase = phase;
    a->recording.fault[0] = '\0';
    a->view.visit++;
    app_changed(a);
}

/* ---- open and close -------------------------------------------------------------------------- */

void record_close(struct app *a)
{
    take_shut(a);
    take_let_go(a);
    clips_close(&a->recording.clips);
    arena_wipe(&a->recording.known);
    key_wipe(&a->recording, sizeof(a->recording));
}

enum status record_open(struct app *a, const struct said *said)
{
    (void)said;
    record_close(a);
    app_toast_drop(a);
    place_go(a, SCREEN_CLIPS);
    return STATUS_OK;
}

enum status record_resume(struct app *a)
{
    record_close(a);
    return take_read(a, take_begun_last(a));
}

bool record_back(struct app *a)
{
    struct app_recording *r = &a->recording;

    if (a->job.kind == JOB_CLIP) {
        return true; /* what was just said is nowhere yet */
    }
    take_shut(a);
    record_hush(a);
    if (r->phase == CLIPS_LIST) {
        record_close(a);
        return false;
    }
    take_let_go(a); /* what was begun waits in its draft */
    record_show(a, r->phase == CLIPS_ONE ? CLIPS_SET : CLIPS_LIST);
    return true;
}

/* ---- which phrase ---------------------------------------------------------------------------- */

static enum status turn(struct app *a, const struct said *said)
{
    a->recording.is_schools = said->number == 1;
    return STATUS_OK;
}

static enum status open_set(struct app *a, const struct said *said)
{
    const char *id = record_set_id(a, said->number);

    if (id != NULL) {
        text_copy(a->recording.instrument, sizeof(a->recording.instrument), id);
        record_show(a, CLIPS_SET);
    }
    return STATUS_OK;
}

static enum status open_phrase(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    const struct record_phrases *all = NULL;

    if (said->number < 0) {
        return take_read(a, take_begun_last(a));
    }
    all = record_phrases(a);
    if ((size_t)said->number < all->count) {
        take_let_go(a);
        text_copy(a->recording.words, sizeof(a->recording.words), all->rows[said->number].words);
        record_show(a, CLIPS_ONE);
        TRY(take_read(a, take_begun(a)));
    }
done:
    return st;
}

/* The next that the person who is unlocked has not recorded, round to the first gap of the set;
 * NULL: there is none any more. */
static const char *next_gap(const struct record_phrases *all, const char *words)
{
    size_t at = 0;

    while (at < all->count && strcmp(all->rows[at].words, words) != 0) {
        at++;
    }
    for (size_t i = 1; i <= all->count; i++) {
        const struct record_phrase *p = &all->rows[(at + i) % all->count];
        if (!p->is_mine && strcmp(p->words, words) != 0) {
            return p->words;
        }
    }
    return NULL;
}

static void go_on(struct app *a)
{
    const char *next = next_gap(record_phrases(a), a->recording.words);

    if (next != NULL) {
        text_copy(a->recording.words, sizeof(a->recording.words), next);
    } else {
        app_toast(a, WORD_CLIP_KEPT_ALL, true);
    }
    record_show(a, next != NULL ? CLIPS_ONE : CLIPS_SET);
}

/* ---- hearing --------------------------------------------------------------------------------- */

static enum status hear(struct app *a, const struct said *said)
{
    struct app_recording *r = &a->recording;
    struct buf bytes = {0};
    struct app_clip clip = {0, strlen(r->words), &bytes};

    if (a->look.silent) {
        text_copy(r->fault, sizeof(r->fault), word_of(a, WORD_CLIP_MUTE));
        return STATUS_OK;
    }
    if (id_is_none(&said->id)) {
        buf_add(&bytes, r->take.data, r->take.size);
    } else if (!clip_load(a, &said->id, &bytes)) {
        text_copy(r->fault, sizeof(r->fault), word_of(a, WORD_CLIP_BROKEN));
    }
    if (bytes.size > 0 && a->host.say_with != NULL && !r->is_listening) {
        a->host.say_with(a->host.ctx, &(struct app_words){.text = r->words,
                                                          .voice = "en",
                                                          .rate = VOICE_RATE_USUAL,
                                                          .clips = &clip,
                                                          .clip_count = 1});
    }
    buf_wipe(&bytes);
    buf_finish(&bytes);
    return STATUS_OK;
}

/* ---- keeping --------------------------------------------------------------------------------- */

static void write_clip(struct app *a, const char *phrase, struct buf *set)
{
    const struct app_recording *r = &a->recording;
    struct json_writer w = {0};
    struct buf sound = {0};
    char language[36];

    clip_language(r->clips.voice, language);
    buf_base64(&sound, r->take.data, r->take.size);
    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_text(&w, "phrase", phrase);
    json_put_text(&w, "language", language);
    json_put_text(&w, "words", r->words);
    json_put_id(&w, "speaker", &a->session.slot.staff);
    json_put_int(&w, "spoken", app_wall(a));
    json_put_int(&w, "ms", r->length_ms);
    json_put_text(&w, "sound", buf_cstr(&sound));
    json_close_object(&w);
    buf_wipe(&sound);
    buf_finish(&sound);
}

/* Those by the same person for the same pupils, which the new one stands in for. */
static size_t find_old(struct app *a, const char *phrase, struct id old[OLD_MOST])
{
    const struct view_clip_rows *rows = NULL;
    size_t count = 0;

    record_clips(a);
    rows = &a->recording.clips.rows;
    for (size_t i = 0; i < rows->count && count < OLD_MOST; i++) {
        const struct view_clip *row = &rows->rows[i];
        if (strcmp(row->phrase, phrase) == 0 && id_equal(&row->speaker, &a->session.slot.staff) &&
            id_is_none(&row->pupil) == a->recording.is_schools) {
            old[count++] = row->rec;
        }
    }
    return count;
}

static void note_void(const struct app *a, enum word reason, struct buf *out)
{
    struct json_writer w = {0};

    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_text(&w, RECORD_VOID, word_of(a, reason));
    json_close_object(&w);
}

static enum status commit(struct app *a, const struct buf *set, const struct id *old, size_t count)
{
    enum status st = STATUS_OK;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false, NULL}
    };
    const struct app_draft_row *row = take_begun(a);
    struct id pupil = a->recording.is_schools ? no_id : a->place.pupil;
    struct buf over_with = {0};
    struct buf undone = {0};
    char name[64] = "";

    note_void(a, WORD_CLIP_REASON, &over_with);
    note_void(a, WORD_VOID_UNDONE, &undone);
    changes[0] = (struct app_change){app_new_id(a), pupil, "clip", buf_cstr(set), NULL, true, NULL};
    for (size_t i = 0; i < count; i++) {
        changes[i + 1] =
            (struct app_change){old[i], pupil, "clip", buf_cstr(&over_with), NULL, false, NULL};
    }
    if (row != NULL) {
        draft_name(&row->id, name);
    }
    TRY(capture_commit(a, changes, count + 1, row != NULL ? name : NULL));
    undo_begin(a, UNDO_PLAIN, "clip");
    undo_note(a, &changes[0].rec, &pupil, buf_cstr(&undone));
    for (size_t i = 0; i < count; i++) {
        undo_note(a, &old[i], &pupil, "{\"" RECORD_VOID "\":null}");
    }
    app_toast(a, WORD_CLIP_KEPT, true);
done:
    buf_finish(&over_with);
    buf_finish(&undone);
    return st;
}

static enum status keep(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct id old[OLD_MOST];
    char phrase[65];

    (void)said;
    if (a->recording.take.size == 0 || a->recording.is_listening) {
        return STATUS_OK;
    }
    record_hush(a);
    record_clips(a);
    clip_phrase(a->recording.clips.voice, a->recording.words, phrase);
    write_clip(a, phrase, &set);
    TRY(commit(a, &set, old, find_old(a, phrase, old)));
    take_let_go(a);
    TRY(draft_list(a));
    clips_changed(&a->recording.clips);
    go_on(a);
done:
    buf_wipe(&set);
    buf_finish(&set);
    return st;
}

static enum status drop(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;

    (void)said;
    record_hush(a);
    TRY(take_drop(a));
    app_toast(a, WORD_CLIP_DROPPED, false);
done:
    return st;
}

static enum status take_out(struct app *a, const struct said *said)
{
    record_hush(a);
    return undo_take_out(a, &said->id, word_of(a, WORD_CLIP_REASON));
}

enum status record_said(struct app *a, const struct said *said)
{
    static enum status (*const by_intent[INTENT_COUNT])(struct app *, const struct said *) = {
        [INTENT_CLIPS_WHOSE] = turn,      [INTENT_CLIPS_SET] = open_set,
        [INTENT_CLIP_OPEN] = open_phrase, [INTENT_CLIP_RECORD] = take_begin,
        [INTENT_CLIP_STOP] = take_end,    [INTENT_CLIP_HEAR] = hear,
        [INTENT_CLIP_KEEP] = keep,        [INTENT_CLIP_DROP] = drop,
        [INTENT_CLIP_OUT] = take_out,
    };
    CHECK(by_intent[said->intent] != NULL);
    return by_intent[said->intent](a, said);
}
