/* The voice of the pupil room: what is handed to it, and what comes out of it.
 *
 * espeak-ng speaks, and SDL's disk driver writes the sound to a file, some twenty times as fast as
 * a loudspeaker would; the file is listened to. What is handed to the voice is looked at for names
 * and for praise: the others in the room hear it, and no answer may sound better than another.
 * Seen caught: a voice that goes on at the adult's door. */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "clip.h"
#include "glove_asked.h"
#include "hand_clips.h"
#include "platform_clip.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATE = 22050,
    PATIENCE_MS = 20000,
    REST = RATE * 3 / 2, /* samples of silence after which it has ended */
    LOUD = 200,
    SETTLED = 30 * 512 /* samples that are written after a voice was told to stop */
};

static struct ear {
    struct glove glove;
    struct buf heard; /* all texts, one a line */
    char voice[64];
    int rate;
    bool has_voice; /* of the last text */
    bool is_aloud;  /* it goes to the platform, too */
    struct support_folder folder;
    char *file;
    struct buf pcm;
} ear;

/* ---- what is handed to it -------------------------------------------------------------------- */

static void say(void *ctx, const char *text, const char *voice, int rate)
{
    struct ear *e = ctx;

    e->has_voice = voice != NULL;
    if (voice != NULL) {
        buf_printf(&e->heard, "%s\n", text);
        text_copy(e->voice, sizeof(e->voice), voice);
        e->rate = rate;
    }
    if (e->is_aloud) {
        platform_say(e->glove.platform, text, voice, rate);
    }
}

static void say_with(void *ctx, const struct app_words *words)
{
    struct ear *e = ctx;

    e->has_voice = words->voice != NULL;
    text_copy(e->voice, sizeof(e->voice), words->voice);
    e->rate = words->rate;
    buf_printf(&e->heard, "%s\n", words->text);
    if (e->is_aloud) {
        glove_say(&e->glove, words);
    }
}

static void hush(void *ctx)
{
    struct ear *e = ctx;

    platform_hush(e->glove.platform);
}

static bool mark(void *ctx, int *from, int *size)
{
    struct ear *e = ctx;

    return e->is_aloud && platform_speech_mark(e->glove.platform, from, size);
}

static struct hand *the_hand(void)
{
    return &ear.glove.hand;
}

static void open_ear(bool is_aloud)
{
    ear = (struct ear){.is_aloud = is_aloud};
    assert_int_equal(setenv("SDL_AUDIODRIVER", "disk", 1), 0);
    assert_int_equal(setenv("SDL_DISKAUDIODELAY", "1", 1), 0);
    assert_int_equal(support_folder_make(&ear.folder), STATUS_OK);
    ear.file = support_folder_path(&ear.folder, "said.raw");
    assert_int_equal(setenv("SDL_DISKAUDIOFILE", ear.file, 1), 0);
    glove_open(&ear.glove, 1280, 800);
    the_hand()->speaker = (struct hand_speaker){&ear, say, say_with, hush, mark};
    hand_tap(the_hand(), "Amira K.");
    hand_tap(the_hand(), "Path so far");
}

static void close_ear(void)
{
    glove_close(&ear.glove);
    support_folder_remove(&ear.folder);
    free(ear.file);
    buf_finish(&ear.heard);
    buf_finish(&ear.pcm);
}

static void take_each(const char *labels)
{
    char word[60] = "";

    while (*labels != '\0') {
        size_t size = strcspn(labels, "/");
        text_copy(word, size + 1, labels);
        hand_tap(the_hand(), word);
        labels += size + (labels[size] == '/' ? 1 : 0);
    }
    glove_settle(&ear.glove);
}

/* ---- what comes out of it -------------------------------------------------------------------- */

/* Sounds are signed numbers of two bytes. */
static int sample(size_t at)
{
    int16_t value = 0;

    memcpy(&value, ear.pcm.data + at * sizeof(value), sizeof(value));
    return value;
}

static size_t samples(void)
{
    buf_clear(&ear.pcm);
    if (support_file_read(ear.file, &ear.pcm) != STATUS_OK) {
        return 0; /* nothing has been said yet */
    }
    return ear.pcm.size / sizeof(int16_t);
}

static bool is_loud(size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (abs(sample(i)) > LOUD) {
            return true;
        }
    }
    return false;
}

/* Lets the voice work, and its marks move, for a while of the machine's own time. */
static void let_pass(int ms)
{
    int64_t until = platform_ticks_ms() + ms;

    while (platform_ticks_ms() < until) {
        glove_settle(&ear.glove);
        platform_wait(ear.glove.platform, until);
    }
}

struct sound {
    size_t from, to; /* samples: from the first loud one to after the last */
};
/* Waits for the end of what is said after so many samples. */
static struct sound listen(size_t after)
{
    int64_t until = platform_ticks_ms() + PATIENCE_MS;
    struct sound s = {0, 0};

    while (platform_ticks_ms() < until) {
        size_t count = 0;
        let_pass(30);
        count = samples();
        for (size_t i = s.to > after ? s.to : after; i < count; i++) {
            if (abs(sample(i)) > LOUD) {
                s.from = s.from == 0 ? i : s.from;
                s.to = i + 1;
            }
        }
        if (s.to > 0 && count - s.to >= REST) {
            return s;
        }
    }
    fail_msg("the voice does not come to an end");
    return s;
}

static int words_in(const char *text)
{
    int count = 0;

    for (const char *at = text; *at != '\0'; at++) {
        count += isalpha((unsigned char)*at) && (at == text || at[-1] == ' ') ? 1 : 0;
    }
    return count;
}

/* A voice of so many words a minute, give or take its rests. */
static void expect_plausible(struct sound s, const char *text)
{
    double seconds = (double)(s.to - s.from) / RATE;
    double usual = words_in(text) * 60.0 / (ear.rate > 0 ? ear.rate : 135);

    if (seconds < usual * 0.4 || seconds > usual * 1.8) {
        fail_msg("“%s” took %.1f s, where %.1f s were looked for", text, seconds, usual);
    }
}

static size_t length_of(struct sound s)
{
    return s.to - s.from;
}

/* ---- each kind of question ------------------------------------------------------------------- */

static const struct kind {
    const char *name;
    const char *taps; /* the last shows the question */
    const char *asks;
    const char *next; /* an answer, which is said in its place */
} kinds[] = {
    {"pictures",  "How I feel today",                   "Which one is the dog?",  "Dog"     },
    {"faces",     "No practice/How I feel today",       "How do you feel today?", "Okay"    },
    {"several",   "No practice/My feelings",            "What do you feel now?",  "Calm"    },
    {"yes or no", "No practice/Working with others",    "Do you like to work",    "Yes"     },
    {"board",     "No practice/What I like at school",  "Do you like it?",        "Not sure"},
    {"journal",   "No practice/About my day/Okay/Next", "What did you do?",       "Story"   },
};

static void it_is_asked_aloud(void **state)
{
    const struct kind *kind = *state;
    struct sound first;
    struct sound again;
    size_t at = 0;

    open_ear(true);
    take_each("Hand over to Amira");
    take_each(kind->taps);
    assert_non_null(strstr(the_hand()->said, kind->asks));
    first = listen(strcmp(kind->name, "journal") == 0 ? samples() : 0);
    expect_plausible(first, the_hand()->said);

    take_each("Say it again");
    again = listen(first.to);
    assert_true(length_of(again) > length_of(first) * 9 / 10);
    assert_true(length_of(again) < length_of(first) * 11 / 10);

    take_each("Say it again"); /* and while it is asked, an answer is touched */
    let_pass(20);
    take_each(kind->next);
    again = listen(again.to);
    assert_true(length_of(again) < length_of(first));
    assert_int_equal(strncmp(the_hand()->said, kind->next, strlen(kind->next)), 0);

    take_each("Say it again/Staff"); /* at the door it falls silent */
    at = samples() + SETTLED;
    while (samples() < at + SETTLED) {
        let_pass(20);
    }
    assert_false(is_loud(at, samples()));
    close_ear();
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* In the time of the machine: each word that is marked is one of what is said, the next after the
 * last, and where the sound is by then it is loud. */
static void marks_follow_the_voice(void **state)
{
    size_t word_from[40];
    int word_ms[40];
    int count = 0;
    int64_t began_ms = 0;
    int from = 0;
    int size = 0;
    struct sound sound;

    (void)state;
    open_ear(true);
    take_each("Hand over to Amira/No practice/How I feel today");
    while (count < 4) { /* and a fifth follows, should the machine be late */
        let_pass(1);
        if (!mark(&ear, &from, &size)) {
            continue;
        }
        began_ms = began_ms == 0 ? platform_ticks_ms() : began_ms;
        if (size > 0 && (count == 0 || (size_t)from > word_from[count - 1])) {
            word_from[count] = (size_t)from;
            word_ms[count++] = (int)(platform_ticks_ms() - began_ms);
        }
        assert_true(platform_ticks_ms() - began_ms < PATIENCE_MS);
    }
    sound = listen(0);
    for (int i = 0; i < count; i++) {
        const char *word = the_hand()->said + word_from[i];
        size_t at = sound.from + (size_t)word_ms[i] * RATE / 1000;
        assert_true(word_from[i] == 0 || word[-1] == ' ');
        assert_true(is_loud(at, at + RATE / 4));
    }
    close_ear();
}

static void muted_it_is_silent_and_the_marks_move(void **state)
{
    int from = 0;
    int size = 0;
    int moves = 0;
    int64_t until = 0;
    int last = -1;

    (void)state;
    open_ear(true);
    glove_profile(&ear.glove, "{\"muted\":true}");
    buf_clear(&ear.heard);
    take_each("Hand over to Amira/No practice/How I feel today");
    until = platform_ticks_ms() + PATIENCE_MS;
    while (moves < 3 && platform_ticks_ms() < until) {
        let_pass(5);
        if (mark(&ear, &from, &size) && size > 0 && from != last) {
            last = from;
            moves++;
        }
    }
    assert_int_equal(moves, 3);
    take_each("Okay/Next/Yes");
    let_pass(20);
    assert_int_equal(ear.heard.size, 0);
    assert_false(is_loud(0, samples()));
    close_ear();
}

/* ---- recorded voices ------------------------------------------------------------------------- */

enum { HERTZ = 900 };

/* How much of what sounds is that one tone: 1 all of it. */
static double share_of_tone(struct sound s)
{
    double with = 0;
    double all = 0;

    for (size_t from = s.from; from + RATE / 50 <= s.to; from += RATE / 50) {
        double sine = 0;
        double cosine = 0;
        double sum = 0;
        for (size_t i = 0; i < RATE / 50; i++) {
            double at = (double)i * HERTZ * 2 * 3.14159265358979 / RATE;
            sine += sample(from + i) * sin(at);
            cosine += sample(from + i) * cos(at);
            sum += (double)sample(from + i) * sample(from + i);
        }
        all += sum;
        with += (sine * sine + cosine * cosine) * 2 / (RATE / 50); /* of that power */
    }
    return all > 0 ? with / all : 0;
}

/* A second that nobody could take for the tablet's voice, however loud it was recorded. */
static void record_tone(double high, struct buf *clip)
{
    struct buf pcm = {0};
    int ms = 0;

    for (int i = 0; i < CLIP_RATE; i++) {
        int16_t value = (int16_t)lrint(high * sin(i * HERTZ * 2 * 3.14159265358979 / CLIP_RATE));
        buf_add(&pcm, &value, sizeof(value));
    }
    assert_int_equal(platform_clip_make(&pcm, clip, &ms), STATUS_OK);
    buf_finish(&pcm);
}

static void bring_voice(const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf clip = {0};
        record_tone(i % 2 == 0 ? 900 : 30000, &clip);
        hand_bring_clip(the_hand(), &(struct hand_clip){.words = phrases[i], .sound = &clip});
        buf_finish(&clip);
    }
}

static double power_of(struct sound s)
{
    double sum = 0;

    for (size_t i = s.from; i < s.to; i++) {
        sum += (double)sample(i) * sample(i);
    }
    return sqrt(sum / (double)(s.to - s.from));
}

static void a_recorded_voice_is_heard(void **state)
{
    static const char *const phrases[] = {"How do you feel today?", "Happy",  "Okay", "Unhappy",
                                          "I don't know",           "Not now"};
    struct sound s;
    double quiet = 0;
    double loud = 0;
    size_t at = 0;
    int from = 0;
    int size = 0;

    (void)state;
    open_ear(true);
    bring_voice(phrases, COUNT(phrases));
    hand_wait(the_hand(), 2000);
    take_each("Hand over to Amira/No practice/How I feel today");
    while (!mark(&ear, &from, &size) || size == 0) {
        let_pass(1);
    }
    assert_int_equal(from, 0); /* nobody knows which word it is: the whole of it carries the mark */
    assert_int_equal(size, strlen(phrases[0]));
    s = listen(0);
    assert_true(share_of_tone(s) > 0.95);
    assert_in_range(length_of(s), 4 * RATE, 7 * RATE); /* of four phrases, and three rests */

    take_each("Okay"); /* recorded from afar and from close by: it sounds the same */
    s = listen(s.to);
    assert_true(share_of_tone(s) > 0.95);
    quiet = power_of(s);
    take_each("Happy");
    s = listen(s.to);
    loud = power_of(s);
    assert_true(loud < quiet * 1.1 && quiet < loud * 1.1);

    take_each("Next"); /* among the tablet's own words */
    s = listen(s.to);
    assert_true(share_of_tone(s) > 0.3 && share_of_tone(s) < 0.95);

    take_each("Change it/Say it again"); /* and at the door it falls silent */
    let_pass(30);
    take_each("Staff");
    at = samples() + SETTLED;
    while (samples() < at + SETTLED) {
        let_pass(20);
    }
    assert_false(is_loud(at, samples()));
    close_ear();
}

/* ---- what is never said ---------------------------------------------------------------------- */

static void expect_nothing_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(text, words[i]) != NULL) {
            fail_msg("“%s” is said in “%s”", words[i], text);
        }
    }
}

static void expect_no_names(const char *text)
{
    static const char *const surnames[] = {"Karim", "Hartley", "Sadiq"};

    for (int i = 0; i < CLASSROOM_PUPILS; i++) {
        const char *name = classroom_pupil_name(i);
        char first[40] = "";
        text_copy(first, strcspn(name, " ") + 1, name);
        expect_nothing_of(text, (const char *const[]){first}, 1);
    }
    expect_nothing_of(text, surnames, COUNT(surnames));
}

static void expect_no_praise(const char *text)
{
    static const char *const praise[] = {"Well done", "well done", "Great",  "Good",  "Correct",
                                         "correct",   "wrong",     "Wrong",  "right", "Brilliant",
                                         "Super",     "Oh dear",   "Hooray", "!"};

    expect_nothing_of(text, praise, COUNT(praise));
}

/* A touch is answered by the words of what was touched; on a board the next card follows. */
static void expect_plain(const struct asked_step *step)
{
    const char *said = the_hand()->said;
    size_t size = strlen(step->label);

    if (step->item == NULL || step->words != NULL || strcmp(step->label, "Next") == 0) {
        return;
    }
    assert_int_equal(strncmp(said, step->label, size), 0);
    assert_true(said[size] == '\0' || instrument_way_of(step->item) == INSTRUMENT_BOARD);
    assert_string_equal(ear.voice, "en");
}

static void answer_all(const struct asked *one, int turn)
{
    struct asked_step steps[ASKED_STEPS_MOST];
    size_t count = asked_steps(one, turn, steps);

    asked_open(&ear.glove, one);
    for (size_t i = 0; i < count; i++) {
        hand_tap(the_hand(), steps[i].label);
        if (steps[i].words != NULL) {
            hand_type(the_hand(), "Amira saw a hen with Ros");
            hand_key(the_hand(), UI_KEY_ESCAPE);
        }
        expect_plain(&steps[i]);
    }
    hand_tap(the_hand(), "Staff");
    hand_type(the_hand(), HAND_PASSPHRASE);
    hand_tap(the_hand(), "Leave");
}

static void nobody_is_named_and_nothing_praised(void **state)
{
    struct arena arena = {0};
    struct asked all[ASKED_MOST];
    size_t count = asked_all(&arena, all);
    struct classroom_change target = {
        .from_hub = true, .type = "target", .set = "{\"title\":\"Amira Karim asks Ros for help\"}"};

    (void)state;
    open_ear(false);
    target.pupil = the_hand()->room.pupils[0];
    target.rec = the_hand()->room.targets[1]; /* Takes turns */
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < count && all[i].in.length != 5; i++) {
            answer_all(&all[i], turn);
        }
    }
    assert_non_null(strstr(buf_cstr(&ear.heard), "saw a hen with R"));
    target.rec = id_derived("another target");
    assert_int_equal(classroom_bring(&the_hand()->room, the_hand()->file, &target, 1), STATUS_OK);
    glove_crash(&ear.glove);
    take_each("Hand over to Amira/No practice/Amira Karim asks Ros for help");
    hand_expect(the_hand(), "How is this going: Amira Karim asks Ros for help?");
    assert_non_null(strstr(the_hand()->said, "How is this going: A     K     asks R   for help?"));
    expect_no_names(buf_cstr(&ear.heard));
    expect_no_praise(buf_cstr(&ear.heard));
    close_ear();
    arena_finish(&arena);
}

int main(void)
{
    cases_add_rows(it_is_asked_aloud, kinds, COUNT(kinds), sizeof(kinds[0]));
    cases_add("marks follow the voice", marks_follow_the_voice);
    cases_add("a recorded voice is heard", a_recorded_voice_is_heard);
    cases_add("muted, it is silent and the marks move", muted_it_is_silent_and_the_marks_move);
    cases_add("nobody is named and nothing praised", nobody_is_named_and_nothing_praised);
    return cases_run("voice of the room", NULL, NULL);
}
