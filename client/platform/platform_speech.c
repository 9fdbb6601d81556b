/* The voice.
 *
 * espeak-ng makes a whole sentence in a few milliseconds, so nothing is streamed: the worker makes
 * the sound and a list of when each word starts, an event brings both to the screen's thread, and
 * the device plays. Which word sounds now is told from the clock, not from the device, so that the
 * mark moves the same on a tablet without a loudspeaker. Where no voice is installed the words are
 * given a time each, and only the sound is missing. A newer wish makes an older one void.
 *
 * Where a person has recorded a part of the text, their voice stands in for the engine's. Nobody
 * knows when each word of it is spoken, and a mark on a wrong word would teach a child who learns
 * to read what is not so; so the whole part carries the mark while it sounds.
 */
#include "platform_private.h"

#include "clip.h"
#include "platform_clip.h"

#include <espeak-ng/speak_lib.h>
#include <stdlib.h>

enum { RATE_LEAST = 80, RATE_MOST = 300, GAP_MS = 120, PAUSE_MS = 350, SLICE_BYTES = 16384 };

/* ---- on the worker's thread ----------------------------------------------------------------- */

static size_t byte_of_letter(const char *text, int letter)
{
    const char *at = text;

    for (int i = 0; i < letter && *at != '\0'; i++) {
        (void)text_next(&at);
    }
    return (size_t)(at - text);
}

static void add_mark(struct utterance *u, int at_ms, size_t from, size_t size)
{
    if (u->mark_count < MARKS_MAX && size > 0) {
        u->marks[u->mark_count++] = (struct mark){at_ms, (int)from, (int)size};
    }
}

static int sound_ms(const struct utterance *u)
{
    return (int)(u->pcm.size / sizeof(int16_t) * 1000 / SPEECH_RATE);
}

static int take_sound(short *wav, int samples, espeak_EVENT *events)
{
    struct utterance *u = events->user_data;

    for (const espeak_EVENT *e = events; e->type != espeakEVENT_LIST_TERMINATED; e++) {
        if (e->type == espeakEVENT_WORD) {
            const char *text = u->text + u->said;
            size_t from = byte_of_letter(text, e->text_position - 1);
            size_t to = byte_of_letter(text, e->text_position - 1 + e->length);

            add_mark(u, u->said_ms + e->audio_position, u->said + from, to - from);
        }
    }
    if (wav != NULL && samples > 0) {
        buf_add(&u->pcm, wav, (size_t)samples * sizeof(*wav));
    }
    return 0;
}

/* One engine for the program, and never ended: espeak_Terminate waits for a thread of its own,
 * which now and then misses that it is waited for, and a program that was told to end would stay
 * for ever. Workers follow one another, never side by side. */
static bool open_engine(void)
{
    static bool tried;
    static bool ok;

    if (!tried) {
        tried = true;
        ok = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT) ==
             SPEECH_RATE;
        espeak_SetSynthCallback(take_sound);
    }
    return ok;
}

/* An unknown name costs a search of all voices and keeps the old one: ask by language then. */
static void choose_voice(const char *voice)
{
    espeak_VOICE wish = {.languages = voice, .gender = 2};

    if (espeak_SetVoiceByName(voice) != EE_OK && espeak_SetVoiceByProperties(&wish) != EE_OK) {
        (void)espeak_SetVoiceByName("en");
    }
}

static void add_silence(struct utterance *u, int ms)
{
    static const int16_t none[SPEECH_RATE / 100] = {0};

    for (int i = 0; i < ms / 10; i++) {
        buf_add(&u->pcm, none, sizeof(none));
    }
}

/* No voice here: each word of a part gets the time it would take. */
static void pace_words(struct utterance *u, size_t at, size_t to)
{
    int word_ms = 60000 / u->rate;

    while (at < to) {
        size_t from = 0;

        while (at < to && (u->text[at] == ' ' || u->text[at] == '\n')) {
            at++;
        }
        from = at;
        while (at < to && u->text[at] != ' ' && u->text[at] != '\n') {
            at++;
        }
        add_mark(u, u->length_ms, from, at - from);
        u->length_ms += at > from ? word_ms : 0;
    }
}

/* Of any script: what the voice has no letters for it says in a voice that has. */
static bool has_letters(const char *text, size_t size)
{
    const char *at = text;

    while (at < text + size) {
        if (!text_is_sign(text_next(&at))) {
            return true;
        }
    }
    return false;
}

/* What stands between the recorded parts, in the engine's voice; full stops are a rest. */
static void speak(struct utterance *u, size_t from, size_t to)
{
    char part[SPEECH_BYTES_MAX + 1];
    size_t before = u->pcm.size;

    if (!has_letters(u->text + from, to - from)) {
        add_silence(u, before > 0 && to > from && u->text[to] != '\0' ? PAUSE_MS : 0);
        u->length_ms = sound_ms(u);
        return;
    }
    SDL_memcpy(part, u->text + from, to - from);
    part[to - from] = '\0';
    u->said = from;
    u->said_ms = sound_ms(u);
    if (open_engine()) {
        choose_voice(u->voice);
        (void)espeak_SetParameter(espeakRATE, u->rate, 0);
        (void)espeak_Synth(part, to - from + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, u);
    }
    if (u->pcm.size > before) {
        u->length_ms = sound_ms(u);
        return;
    }
    pace_words(u, from, to);
    if (u->clip_count > 0) {
        add_silence(u, u->length_ms - sound_ms(u));
    }
}

static bool take_ready(struct utterance *u, SDL_AudioStream *stream)
{
    int size = SDL_AudioStreamAvailable(stream);

    buf_reserve(&u->pcm, (size_t)size + 1);
    size = SDL_AudioStreamGet(stream, u->pcm.data + u->pcm.size, size);
    u->pcm.size += size > 0 ? (size_t)size : 0;
    return size >= 0;
}

/* From the rate of clips to the engine's, which is the device's. A slice at a time: for what it is
 * given at once, SDL asks for eight times as much. */
static bool add_sound(struct utterance *u, const struct buf *pcm)
{
    SDL_AudioStream *stream =
        SDL_NewAudioStream(AUDIO_S16SYS, 1, CLIP_RATE, AUDIO_S16SYS, 1, SPEECH_RATE);
    size_t before = u->pcm.size;
    bool ok = stream != NULL;

    for (size_t at = 0; ok && at < pcm->size; at += SLICE_BYTES) {
        size_t size = pcm->size - at < SLICE_BYTES ? pcm->size - at : SLICE_BYTES;
        ok = SDL_AudioStreamPut(stream, pcm->data + at, (int)size) == 0 && take_ready(u, stream);
    }
    ok = ok && SDL_AudioStreamFlush(stream) == 0 && take_ready(u, stream);
    SDL_FreeAudioStream(stream);
    return ok && u->pcm.size > before;
}

static bool add_clip(struct utterance *u, const struct spoken_clip *clip)
{
    struct buf pcm = {0};
    int at_ms = sound_ms(u);
    bool ok = platform_clip_decode(clip->bytes.data, clip->bytes.size, &pcm) == STATUS_OK &&
              add_sound(u, &pcm);

    if (ok) {
        add_mark(u, at_ms, clip->from, clip->size);
        u->length_ms = sound_ms(u);
    }
    buf_wipe(&pcm);
    buf_finish(&pcm);
    return ok;
}

static bool speak_all(struct utterance *u)
{
    size_t at = 0;

    for (size_t i = 0; i < u->clip_count; i++) {
        speak(u, at, u->clips[i].from);
        if (!add_clip(u, &u->clips[i])) {
            return false;
        }
        at = u->clips[i].from + u->clips[i].size;
    }
    speak(u, at, SDL_strlen(u->text));
    return true;
}

/* Should one of the recordings not be one, then all is said in the engine's voice. */
static void make_sound(void *ctx)
{
    struct utterance *u = ctx;

    if (!speak_all(u)) {
        u->clip_count = 0;
        u->mark_count = 0;
        u->length_ms = 0;
        buf_wipe(&u->pcm);
        (void)speak_all(u);
    }
    if (u->is_silent) {
        buf_clear(&u->pcm);
    }
    buf_fit(&u->pcm); /* minutes of it may wait to be heard */
}

/* ---- the device ----------------------------------------------------------------------------- */

static void fill_device(void *ctx, Uint8 *stream, int size)
{
    struct speech *s = ctx;
    size_t left = 0;
    size_t part = 0;

    SDL_memset(stream, 0, (size_t)size);
    if (s->playing == NULL) {
        return;
    }
    left = s->playing->pcm.size - s->played;
    part = left < (size_t)size ? left : (size_t)size;
    if (part > 0) {
        SDL_memcpy(stream, s->playing->pcm.data + s->played, part);
        s->played += part;
    }
}

static void open_device(struct speech *s)
{
    SDL_AudioSpec wish = {.freq = SPEECH_RATE,
                          .format = AUDIO_S16SYS,
                          .channels = 1,
                          .samples = 512,
                          .callback = fill_device,
                          .userdata = s};

    if (s->tried_device) {
        return;
    }
    s->tried_device = true;
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        s->device = SDL_OpenAudioDevice(NULL, 0, &wish, NULL, 0);
    }
}

static void play(struct speech *s, struct utterance *u)
{
    struct utterance *old = NULL;

    if (s->device != 0) {
        SDL_LockAudioDevice(s->device);
    }
    old = s->playing;
    s->playing = u;
    s->played = 0;
    if (s->device != 0) {
        SDL_UnlockAudioDevice(s->device);
        SDL_PauseAudioDevice(s->device, u == NULL || u->pcm.size == 0 ? 1 : 0);
    }
    utterance_destroy(old);
}

/* ---- on the screen's thread ----------------------------------------------------------------- */

void utterance_destroy(struct utterance *u)
{
    if (u == NULL) {
        return;
    }
    for (size_t i = 0; i < u->clip_room; i++) {
        buf_wipe(&u->clips[i].bytes);
        buf_finish(&u->clips[i].bytes);
    }
    free(u->clips);
    buf_wipe(&u->pcm);
    buf_finish(&u->pcm);
    mem_wipe(u, sizeof(*u));
    free(u);
}

static void drop_unsaid(void *utterance)
{
    utterance_destroy(utterance);
}

/* In order, and within the text; one that is not is left out. */
static void take_clips(struct utterance *u, const struct platform_clip *clips, size_t count)
{
    size_t at = 0;
    size_t length = SDL_strlen(u->text);

    u->clips = mem_zero(count + 1, sizeof(*u->clips));
    for (size_t i = 0; i < count; i++) {
        const struct platform_clip *c = &clips[i];
        struct spoken_clip *to = &u->clips[u->clip_count];
        if (c->from < at || c->from > length || c->size > length - c->from) {
            continue;
        }
        to->from = c->from;
        to->size = c->size;
        buf_add(&to->bytes, c->bytes, c->byte_count);
        at = c->from + c->size;
        u->clip_count++;
    }
    u->clip_room = u->clip_count;
}

void platform_say(struct platform *p, const char *text, const char *voice, int rate)
{
    platform_say_with(p, &(struct platform_words){text, voice, rate, NULL, 0});
}

void platform_say_with(struct platform *p, const struct platform_words *words)
{
    struct speech *s = &p->speech;
    const char *voice = words->voice;
    struct utterance *u = NULL;

    platform_hush(p);
    if (words->text[0] == '\0') {
        return;
    }
    u = mem_zero(1, sizeof(*u));
    u->p = p;
    u->number = s->number;
    u->rate = SDL_clamp(words->rate, RATE_LEAST, RATE_MOST);
    text_copy(u->text, sizeof(u->text), words->text);
    u->is_silent = voice == NULL;
    text_copy(u->voice, sizeof(u->voice), voice == NULL || voice[0] == '\0' ? "en" : voice);
    take_clips(u, words->clips, words->clip_count);
    if (!worker_add(p, (struct job){make_sound, u, USER_SPEECH_MADE, drop_unsaid})) {
        utterance_destroy(u);
    }
}

void platform_hush(struct platform *p)
{
    p->speech.number++;
    play(&p->speech, NULL);
}

void speech_take(struct platform *p, struct utterance *made)
{
    struct speech *s = &p->speech;

    if (made->number != s->number) {
        utterance_destroy(made);
        return;
    }
    if (made->pcm.size > 0) {
        open_device(s);
    }
    play(s, made);
    s->started_ms = platform_ticks_ms();
    s->shown = -1;
}

/* The mark that holds now; -1 before the first and after the end. */
static int mark_now(const struct speech *s)
{
    int64_t at_ms = platform_ticks_ms() - s->started_ms;
    int mark = -1;

    if (s->playing == NULL || at_ms > s->playing->length_ms + GAP_MS) {
        return -1;
    }
    while (mark + 1 < s->playing->mark_count && s->playing->marks[mark + 1].at_ms <= at_ms) {
        mark++;
    }
    return mark;
}

bool speech_moved(struct platform *p)
{
    struct speech *s = &p->speech;
    int mark = 0;

    if (s->playing == NULL) {
        return false;
    }
    mark = mark_now(s);
    if (platform_ticks_ms() - s->started_ms > s->playing->length_ms + GAP_MS) {
        play(s, NULL);
        return true;
    }
    if (mark == s->shown) {
        return false;
    }
    s->shown = mark;
    return true;
}

int64_t speech_next_ms(const struct platform *p)
{
    const struct speech *s = &p->speech;
    int next = s->shown + 1;

    if (s->playing == NULL) {
        return INT64_MAX;
    }
    if (next < s->playing->mark_count) {
        return s->started_ms + s->playing->marks[next].at_ms;
    }
    return s->started_ms + s->playing->length_ms + GAP_MS + 1;
}

bool platform_speech_mark(struct platform *p, int *from, int *size)
{
    const struct speech *s = &p->speech;
    int mark = mark_now(s);

    *from = mark >= 0 ? s->playing->marks[mark].from : 0;
    *size = mark >= 0 ? s->playing->marks[mark].size : 0;
    return s->playing != NULL;
}

static void drop_made(struct platform *p)
{
    SDL_Event e;

    while (SDL_PeepEvents(&e, 1, SDL_GETEVENT, p->user_event, p->user_event) == 1) {
        if (e.user.code == USER_SPEECH_MADE) {
            utterance_destroy(e.user.data1);
        }
    }
}

void speech_close(struct platform *p)
{
    struct speech *s = &p->speech;

    play(s, NULL);
    if (s->device != 0) {
        SDL_CloseAudioDevice(s->device);
    }
    if (p->user_event != 0) {
        drop_made(p);
    }
    *s = (struct speech){0};
}
