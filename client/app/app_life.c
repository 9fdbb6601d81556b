/* One turn of the program: what is due is done, the screen is drawn, and what was asked is done.
 *
 * Nothing here waits. What has to happen later has a timer; what is slow (Argon2id) goes to the
 * host's worker; what is long (folding the log) goes slice by slice, so that a frame can be drawn
 * between. The model, which is what the screens read, is filled only when something has changed,
 * so a frame costs no query.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static enum status read_words(struct app *a, const char *language)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[64] = "words/";

    words_english(&a->words);
    if (language == NULL || language[0] == '\0' || strcmp(language, "en") == 0) {
        return STATUS_OK;
    }
    if (strlen(language) > 16 ||
        strspn(language, "abcdefghijklmnopqrstuvwxyz-") < strlen(language)) {
        return FAIL(STATUS_BAD_INPUT, "\"%s\" is no language: write it as in cy or pl", language);
    }
    text_copy(name + 6, sizeof(name) - 6, language);
    text_copy(name + 6 + strlen(language), sizeof(name) - 6 - strlen(language), ".json");
    TRY(a->host.asset(a->host.ctx, name, &text));
    TRY(words_read(buf_cstr(&text), text.size, &a->kept, &a->words));
done:
    buf_finish(&text);
    return st;
}

/* The toolkit knows no words of its own. */
static void name_keys(struct app *a)
{
    a->names = (struct ui_names){.close = word_of(a, WORD_KEY_CLOSE),
                                 .show = word_of(a, WORD_KEY_SHOW),
                                 .hide = word_of(a, WORD_KEY_HIDE),
                                 .done = word_of(a, WORD_KEY_DONE),
                                 .new_line = word_of(a, WORD_KEY_NEW_LINE),
                                 .space = word_of(a, WORD_KEY_SPACE),
                                 .backspace = word_of(a, WORD_KEY_BACKSPACE),
                                 .shift = word_of(a, WORD_KEY_SHIFT),
                                 .cut = word_of(a, WORD_KEY_CUT),
                                 .copy = word_of(a, WORD_KEY_COPY),
                                 .paste = word_of(a, WORD_KEY_PASTE),
                                 .all = word_of(a, WORD_KEY_ALL),
                                 .further_up = word_of(a, WORD_KEY_FURTHER_UP),
                                 .further_down = word_of(a, WORD_KEY_FURTHER_DOWN),
                                 .letters = word_of(a, WORD_KEY_LETTERS)};
    for (int i = 0; i < UI_SCRIPT_COUNT; i++) {
        a->names.scripts[i] = word_of(a, (enum word)(WORD_SCRIPT_LATIN + i));
    }
}

static enum status open_store(struct app *a, const char *folder)
{
    enum status st = STATUS_OK;
    struct buf path = {0};

    buf_printf(&path, "%s/tablet.db", folder);
    st = store_open(buf_cstr(&path), &a->store);
    if (st == STATUS_FULL && store_open_full(buf_cstr(&path), &a->store) == STATUS_OK) {
        a->is_full = true;
        a->full_since_ms = app_wall(a);
        st = STATUS_OK;
    }
    buf_finish(&path);
    return st;
}

static enum status first_place(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};
    char step[16] = "";

    TRY(store_slots(a->store, &arena, &slots));
    TRY(app_setting(a, STORE_enrol_step, step, sizeof(step)));
    a->place.on = slots.count > 0 && step[0] != '\0' ? SCREEN_UNLOCK : SCREEN_START;
    if (slots.count == 1) {
        TRY(session_pick(a, slots.rows[0].number));
    }
    TRY(app_setting(a, STORE_withdrawn, a->enrol_fault, sizeof(a->enrol_fault)));
    app_timer(a, TIMER_WATCH, 0);
    enrol_find_typed(a);
    a->wants_focus = slots.count == 1 ? a->wants_focus : WORD_ACCESS_OPEN;
done:
    arena_finish(&arena);
    return st;
}

enum status app_open(const struct app_options *options, const struct app_host *host,
                     struct app **out)
{
    enum status st = STATUS_OK;
    struct app *a = mem_zero(1, sizeof(*a));

    *out = NULL;
    a->host = *host;
    for (int i = 0; i < TIMER_COUNT; i++) {
        a->due[i] = APP_NEVER;
    }
    a->wait_from_ms = APP_NEVER;
    a->is_stale = true;
    a->wants_focus = WORD_COUNT;
    draft_blank(&a->form.draft);
    a->demo = options->demo_passphrase != NULL ? mem_text(options->demo_passphrase) : NULL;
    TRY(change_setup());
    TRY(read_words(a, options->language));
    name_keys(a);
    TRY(scale_open(a));
    TRY(pictures_open(a));
    TRY(open_store(a, options->data));
    look_read(a);
    TRY(first_place(a));
    app_tell_full(a);
    *out = a;
    a = NULL;
done:
    app_close(a);
    return st;
}

void app_close(struct app *a)
{
    if (a == NULL) {
        return;
    }
    if (session_is_open(a) && fold_keep_all(a) != STATUS_OK) {
        /* The next unlock folds more. */
    }
    session_lock(a);
    buf_wipe(&a->job.pcm);
    buf_finish(&a->job.pcm);
    buf_wipe(&a->job.jpeg);
    buf_finish(&a->job.jpeg);
    app_job_wipe(a);
    store_close(a->store);
    undo_forget(a);
    scale_forget_parked(a);
    scale_close(a);
    voice_names_forget(a);
    arena_finish(&a->model);
    arena_finish(&a->kept);
    free(a->drafts);
    free(a->demo);
    key_wipe(&a->form, sizeof(a->form));
    free(a);
}

/* ---- timers ---------------------------------------------------------------------------------- */

void app_timer(struct app *a, enum app_timer which, int64_t in_ms)
{
    a->due[which] = in_ms == APP_NEVER ? APP_NEVER : a->now_ms + in_ms;
}

int64_t app_wake_ms(const struct app *a)
{
    int64_t first = a->wants_frame ? a->now_ms : APP_NEVER;

    for (int i = 0; i < TIMER_COUNT; i++) {
        first = a->due[i] < first ? a->due[i] : first;
    }
    return first;
}

/* The person sees what has come, but not at every slice: filling the screen costs more than one. */
static void show_folded(struct app *a, bool is_all)
{
    if (is_all || !session_is_open(a) || a->now_ms - a->session.shown_ms >= APP_FOLD_SHOWN_MS) {
        a->session.shown_ms = a->now_ms;
        app_changed(a);
    }
}

/* All is folded: what is left to do beside the person's work. */
static enum status fold_rests(struct app *a)
{
    enum status st = STATUS_OK;
    bool more = false;

    TRY(rejoin_goes_on(a));
    TRY(twin_heed(a));
    if (a->session.image.is_fetching) {
        TRY(image_fetch(a));
        app_timer(a, TIMER_FOLD, 0);
        goto done;
    }
    TRY(staff_heed_list(a));
    if (session_is_open(a) &&
        (a->session.image.is_keeping ||
         a->session.place - a->session.snapshot_place >= APP_SNAPSHOT_AFTER)) {
        TRY(image_keep(a, APP_KEEP_SLICE, &more));
        if (more) {
            app_timer(a, TIMER_FOLD, 0);
        }
    }
done:
    return st;
}

/* What the first screen shows of thousands is asked for between frames; folding waits meanwhile,
 * for each slice of it would have all asked again. */
static void open_in_steps(struct app *a)
{
    if (!place_shows_class(a) || !cards_prepare(a)) {
        session_ready(a);
    }
    app_timer(a, TIMER_FOLD, 0);
}

static enum status fold_step(struct app *a)
{
    enum status st = STATUS_OK;
    bool is_opening = a->session.state == SESSION_OPENING;
    bool more = false;
    bool more_twins = false;

    if (is_opening && a->session.is_near) {
        open_in_steps(a);
        goto done;
    }
    if (a->session.is_behind) {
        TRY(rejoin_settle_twins(a, &more_twins));
        TRY(fold_slice(a, is_opening ? APP_FOLD_SLICE : APP_FOLD_BESIDE, &more));
        more = more || more_twins;
        show_folded(a, !more);
    }
    if (is_opening && (!more || a->session.first_place > 0)) {
        /* With a view of yesterday the screen is of use already. */
        TRY(more ? fold_own_first(a) : STATUS_OK);
        a->session.is_near = true;
        more = true;
    }
    if (more) {
        app_timer(a, TIMER_FOLD, 0);
    } else if (session_is_open(a)) {
        TRY(fold_rests(a));
    }
done:
    return st;
}

/* Some of what was kept could not be read: what a person wrote is in the log and in the drafts, so
 * the view is made anew, and they come back to where they were. */
static enum status mend_view(struct app *a)
{
    enum status st = STATUS_OK;

    if (session_is_open(a)) {
        TRY(draft_flush(a));
        TRY(draft_keep_where(a));
    }
    a->session.state = SESSION_OPENING;
    a->place.on = SCREEN_UNLOCK;
    a->picked_slot = a->session.slot.number;
    known_forget(a);
    TRY(fold_mend(a));
    a->fault[0] = '\0';
    app_timer(a, TIMER_FOLD, 0);
    app_changed(a);
done:
    return st;
}

static void fold_more(struct app *a)
{
    enum status st = a->session.db != NULL ? fold_step(a) : STATUS_OK;

    if (st != STATUS_OK && a->session.state == SESSION_OPENING) {
        session_ready(a);
    }
    if (st != STATUS_OK && status_act(st) != TRY_AGAIN) {
        app_tell(a, st);
    }
}

static void minute_turns(struct app *a)
{
    app_timer(a, TIMER_MINUTE, 60000 - app_wall(a) % 60000);
    fold_new_day(a);
    app_changed(a);
}

/* Work at the pupil room's door holds nothing up: its answer finds nobody there. Any other is
 * waited for, and no longer: nobody may ever touch the tablet again. */
static void idle_for_long(struct app *a)
{
    bool waits = a->job.kind != JOB_NONE && a->job.kind != JOB_LEAVE_ROOM;

    if (a->session.state != SESSION_LOCKED && waits) {
        app_timer(a, TIMER_IDLE, APP_IDLE_AGAIN_MS);
    } else if (a->session.state != SESSION_LOCKED) {
        app_lock(a);
    }
}

static void run_timer(struct app *a, enum app_timer which)
{
    switch (which) {
    case TIMER_FOLD:
        fold_more(a);
        break;
    case TIMER_WATCH:
        app_tell(a, sync_watch(a));
        break;
    case TIMER_IDLE:
        idle_for_long(a);
        break;
    case TIMER_DRAFT:
        app_tell(a, draft_flush(a));
        break;
    case TIMER_TOAST:
        app_toast_drop(a);
        break;
    case TIMER_MINUTE:
        minute_turns(a);
        break;
    case TIMER_WAIT:
        app_changed(a);
        break;
    case TIMER_LEARN:
        learn_some(a);
        break;
    case TIMER_INTERVAL:
        app_tell(a, interval_tick(a));
        break;
    case TIMER_CLIP:
        app_tell(a, record_tick(a));
        break;
    case TIMER_DOOR:
        app_tell(a, room_door_waited(a));
        break;
    case TIMER_CARDS:
        cards_go_on(a);
        break;
    case TIMER_COUNT:
        break;
    }
}

bool app_advance(struct app *a, int64_t now_ms)
{
    bool wants = false;

    a->now_ms = now_ms;
    if (a->wait_from_ms == APP_NEVER) {
        a->wait_from_ms = now_ms;
    }
    if (a->due[TIMER_MINUTE] == APP_NEVER) {
        minute_turns(a);
    }
    if (a->has_touch) {
        a->has_touch = false;
        if (a->due[TIMER_IDLE] > now_ms) { /* what wakes a tablet that slept does not save it */
            app_timer(a, TIMER_IDLE, APP_IDLE_LOCK_MS);
        }
    }
    for (int i = 0; i < TIMER_COUNT; i++) {
        if (a->due[i] <= now_ms) {
            a->due[i] = APP_NEVER;
            run_timer(a, (enum app_timer)i);
        }
    }
    if (a->session.db != NULL && sql_image_is_broken(a->session.db)) {
        app_tell(a, mend_view(a));
    }
    if (a->is_stale) {
        room_follow(a); /* before the frame: how it is drawn hangs on it, too */
    }
    wants = a->wants_frame;
    a->wants_frame = false;
    return wants;
}

/* A field that was asked for has the focus as soon as it stands there. The way to the switches is
 * there for whoever comes with one and nothing else, and is no reason to show another part. */
static void give_focus(struct app *a, struct ui *ui)
{
    const struct ui_place *place = NULL;

    if (a->wants_focus == WORD_COUNT) {
        return;
    }
    place = ui_find(ui, word_of(a, a->wants_focus));
    if (place != NULL && a->wants_focus == WORD_ACCESS_OPEN) {
        ui_focus_unseen(ui, place->id);
        a->wants_focus = WORD_COUNT;
    } else if (place != NULL) {
        ui_focus(ui, place->id);
        a->wants_focus = WORD_COUNT;
        a->wants_frame = true;
    }
}

const struct draw_list *app_frame(struct app *a, struct ui *ui, const struct ui_frame *frame)
{
    const struct draw_list *list = NULL;
    struct said said = {INTENT_NONE, {""}, 0};
    struct ui_frame with = *frame;
    enum screen_name before = a->view.on;

    a->now_ms = frame->now_ms;
    a->frame_scale = frame->scale;
    model_fill(a);
    if (a->view.on != before) {
        ui_leave(ui); /* whatever led here: a finger, or a tablet that is open now */
    }
    with.names = &a->names;
    with.voiced = a->look.voiced;
    ui_begin(ui, &with);
    said = screen_show(ui, &a->view, &a->form);
    list = ui_end(ui);
    give_focus(a, ui);
    voice_frame(a, ui);
    if (said.intent != INTENT_NONE) {
        a->means = ui_means(ui);
        intent_carry_out(a, &said);
    }
    return list;
}

/* ---- small things ---------------------------------------------------------------------------- */

void app_changed(struct app *a)
{
    a->is_stale = true;
    a->wants_frame = true;
}

int64_t app_wall(const struct app *a)
{
    return a->host.clock.now_ms(a->host.clock.ctx);
}

struct id app_new_id(struct app *a)
{
    return id_new(&a->host.clock, &a->host.random);
}

const char *word_of(const struct app *a, enum word which)
{
    return a->words.text[which];
}

void app_toast(struct app *a, enum word words, bool can_undo)
{
    text_copy(a->toast, sizeof(a->toast), word_of(a, words));
    a->view.toast_undo = can_undo;
    app_timer(a, TIMER_TOAST, can_undo ? APP_TOAST_UNDO_MS : APP_TOAST_MS);
    app_changed(a);
}

void app_toast_say(struct app *a, const char *words)
{
    text_copy(a->toast, sizeof(a->toast), words);
    app_changed(a);
}

void app_toast_drop(struct app *a)
{
    a->toast[0] = '\0';
    undo_forget(a);
    app_timer(a, TIMER_TOAST, APP_NEVER);
    app_changed(a);
}

/* What the disk does is told in words for people: the sentence of the fault names a file, which is
 * for whoever reads the log. NULL where the fault's own sentence is the one to show. */
static const char *words_of_disk(const struct app *a, enum status st)
{
    static const struct {
        enum status st;
        enum word words;
    } rows[] = {
        {STATUS_FULL, WORD_FAULT_FULL},
        {STATUS_DISK, WORD_FAULT_DISK},
        {STATUS_BUSY, WORD_FAULT_BUSY},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].st == st) {
            return word_of(a, rows[i].words);
        }
    }
    return NULL;
}

void app_put_sentence(const struct app *a, char *out, size_t room, const char *english)
{
    struct buf text = {0};

    words_say(&a->words, english, &text);
    text_copy(out, room, buf_cstr(&text));
    buf_finish(&text);
}

void app_tell(struct app *a, enum status st)
{
    const char *sentence = words_of_disk(a, st);

    if (st == STATUS_OK) {
        return;
    }
    if (sentence != NULL) {
        text_copy(a->fault, sizeof(a->fault), sentence);
    } else {
        app_put_sentence(a, a->fault, sizeof(a->fault),
                         status_message()[0] != '\0' ? status_message() : status_text(st));
    }
    if (!a->is_filling) { /* else what cannot be read would be read again for ever */
        app_changed(a);
    }
}

void app_tell_full(struct app *a)
{
    if (a->is_full) {
        text_copy(a->fault, sizeof(a->fault), word_of(a, WORD_FAULT_FULL_OPEN));
        app_changed(a);
    }
}

enum status app_setting(struct app *a, enum store_setting which, char *out, size_t room)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    out[0] = '\0';
    TRY(store_get(a->store, which, &text));
    text_copy(out, room, buf_cstr(&text));
done:
    buf_finish(&text);
    return st;
}

int64_t app_number(const struct app *a, enum store_setting which)
{
    int64_t number = 0;

    return store_get_int(a->store, which, &number) == STATUS_OK ? number : 0;
}

void app_touched(struct app *a)
{
    a->has_touch = true;
}

void app_hidden(struct app *a)
{
    record_hidden(a);
    app_tell(a, draft_flush(a));
}

const char *app_screen(const struct app *a)
{
    return screen_word(a->place.on);
}

bool app_is_busy(const struct app *a)
{
    return a->job.kind != JOB_NONE || a->session.state == SESSION_OPENING ||
           a->due[TIMER_FOLD] != APP_NEVER;
}

bool app_is(const struct app *a, enum app_claim claim)
{
    struct store_counts counts = {0};

    switch (claim) {
    case APP_IS_UNLOCKED:
        return session_is_open(a) && !id_is_none(&a->session.slot.staff);
    case APP_IS_SAVED:
        return !a->draft_dirty && id_is_none(&a->form.draft.id) &&
               store_unkept_drafts(a->store) == 0;
    case APP_IS_SYNCED:
        return store_count(a->store, &counts) == STATUS_OK && counts.waiting == 0 &&
               app_number(a, STORE_contact_ms) > 0;
    }
    return false;
}
