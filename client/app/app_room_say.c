/* What is said aloud in the pupil room, and in whose voice.
 *
 * The question, then each answer in the order shown; what was touched; what was answered, read
 * back. All of it by the tablet's own voice, or in the parts that a member of staff has recorded by
 * theirs: the words are the same, and so is what may be among them. What a person wrote about a
 * pupil is never one of the recorded phrases, and loses its names.
 */
#include "app_room.h"

#include <string.h>

enum { PARTS_MOST = 200 };
struct saying {
    struct buf text;
    struct app_clip clips[PARTS_MOST];
    size_t count;
};

static bool is_silent(const struct app *a)
{
    return a->room.profile.is.muted != 0 || a->look.silent;
}

/* sound NULL: by the tablet's own voice. */
static void add(struct saying *s, const char *words, const struct buf *sound)
{
    if (sound != NULL && s->count < PARTS_MOST) {
        s->clips[s->count++] = (struct app_clip){s->text.size, strlen(words), sound};
    }
    buf_text(&s->text, words);
}

void room_speak(struct app *a, const struct app_words *words)
{
    if (words->clip_count > 0 && a->host.say_with != NULL) {
        a->host.say_with(a->host.ctx, words);
    } else if (a->host.say != NULL) {
        a->host.say(a->host.ctx, words->text, words->voice, words->rate);
    }
}

/* is_question: its words can be marked, and in silence the mark goes over them all the same. */
static void say(struct app *a, struct saying *s, bool is_question)
{
    struct app_words words = {buf_cstr(&s->text), a->room.profile.voice, a->room.profile.is.rate,
                              s->clips, s->count};

    if (is_silent(a)) {
        words.voice = NULL;
        words.clip_count = 0;
    }
    if (s->text.size > 0 && (is_question || words.voice != NULL)) {
        room_speak(a, &words);
    }
    a->room.asks_aloud = is_question;
    buf_wipe(&s->text);
    buf_finish(&s->text);
}

void room_hush(struct app *a)
{
    a->room.asks_aloud = false;
    if (a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
}

/* ---- recordings ------------------------------------------------------------------------------ */

static void find_clips(struct app *a, const struct instrument_item *item, struct clips_item *out)
{
    *out = (struct clips_item){.question = NULL};
    if (!is_silent(a) && a->host.say_with != NULL) {
        clips_for(&a->room.clips, &a->room.pupil, a->room.profile.voice);
        clips_of_item(a, &a->room.clips, item, out);
    }
}

static const struct buf *find_phrase(struct app *a, const char *words)
{
    if (is_silent(a) || a->host.say_with == NULL) {
        return NULL;
    }
    clips_for(&a->room.clips, &a->room.pupil, a->room.profile.voice);
    return clips_of_phrase(a, &a->room.clips, words);
}

const struct buf *room_heard_as(struct app *a, const char *label)
{
    const struct instrument_item *item = NULL;
    struct clips_item clips;

    if (a->room.phase != ROOM_ASK) {
        return NULL;
    }
    item = room_item(a);
    find_clips(a, item, &clips);
    for (size_t i = 0; i < item->choice_count; i++) {
        if (strcmp(item->choices[i].label, label) == 0) {
            return clips.choices[i];
        }
    }
    for (size_t i = 0; i < item->card_count; i++) {
        if (strcmp(item->cards[i].label, label) == 0) {
            return clips.cards[i];
        }
    }
    return NULL;
}

/* ---- the question ---------------------------------------------------------------------------- */

/* What somebody wrote may hold a name, which the others in the room are not to hear. As long as it
 * was, for the mark is told by where a word stands. */
static const char *without_names(struct app *a, const char *text, struct arena *arena)
{
    struct buf out = {0};
    const char *kept = "";

    if (text[0] != '\0' && voice_names(a) == STATUS_OK) {
        voice_blank_names(&a->spoken, text, &out);
        kept = arena_text(arena, buf_cstr(&out));
    }
    buf_wipe(&out);
    buf_finish(&out);
    return kept;
}

/* The question, then each answer in the order shown, all in the same way. */
void room_say_question(struct app *a)
{
    const struct instrument_item *item = room_item(a);
    enum instrument_way way = instrument_way_of(item);
    struct arena arena = {0};
    struct saying s = {.count = 0};
    struct clips_item clips;
    const char *question = NULL;
    int card = room_card(a);

    find_clips(a, item, &clips);
    question = room_question(item, without_names(a, a->room.about_words, &arena), &arena);
    add(&s, question, question == item->label ? clips.question : NULL);
    if (card >= 0) {
        add(&s, " ", NULL);
        add(&s, item->cards[card].label, clips.cards[card]);
        add(&s, ".", NULL);
    }
    if (way == INSTRUMENT_SEVERAL || way == INSTRUMENT_JOURNAL) {
        const char *several = word_of(a, WORD_ROOM_SEVERAL);
        add(&s, " ", NULL);
        add(&s, several, find_phrase(a, several));
    }
    for (size_t i = 0; i < answer_scale(item); i++) {
        size_t choice = room_choice_at(a, item, i);
        add(&s, " ", NULL);
        add(&s, item->choices[choice].label, clips.choices[choice]);
        add(&s, ".", NULL);
    }
    say(a, &s, true);
    arena_wipe(&arena);
}

/* ---- what was answered ----------------------------------------------------------------------- */

struct back {
    struct saying *s;
    const struct instrument_item *item;
    const struct clips_item *clips;
};

static void add_back(void *ctx, const struct answer_part *part)
{
    const struct back *b = ctx;
    const struct buf *sound = NULL;

    if (part->choice >= 0) {
        sound = b->clips->choices[part->choice];
    } else if (part->card >= 0) {
        sound = b->clips->cards[part->card];
    }
    add(b->s, part->words, sound);
}

void room_say_back(struct app *a)
{
    const struct instrument *in = &a->room.asks.in;
    struct saying s = {.count = 0};
    struct arena arena = {0};
    const char *page = without_names(a, a->form.page, &arena);
    const char *you_said = word_of(a, WORD_ROOM_YOU_SAID);

    add(&s, you_said, find_phrase(a, you_said));
    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        struct clips_item clips;
        struct back back = {&s, item, &clips};
        if (item->practice || !answer_is_there(item, &a->room.answers[i], a->form.page)) {
            continue;
        }
        find_clips(a, item, &clips);
        add(&s, " ", NULL);
        answer_parts(item, &a->room.answers[i], page, add_back, &back);
        add(&s, ".", NULL);
    }
    say(a, &s, false);
    arena_wipe(&arena);
}

/* ---- what is touched ------------------------------------------------------------------------- */

/* What was touched; on a board also what is next in the hand. */
void room_say_touch(struct app *a, int choice)
{
    const struct instrument_item *item = room_item(a);
    struct saying s = {.count = 0};
    struct clips_item clips;
    int card = room_card(a);

    find_clips(a, item, &clips);
    add(&s, item->choices[choice].label, clips.choices[choice]);
    if (card >= 0 && !item->choices[choice].apart) {
        add(&s, ". ", NULL);
        add(&s, item->cards[card].label, clips.cards[card]);
        add(&s, ".", NULL);
    }
    say(a, &s, false);
}

void room_say_card(struct app *a, int card)
{
    const struct instrument_item *item = room_item(a);
    struct saying s = {.count = 0};
    struct clips_item clips;

    find_clips(a, item, &clips);
    add(&s, item->cards[card].label, clips.cards[card]);
    say(a, &s, false);
}

void room_say_thanks(struct app *a)
{
    struct saying s = {.count = 0};
    const char *thanks = word_of(a, WORD_ROOM_THANKS);

    add(&s, thanks, find_phrase(a, thanks));
    say(a, &s, false);
}
