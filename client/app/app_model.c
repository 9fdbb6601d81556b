/* What the screens are shown, filled anew when something has changed.
 *
 * Times are said as a person would, in the tablet's words, by the school's civil time. A query that
 * fails leaves its part empty and says its sentence over the screen: a screen always has something
 * true to draw.
 */
#include "app_private.h"

#include <inttypes.h>
#include <string.h>

/* ---- words for times and people -------------------------------------------------------------- */

static int64_t day_of(int64_t at_ms)
{
    return date_to_days(moment_uk(at_ms).date);
}

static const char *clock_text(struct app *a, const struct moment *m)
{
    return arena_printf(&a->model, "%02d:%02d", m->hour, m->minute);
}

static const char *day_text(struct app *a, const struct moment *m)
{
    return arena_printf(&a->model, "%s %d %s", word_of(a, (enum word)(WORD_DAY_1 + m->weekday)),
                        m->date.day, word_of(a, (enum word)(WORD_MONTH_1 + m->date.month - 1)));
}

const char *model_day(struct app *a, int64_t at_ms)
{
    struct moment m = moment_uk(at_ms);

    return day_text(a, &m);
}

const char *model_span_day(struct app *a, int64_t at_ms)
{
    struct moment m = moment_uk(at_ms);

    return m.date.year == moment_uk(app_wall(a)).date.year
               ? day_text(a, &m)
               : arena_printf(&a->model, "%s %d", day_text(a, &m), m.date.year);
}

const char *model_date(struct app *a, int64_t at_ms)
{
    struct moment m = moment_uk(at_ms);
    const char *month = word_of(a, (enum word)(WORD_MONTH_1 + m.date.month - 1));

    return m.date.year == moment_uk(app_wall(a)).date.year
               ? arena_printf(&a->model, "%d %s", m.date.day, month)
               : arena_printf(&a->model, "%d %s %d", m.date.day, month, m.date.year);
}

const char *model_month(struct app *a, int64_t at_ms)
{
    struct date day = moment_uk(at_ms).date;

    return words_fill(&a->words, WORD_MONTH_OF_YEAR, &a->model,
                      word_of(a, (enum word)(WORD_LONG_1 + day.month - 1)),
                      arena_printf(&a->model, "%d", day.year));
}

const char *model_when(struct app *a, int64_t at_ms)
{
    struct moment m = moment_uk(at_ms);
    struct moment now = moment_uk(app_wall(a));
    int64_t days = day_of(app_wall(a)) - day_of(at_ms);

    if (at_ms <= 0) {
        return word_of(a, WORD_NEVER);
    }
    if (days == 0) {
        return words_fill(&a->words, WORD_TODAY_AT, &a->model, clock_text(a, &m), NULL);
    }
    if (days == 1) {
        return words_fill(&a->words, WORD_YESTERDAY_AT, &a->model, clock_text(a, &m), NULL);
    }
    if (m.date.year != now.date.year) {
        return arena_printf(&a->model, "%s %d", day_text(a, &m), m.date.year);
    }
    return arena_printf(&a->model, "%s, %s", day_text(a, &m), clock_text(a, &m));
}

const char *model_since(struct app *a, int64_t at_ms)
{
    int64_t days = day_of(app_wall(a)) - day_of(at_ms);

    if (at_ms <= 0) {
        return word_of(a, WORD_SINCE_NEVER);
    }
    if (days <= 0) {
        return word_of(a, WORD_SINCE_TODAY);
    }
    if (days == 1) {
        return word_of(a, WORD_SINCE_YESTERDAY);
    }
    if (days < 14) {
        return words_count(&a->words, WORD_SINCE_DAYS, &a->model, days);
    }
    return words_count(&a->words, WORD_SINCE_WEEKS, &a->model, days / 7);
}

/* The first letters of the first and the last word. */
const char *model_initials_in(struct arena *arena, const char *name)
{
    char out[16] = "";
    const char *last = strrchr(name, ' ');
    const char *at = name;
    size_t size = 0;

    (void)text_next(&at);
    size = (size_t)(at - name);
    text_copy(out, size + 1 < sizeof(out) ? size + 1 : sizeof(out), name);
    if (last != NULL && last[1] != '\0') {
        size_t first = strlen(out);
        at = last + 1;
        (void)text_next(&at);
        size = first + (size_t)(at - last - 1);
        text_copy(out + first, size + 1 - first < sizeof(out) - first ? size + 1 - first : 1,
                  last + 1);
    }
    return arena_text(arena, out);
}

const char *model_initials(struct app *a, const char *name)
{
    return model_initials_in(&a->model, name);
}

const char *model_staff_name(struct app *a, const struct id *staff)
{
    struct merge_record r = {0};
    const char *name = "";
    const struct merge_field *f = NULL;

    if (id_is_none(staff) || a->session.view == NULL) {
        return word_of(a, WORD_NOBODY);
    }
    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, staff, &r) == STATUS_OK) {
        f = merge_find(&r, "name");
        if (f != NULL && merge_value(f) != NULL && json_text(merge_value(f)->value) != NULL) {
            name = arena_text(&a->model, json_text(merge_value(f)->value));
        }
    }
    merge_finish(&r);
    return name;
}

const struct json_value *model_field(const struct merge_record *r, const char *field)
{
    const struct merge_field *f = merge_find(r, field);
    const struct merge_head *head = f != NULL ? merge_value(f) : NULL;

    return head != NULL ? head->value : NULL;
}

static const char *name_field(const struct merge_record *r, const char *field)
{
    const char *text = json_text(model_field(r, field));

    return text != NULL ? text : "";
}

const char *model_pupil_name(struct app *a, const struct id *pupil, const char **family)
{
    struct merge_record r = {0};
    const char *name = "";

    merge_init(&r);
    if (!id_is_none(pupil) && a->session.view != NULL &&
        view_load(a->session.view, &a->session.school, pupil, &r) == STATUS_OK) {
        name = name_field(&r, "preferred");
        name = arena_text(&a->model, name[0] != '\0' ? name : name_field(&r, "given"));
        a->cards.scripts |= ui_scripts_in(name) | ui_scripts_in(name_field(&r, "family"));
        if (family != NULL) {
            *family = arena_text(&a->model, name_field(&r, "family"));
        }
    }
    merge_finish(&r);
    return name;
}

const char *model_setting(struct app *a, enum store_setting which)
{
    char text[300] = "";
    enum status st = app_setting(a, which, text, sizeof(text));

    return st == STATUS_OK ? arena_text(&a->model, text) : "";
}

const char *model_fault(struct app *a, enum store_setting which)
{
    char text[300] = "";

    app_put_sentence(a, text, sizeof(text), model_setting(a, which));
    return arena_text(&a->model, text);
}

/* ---- values as a person reads them ----------------------------------------------------------- */

const struct instrument *model_scale(const struct app *a, const struct merge_record *r)
{
    const char *id = json_text(model_field(r, "instrument"));
    const char *version = json_text(model_field(r, "version"));
    const struct app_instrument *found =
        scale_of(a, id != NULL ? id : "", version != NULL ? version : "");

    return found != NULL ? &found->in : NULL;
}

/* One line an item; as they are written where the instrument is not known here. */
static const char *answers_text(struct app *a, const struct instrument *in,
                                const struct json_value *map)
{
    struct buf text = {0};
    struct json_walk walk = {0};
    const char *out = NULL;

    while (json_next(map, &walk)) {
        const struct instrument_item *item = in != NULL ? instrument_item_find(in, walk.key) : NULL;
        const char *id = json_text(walk.value) != NULL ? json_text(walk.value) : "";
        const struct instrument_choice *choice =
            item != NULL ? instrument_choice_find(item, id) : NULL;
        buf_printf(&text, "%s%s: %s", text.size > 0 ? "\n" : "",
                   item != NULL ? item->label : walk.key, choice != NULL ? choice->label : id);
    }
    out = arena_text(&a->model, text.size > 0 ? buf_cstr(&text) : word_of(a, WORD_EMPTY));
    buf_finish(&text);
    return out;
}

static const char *texts_text(struct app *a, const struct instrument *in,
                              const struct json_value *map)
{
    struct json_walk walk = {0};
    const char *out = "";

    while (json_next(map, &walk)) {
        const struct instrument_item *item = in != NULL ? instrument_item_find(in, walk.key) : NULL;
        struct json_walk words = {0};
        while (json_next(walk.value, &words)) {
            const char *text = json_text(words.value);
            out = arena_printf(&a->model, "%s%s%s: %s", out, out[0] != '\0' ? "\n" : "",
                               item != NULL ? item->label : walk.key, text != NULL ? text : "");
        }
    }
    return out[0] != '\0' ? out : word_of(a, WORD_EMPTY);
}

static const char *target_title(struct app *a, const char *id_text)
{
    struct merge_record r = {0};
    struct id id = {""};
    const char *title = id_text;

    merge_init(&r);
    if (id_parse(id_text, &id) == STATUS_OK &&
        view_load(a->session.view, &a->session.school, &id, &r) == STATUS_OK) {
        title = arena_text(&a->model, name_field(&r, "title"));
    }
    merge_finish(&r);
    return title;
}

static const char *list_text(struct app *a, const struct json_value *list)
{
    const char *out = "";

    for (size_t i = 0; i < json_count(list); i++) {
        const char *one = json_text(json_item(list, i));
        out = arena_printf(&a->model, "%s%s%s", out, i > 0 ? "\n" : "",
                           one != NULL ? target_title(a, one) : "");
    }
    return out;
}

const char *model_value(struct app *a, const struct merge_record *r, const char *field,
                        const struct json_value *value)
{
    struct buf text = {0};
    const char *out = profile_value(a, r->type, field, value);

    if (out != NULL) {
        return out;
    }
    out = json_text(value);
    if (strcmp(field, "engagement") == 0 && json_kind(value) == JSON_IS_OBJECT) {
        return answers_text(a, model_scale(a, r), value);
    }
    if (strcmp(field, "texts") == 0 && json_kind(value) == JSON_IS_OBJECT) {
        return texts_text(a, model_scale(a, r), value);
    }
    if (strcmp(field, "targets") == 0) {
        return list_text(a, value);
    }
    if (strcmp(field, "when") == 0 && json_kind(value) == JSON_IS_INT) {
        return model_when(a, json_int(value, 0));
    }
    if (strcmp(field, "prompt") == 0 && out != NULL && scale_prompts(a)->item_count > 0) {
        const struct instrument_choice *choice =
            instrument_choice_find(&scale_prompts(a)->items[0], out);
        return choice != NULL ? choice->label : arena_text(&a->model, out);
    }
    if (json_kind(value) == JSON_IS_NULL) {
        return word_of(a, WORD_EMPTY);
    }
    if (out != NULL) {
        return arena_text(&a->model, out[0] != '\0' ? out : word_of(a, WORD_EMPTY));
    }
    json_print(value, &text);
    out = arena_text(&a->model, buf_cstr(&text));
    buf_finish(&text);
    return out;
}

/* ---- the bar --------------------------------------------------------------------------------- */

static void fill_sync(struct app *a, struct screen_bar *bar)
{
    struct store_counts counts = {0};
    int64_t contact = model_contact_ms(a);
    struct moment m = {0};
    const char *sent = word_of(a, WORD_SYNC_NEVER);
    const char *fault = model_fault(a, STORE_sync_fault);

    if (store_count(a->store, &counts) != STATUS_OK) {
        return;
    }
    if (contact > 0) {
        m = moment_uk(contact);
        sent = day_of(contact) == day_of(app_wall(a)) ? clock_text(a, &m) : day_text(a, &m);
        sent = words_fill(&a->words, WORD_SYNC_LAST, &a->model, sent, NULL);
    }
    bar->sync_short = counts.waiting > 0
                          ? words_count(&a->words, WORD_SYNC_WAITING, &a->model, counts.waiting)
                          : word_of(a, WORD_SYNC_ALL_SENT);
    bar->sync_least = counts.waiting > 0 ? arena_printf(&a->model, "%" PRId64, counts.waiting)
                                         : word_of(a, WORD_SYNC_SENT);
    bar->sync = arena_printf(&a->model, "%s · %s", bar->sync_short, sent);
    bar->sync_mood = counts.waiting > 0 ? UI_WAIT : UI_GOOD;
    bar->sync_icon = counts.waiting > 0 ? "cloud-upload" : "cloud";
    if (fault[0] != '\0' || model_clock_off_ms(a) != 0) {
        bar->sync_mood = UI_WAIT;
        bar->sync_icon = fault[0] != '\0' ? "cloud-off" : "clock";
    }
}

/* A long tail is folded beside the person's work: until then the class may lack what is new. */
static void fill_folding(struct app *a, struct screen_bar *bar)
{
    int per_cent = session_is_open(a) ? model_folded_per_cent(a) : 0;

    if (per_cent > 0) {
        bar->sync_least = arena_printf(&a->model, "%d %%", per_cent);
        bar->sync_short = words_fill(&a->words, WORD_UNLOCK_FOLDING, &a->model,
                                     arena_printf(&a->model, "%d", per_cent), NULL);
        bar->sync = bar->sync_short;
        bar->sync_mood = UI_WAIT;
        bar->sync_icon = "hourglass";
    }
}

static void fill_bar(struct app *a)
{
    struct screen_bar *bar = &a->view.bar;
    struct moment now = moment_uk(app_wall(a));

    *bar = (struct screen_bar){"", "", "", "", UI_PLAIN, "cloud", 0, "", ""};
    bar->staff = a->session.slot.name;
    bar->date = day_text(a, &now);
    bar->time = clock_text(a, &now);
    fill_sync(a, bar);
    fill_folding(a, bar);
    bar->look_count = session_is_open(a) ? (int64_t)look_count(a) : 0;
}

/* ---- everything ------------------------------------------------------------------------------ */

static void fill_screen(struct app *a)
{
    switch (a->place.on) {
    case SCREEN_START:
        model_fill_start(a);
        break;
    case SCREEN_UNLOCK:
        model_fill_unlock(a);
        break;
    case SCREEN_CLASS:
        model_fill_class(a);
        break;
    case SCREEN_OBSERVE:
        model_fill_observe(a);
        break;
    case SCREEN_PUPIL:
        model_fill_pupil(a);
        break;
    case SCREEN_INTERVAL:
        model_fill_interval(a);
        break;
    case SCREEN_PICTURES:
        model_fill_pictures(a);
        break;
    case SCREEN_CLIPS:
        model_fill_clips(a);
        break;
    case SCREEN_LOOK:
        model_fill_look(a);
        break;
    case SCREEN_TABLET:
        model_fill_tablet(a);
        break;
    case SCREEN_ROOM:
        room_fill(a);
        break;
    case SCREEN_COUNT:
        break;
    }
}

void model_fill(struct app *a)
{
    a->view.words = &a->words;
    if (a->is_stale) {
        a->is_filling = true;
        scale_refresh(a);
        a->is_stale = false;
        arena_reset(&a->model);
        fill_bar(a);
        a->view.on = a->place.on;
        fill_screen(a);
        a->is_filling = false;
    }
    a->view.on = a->place.on;
    a->view.fault = a->fault;
    a->view.toast = a->toast;
    if (a->place.on == SCREEN_ROOM) {
        int length = (int)strlen(a->view.room.question);
        struct screen_room *room = &a->view.room;
        room->mark_size = 0;
        room->is_speaking =
            a->host.mark != NULL && a->host.mark(a->host.ctx, &room->mark_from, &room->mark_size);
        if (!room->is_speaking || !a->room.asks_aloud || app_look(a).still ||
            room->mark_from + room->mark_size > length) {
            room->mark_size = 0;
        }
    }
}
