/* Interval observation: a look at each cue, up to six pupils at a time.
 *
 * While it is open, the sitting goes by the clock that nobody sets: where the wall's is set,
 * forward or back, the beginning moves with it, for a look must neither be skipped nor come round
 * again and be written over. Its beginning is kept by the wall's, so that it goes on whatever
 * happens to the program: a tablet that was killed comes back at the look that is due, and the
 * looks that nobody made are left out of the count instead of being guessed. Either is said in a
 * sentence. Each tap is sealed as it is made, from the choice of the method on. At the end every
 * pupil has a record of their own, with all looks in it, so that a figure can be worked out again.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

enum { CLOCK_SLACK_MS = 2000 }; /* less is the clock's own wavering */

static const char *const methods[INTERVAL_METHOD_COUNT] = {"momentary", "partial", "whole"};

static int cue_count(const struct app_interval *in)
{
    return (int)(in->length_s / in->every_s);
}

/* How many looks were due by now: 0 before the first. */
static int cues_due(const struct app *a)
{
    const struct app_interval *in = &a->interval;
    int64_t passed_s = (app_wall(a) - in->start_ms) / 1000;
    int64_t due = passed_s < 0 ? 0 : passed_s / in->every_s;

    return due > cue_count(in) ? cue_count(in) : (int)due;
}

static bool is_running(const struct app_interval *in)
{
    return in->phase == INTERVAL_RUNNING;
}

/* ---- sealed ---------------------------------------------------------------------------------- */

static void write_sitting(const struct app *a, struct buf *out)
{
    const struct app_interval *in = &a->interval;
    struct json_writer w = {0};

    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_id(&w, "by", &a->session.slot.staff);
    json_put_int(&w, "interval", in->phase);
    json_put_int(&w, "method", in->method);
    json_put_int(&w, "every_s", in->every_s);
    json_put_int(&w, "length_s", in->length_s);
    json_put_int(&w, "start", in->start_ms);
    json_open_list(&w, "pupils");
    for (size_t i = 0; i < in->pupil_count; i++) {
        json_put_id(&w, NULL, &in->pupils[i]);
    }
    json_close_list(&w);
    json_open_list(&w, "samples");
    for (size_t i = 0; i < in->pupil_count; i++) {
        json_put_text(&w, NULL, in->samples[i]);
    }
    json_close_list(&w);
    json_close_object(&w);
}

static enum status keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[64] = "";

    draft_name(&a->interval.draft, name);
    write_sitting(a, &text);
    TRY(draft_seal(a, name, &text));
    TRY(draft_list(a));
done:
    key_wipe(text.data, text.size);
    buf_finish(&text);
    app_changed(a);
    return st;
}

static int64_t within(const struct json_value *json, const char *key, int64_t least, int64_t most,
                      int64_t otherwise)
{
    int64_t value = json_int(json_member(json, key), otherwise);

    return value >= least && value <= most ? value : otherwise;
}

static void read_sitting(const struct json_value *json, struct app_interval *in)
{
    const struct json_value *pupils = json_member(json, "pupils");
    const struct json_value *samples = json_member(json, "samples");

    in->phase = (enum screen_interval_phase)within(json, "interval", INTERVAL_SETUP,
                                                   INTERVAL_RESULT, INTERVAL_SETUP);
    in->method = (int)within(json, "method", 0, INTERVAL_METHOD_COUNT - 1, 0);
    in->every_s = within(json, "every_s", 10, 30, 15);
    in->length_s = within(json, "length_s", 60, 600, 300);
    in->start_ms = json_int(json_member(json, "start"), 0);
    for (size_t i = 0; i < json_count(pupils) && i < SCREEN_WATCHED_MAX; i++) {
        const char *id = json_text(json_item(pupils, i));
        const char *looks = json_text(json_item(samples, i));
        if (id != NULL && looks != NULL &&
            id_parse(id, &in->pupils[in->pupil_count]) == STATUS_OK) {
            text_copy(in->samples[in->pupil_count], INTERVAL_LOOKS_ROOM, looks);
            in->pupil_count++;
        }
    }
}

/* ---- its clock ------------------------------------------------------------------------------- */

/* How long it lasts at least, by the looks that were made. */
static int64_t looked_ms(const struct app_interval *in)
{
    int64_t looked = 0;

    for (size_t i = 0; i < in->pupil_count; i++) {
        const char *last = in->samples[i] + strlen(in->samples[i]);
        while (last > in->samples[i] && last[-1] == '-') {
            last--;
        }
        looked = last - in->samples[i] > looked ? last - in->samples[i] : looked;
    }
    return looked * in->every_s * 1000;
}

/* Between two looks at the clock as much must have gone by as by the clock that nobody sets. */
static enum status mind_the_clock(struct app *a)
{
    struct app_interval *in = &a->interval;
    int64_t set_by = app_wall(a) - in->wall_ms - (a->now_ms - in->now_ms);
    bool was_set = in->wall_ms != 0 && llabs(set_by) > CLOCK_SLACK_MS;

    in->wall_ms = app_wall(a);
    in->now_ms = a->now_ms;
    if (!was_set) {
        return STATUS_OK;
    }
    in->start_ms += set_by;
    app_toast(a, WORD_INTERVAL_CLOCK_SET, false);
    return keep(a); /* or it would come back by the clock as it was */
}

/* The tablet was off, or locked. A clock that was set back meanwhile takes no look with it. */
static void mind_the_looks(struct app *a)
{
    struct app_interval *in = &a->interval;
    int64_t looked = looked_ms(in);

    if (app_wall(a) - in->start_ms < looked) {
        in->start_ms = app_wall(a) - looked - in->every_s * 1000;
    } else if (cues_due(a) * in->every_s * 1000 > looked + in->every_s * 1000) {
        app_toast(a, WORD_INTERVAL_AWAY, false); /* the look before this one was not made */
    }
    in->wall_ms = app_wall(a);
    in->now_ms = a->now_ms;
}

/* ---- its life -------------------------------------------------------------------------------- */

static void next_second(struct app *a)
{
    int64_t passed = app_wall(a) - a->interval.start_ms;

    app_timer(a, TIMER_INTERVAL, 1000 - (passed % 1000 + 1000) % 1000);
}

enum status interval_tick(struct app *a)
{
    enum status st = STATUS_OK;
    const struct app_interval *in = &a->interval;

    app_changed(a);
    if (a->place.on != SCREEN_INTERVAL || !is_running(in)) {
        goto done;
    }
    st = mind_the_clock(a);
    if (st == STATUS_OK && app_wall(a) >= in->start_ms + (in->length_s + in->every_s) * 1000) {
        a->interval.phase = INTERVAL_RESULT;
        st = keep(a);
        goto done;
    }
    next_second(a); /* whatever could not be kept: the cues go on */
done:
    return st;
}

enum status interval_open(struct app *a, const struct id *pupils, size_t count)
{
    enum status st = STATUS_OK;

    if (count == 0 || count > SCREEN_WATCHED_MAX) {
        return FAIL(STATUS_BAD_INPUT,
                    "An interval observation takes up to %d pupils: "
                    "tap the others once more to leave them out",
                    SCREEN_WATCHED_MAX);
    }
    a->interval = (struct app_interval){
        .phase = INTERVAL_SETUP, .every_s = 15, .length_s = 300, .pupil_count = count};
    memcpy(a->interval.pupils, pupils, count * sizeof(*pupils));
    a->interval.draft = app_new_id(a);
    TRY(keep(a));
    a->place.pupil = pupils[0];
    place_go(a, SCREEN_INTERVAL);
done:
    return st;
}

/* The one that this person left; STATUS_NOT_FOUND when there is none. */
enum status interval_resume(struct app *a)
{
    enum status st = STATUS_NOT_FOUND;
    struct json_value *json = NULL;

    for (size_t i = 0; i < a->draft_count; i++) {
        if (a->drafts[i].is_interval) {
            a->interval = (struct app_interval){.draft = a->drafts[i].id};
            TRY(draft_read(a, &a->drafts[i].id, &json));
            read_sitting(json, &a->interval);
            st = a->interval.pupil_count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
            break;
        }
    }
    if (st == STATUS_OK && is_running(&a->interval)) {
        mind_the_looks(a);
        app_timer(a, TIMER_INTERVAL, 0);
    }
done:
    json_free(json);
    return st;
}

bool interval_forget(struct app *a, const struct id *pupil)
{
    struct app_interval *in = &a->interval;
    size_t kept = 0;

    for (size_t i = 0; i < in->pupil_count; i++) {
        if (!id_equal(&in->pupils[i], pupil)) {
            in->pupils[kept] = in->pupils[i];
            memmove(in->samples[kept], in->samples[i], INTERVAL_LOOKS_ROOM);
            kept++;
        }
    }
    for (size_t i = kept; i < in->pupil_count; i++) {
        key_wipe(in->samples[i], INTERVAL_LOOKS_ROOM);
    }
    in->pupil_count = kept;
    return a->place.on == SCREEN_INTERVAL && kept > 0;
}

static enum status start(struct app *a)
{
    struct app_interval *in = &a->interval;

    if (in->phase != INTERVAL_SETUP) {
        return STATUS_OK;
    }
    in->start_ms = app_wall(a);
    in->wall_ms = in->start_ms;
    in->now_ms = a->now_ms;
    in->phase = INTERVAL_RUNNING;
    for (size_t i = 0; i < in->pupil_count; i++) {
        memset(in->samples[i], '-', (size_t)cue_count(in));
        in->samples[i][cue_count(in)] = '\0';
    }
    next_second(a);
    return keep(a);
}

/* A second tap on the same answer takes it back. */
static enum status seen(struct app *a, int64_t number)
{
    enum status st = STATUS_OK;
    struct app_interval *in = &a->interval;
    size_t pupil = (size_t)(number / 2);
    int look = 0;
    char answer = number % 2 == 0 ? '1' : '0';
    char *at = NULL;

    TRY(mind_the_clock(a));
    look = cues_due(a) - 1;
    if (!is_running(in) || look < 0 || pupil >= in->pupil_count) {
        goto done;
    }
    at = &in->samples[pupil][look];
    *at = *at == answer ? '-' : answer;
    st = keep(a);
done:
    return st;
}

static enum status stop(struct app *a)
{
    struct app_interval *in = &a->interval;

    if (!is_running(in)) {
        return STATUS_OK;
    }
    in->phase = INTERVAL_RESULT;
    app_timer(a, TIMER_INTERVAL, APP_NEVER);
    undo_begin(a, UNDO_STOPPED, "interval_observation");
    app_toast(a, WORD_INTERVAL_STOPPED, true);
    return keep(a);
}

/* At the look that is due by now, as after a crash. */
enum status interval_go_on(struct app *a)
{
    a->interval.phase = INTERVAL_RUNNING;
    app_toast_drop(a);
    app_timer(a, TIMER_INTERVAL, 0);
    return keep(a);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void write_record(const struct app_interval *in, size_t pupil, struct buf *set)
{
    struct json_writer w = {0};

    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_int(&w, "when", in->start_ms);
    json_put_text(&w, "method", methods[in->method]);
    json_put_int(&w, "interval_s", in->every_s);
    json_put_int(&w, "length_s", in->length_s);
    json_put_text(&w, "samples", in->samples[pupil]);
    if (in->pupil_count > 1) {
        json_put_id(&w, "together", &in->draft);
    }
    json_close_object(&w);
}

static bool has_looks(const struct app_interval *in, size_t pupil)
{
    return strpbrk(in->samples[pupil], "01") != NULL;
}

/* Whom nobody looked at gets no record. */
static enum status save(struct app *a)
{
    enum status st = STATUS_OK;
    struct app_interval *in = &a->interval;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false, NULL}
    };
    struct buf sets[SCREEN_WATCHED_MAX] = {{0}};
    char name[64] = "";
    size_t count = 0;

    for (size_t i = 0; i < in->pupil_count; i++) {
        if (has_looks(in, i)) {
            write_record(in, i, &sets[count]);
            changes[count] = (struct app_change){.rec = app_new_id(a),
                                                 .pupil = in->pupils[i],
                                                 .type = "interval_observation",
                                                 .set = buf_cstr(&sets[count]),
                                                 .is_new = true};
            count++;
        }
    }
    if (in->phase != INTERVAL_RESULT || count == 0) {
        goto done;
    }
    draft_name(&in->draft, name);
    TRY(capture_commit(a, changes, count, name));
    TRY(draft_list(a));
    undo_begin(a, UNDO_INTERVAL, "interval_observation");
    for (size_t i = 0; i < count; i++) {
        undo_note(a, &changes[i].rec, &changes[i].pupil, NULL);
    }
    a->chosen_count = 0;
    a->is_selecting = false;
    place_go(a, SCREEN_CLASS);
    app_toast(a, count > 1 ? WORD_SAVED_GROUP : WORD_SAVED, true);
done:
    for (size_t i = 0; i < SCREEN_WATCHED_MAX; i++) {
        buf_finish(&sets[i]);
    }
    return st;
}

/* It goes; what was seen can be brought back while the toast stands. */
static enum status drop(struct app *a)
{
    enum status st = STATUS_OK;
    char name[64] = "";
    bool was_begun = a->interval.phase != INTERVAL_SETUP;

    draft_name(&a->interval.draft, name);
    TRY(store_draft_drop(a->store, name));
    TRY(draft_list(a));
    app_timer(a, TIMER_INTERVAL, APP_NEVER);
    undo_begin(a, was_begun ? UNDO_DROPPED : UNDO_NONE, "interval_observation");
    place_go(a, place_back(a));
    if (was_begun) {
        app_toast(a, WORD_INTERVAL_DROPPED, true);
    }
done:
    return st;
}

/* The sitting lies in memory until the next one begins: it is on the screen again, as it was. */
enum status interval_undo(struct app *a)
{
    a->undo.kind = UNDO_NONE; /* it goes on: nothing of it is to be forgotten */
    a->interval.draft = app_new_id(a);
    a->interval.phase = INTERVAL_RESULT;
    undo_forget(a);
    place_go(a, SCREEN_INTERVAL);
    return keep(a);
}

enum status interval_said(struct app *a, const struct said *said)
{
    struct app_interval *in = &a->interval;
    bool is_setup = in->phase == INTERVAL_SETUP;

    if (said->intent == INTENT_INTERVAL_START) {
        return start(a);
    }
    if (said->intent == INTENT_INTERVAL_SEEN) {
        return seen(a, said->number);
    }
    if (said->intent == INTENT_INTERVAL_STOP) {
        return stop(a);
    }
    if (said->intent == INTENT_INTERVAL_SAVE) {
        return save(a);
    }
    if (said->intent == INTENT_INTERVAL_DROP) {
        return drop(a);
    }
    if (is_setup && said->intent == INTENT_INTERVAL_METHOD) {
        in->method = (int)said->number;
    } else if (is_setup && said->intent == INTENT_INTERVAL_EVERY) {
        in->every_s = said->number;
    } else if (is_setup && said->intent == INTENT_INTERVAL_LENGTH) {
        in->length_s = said->number;
    }
    return is_setup ? keep(a) : STATUS_OK;
}

/* ---- what the screen shows ------------------------------------------------------------------- */

static const char *number_text(struct app *a, int64_t n)
{
    return arena_printf(&a->model, "%lld", (long long)n);
}

static int per_cent(double share)
{
    return (int)(share * 100 + 0.5);
}

/* "70 % (48 to 85 %)" */
static const char *spread_text(struct app *a, const struct record_share *share)
{
    const char *range =
        words_fill(&a->words, WORD_INTERVAL_LOW_HIGH, &a->model,
                   number_text(a, per_cent(share->low)), number_text(a, per_cent(share->high)));

    return words_fill(&a->words, WORD_INTERVAL_SPREAD, &a->model,
                      number_text(a, per_cent(share->share)), range);
}

const char *interval_result(struct app *a, const char *samples)
{
    int64_t engaged = 0;
    int64_t count = 0;
    struct record_share share = {0, 0, 1};

    record_count_samples(samples, &engaged, &count);
    if (count == 0) {
        return word_of(a, WORD_INTERVAL_NO_LOOKS);
    }
    share = record_wilson(engaged, count);
    return words_fill(&a->words, WORD_INTERVAL_SHARE, &a->model, number_text(a, engaged),
                      words_fill(&a->words, WORD_INTERVAL_BETWEEN, &a->model, number_text(a, count),
                                 spread_text(a, &share)));
}

enum word interval_bias(const char *method)
{
    return strcmp(method, methods[1]) == 0   ? WORD_INTERVAL_BIAS_PARTIAL
           : strcmp(method, methods[2]) == 0 ? WORD_INTERVAL_BIAS_WHOLE
                                             : WORD_INTERVAL_BIAS_MOMENTARY;
}

static void fill_pupil(struct app *a, size_t i, struct screen_watched *out)
{
    const struct app_interval *in = &a->interval;
    const char *family = "";
    const char *name = model_pupil_name(a, &in->pupils[i], &family);
    int look = cues_due(a) - 1;
    char answer = is_running(in) && look >= 0 ? in->samples[i][look] : '-';

    *out = (struct screen_watched){.key = arena_text(&a->model, in->pupils[i].text), .chosen = -1};
    out->name = name[0] != '\0' ? arena_printf(&a->model, "%s %s", name, family)
                                : word_of(a, WORD_OBSERVE_LEFT);
    out->initials = model_initials(a, out->name);
    out->samples = arena_text(&a->model, in->samples[i]);
    if (answer != '-') {
        out->chosen = answer == '1' ? 0 : 1;
    }
    out->result = in->phase == INTERVAL_RESULT ? interval_result(a, in->samples[i]) : "";
}

/* How far off the share may be in the middle, in points. */
static int64_t margin(const struct app_interval *in)
{
    struct record_share share = record_wilson(cue_count(in) / 2, cue_count(in));

    return per_cent(share.high - share.low) / 2;
}

void model_fill_interval(struct app *a)
{
    struct screen_interval *out = &a->view.interval;
    const struct app_interval *in = &a->interval;
    struct screen_watched *rows =
        arena_alloc(&a->model, (in->pupil_count + 1) * sizeof(struct screen_watched));
    int64_t passed_s = (app_wall(a) - in->start_ms) / 1000;

    *out = (struct screen_interval){.phase = in->phase,
                                    .method = in->method,
                                    .every_s = in->every_s,
                                    .length_s = in->length_s,
                                    .looks = cue_count(in),
                                    .pupils = rows,
                                    .pupil_count = in->pupil_count};
    out->look = is_running(in) ? cues_due(a) : 0;
    out->next_s = (int)(in->every_s - (passed_s > 0 ? passed_s % in->every_s : 0));
    out->bias = word_of(a, interval_bias(methods[in->method]));
    out->margin = number_text(a, margin(in));
    for (size_t i = 0; i < in->pupil_count; i++) {
        fill_pupil(a, i, &rows[i]);
        out->can_save = out->can_save || has_looks(in, i);
    }
}
