/* One answer in the pupil room, of whichever kind its question is.
 *
 * An answer is written in one form, in the sealed draft as in the record: what was chosen, the
 * order in which it was shown, how long it took and how often it was changed. What stands apart (I
 * don't know, Not now) takes the place of everything else, and the other way round: nobody can say
 * both.
 */
#include "app_room.h"

#include <string.h>

void answer_blank(struct app_room_answer *out)
{
    *out = (struct app_room_answer){.choice = -1};
    for (int i = 0; i < INSTRUMENT_CARDS_MOST; i++) {
        out->columns[i] = -1;
    }
}

size_t answer_scale(const struct instrument_item *item)
{
    size_t count = 0;

    for (size_t i = 0; i < item->choice_count; i++) {
        count += item->choices[i].apart ? 0 : 1;
    }
    return count;
}

int answer_choice_of(const struct instrument_item *item, const char *id)
{
    const struct instrument_choice *choice = instrument_choice_find(item, id);

    return choice != NULL ? (int)(choice - item->choices) : -1;
}

int answer_next_card(const struct instrument_item *item, const struct app_room_answer *answer)
{
    for (size_t i = 0; i < item->card_count; i++) {
        if (answer->columns[i] < 0) {
            return (int)i;
        }
    }
    return -1;
}

bool answer_is_there(const struct instrument_item *item, const struct app_room_answer *answer,
                     const char *words)
{
    if (answer->choice >= 0 || answer->chosen != 0) {
        return true;
    }
    if (instrument_way_of(item) == INSTRUMENT_BOARD) {
        return answer_next_card(item, answer) < 0;
    }
    return instrument_way_of(item) == INSTRUMENT_JOURNAL && draft_says_something(words);
}

bool answer_has_some(const struct instrument_item *item, const struct app_room_answer *answer,
                     const char *words)
{
    bool some = answer_is_there(item, answer, words);

    for (size_t i = 0; i < item->card_count && !some; i++) {
        some = answer->columns[i] >= 0;
    }
    return some;
}

/* ---- touching -------------------------------------------------------------------------------- */

/* A board waits behind it as it was sorted: who goes on has not to begin once more. */
static void touch_apart(struct app_room_answer *answer, int choice)
{
    bool said_something = answer->chosen != 0;

    for (int i = 0; i < INSTRUMENT_CARDS_MOST && answer->choice < 0; i++) {
        said_something = said_something || answer->columns[i] >= 0;
    }
    said_something = said_something || (answer->choice >= 0 && answer->choice != choice);
    answer->changes += said_something ? 1 : 0;
    answer->chosen = 0;
    answer->choice = choice;
}

static void touch_scale(const struct instrument_item *item, struct app_room_answer *answer,
                        int choice, int card)
{
    enum instrument_way way = instrument_way_of(item);

    if (way == INSTRUMENT_ONE) {
        answer->changes += answer->choice >= 0 && answer->choice != choice ? 1 : 0;
        answer->choice = choice;
        return;
    }
    answer->changes += answer->choice >= 0 ? 1 : 0;
    answer->choice = -1;
    if (way == INSTRUMENT_BOARD) {
        CHECK(card >= 0 && (size_t)card < item->card_count);
        answer->changes += answer->columns[card] >= 0 && answer->columns[card] != choice ? 1 : 0;
        answer->columns[card] = choice;
    } else {
        answer->changes += (answer->chosen & (1U << (unsigned)choice)) != 0 ? 1 : 0;
        answer->chosen ^= 1U << (unsigned)choice;
    }
}

void answer_touch(const struct instrument_item *item, struct app_room_answer *answer, int choice,
                  int card)
{
    CHECK(choice >= 0 && (size_t)choice < item->choice_count);
    if (item->choices[choice].apart) {
        touch_apart(answer, choice);
    } else {
        touch_scale(item, answer, choice, card);
    }
}

/* ---- practice -------------------------------------------------------------------------------- */

static bool are_cards_right(const struct instrument_item *item,
                            const struct app_room_answer *answer)
{
    for (size_t i = 0; i < item->card_count; i++) {
        if (answer->columns[i] != answer_choice_of(item, item->cards[i].right)) {
            return false;
        }
    }
    return true;
}

/* Whoever says that they don't know, or not now, is not asked again. */
bool answer_is_right(const struct instrument_item *item, const struct app_room_answer *answer)
{
    unsigned right = 0;

    if (answer->choice >= 0 && item->choices[answer->choice].apart) {
        return true;
    }
    switch (instrument_way_of(item)) {
    case INSTRUMENT_BOARD:
        return are_cards_right(item, answer);
    case INSTRUMENT_SEVERAL:
    case INSTRUMENT_JOURNAL:
        for (size_t i = 0; i < item->choice_count; i++) {
            right |= item->choices[i].right ? 1U << i : 0U;
        }
        return answer->chosen == right;
    case INSTRUMENT_ONE:
    case INSTRUMENT_NOT_ASKED:
        break;
    }
    return answer->choice == answer_choice_of(item, item->right);
}

/* ---- as JSON --------------------------------------------------------------------------------- */

static void write_board(const struct instrument_item *item, const struct app_room_answer *answer,
                        struct json_writer *w)
{
    json_open_object(w, "board");
    for (size_t i = 0; i < item->card_count; i++) {
        if (answer->columns[i] >= 0) {
            json_put_text(w, item->cards[i].id, item->choices[answer->columns[i]].id);
        }
    }
    json_close_object(w);
}

static void write_chosen(const struct instrument_item *item, const struct app_room_answer *answer,
                         struct json_writer *w)
{
    json_open_list(w, "choices");
    for (size_t i = 0; i < item->choice_count; i++) {
        if ((answer->chosen & (1U << i)) != 0) {
            json_put_text(w, NULL, item->choices[i].id);
        }
    }
    json_close_list(w);
}

static void write_said(const struct instrument_item *item, const struct app_room_answer *answer,
                       const struct answer_shown *shown, struct json_writer *w)
{
    enum instrument_way way = instrument_way_of(item);

    if (answer->choice >= 0) {
        json_put_text(w, "choice", item->choices[answer->choice].id);
    } else if (way != INSTRUMENT_ONE && way != INSTRUMENT_BOARD) {
        write_chosen(item, answer, w);
    }
    if (way == INSTRUMENT_BOARD && (answer->choice < 0 || shown->is_draft)) {
        write_board(item, answer, w);
    }
    if (way == INSTRUMENT_JOURNAL && draft_says_something(shown->words)) {
        draft_put_words(w, "words", shown->words);
    }
}

/* Which image it was, for another may take its place: its record and its mark. */
static void write_image(const char *id, const char *picture, bool *is_open, struct json_writer *w)
{
    const char *image = picture_image(picture);

    if (image == NULL) {
        return;
    }
    if (!*is_open) {
        json_open_object(w, "own");
        *is_open = true;
    }
    json_put_text(w, id, image);
}

/* The own pictures that were touched. */
static void write_images(const struct instrument_item *item, const struct app_room_answer *answer,
                         struct json_writer *w)
{
    bool is_open = false;

    for (size_t i = 0; i < item->choice_count; i++) {
        if (answer->choice == (int)i || (answer->chosen & (1U << i)) != 0) {
            write_image(item->choices[i].id, item->choices[i].picture, &is_open, w);
        }
    }
    for (size_t i = 0; i < item->card_count && answer->choice < 0; i++) {
        if (answer->columns[i] >= 0) {
            write_image(item->cards[i].id, item->cards[i].picture, &is_open, w);
        }
    }
    if (is_open) {
        json_close_object(w);
    }
}

void answer_write(const struct instrument_item *item, const struct app_room_answer *answer,
                  const struct answer_shown *shown, struct json_writer *w)
{
    size_t count = answer_scale(item);

    json_open_object(w, item->id);
    write_said(item, answer, shown, w);
    json_open_list(w, "shown");
    for (size_t c = 0; c < count; c++) {
        json_put_text(w, NULL, item->choices[shown->is_mirrored ? count - 1 - c : c].id);
    }
    json_close_list(w);
    write_images(item, answer, w);
    if (shown->is_coloured) {
        json_put_bool(w, "coloured", true);
    }
    json_put_int(w, "ms", answer->ms);
    json_put_int(w, "changes", answer->changes);
    ways_write(w, answer->ways);
    json_close_object(w);
}

void answer_read(const struct instrument_item *item, const struct json_value *json,
                 struct app_room_answer *out)
{
    const struct json_value *chosen = json_member(json, "choices");
    const struct json_value *board = json_member(json, "board");

    answer_blank(out);
    out->choice = answer_choice_of(item, json_member_text(json, "choice"));
    out->changes = (int)json_int(json_member(json, "changes"), 0);
    out->ms = json_int(json_member(json, "ms"), 0);
    out->ways = ways_read(json_member(json, "ways"));
    for (size_t i = 0; i < json_count(chosen); i++) {
        const char *id = json_text(json_item(chosen, i));
        int choice = id != NULL ? answer_choice_of(item, id) : -1;
        out->chosen |= choice >= 0 ? 1U << (unsigned)choice : 0U;
    }
    for (size_t i = 0; i < item->card_count; i++) {
        out->columns[i] = answer_choice_of(item, json_member_text(board, item->cards[i].id));
    }
}

/* ---- in words -------------------------------------------------------------------------------- */

struct telling {
    const struct instrument_item *item;
    const struct app_room_answer *answer;
    void (*take)(void *ctx, const struct answer_part *part);
    void *ctx;
};

static void tell(struct telling *t, const char *words)
{
    t->take(t->ctx, &(struct answer_part){words, -1, -1});
}

static void tell_choice(struct telling *t, int choice)
{
    t->take(t->ctx, &(struct answer_part){t->item->choices[choice].label, choice, -1});
}

static void tell_column(struct telling *t, int column, bool *is_first)
{
    bool some = false;

    for (size_t i = 0; i < t->item->card_count; i++) {
        if (t->answer->columns[i] != column) {
            continue;
        }
        if (!some) {
            tell(t, *is_first ? "" : "; ");
            tell_choice(t, column);
        }
        tell(t, some ? ", " : ": ");
        t->take(t->ctx, &(struct answer_part){t->item->cards[i].label, -1, (int)i});
        some = true;
        *is_first = false;
    }
}

void answer_parts(const struct instrument_item *item, const struct app_room_answer *answer,
                  const char *words, void (*take)(void *ctx, const struct answer_part *part),
                  void *ctx)
{
    struct telling t = {item, answer, take, ctx};
    bool is_first = true;

    if (answer->choice >= 0) {
        tell_choice(&t, answer->choice);
        return;
    }
    if (instrument_way_of(item) == INSTRUMENT_BOARD) {
        for (size_t c = 0; c < answer_scale(item); c++) {
            tell_column(&t, (int)c, &is_first);
        }
        return;
    }
    for (size_t i = 0; i < item->choice_count; i++) {
        if ((answer->chosen & (1U << i)) != 0) {
            tell(&t, is_first ? "" : ", ");
            tell_choice(&t, (int)i);
            is_first = false;
        }
    }
    if (draft_says_something(words)) {
        tell(&t, is_first ? "" : ". ");
        tell(&t, words);
    }
}

static void add_words(void *ctx, const struct answer_part *part)
{
    buf_text(ctx, part->words);
}

void answer_words(const struct instrument_item *item, const struct app_room_answer *answer,
                  const char *words, struct buf *out)
{
    answer_parts(item, answer, words, add_words, out);
}
