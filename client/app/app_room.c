/* The pupil's own screen: one question at a time, asked aloud, answered by a picture.
 *
 * What a pupil touches is kept sealed at once, and becomes a change only when the answers have been
 * read back and the pupil agrees: a change of mind is always possible until then. The order of the
 * pictures is mirrored at random and recorded, for many choose the left one. Practice answers teach
 * how to answer and are no data: of them is saved only whether they went as is known. Nothing of
 * the tablet can be reached from here but through a member of staff's passphrase.
 */
#include "app_room.h"

#include <string.h>

enum { DOOR_MS = 30 * 1000 }; /* then nobody goes through */

static const struct instrument *asked(const struct app *a)
{
    return &a->room.asks.in;
}

const struct instrument_item *room_item(const struct app *a)
{
    return &asked(a)->items[a->room.at];
}

size_t room_choice_at(const struct app *a, const struct instrument_item *item, size_t place)
{
    size_t count = answer_scale(item);

    return a->room.is_mirrored && place < count ? count - 1 - place : place;
}

int room_card(const struct app *a)
{
    const struct app_room_answer *answer = &a->room.answers[a->room.at];

    if (instrument_way_of(room_item(a)) != INSTRUMENT_BOARD) {
        return -1;
    }
    return a->room.picked >= 0 ? a->room.picked : answer_next_card(room_item(a), answer);
}

bool room_is_skipped(const struct app *a, size_t item)
{
    return asked(a)->items[item].practice ? a->room.skips_practice : a->room.is_trial;
}

const char *room_question(const struct instrument_item *item, const char *about,
                          struct arena *arena)
{
    static const char mark[] = "{about}";
    const char *at = strstr(item->label_with, mark);

    if (about[0] == '\0' || at == NULL) {
        return item->label;
    }
    return arena_printf(arena, "%.*s%s%s", (int)(at - item->label_with), item->label_with, about,
                        at + sizeof(mark) - 1);
}

/* ---- kept as it is touched ------------------------------------------------------------------- */

static void write_answers(const struct app *a, bool with_practice, struct json_writer *w)
{
    struct answer_shown shown = {
        .is_mirrored = a->room.is_mirrored, .is_draft = with_practice, .words = a->form.page};

    json_open_object(w, "answers");
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct instrument_item *item = &asked(a)->items[i];
        bool there = with_practice || answer_has_some(item, &a->room.answers[i], a->form.page);
        shown.is_coloured = a->room.profile.is.pictures != 0 && !pictures_are_plain(a, item);
        if (there && (with_practice || !item->practice)) {
            answer_write(item, &a->room.answers[i], &shown, w);
        }
    }
    json_close_object(w);
}

static void write_room(const struct app *a, struct buf *out)
{
    struct json_writer w = {0};
    const struct app_room *room = &a->room;

    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_id(&w, "by", &a->session.slot.staff);
    json_open_list(&w, "pupils");
    json_put_id(&w, NULL, &room->pupil);
    json_close_list(&w);
    json_open_object(&w, "room");
    json_put_text(&w, "instrument", asked(a)->id);
    json_put_text(&w, "version", room->asks.version);
    json_put_id(&w, "about", &room->about);
    json_put_text(&w, "about_words", room->about_words);
    json_put_bool(&w, "skips_practice", room->skips_practice);
    json_put_int(&w, "at", (int64_t)room->at);
    json_put_int(&w, "phase", room->phase == ROOM_LEAVING ? room->before : room->phase);
    json_put_bool(&w, "changing", room->is_changing);
    json_put_bool(&w, "mirrored", room->is_mirrored);
    json_put_bool(&w, "once_more", room->wrong);
    json_put_int(&w, "picked", room->picked);
    json_put_id(&w, "rec", &room->rec);
    json_put_int(&w, "help", room->help);
    json_put_text(&w, "page", a->form.page);
    write_answers(a, true, &w);
    json_close_object(&w);
    json_close_object(&w);
}

enum status room_keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[64] = "";

    if (a->room.is_trial) {
        return STATUS_OK;
    }
    draft_name(&a->room.draft, name);
    write_room(a, &text);
    st = draft_seal(a, name, &text);
    buf_finish(&text);
    return st;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* A pupil who has moved to a group that is not on this tablet is still in the middle of a question:
 * it goes on as it began, for a child who answers by a switch has no other way to the end. */
static bool is_here(struct app *a)
{
    return model_pupil_name(a, &a->room.pupil, NULL)[0] != '\0';
}

void room_follow(struct app *a)
{
    if (session_is_open(a) && a->place.on == SCREEN_ROOM && is_here(a)) {
        profile_read(a, &a->room.pupil, &a->room.profile);
        clips_changed(&a->room.clips);
    }
}

void room_close(struct app *a)
{
    arena_wipe(&a->room.arena);
    clips_close(&a->room.clips);
    key_wipe(&a->room, sizeof(a->room));
    key_wipe(a->form.page, sizeof(a->form.page));
}

enum status room_start(struct app *a, const struct id *pupil, const struct app_instrument *one)
{
    enum status st = STATUS_OK;

    room_close(a);
    a->room = (struct app_room){.pupil = *pupil, .picked = -1, .shown_ms = a->now_ms};
    for (size_t i = 0; i < INSTRUMENT_ASKED_MOST; i++) {
        answer_blank(&a->room.answers[i]);
    }
    profile_read(a, pupil, &a->room.profile);
    TRY(scale_copy(a, one, &a->room.arena, &a->room.asks));
    room_show_schools(a);
    room_add_own(a, &a->room.pupil, &a->room.asks.in, &a->room.arena);
done:
    return st;
}

void room_enter(struct app *a)
{
    app_toast_drop(a);
    a->has_forgotten = true; /* what staff copied is not for the pupil to paste */
    place_go(a, SCREEN_ROOM);
    app_tell(a, room_say_again(a, 0));
}

static enum status open_offer(struct app *a, const struct room_offer *offer)
{
    enum status st = STATUS_OK;
    uint8_t chance = 0;

    TRY(room_start(a, &a->place.pupil, offer->one));
    a->host.random.fill(a->host.random.ctx, &chance, 1);
    a->room.is_mirrored = (chance & 1U) != 0;
    a->room.draft = app_new_id(a);
    a->room.about = offer->about;
    text_copy(a->room.about_words, sizeof(a->room.about_words), offer->about_words);
    a->room.skips_practice = a->view.skips_practice;
    a->room.at = room_asked_from(a, 0);
    TRY(room_drop_put_by(a));
    TRY(room_keep(a));
    TRY(draft_list(a));
    room_enter(a);
done:
    return st;
}

enum status room_open(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct room_offers offers = {0};
    size_t number = said->number >= 0 ? (size_t)said->number : 0;

    if (said->number < 0) {
        return room_go_on(a);
    }
    room_offered(a, &arena, &offers);
    if (number < offers.count && id_equal(&offers.rows[number].about, &said->id)) {
        st = open_offer(a, &offers.rows[number]);
    }
    arena_wipe(&arena);
    return st;
}

/* As the door counts them; 0: not marked. */
static int help_of(int64_t number)
{
    return number >= 1 && number <= 3 ? (int)number : 0;
}

static void read_room(struct app *a, const struct json_value *json)
{
    const struct json_value *answers = json_member(json, "answers");
    int64_t phase = json_int(json_member(json, "phase"), ROOM_ASK);
    int64_t at = json_int(json_member(json, "at"), 0);
    int64_t picked = json_int(json_member(json, "picked"), -1);

    a->room.is_mirrored = json_is_true(json_member(json, "mirrored"));
    a->room.is_changing = json_is_true(json_member(json, "changing"));
    a->room.skips_practice = json_is_true(json_member(json, "skips_practice"));
    a->room.phase =
        phase >= ROOM_ASK && phase <= ROOM_THANKS ? (enum screen_room_phase)phase : ROOM_ASK;
    a->room.at = at >= 0 && (size_t)at < asked(a)->item_count ? (size_t)at : 0;
    a->room.wrong = json_is_true(json_member(json, "once_more"));
    a->room.help = help_of(json_int(json_member(json, "help"), 0));
    a->room.picked = picked >= 0 && (size_t)picked < room_item(a)->card_count ? (int)picked : -1;
    if (id_parse(json_member_text(json, "rec"), &a->room.rec) != STATUS_OK) {
        a->room.rec = (struct id){""};
    }
    if (id_parse(json_member_text(json, "about"), &a->room.about) != STATUS_OK) {
        a->room.about = (struct id){""};
    }
    text_copy(a->room.about_words, sizeof(a->room.about_words),
              json_member_text(json, "about_words"));
    text_copy(a->form.page, sizeof(a->form.page), json_member_text(json, "page"));
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct instrument_item *item = &asked(a)->items[i];
        answer_read(item, json_member(answers, item->id), &a->room.answers[i]);
    }
}

enum status room_read(struct app *a, const struct app_draft_row *row)
{
    enum status st = STATUS_OK;
    struct json_value *json = NULL;
    const struct json_value *room = NULL;
    const struct app_instrument *one = NULL;
    struct id pupil = a->place.pupil;

    scale_refresh(a);
    TRY(draft_read(a, &row->id, &json));
    room = json_member(json, "room");
    one = scale_of(a, json_member_text(room, "instrument"), json_member_text(room, "version"));
    if (one == NULL || strcmp(one->in.kind, "self-assessment") != 0) {
        st = STATUS_NOT_FOUND;
        goto done;
    }
    TRY(room_start(a, &pupil, one));
    a->room.draft = row->id;
    read_room(a, room);
done:
    json_free(json);
    return st;
}

/* After a crash in the middle: the same question, with what was touched. */
enum status room_resume(struct app *a)
{
    for (size_t i = a->draft_count; i > 0; i--) {
        const struct app_draft_row *row = &a->drafts[i - 1];
        if (row->is_room && id_equal(&row->pupils[0], &a->place.pupil)) {
            return room_read(a, row);
        }
    }
    return STATUS_NOT_FOUND;
}

/* ---- saving ---------------------------------------------------------------------------------- */

/* How the questions were answered whose answer is known: no data of its own, but something to bear
 * in mind beside what follows. NULL when there was no practice, or it was declined. */
static const char *practised(const struct app *a)
{
    const char *out = NULL;

    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct instrument_item *item = &asked(a)->items[i];
        const struct app_room_answer *answer = &a->room.answers[i];
        if (!item->practice || answer->choice >= (int)answer_scale(item) ||
            !answer_is_there(item, answer, "")) {
            continue;
        }
        if (!answer_is_right(item, answer)) {
            return "otherwise";
        }
        out = "known";
    }
    return out;
}

static unsigned ways_of_all(const struct app *a)
{
    unsigned ways = 0;

    for (size_t i = 0; i < asked(a)->item_count; i++) {
        ways |= asked(a)->items[i].practice ? 0 : a->room.answers[i].ways;
    }
    return ways;
}

void room_write_help(const struct app *a, struct json_writer *w)
{
    static const char *const words[] = {"", "none", "a little", "a lot"};

    if (a->room.help != 0) {
        json_put_text(w, "help", words[a->room.help]);
    }
}

void room_write_set(struct app *a, bool is_unfinished, struct buf *set)
{
    struct json_writer w = {0};

    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_int(&w, "when", app_wall(a));
    json_put_text(&w, "instrument", asked(a)->id);
    json_put_text(&w, "version", a->room.asks.version);
    if (!id_is_none(&a->room.about)) {
        json_put_id(&w, "about", &a->room.about);
    }
    if (a->room.profile.is.pictures != 0) {
        json_put_text(&w, "pictures", "plain");
    }
    if (practised(a) != NULL) {
        json_put_text(&w, "practised", practised(a));
    }
    ways_write(&w, ways_of_all(a));
    access_write(&w, &a->room.profile.is);
    room_write_help(a, &w);
    if (is_unfinished || !id_is_none(&a->room.rec)) {
        json_put_bool(&w, "unfinished", is_unfinished);
    }
    write_answers(a, false, &w);
    json_close_object(&w);
}

static enum status save(struct app *a, int64_t number)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct app_change change = {{""}, a->room.pupil, "self_assessment", NULL, NULL, true, NULL};
    char name[64] = "";

    (void)number;
    if (a->room.phase != ROOM_READ_BACK) {
        return STATUS_OK;
    }
    room_write_set(a, false, &set);
    draft_name(&a->room.draft, name);
    change.is_new = !room_is_saved(a, &a->room.rec); /* else it was put by before its end */
    change.rec = id_is_none(&a->room.rec) ? app_new_id(a) : a->room.rec;
    change.set = buf_cstr(&set);
    TRY(capture_commit(a, &change, 1, name));
    a->room.rec = change.rec;
    TRY(room_show(a, a->room.at, ROOM_THANKS));
done:
    buf_finish(&set);
    return st;
}

/* ---- leaving --------------------------------------------------------------------------------- */

void room_left(struct app *a)
{
    enum status st = STATUS_OK;
    struct id pupil = a->room.pupil;
    char name[64] = "";
    bool is_over = a->room.before == ROOM_THANKS;
    bool has_said = !is_over && room_has_said(a);
    bool is_put_by = false;

    if (!app_is_handed_over(a)) {
        return;
    }
    /* What was saved of it before may say what was taken back since. */
    is_put_by = has_said || (!is_over && room_is_saved(a, &a->room.rec));
    st = is_put_by ? room_put_by(a) : room_put_help(a);
    if (st == STATUS_OK && !is_put_by) {
        draft_name(&a->room.draft, name);
        st = store_draft_drop(a->store, name);
    }
    room_hush(a);
    room_close(a);
    app_tell(a, draft_list(a));
    place_go(a, model_pupil_name(a, &pupil, NULL)[0] != '\0' ? SCREEN_PUPIL : SCREEN_CLASS);
    app_tell(a, st);
    if (has_said && st == STATUS_OK) {
        app_toast(a, WORD_ROOM_LEFT, false);
        app_toast_say(a, words_fill(&a->words, WORD_ROOM_LEFT, &a->model,
                                    model_pupil_name(a, &pupil, NULL), NULL));
    }
}

static enum status leave(struct app *a, int64_t number)
{
    (void)number;
    if (a->room.is_trial) {
        trial_end(a);
        return STATUS_OK;
    }
    if (a->room.phase != ROOM_LEAVING) {
        a->room.before = a->room.phase;
        a->room.phase = ROOM_LEAVING;
        a->room.left_ms = a->now_ms;
        a->room.written = 0;
        a->lock_fault[0] = '\0'; /* of whoever came to the door before */
        a->wants_focus = WORD_UNLOCK_PASSPHRASE;
        app_timer(a, TIMER_DOOR, DOOR_MS);
        room_hush(a);
    }
    return STATUS_OK;
}

static enum status stay(struct app *a, int64_t number)
{
    (void)number;
    if (a->room.phase == ROOM_LEAVING) {
        a->room.phase = a->room.before;
        a->room.shown_ms += a->now_ms - a->room.left_ms; /* nobody was answering meanwhile */
        key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    }
    return STATUS_OK;
}

/* Blanks are none: they are what a switch that is Space writes. */
static size_t letters_of(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        count += *text != ' ' ? 1 : 0;
    }
    return count;
}

/* It closes by itself: a child who came here by a switch has no light to go back by, and what an
 * adult left half written is not for whoever takes the tablet up. */
enum status room_door_waited(struct app *a)
{
    size_t written = letters_of(a->form.passphrase);

    if (!app_is_handed_over(a) || a->room.phase != ROOM_LEAVING) {
        return STATUS_OK;
    }
    if (a->job.kind != JOB_NONE || written != a->room.written) {
        a->room.written = written;
        app_timer(a, TIMER_DOOR, DOOR_MS);
        return STATUS_OK;
    }
    app_changed(a);
    return stay(a, 0);
}

static enum status keep_words(struct app *a, int64_t number)
{
    (void)number;
    return room_keep(a);
}

static enum status mark_help(struct app *a, int64_t number)
{
    a->room.help = help_of(number);
    return room_keep(a);
}

bool app_is_handed_over(const struct app *a)
{
    return session_is_open(a) && a->place.on == SCREEN_ROOM && !a->room.is_trial;
}

bool app_may_close(struct app *a)
{
    if (!app_is_handed_over(a)) {
        return true;
    }
    app_tell(a, leave(a, 0));
    app_changed(a);
    return false;
}

/* Which of the item's choices was touched; -1: it is about something else. */
static int touched(const struct app *a, const struct said *said)
{
    if (said->intent == INTENT_ROOM_ANSWER && said->number >= 0) {
        return (int)room_choice_at(a, room_item(a), (size_t)said->number);
    }
    if (said->intent == INTENT_ROOM_UNSURE || said->intent == INTENT_ROOM_NOT_NOW) {
        return answer_choice_of(room_item(a),
                                said->intent == INTENT_ROOM_UNSURE ? "unsure" : "not-now");
    }
    return -1;
}

/* What is neither a touch of a choice nor about leaving. */
static enum status go_on(struct app *a, const struct said *said)
{
    static enum status (*const by_intent[INTENT_COUNT])(struct app *, int64_t) = {
        [INTENT_ROOM_CARD] = room_take_up,  [INTENT_ROOM_WORDS] = keep_words,
        [INTENT_ROOM_CHANGE] = room_change, [INTENT_ROOM_NEXT] = room_next,
        [INTENT_ROOM_BACK] = room_back,     [INTENT_ROOM_DONE] = save,
        [INTENT_ROOM_SAY] = room_say_again, [INTENT_ROOM_HELP] = mark_help,
        [INTENT_ROOM_LEAVE] = leave,        [INTENT_ROOM_STAY] = stay,
    };
    CHECK(by_intent[said->intent] != NULL);
    return by_intent[said->intent](a, said->number);
}

enum status room_said(struct app *a, const struct said *said)
{
    int choice = touched(a, said);

    app_changed(a);
    return choice >= 0 ? room_answer(a, choice) : go_on(a, said);
}
