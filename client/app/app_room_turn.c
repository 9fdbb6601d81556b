/* One turn in the pupil room: something is touched, said aloud, and kept; then on, or back.
 *
 * A change of mind is always possible: until the answers are agreed to, each can be gone back to,
 * and from the answers that are read back each can be changed by itself. A practice question that
 * was answered otherwise than is known is asked once more, in the same voice, and then goes by.
 */
#include "app_room.h"

static const struct instrument *asked(const struct app *a)
{
    return &a->room.asks.in;
}

static struct app_room_answer *answer_now(struct app *a)
{
    return &a->room.answers[a->room.at];
}

/* ---- the voice ------------------------------------------------------------------------------- */

static bool is_silent(const struct app *a)
{
    return a->room.profile.is.muted != 0 || a->look.silent;
}

static void say(struct app *a, const char *text)
{
    a->room.asks_aloud = false;
    if (!is_silent(a) && a->host.say != NULL && text[0] != '\0') {
        a->host.say(a->host.ctx, text, a->room.profile.voice, a->room.profile.is.rate);
    }
}

/* In silence the mark goes over the words all the same. */
static void ask(struct app *a, const char *text)
{
    if (a->host.say != NULL) {
        a->host.say(a->host.ctx, text, is_silent(a) ? NULL : a->room.profile.voice,
                    a->room.profile.is.rate);
    }
    a->room.asks_aloud = true;
}

void room_hush(struct app *a)
{
    a->room.asks_aloud = false;
    if (a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
}

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
    struct buf text = {0};
    int card = room_card(a);

    buf_text(&text, room_question(item, without_names(a, a->room.about_words, &arena), &arena));
    if (card >= 0) {
        buf_printf(&text, " %s.", item->cards[card].label);
    }
    if (way == INSTRUMENT_SEVERAL || way == INSTRUMENT_JOURNAL) {
        buf_printf(&text, " %s", word_of(a, WORD_ROOM_SEVERAL));
    }
    for (size_t i = 0; i < answer_scale(item); i++) {
        buf_printf(&text, " %s.", item->choices[room_choice_at(a, item, i)].label);
    }
    ask(a, buf_cstr(&text));
    buf_finish(&text);
    arena_finish(&arena);
}

static void say_back(struct app *a)
{
    struct buf text = {0};
    struct arena arena = {0};
    const char *page = without_names(a, a->form.page, &arena);

    buf_text(&text, word_of(a, WORD_ROOM_YOU_SAID));
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct instrument_item *item = &asked(a)->items[i];
        if (!item->practice && answer_is_there(item, &a->room.answers[i], a->form.page)) {
            buf_byte(&text, ' ');
            answer_words(item, &a->room.answers[i], page, &text);
            buf_byte(&text, '.');
        }
    }
    say(a, buf_cstr(&text));
    buf_finish(&text);
    arena_finish(&arena);
}

/* What was touched; on a board also what is next in the hand. */
static void say_touch(struct app *a, int choice)
{
    const struct instrument_item *item = room_item(a);
    struct buf text = {0};
    int card = room_card(a);

    buf_text(&text, item->choices[choice].label);
    if (card >= 0 && !item->choices[choice].apart) {
        buf_printf(&text, ". %s.", item->cards[card].label);
    }
    say(a, buf_cstr(&text));
    buf_finish(&text);
}

/* From an item on, this one itself counted; the count of items when all are behind. */
size_t room_asked_from(const struct app *a, size_t at)
{
    while (at < asked(a)->item_count && room_is_skipped(a, at)) {
        at++;
    }
    return at;
}

/* ---- answering ------------------------------------------------------------------------------- */

enum status room_answer(struct app *a, int choice)
{
    const struct instrument_item *item = room_item(a);
    struct app_room_answer *answer = answer_now(a);
    int card = room_card(a);
    bool is_board = instrument_way_of(item) == INSTRUMENT_BOARD;

    if (choice < 0 || (size_t)choice >= item->choice_count || a->room.phase != ROOM_ASK ||
        (is_board && card < 0 && !item->choices[choice].apart)) {
        return STATUS_OK;
    }
    answer_touch(item, answer, choice, card);
    a->room.picked = -1;
    answer->ms += a->now_ms - a->room.shown_ms;
    a->room.shown_ms = a->now_ms;
    say_touch(a, choice);
    return room_keep(a);
}

enum status room_take_up(struct app *a, int64_t card)
{
    const struct instrument_item *item = room_item(a);

    if (a->room.phase == ROOM_ASK && card >= 0 && (size_t)card < item->card_count) {
        a->room.picked = (int)card;
        say(a, item->cards[card].label);
        return room_keep(a);
    }
    return STATUS_OK;
}

enum status room_show(struct app *a, size_t at, enum screen_room_phase phase)
{
    a->room.at = at;
    a->room.phase = phase;
    a->room.picked = -1;
    a->room.shown_ms = a->now_ms;
    a->room.wrong = false;
    if (phase == ROOM_ASK) {
        room_say_question(a);
    } else if (phase == ROOM_READ_BACK) {
        a->room.is_changing = true;
        say_back(a);
    } else if (phase == ROOM_THANKS) {
        say(a, word_of(a, WORD_ROOM_THANKS));
    }
    return room_keep(a);
}

/* On a practice question another answer than the known one is asked once more. */
static bool ask_again(struct app *a)
{
    const struct instrument_item *item = room_item(a);

    if (!item->practice || a->room.wrong || answer_is_right(item, answer_now(a))) {
        return false;
    }
    a->room.wrong = true;
    answer_blank(answer_now(a));
    room_say_question(a);
    return true;
}

enum status room_next(struct app *a, int64_t number)
{
    size_t to = 0;

    (void)number;
    if (a->room.phase != ROOM_ASK || !answer_is_there(room_item(a), answer_now(a), a->form.page)) {
        return STATUS_OK;
    }
    if (ask_again(a)) {
        return room_keep(a);
    }
    to = room_asked_from(a, a->room.at + 1);
    if (a->room.is_trial && to == asked(a)->item_count) {
        trial_end(a);
        return STATUS_OK;
    }
    if (to < asked(a)->item_count && !a->room.is_changing) {
        return room_show(a, to, ROOM_ASK);
    }
    return room_show(a, a->room.at, ROOM_READ_BACK);
}

enum status room_back(struct app *a, int64_t number)
{
    size_t to = a->room.at;

    (void)number;
    if (a->room.phase == ROOM_READ_BACK || (a->room.is_changing && a->room.phase == ROOM_ASK)) {
        return room_show(a, to, a->room.phase == ROOM_ASK ? ROOM_READ_BACK : ROOM_ASK);
    }
    while (to > 0 && room_is_skipped(a, to - 1)) {
        to--;
    }
    return a->room.phase == ROOM_ASK && to > 0 ? room_show(a, to - 1, ROOM_ASK) : STATUS_OK;
}

enum status room_change(struct app *a, int64_t item)
{
    if (a->room.phase == ROOM_READ_BACK && item >= 0 && (size_t)item < asked(a)->item_count) {
        return room_show(a, (size_t)item, ROOM_ASK);
    }
    return STATUS_OK;
}

enum status room_say_again(struct app *a, int64_t number)
{
    (void)number;
    a->room.phase == ROOM_READ_BACK ? say_back(a) : room_say_question(a);
    return STATUS_OK;
}
