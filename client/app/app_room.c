/* The pupil's own screen: one question at a time, asked aloud, answered by a picture.
 *
 * What a pupil touches is kept sealed at once, and becomes a change only when the answers have been
 * read back and the pupil agrees: a change of mind is always possible until then. The order of the
 * pictures is mirrored at random and recorded, for many choose the left one. Practice answers teach
 * how to answer and are no data: they are never saved. Nothing of the tablet can be reached from
 * here but through a member of staff's passphrase.
 */
#include "app_private.h"

#include <string.h>

static const struct instrument *asked(const struct app *a)
{
    return &a->room.asks->in;
}

static const struct instrument_item *item_now(const struct app *a)
{
    return &asked(a)->items[a->room.at];
}

static size_t scale_count(const struct instrument_item *item)
{
    size_t count = 0;

    for (size_t i = 0; i < item->choice_count; i++) {
        count += item->choices[i].apart ? 0 : 1;
    }
    return count;
}

/* The choice that lies at a place of the screen. */
static size_t choice_at(const struct app *a, const struct instrument_item *item, size_t place)
{
    size_t count = scale_count(item);

    return a->room.is_mirrored && place < count ? count - 1 - place : place;
}

static int choice_of(const struct instrument_item *item, const char *id)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        if (strcmp(item->choices[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* ---- the voice ------------------------------------------------------------------------------- */

static void say(struct app *a, const char *text)
{
    a->room.asks_aloud = false;
    if (!a->room.is_muted && !a->look.silent && a->host.say != NULL && text[0] != '\0') {
        a->host.say(a->host.ctx, text, a->room.voice[0] != '\0' ? a->room.voice : "en",
                    a->room.rate);
    }
}

/* The question, then each answer in the order shown, all in the same way. */
static void say_question(struct app *a)
{
    const struct instrument_item *item = item_now(a);
    struct buf text = {0};

    buf_text(&text, item->label);
    for (size_t i = 0; i < scale_count(item); i++) {
        buf_printf(&text, " %s.", item->choices[choice_at(a, item, i)].label);
    }
    say(a, buf_cstr(&text));
    a->room.asks_aloud = true;
    buf_finish(&text);
}

static void say_back(struct app *a)
{
    struct buf text = {0};

    buf_text(&text, word_of(a, WORD_ROOM_YOU_SAID));
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct instrument_item *item = &asked(a)->items[i];
        int choice = a->room.answers[i].choice;
        if (!item->practice && choice >= 0) {
            buf_printf(&text, " %s.", item->choices[choice].label);
        }
    }
    say(a, buf_cstr(&text));
    buf_finish(&text);
}

/* ---- kept as it is touched ------------------------------------------------------------------- */

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
    json_put_int(&w, "at", (int64_t)room->at);
    json_put_int(&w, "phase", room->phase == ROOM_LEAVING ? room->before : room->phase);
    json_put_bool(&w, "mirrored", room->is_mirrored);
    json_put_id(&w, "rec", &room->rec);
    json_open_list(&w, "answers");
    for (size_t i = 0; i < asked(a)->item_count && i < ROOM_ITEMS_MAX; i++) {
        json_open_object(&w, NULL);
        json_put_int(&w, "choice", room->answers[i].choice);
        json_put_int(&w, "changes", room->answers[i].changes);
        json_put_int(&w, "ms", room->answers[i].ms);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    json_close_object(&w);
}

static enum status keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[64] = "";

    draft_name(&a->room.draft, name);
    write_room(a, &text);
    st = draft_seal(a, name, &text);
    buf_finish(&text);
    return st;
}

/* ---- opening --------------------------------------------------------------------------------- */

static const struct json_value *field_of(const struct merge_record *r, const char *name)
{
    const struct merge_field *f = merge_find(r, name);
    const struct merge_head *head = f != NULL ? merge_value(f) : NULL;

    return head != NULL ? head->value : NULL;
}

/* The pupil's own way of being asked follows them to every tablet. */
static void read_profile(struct app *a)
{
    struct merge_record r = {0};
    struct buf name = {0};
    struct id rec = {""};
    const char *voice = NULL;

    a->room.asks = &a->scales.shipped[SCALE_FEEL];
    a->room.rate = 0;
    buf_printf(&name, "access_profile|%s", a->room.pupil.text);
    rec = id_derived(buf_cstr(&name));
    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &rec, &r) == STATUS_OK) {
        voice = json_text(field_of(&r, "voice"));
        text_copy(a->room.voice, sizeof(a->room.voice), voice != NULL ? voice : "");
        a->room.rate = (int)json_int(field_of(&r, "rate"), 0);
        a->room.is_muted = json_is_true(field_of(&r, "muted"));
        a->room.scan = look_scan_read(field_of(&r, "scanning"));
        a->room.hold_ms = (int)json_int(field_of(&r, "hold_ms"), 0);
        a->room.again_ms = (int)json_int(field_of(&r, "repeat_ms"), 0);
        a->room.asks =
            &a->scales.shipped[json_int(field_of(&r, "scale"), 3) == 5 ? SCALE_FEEL_5 : SCALE_FEEL];
    }
    merge_finish(&r);
    buf_finish(&name);
    CHECK(a->room.asks->in.item_count <= ROOM_ITEMS_MAX);
}

static void start(struct app *a, const struct id *pupil)
{
    a->room = (struct app_room){.pupil = *pupil, .shown_ms = a->now_ms};
    for (size_t i = 0; i < ROOM_ITEMS_MAX; i++) {
        a->room.answers[i].choice = -1;
    }
    read_profile(a);
}

enum status room_open(struct app *a, const struct id *pupil)
{
    enum status st = STATUS_OK;
    uint8_t chance = 0;

    start(a, pupil);
    a->host.random.fill(a->host.random.ctx, &chance, 1);
    a->room.is_mirrored = (chance & 1U) != 0;
    a->room.draft = app_new_id(a);
    a->place.pupil = *pupil;
    TRY(keep(a));
    TRY(draft_list(a));
    app_toast_drop(a);
    place_go(a, SCREEN_ROOM);
    say_question(a);
done:
    return st;
}

static void read_room(struct app *a, const struct json_value *json)
{
    const struct json_value *answers = json_member(json, "answers");
    int64_t phase = json_int(json_member(json, "phase"), ROOM_ASK);
    int64_t at = json_int(json_member(json, "at"), 0);

    a->room.is_mirrored = json_is_true(json_member(json, "mirrored"));
    a->room.phase =
        phase >= ROOM_ASK && phase <= ROOM_THANKS ? (enum screen_room_phase)phase : ROOM_ASK;
    a->room.at = at >= 0 && (size_t)at < asked(a)->item_count ? (size_t)at : 0;
    if (id_parse(json_member_text(json, "rec"), &a->room.rec) != STATUS_OK) {
        a->room.rec = (struct id){""};
    }
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        const struct json_value *answer = json_item(answers, i);
        int64_t choice = json_int(json_member(answer, "choice"), -1);
        bool known = choice >= 0 && (size_t)choice < asked(a)->items[i].choice_count;
        a->room.answers[i].choice = known ? (int)choice : -1;
        a->room.answers[i].changes = (int)json_int(json_member(answer, "changes"), 0);
        a->room.answers[i].ms = json_int(json_member(answer, "ms"), 0);
    }
}

/* After a crash in the middle: the same question, with what was touched. */
enum status room_resume(struct app *a)
{
    enum status st = STATUS_NOT_FOUND;
    struct json_value *json = NULL;
    struct id pupil = a->place.pupil;

    for (size_t i = a->draft_count; i > 0; i--) {
        const struct app_draft_row *row = &a->drafts[i - 1];
        if (!row->is_room || !id_equal(&row->pupils[0], &pupil)) {
            continue;
        }
        start(a, &pupil);
        a->room.draft = row->id;
        TRY(draft_read(a, &row->id, &json));
        read_room(a, json_member(json, "room"));
        break;
    }
done:
    json_free(json);
    return st;
}

/* ---- answering ------------------------------------------------------------------------------- */

static enum status answer(struct app *a, int choice)
{
    const struct instrument_item *item = item_now(a);
    struct app_room_answer *answer = &a->room.answers[a->room.at];

    if (choice < 0 || (size_t)choice >= item->choice_count || a->room.phase != ROOM_ASK) {
        return STATUS_OK;
    }
    answer->changes += answer->choice >= 0 && answer->choice != choice ? 1 : 0;
    answer->choice = choice;
    answer->ms += a->now_ms - a->room.shown_ms;
    a->room.shown_ms = a->now_ms;
    say(a, item->choices[choice].label);
    return keep(a);
}

static enum status show(struct app *a, size_t at, enum screen_room_phase phase)
{
    a->room.at = at;
    a->room.phase = phase;
    a->room.shown_ms = a->now_ms;
    a->room.wrong = false;
    if (phase == ROOM_ASK) {
        say_question(a);
    } else if (phase == ROOM_READ_BACK) {
        say_back(a);
    } else if (phase == ROOM_THANKS) {
        say(a, word_of(a, WORD_ROOM_THANKS));
    }
    return keep(a);
}

/* On a practice question another answer than the known one is asked once more. */
static bool ask_again(struct app *a)
{
    const struct instrument_item *item = item_now(a);
    struct app_room_answer *answer = &a->room.answers[a->room.at];

    if (!item->practice || a->room.wrong || answer->choice < 0 ||
        item->choices[answer->choice].apart || answer->choice == choice_of(item, item->right)) {
        return false;
    }
    a->room.wrong = true;
    answer->choice = -1;
    say_question(a);
    return true;
}

static enum status next(struct app *a)
{
    if (a->room.phase != ROOM_ASK || a->room.answers[a->room.at].choice < 0) {
        return STATUS_OK;
    }
    if (ask_again(a)) {
        return keep(a);
    }
    if (a->room.at + 1 < asked(a)->item_count) {
        return show(a, a->room.at + 1, ROOM_ASK);
    }
    return show(a, a->room.at, ROOM_READ_BACK);
}

static enum status back(struct app *a)
{
    if (a->room.phase == ROOM_READ_BACK) {
        return show(a, a->room.at, ROOM_ASK);
    }
    if (a->room.phase == ROOM_ASK && a->room.at > 0) {
        return show(a, a->room.at - 1, ROOM_ASK);
    }
    return STATUS_OK;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static void write_answer(struct app *a, size_t i, struct json_writer *w)
{
    const struct instrument_item *item = &asked(a)->items[i];
    const struct app_room_answer *answer = &a->room.answers[i];

    json_open_object(w, item->id);
    json_put_text(w, "choice", item->choices[answer->choice].id);
    json_open_list(w, "shown");
    for (size_t c = 0; c < scale_count(item); c++) {
        json_put_text(w, NULL, item->choices[choice_at(a, item, c)].id);
    }
    json_close_list(w);
    json_put_int(w, "ms", answer->ms);
    json_put_int(w, "changes", answer->changes);
    json_close_object(w);
}

static void write_answers(struct app *a, struct buf *set)
{
    struct json_writer w = {0};

    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_int(&w, "when", app_wall(a));
    json_put_text(&w, "instrument", asked(a)->id);
    json_put_text(&w, "version", a->room.asks->version);
    json_open_object(&w, "answers");
    for (size_t i = 0; i < asked(a)->item_count; i++) {
        if (!asked(a)->items[i].practice && a->room.answers[i].choice >= 0) {
            write_answer(a, i, &w);
        }
    }
    json_close_object(&w);
    json_close_object(&w);
}

static enum status save(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct app_change change = {{""}, a->room.pupil, "self_assessment", NULL, NULL, true};
    char name[64] = "";

    if (a->room.phase != ROOM_READ_BACK) {
        return STATUS_OK;
    }
    write_answers(a, &set);
    draft_name(&a->room.draft, name);
    change.rec = app_new_id(a);
    change.set = buf_cstr(&set);
    TRY(capture_commit(a, &change, 1, name));
    a->room.rec = change.rec;
    TRY(show(a, a->room.at, ROOM_THANKS));
done:
    buf_finish(&set);
    return st;
}

/* ---- leaving --------------------------------------------------------------------------------- */

static const char *const help_words[] = {"", "none", "a little", "a lot"};

static enum status save_help(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct json_writer w = {0};
    struct app_change change = {a->room.rec, a->room.pupil, "self_assessment", NULL, NULL, false};

    if (a->room.help == 0 || id_is_none(&a->room.rec)) {
        return STATUS_OK;
    }
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_text(&w, "help", help_words[a->room.help]);
    json_close_object(&w);
    change.set = buf_cstr(&set);
    st = capture_commit(a, &change, 1, NULL);
    buf_finish(&set);
    return st;
}

void room_left(struct app *a)
{
    char name[64] = "";

    if (!session_is_open(a) || a->place.on != SCREEN_ROOM) {
        return;
    }
    app_tell(a, save_help(a));
    if (a->room.before == ROOM_THANKS || a->room.before == ROOM_ASK ||
        a->room.before == ROOM_READ_BACK) {
        draft_name(&a->room.draft, name);
        app_tell(a, store_draft_drop(a->store, name));
        app_tell(a, draft_list(a));
    }
    if (a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
    place_go(a, SCREEN_PUPIL);
}

static enum status leave(struct app *a, bool wants)
{
    if (wants && a->room.phase != ROOM_LEAVING) {
        a->room.before = a->room.phase;
        a->room.phase = ROOM_LEAVING;
        a->wants_focus = WORD_UNLOCK_PASSPHRASE;
    } else if (!wants && a->room.phase == ROOM_LEAVING) {
        a->room.phase = a->room.before;
        key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    }
    return STATUS_OK;
}

enum status room_said(struct app *a, const struct said *said)
{
    app_changed(a);
    if (said->intent == INTENT_ROOM_ANSWER) {
        return answer(a, (int)choice_at(a, item_now(a), (size_t)said->number));
    }
    if (said->intent == INTENT_ROOM_UNSURE) {
        return answer(a, choice_of(item_now(a), "unsure"));
    }
    if (said->intent == INTENT_ROOM_NOT_NOW) {
        return answer(a, choice_of(item_now(a), "not-now"));
    }
    if (said->intent == INTENT_ROOM_NEXT) {
        return next(a);
    }
    if (said->intent == INTENT_ROOM_BACK) {
        return back(a);
    }
    if (said->intent == INTENT_ROOM_DONE) {
        return save(a);
    }
    if (said->intent == INTENT_ROOM_SAY) {
        a->room.phase == ROOM_READ_BACK ? say_back(a) : say_question(a);
    } else if (said->intent == INTENT_ROOM_HELP) {
        a->room.help = said->number >= 1 && said->number <= 3 ? (int)said->number : 0;
    } else {
        return leave(a, said->intent == INTENT_ROOM_LEAVE);
    }
    return STATUS_OK;
}

/* ---- what the screen shows ------------------------------------------------------------------- */

static void fill_answers(struct app *a, const struct instrument_item *item, int chosen,
                         struct screen_room *out)
{
    size_t count = scale_count(item);
    struct screen_answer *rows = arena_alloc(&a->model, (count + 2) * sizeof(*rows));

    out->chosen = chosen;
    for (size_t i = 0; i < count; i++) {
        size_t c = choice_at(a, item, i);
        rows[i].words = item->choices[c].label;
        rows[i].picture = item->choices[c].picture;
        rows[i].chosen = chosen == (int)c;
    }
    out->answers = rows;
    out->answer_count = count;
    out->unsure = chosen >= 0 && strcmp(item->choices[chosen].id, "unsure") == 0;
    out->not_now = chosen >= 0 && strcmp(item->choices[chosen].id, "not-now") == 0;
}

void room_fill(struct app *a)
{
    struct screen_room *out = &a->view.room;
    const struct instrument_item *item = NULL;
    struct store_slot slot = {0};

    *out = (struct screen_room){.phase = a->room.phase, .chosen = -1, .help = a->room.help};
    out->is_saved = !id_is_none(&a->room.rec);
    out->pupil = model_pupil_name(a, &a->room.pupil, NULL);
    out->staff = a->session.slot.name;
    out->fault = a->lock_fault;
    out->busy = a->job.kind != JOB_NONE;
    if (a->room.phase == ROOM_LEAVING &&
        session_find_slot(a, a->session.slot.number, &slot) == STATUS_OK) {
        out->wait_s = session_wait_s(a, &slot);
        app_timer(a, TIMER_WAIT, out->wait_s > 0 ? 1000 : APP_NEVER);
    }
    item = item_now(a);
    out->is_practice = item->practice;
    out->tries_again = a->room.wrong;
    out->question = item->label;
    out->picture = item->picture;
    fill_answers(a, item, a->room.answers[a->room.at].choice, out);
    if (out->chosen >= 0) {
        out->said = item->choices[out->chosen].label;
        out->said_picture = item->choices[out->chosen].picture;
    }
    out->step = a->room.phase == ROOM_ASK ? (int)a->room.at : (int)asked(a)->item_count;
    out->steps = (int)asked(a)->item_count + 1;
}
