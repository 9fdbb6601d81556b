/* A take: what the microphone heard of a phrase, from the first sound until it is kept or let go.
 *
 * It is brought to the loudness of all others and packed on the worker, which takes a part of a
 * second, and a person may have gone on to another phrase by then, or to another screen. So the
 * work bears the phrase that it is of: a take is sealed as a draft of that phrase and of no other,
 * and stands on the screen only under its own words. Heard over other words a pupil would be told
 * one thing and shown another.
 */
#include "app_room.h"

#include "clip.h"

#include <string.h>

enum { LISTEN_MS = 100 };

/* ---- listening ------------------------------------------------------------------------------- */

void record_hush(struct app *a)
{
    if (a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
}

void take_shut(struct app *a)
{
    app_timer(a, TIMER_CLIP, APP_NEVER);
    if (a->recording.is_listening) {
        a->recording.is_listening = false;
        a->host.record_end(a->host.ctx, NULL);
    }
}

/* Nobody sees any more that the microphone is open. Whoever comes back reads what became of it. */
void record_hidden(struct app *a)
{
    bool was_listening = a->recording.is_listening;

    take_shut(a);
    if (was_listening) {
        text_copy(a->recording.fault, sizeof(a->recording.fault), word_of(a, WORD_CLIP_HIDDEN));
        app_changed(a);
    }
}

enum status take_begin(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct app_recording *r = &a->recording;

    (void)said;
    if (r->phase != CLIPS_ONE || a->job.kind != JOB_NONE || r->is_listening) {
        return STATUS_OK;
    }
    r->fault[0] = '\0';
    if (a->host.record == NULL || a->host.make_clip == NULL) {
        text_copy(r->fault, sizeof(r->fault), word_of(a, WORD_CLIP_DEAF));
        return STATUS_OK;
    }
    record_hush(a);
    st = a->host.record(a->host.ctx);
    if (st != STATUS_OK) { /* it stands where they look, and not over the screen */
        app_put_sentence(a, r->fault, sizeof(r->fault), status_message());
        return STATUS_OK;
    }
    r->is_listening = true;
    r->heard_ms = 0;
    r->loudness = 0;
    app_timer(a, TIMER_CLIP, LISTEN_MS);
    return STATUS_OK;
}

/* The phrase that stands on the screen. */
static struct app_phrase phrase_now(const struct app *a)
{
    const struct app_recording *r = &a->recording;
    struct app_phrase out = {
        .by = a->session.slot.staff, .pupil = a->place.pupil, .is_schools = r->is_schools};

    text_copy(out.instrument, sizeof(out.instrument), r->instrument);
    text_copy(out.words, sizeof(out.words), r->words);
    return out;
}

static struct id take_of(const struct app_phrase *of)
{
    return record_take(&of->pupil, of->is_schools, of->instrument, of->words);
}

enum status take_end(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct buf pcm = {0};

    (void)said;
    if (!a->recording.is_listening) {
        return STATUS_OK;
    }
    a->recording.is_listening = false;
    app_timer(a, TIMER_CLIP, APP_NEVER);
    a->host.record_end(a->host.ctx, &pcm);
    a->job.kind = JOB_CLIP;
    a->job.phrase = phrase_now(a);
    a->job.pcm = pcm;
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    st = app_job_start(a);
    if (st != STATUS_OK) {
        buf_wipe(&pcm);
        buf_finish(&pcm);
    }
    return st;
}

enum status record_tick(struct app *a)
{
    struct app_recording *r = &a->recording;
    static const struct said nothing = {INTENT_NONE, {""}, 0};

    if (!r->is_listening) {
        return STATUS_OK;
    }
    r->heard_ms = a->host.recorded(a->host.ctx, &r->loudness);
    app_changed(a);
    if (r->heard_ms < 0 || r->heard_ms >= CLIP_SECONDS_MOST * 1000) {
        return take_end(a, &nothing);
    }
    app_timer(a, TIMER_CLIP, LISTEN_MS);
    return STATUS_OK;
}

void record_run(struct app_job *job)
{
    const struct app_host *host = &job->app->host; /* never changes after the start */

    job->st = host->make_clip(host->ctx, &job->pcm, &job->jpeg, &job->length_ms);
}

/* ---- the draft ------------------------------------------------------------------------------- */

static void write_take(const struct app *a, const struct app_job *job, struct buf *out)
{
    struct json_writer w = {0};
    struct buf sound = {0};

    buf_base64(&sound, job->jpeg.data, job->jpeg.size);
    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_id(&w, "by", &a->session.slot.staff);
    json_open_list(&w, "pupils");
    json_put_id(&w, NULL, &job->phrase.pupil);
    json_close_list(&w);
    json_open_object(&w, "clip");
    json_put_bool(&w, "schools", job->phrase.is_schools);
    json_put_text(&w, "instrument", job->phrase.instrument);
    json_put_text(&w, "words", job->phrase.words);
    json_put_int(&w, "ms", job->length_ms);
    json_put_text(&w, "sound", buf_cstr(&sound));
    json_close_object(&w);
    json_close_object(&w);
    buf_wipe(&sound);
    buf_finish(&sound);
}

struct id record_take(const struct id *pupil, bool is_schools, const char *instrument,
                      const char *words)
{
    struct buf name = {0};
    struct id id;

    buf_printf(&name, "take|%s|%d|%s|%s", pupil->text, is_schools, instrument, words);
    id = id_derived(buf_cstr(&name));
    buf_wipe(&name);
    buf_finish(&name);
    return id;
}

/* The one that was begun last for the pupil who is open. */
const struct app_draft_row *take_begun_last(const struct app *a)
{
    for (size_t i = a->draft_count; i > 0; i--) {
        const struct app_draft_row *row = &a->drafts[i - 1];
        if (row->is_clip && row->pupil_count > 0 && id_equal(&row->pupils[0], &a->place.pupil)) {
            return row;
        }
    }
    return NULL;
}

/* The one of that phrase: those of others wait where they are. */
static const struct app_draft_row *begun_of(const struct app *a, const struct app_phrase *of)
{
    struct id take = take_of(of);

    for (size_t i = a->draft_count; i > 0; i--) {
        if (a->drafts[i - 1].is_clip && id_equal(&a->drafts[i - 1].take, &take)) {
            return &a->drafts[i - 1];
        }
    }
    return NULL;
}

const struct app_draft_row *take_begun(const struct app *a)
{
    struct app_phrase now = phrase_now(a);

    return begun_of(a, &now);
}

bool record_has_begun(const struct app *a)
{
    return take_begun_last(a) != NULL;
}

static enum status keep_take(struct app *a, const struct app_job *job)
{
    enum status st = STATUS_OK;
    const struct app_draft_row *row = begun_of(a, &job->phrase);
    struct id draft = row != NULL ? row->id : app_new_id(a);
    struct buf text = {0};
    char name[64] = "";

    draft_name(&draft, name);
    write_take(a, job, &text);
    TRY(draft_seal(a, name, &text));
    TRY(draft_list(a));
done:
    buf_wipe(&text);
    buf_finish(&text);
    return st;
}

void take_let_go(struct app *a)
{
    buf_wipe(&a->recording.take);
    buf_finish(&a->recording.take);
    a->recording.length_ms = 0;
}

enum status take_drop(struct app *a)
{
    enum status st = STATUS_OK;
    const struct app_draft_row *row = take_begun(a);
    char name[64] = "";

    take_let_go(a);
    if (row != NULL) {
        draft_name(&row->id, name);
        TRY(store_draft_drop(a->store, name));
        TRY(draft_list(a));
    }
done:
    return st;
}

enum status take_read(struct app *a, const struct app_draft_row *row)
{
    enum status st = STATUS_OK;
    struct app_recording *r = &a->recording;
    struct json_value *json = NULL;
    const struct json_value *clip = NULL;
    const char *sound = NULL;

    if (row == NULL) {
        return STATUS_OK;
    }
    TRY(draft_read(a, &row->id, &json));
    clip = json_member(json, "clip");
    sound = json_member_text(clip, "sound");
    take_let_go(a);
    TRY(base64_decode(sound, strlen(sound), &r->take));
    r->is_schools = json_is_true(json_member(clip, "schools"));
    r->length_ms = (int)json_int(json_member(clip, "ms"), 0);
    text_copy(r->instrument, sizeof(r->instrument), json_member_text(clip, "instrument"));
    text_copy(r->words, sizeof(r->words), json_member_text(clip, "words"));
    record_show(a, CLIPS_ONE);
done:
    json_free(json);
    return st;
}

/* On the screen only under its own words; whoever has gone on to others finds it where it waits. */
static void take_in(struct app *a, struct app_job *job, bool is_shown)
{
    app_tell(a, keep_take(a, job));
    if (is_shown) {
        take_let_go(a);
        a->recording.take = job->jpeg;
        job->jpeg = (struct buf){0};
        a->recording.length_ms = job->length_ms;
    }
}

void record_worked(struct app *a, struct app_job *job)
{
    struct app_recording *r = &a->recording;
    struct app_phrase now = phrase_now(a);
    struct id take = take_of(&job->phrase);
    struct id shown = take_of(&now);
    bool is_theirs = session_is_open(a) && id_equal(&job->phrase.by, &a->session.slot.staff) &&
                     job->phrase.words[0] != '\0'; /* and nobody was erased meanwhile */
    bool is_shown = is_theirs && a->place.on == SCREEN_CLIPS && r->phase == CLIPS_ONE &&
                    id_equal(&take, &shown);

    if (is_theirs && job->st == STATUS_OK) {
        take_in(a, job, is_shown);
    } else if (is_shown) {
        app_put_sentence(a, r->fault, sizeof(r->fault), job->sentence);
    }
    buf_wipe(&job->jpeg);
    buf_finish(&job->jpeg);
    buf_wipe(&job->pcm);
    buf_finish(&job->pcm);
}
