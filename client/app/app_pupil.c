/* What is asked for on a pupil's page: what to show of it, taking out and putting back, reviews.
 *
 * A judgement of a target is a record of its own, derived from the target, the half term and (for
 * one's own) the reviewer: whoever judges twice changes it, and two tablets meet on one record. A
 * tap is a change at once, with Undo; a second tap on the same level takes it back.
 */
#include "app_private.h"

#include <string.h>

void pupil_begin(struct app *a)
{
    a->pupil_tab = PUPIL_PATH;
    a->pupil_kind = 0;
    a->pupil_page = 0;
}

/* ---- half terms ------------------------------------------------------------------------------ */

struct record_half_term pupil_half_term(struct app *a, int64_t at_ms)
{
    struct merge_record r = {0};
    struct record_half_term out = {0, 0};
    struct date day = moment_uk(at_ms).date;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &a->session.school, &r) == STATUS_OK) {
        out = record_half_term_of(model_field(&r, "half_terms"), day);
    } else {
        out = record_half_term_of(NULL, day);
    }
    merge_finish(&r);
    return out;
}

/* ---- reviews --------------------------------------------------------------------------------- */

/* staff NULL: the team's. */
static struct id judged_rec(const struct app *a, const struct record_half_term *term,
                            const struct id *staff)
{
    struct buf name = {0};
    struct id rec = {""};

    buf_printf(&name, "%s|%s|%d|%d%s%s", staff != NULL ? "target_judgement" : "target_review",
               a->reviewed.text, term->year, term->number, staff != NULL ? "|" : "",
               staff != NULL ? staff->text : "");
    rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    return rec;
}

static void write_judged(const struct app *a, const struct record_half_term *term,
                         const struct id *staff, const char *level, struct buf *set)
{
    struct json_writer w = {0};
    const struct app_instrument *scale = scale_levels(a);

    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_id(&w, "target", &a->reviewed);
    json_put_int(&w, "year", term->year);
    json_put_int(&w, "half_term", term->number);
    if (staff != NULL) {
        json_put_id(&w, "staff", staff);
    }
    json_put_text(&w, "level", level);
    json_put_text(&w, "instrument", scale->in.id);
    json_put_text(&w, "version", scale->version);
    json_close_object(&w);
}

static enum status judge_first(struct app *a, const struct record_half_term *term,
                               const struct id *staff, const char *level)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct app_change change = {
        judged_rec(a, term, staff), a->place.pupil, NULL, NULL, NULL, true, NULL};

    write_judged(a, term, staff, level, &set);
    change.type = staff != NULL ? "target_judgement" : "target_review";
    change.set = buf_cstr(&set);
    TRY(capture_commit(a, &change, 1, NULL));
    undo_begin(a, UNDO_PLAIN, change.type);
    undo_note(a, &change.rec, &change.pupil, "{\"level\":null}");
done:
    buf_finish(&set);
    return st;
}

static enum status judge_again(struct app *a, const struct merge_record *r, const char *level)
{
    enum status st = STATUS_OK;
    const char *before = json_text(model_field(r, "level"));
    bool takes_back = text_equal(before, level);
    struct buf text = {0};
    struct buf back = {0};
    struct json_writer w = {0};
    struct json_value *value = NULL;

    json_begin(&w, &back);
    json_open_object(&w, NULL);
    if (before != NULL) {
        json_put_text(&w, "level", before);
    } else {
        json_put_null(&w, "level");
    }
    json_close_object(&w);
    json_begin(&w, &text);
    if (takes_back) {
        json_put_null(&w, NULL);
    } else {
        json_put_text(&w, NULL, level);
    }
    TRY(json_parse(text.data, text.size, &value));
    TRY(edit_settle(a, &r->rec, "level", value, NULL));
    undo_begin(a, UNDO_PLAIN, r->type);
    undo_note(a, &r->rec, &r->pupil, buf_cstr(&back));
done:
    json_free(value);
    buf_finish(&text);
    buf_finish(&back);
    return st;
}

static enum status judge(struct app *a, const struct id *staff, int64_t number)
{
    enum status st = STATUS_OK;
    const struct instrument_item *item = &scale_levels(a)->in.items[0];
    struct record_half_term term = pupil_half_term(a, app_wall(a));
    struct id rec = judged_rec(a, &term, staff);
    struct merge_record r = {0};

    if (id_is_none(&a->reviewed) || number < 0 || (size_t)number >= item->choice_count) {
        return STATUS_OK;
    }
    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &rec, &r) == STATUS_OK) {
        TRY(judge_again(a, &r, item->choices[number].id));
    } else {
        TRY(judge_first(a, &term, staff, item->choices[number].id));
    }
    app_toast(a, WORD_REVIEW_SAVED, true);
done:
    merge_finish(&r);
    return st;
}

/* ---- taking out ------------------------------------------------------------------------------ */

static enum status take_out(struct app *a, int64_t number)
{
    const char *reason = a->form.own_word;

    if (number >= 0 && number < 3) {
        reason = word_of(a, (enum word)(WORD_REASON_1 + number));
    }
    return undo_take_out(a, &a->taking, reason);
}

static void open_sheet(struct app *a, int sheet, struct id *whose, const struct id *rec)
{
    *whose = *rec;
    a->view.sheet = sheet;
    a->form.own_word[0] = '\0';
}

static int within(int64_t number, int count)
{
    return number > 0 && number < count ? (int)number : 0;
}

/* And its beginning, wherever the first page of what was shown before was scrolled to. */
static void first_page(struct app *a)
{
    a->pupil_page = 0;
    a->view.visit++;
}

enum status pupil_said(struct app *a, const struct said *said)
{
    if (said->intent == INTENT_TAKE_OUT) {
        return take_out(a, said->number);
    }
    if (said->intent == INTENT_PUT_BACK) {
        a->view.sheet = SHEET_NONE;
        return undo_put_back(a, &said->id);
    }
    if (said->intent == INTENT_REVIEW_OWN) {
        return judge(a, &a->session.slot.staff, said->number);
    }
    if (said->intent == INTENT_REVIEW_AGREED) {
        return judge(a, NULL, said->number);
    }
    if (said->intent == INTENT_PUPIL_TAB) {
        a->pupil_tab = (enum screen_pupil_tab)within(said->number, PUPIL_TAB_COUNT);
        first_page(a);
    } else if (said->intent == INTENT_PUPIL_AREA) {
        a->pupil_area = (size_t)within(said->number, INSTRUMENT_ITEMS_MOST);
    } else if (said->intent == INTENT_PUPIL_KIND) {
        a->pupil_kind = within(said->number, PUPIL_KINDS);
        first_page(a);
    } else if (said->intent == INTENT_PUPIL_PAGE) {
        a->pupil_page = within(said->number, INT16_MAX);
    } else if (said->intent == INTENT_HISTORY) {
        open_sheet(a, SHEET_HISTORY, &a->history, &said->id);
    } else if (said->intent == INTENT_ASK_TAKE_OUT) {
        open_sheet(a, SHEET_REASONS, &a->taking, &said->id);
        reason_open(a);
    } else if (said->intent == INTENT_REVIEW_OPEN) {
        open_sheet(a, SHEET_REVIEW, &a->reviewed, &said->id);
    }
    return STATUS_OK;
}
