/* What the pupil room shows: the question that is open, or what was said, read back. */
#include "app_room.h"

#include <string.h>

static bool is_plain(const struct app *a, const struct instrument_item *item)
{
    return a->room.profile.is.pictures != 0 && pictures_are_plain(a, item);
}

static const char *picture(struct app *a, const struct instrument_item *item, const char *name)
{
    return pictures_name(a, is_plain(a, item), name);
}

/* What lies in the n-th choice; a card that was taken up again lies nowhere. */
static void fill_column(struct app *a, size_t number, int column, struct screen_answer *out)
{
    const struct instrument_item *item = &a->room.asks.in.items[number];
    const struct app_room_answer *answer = &a->room.answers[number];
    int picked = number == a->room.at ? a->room.picked : -1;
    struct screen_sorted *cards = arena_alloc(&a->model, (item->card_count + 1) * sizeof(*cards));

    *out = (struct screen_answer){.words = item->choices[column].label,
                                  .picture = picture(a, item, item->choices[column].picture),
                                  .chosen = answer->choice == column ||
                                            (answer->chosen & (1U << (unsigned)column)) != 0,
                                  .cards = cards};
    for (size_t i = 0; i < item->card_count; i++) {
        if (answer->columns[i] == column && (int)i != picked) {
            cards[out->card_count++] = (struct screen_sorted){
                item->cards[i].label, picture(a, item, item->cards[i].picture), (int)i};
        }
    }
}

static const struct screen_answer *columns(struct app *a, size_t number, size_t *count)
{
    const struct instrument_item *item = &a->room.asks.in.items[number];
    struct screen_answer *rows = NULL;

    *count = answer_scale(item);
    rows = arena_alloc(&a->model, (*count + 1) * sizeof(*rows));
    for (size_t i = 0; i < *count; i++) {
        fill_column(a, number, (int)room_choice_at(a, item, i), &rows[i]);
    }
    return rows;
}

static void fill_answers(struct app *a, const struct instrument_item *item, struct screen_room *out)
{
    const struct app_room_answer *answer = &a->room.answers[a->room.at];

    out->answers = columns(a, a->room.at, &out->answer_count);
    out->is_answered = answer_is_there(item, answer, a->form.page);
    out->unsure = answer->choice >= 0 && answer->choice == answer_choice_of(item, "unsure");
    out->not_now = answer->choice >= 0 && answer->choice == answer_choice_of(item, "not-now");
}

static void fill_question(struct app *a, struct screen_room *out)
{
    const struct instrument_item *item = room_item(a);
    int card = room_card(a);

    out->way = instrument_way_of(item);
    out->is_practice = item->practice;
    out->tries_again = a->room.wrong;
    out->question = room_question(item, a->room.about_words, &a->model);
    out->is_plain = is_plain(a, item);
    out->picture = picture(a, item, item->picture);
    out->has_card = card >= 0;
    if (out->has_card) {
        out->question = arena_printf(&a->model, "%s %s", out->question, item->cards[card].label);
        out->picture = picture(a, item, item->cards[card].picture);
    }
    fill_answers(a, item, out);
}

static void add_picture(const char **pictures, size_t *count, const char *picture)
{
    if (picture[0] != '\0') {
        pictures[(*count)++] = picture;
    }
}

static void fill_back(struct app *a, size_t number, struct screen_back *out)
{
    const struct instrument_item *item = &a->room.asks.in.items[number];
    const struct app_room_answer *answer = &a->room.answers[number];
    const char **pictures =
        arena_alloc(&a->model, (INSTRUMENT_CHOICES_MOST + 1) * sizeof(*pictures));
    struct buf text = {0};

    answer_words(item, answer, a->form.page, &text);
    *out = (struct screen_back){.question = room_question(item, a->room.about_words, &a->model),
                                .said = arena_text(&a->model, buf_cstr(&text)),
                                .pictures = pictures,
                                .number = (int)number};
    if (instrument_way_of(item) == INSTRUMENT_BOARD && answer->choice < 0) {
        out->columns = columns(a, number, &out->column_count);
    }
    if (answer->choice >= 0) {
        add_picture(pictures, &out->picture_count,
                    picture(a, item, item->choices[answer->choice].picture));
    }
    for (size_t c = 0; c < item->choice_count; c++) {
        if ((answer->chosen & (1U << c)) != 0) {
            add_picture(pictures, &out->picture_count, picture(a, item, item->choices[c].picture));
        }
    }
    buf_finish(&text);
}

static void fill_backs(struct app *a, struct screen_room *out)
{
    size_t count = a->room.asks.in.item_count;
    struct screen_back *backs = arena_alloc(&a->model, (count + 1) * sizeof(*backs));

    for (size_t i = 0; i < count; i++) {
        const struct instrument_item *item = &a->room.asks.in.items[i];
        if (!item->practice && answer_is_there(item, &a->room.answers[i], a->form.page)) {
            fill_back(a, i, &backs[out->back_count++]);
        }
    }
    out->backs = backs;
}

static void fill_steps(struct app *a, struct screen_room *out)
{
    size_t count = a->room.asks.in.item_count;

    for (size_t i = 0; i < count; i++) {
        bool is_asked = !room_is_skipped(a, i);
        out->steps += is_asked ? 1 : 0;
        out->step += is_asked && (i < a->room.at || a->room.phase != ROOM_ASK) ? 1 : 0;
    }
    out->can_go_back = room_can_go_back(a);
    out->steps++;
}

void room_fill(struct app *a)
{
    struct screen_room *out = &a->view.room;
    struct store_slot slot = {0};

    *out = (struct screen_room){.phase = a->room.phase, .help = a->room.help};
    out->is_trial = a->room.is_trial;
    out->has_said = room_has_said(a);
    out->staff = a->session.slot.name;
    out->fault = a->lock_fault;
    out->busy = a->job.kind != JOB_NONE;
    if (a->room.phase == ROOM_LEAVING &&
        session_find_slot(a, a->session.slot.number, &slot) == STATUS_OK) {
        out->wait_s = session_wait_s(a, &slot);
        app_timer(a, TIMER_WAIT, out->wait_s > 0 ? 1000 : APP_NEVER);
    }
    fill_question(a, out);
    if (a->room.phase == ROOM_READ_BACK) {
        fill_backs(a, out);
    }
    fill_steps(a, out);
}
