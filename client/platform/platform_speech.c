/* The voice.
 *
 * espeak-ng makes a whole sentence in a few milliseconds, so nothing is streamed: the worker makes
 * the sound and a list of when each word starts, an event brings both to the screen's thread, and
 * the device plays. Which word sounds now is told from the clock, not from the device, so that the
 * mark moves the same on a tablet without a loudspeaker. Where no voice is installed the words are
 * given a time each, and only the sound is missing. A newer wish makes an older one void.
 */
#include "platform_private.h"

#include <espeak-ng/speak_lib.h>
#include <stdlib.h>

enum { RATE_LEAST = 80, RATE_MOST = 300, GAP_MS = 120 };

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

static int take_sound(short *wav, int samples, espeak_EVENT *events)
{
    struct utterance *u = events->user_data;

    for (const espeak_EVENT *e = events; e->type != espeakEVENT_LIST_TERMINATED; e++) {
        if (e->type == espeakEVENT_WORD) {
            size_t from = byte_of_letter(u->text, e->text_position - 1);
            size_t to = byte_of_letter(u->text, e->text_position - 1 + e->length);

            add_mark(u, e->audio_position, from, to - from);
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

/* No voice here: each word gets the time it would take. */
static void pace_words(struct utterance *u)
{
    int word_ms = 60000 / u->rate;
    int at_ms = 0;
    size_t at = 0;

    while (u->text[at] != '\0') {
        size_t from = 0;

        while (u->text[at] == ' ' || u->text[at] == '\n') {
            at++;
        }
        from = at;
        while (u->text[at] != '\0' && u->text[at] != ' ' && u->text[at] != '\n') {
            at++;
        }
        add_mark(u, at_ms, from, at - from);
        at_ms += at > from ? word_ms : 0;
    }
    u->length_ms = at_ms;
}

static void make_sound(void *ctx)
{
    struct utterance *u = ctx;

    if (!open_engine()) {
        pace_words(u);
        return;
    }
    choose_voice(u->voice);
    (void)espeak_SetParameter(espeakRATE, u->rate, 0);
    if (espeak_Synth(u->text, SDL_strlen(u->text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL,
                     u) != EE_OK ||
        u->pcm.size == 0) {
        pace_words(u);
        return;
    }
    u->length_ms = (int)(u->pcm.size / sizeof(short) * 1000 / SPEECH_RATE);
    if (u->is_silent) {
        buf_clear(&u->pcm);
    }
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
    if (u != NULL) {
        buf_finish(&u->pcm);
        free(u);
    }
}

static void drop_unsaid(void *utterance)
{
    utterance_destroy(utterance);
}

void platform_say(struct platform *p, const char *text, const char *voice, int rate)
{
    struct speech *s = &p->speech;
    struct utterance *u = NULL;

    platform_hush(p);
    if (text[0] == '\0') {
        return;
    }
    u = mem_zero(1, sizeof(*u));
    u->p = p;
    u->number = s->number;
    u->rate = SDL_clamp(rate, RATE_LEAST, RATE_MOST);
    text_copy(u->text, sizeof(u->text), text);
    u->is_silent = voice == NULL;
    text_copy(u->voice, sizeof(u->voice), voice == NULL || voice[0] == '\0' ? "en" : voice);
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
