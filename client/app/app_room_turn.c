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
    answer->ways |= way_now(a, &a->room.profile.is);
    answer->ms += a->now_ms - a->room.shown_ms;
    a->room.shown_ms = a->now_ms;
    room_say_touch(a, choice);
    return room_keep(a);
}

enum status room_take_up(struct app *a, int64_t card)
{
    const struct instrument_item *item = room_item(a);

    if (a->room.phase == ROOM_ASK && card >= 0 && (size_t)card < item->card_count) {
        a->room.picked = (int)card;
        room_say_card(a, (int)card);
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
        room_say_back(a);
    } else if (phase == ROOM_THANKS) {
        room_say_thanks(a);
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

/* From an answer that is changed only when there is one: nobody reads back nothing and agrees. */
bool room_can_go_back(const struct app *a)
{
    if (a->room.phase == ROOM_ASK && a->room.is_changing) {
        return answer_is_there(room_item(a), &a->room.answers[a->room.at], a->form.page);
    }
    return a->room.phase == ROOM_READ_BACK ||
           (a->room.phase == ROOM_ASK && a->room.at > room_asked_from(a, 0));
}

enum status room_back(struct app *a, int64_t number)
{
    size_t to = a->room.at;

    (void)number;
    if (!room_can_go_back(a)) {
        return STATUS_OK;
    }
    if (a->room.phase == ROOM_READ_BACK || a->room.is_changing) {
        return room_show(a, to, a->room.phase == ROOM_ASK ? ROOM_READ_BACK : ROOM_ASK);
    }
    while (room_is_skipped(a, to - 1)) {
        to--;
    }
    return room_show(a, to - 1, ROOM_ASK);
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
    a->room.phase == ROOM_READ_BACK ? room_say_back(a) : room_say_question(a);
    return STATUS_OK;
}
