/* How this tablet is drawn and worked: its own settings, and in the pupil room the pupil's.
 *
 * The tablet's are kept with the tablet, for they suit its screen and whoever holds it. A pupil's
 * way of touching belongs to the pupil and comes with the access profile; while staff are being
 * let out of the room their own settings hold, for the passphrase is theirs to type.
 */
#include "app_private.h"

#include <string.h>

#define SCALE_LEAST 0.5F
#define SCALE_MOST  4.0F
#define SCALE_STEP  1.02F

#define DOOR_TEXT_MOST 1.2F

/* ---- switch scanning, as both keep it ------------------------------------------------------- */

static const char *const ways[] = {"off", "auto", "step", "dwell"};
static const char *const orders[] = {"rows", "linear"};

static int number_of(const char *text, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (text != NULL && strcmp(text, words[i]) == 0) {
            return i;
        }
    }
    return 0;
}

static int member(const struct json_value *json, const char *name, int usual)
{
    int64_t value = json_int(json_member(json, name), usual);

    return value >= 0 && value <= 3600000 ? (int)value : usual;
}

struct ui_scan_settings look_scan_read(const struct json_value *json)
{
    struct ui_scan_settings with = ui_scan_usual();

    with.way = (enum ui_scan_way)number_of(json_member_text(json, "way"), ways, 4);
    with.order = (enum ui_scan_order)number_of(json_member_text(json, "order"), orders, 2);
    with.step_ms = member(json, "step_ms", with.step_ms);
    with.loops = member(json, "loops", with.loops);
    with.accept_ms = member(json, "accept_ms", with.accept_ms);
    with.release_ms = member(json, "release_ms", with.release_ms);
    with.whole = json_is_true(json_member(json, "whole"));
    return ui_scan_bounded(with);
}

void look_scan_write(struct json_writer *w, const char *key, const struct ui_scan_settings *with)
{
    json_open_object(w, key);
    json_put_text(w, "way", ways[with->way]);
    json_put_text(w, "order", orders[with->order]);
    json_put_int(w, "step_ms", with->step_ms);
    json_put_int(w, "loops", with->loops);
    json_put_int(w, "accept_ms", with->accept_ms);
    json_put_int(w, "release_ms", with->release_ms);
    json_put_bool(w, "whole", with->whole);
    json_close_object(w);
}

/* ---- the scripts of its keys ----------------------------------------------------------------- */

/* As the tablet's file has them. */
static const char *const scripts[UI_SCRIPT_COUNT] = {"latin", "arabic", "urdu", "bengali",
                                                     "gurmukhi"};

static unsigned scripts_read(const struct json_value *list)
{
    unsigned found = 0;

    for (size_t i = 0; i < json_count(list); i++) {
        int script = number_of(json_text(json_item(list, i)), scripts, UI_SCRIPT_COUNT);
        found |= script == UI_LATIN ? 0 : 1U << script;
    }
    return found;
}

static void scripts_write(struct json_writer *w, unsigned chosen)
{
    json_open_list(w, "scripts");
    for (int i = UI_LATIN + 1; i < UI_SCRIPT_COUNT; i++) {
        if ((chosen & 1U << i) != 0) {
            json_put_text(w, NULL, scripts[i]);
        }
    }
    json_close_list(w);
}

/* ---- the tablet's --------------------------------------------------------------------------- */

/* Pixels a dp, as a card held against the screen says; 0 and what no screen has: as it reports. */
static void look_set_scale(struct app *a, float scale)
{
    a->look.scale = scale >= SCALE_LEAST && scale <= SCALE_MOST ? scale : 0;
}

enum status look_measure(struct app *a, int64_t steps)
{
    float now = a->look.scale > 0 ? a->look.scale : a->frame_scale;
    float next = now * (steps > 0 ? SCALE_STEP : 1 / SCALE_STEP);

    if (steps == 0) {
        a->look.scale = 0;
    } else if (next >= SCALE_LEAST && next <= SCALE_MOST) {
        a->look.scale = next;
    }
    return look_keep(a);
}

/* A look that cannot be read is the one a new tablet has. */
void look_read(struct app *a)
{
    struct buf text = {0};
    struct json_value *json = NULL;
    double size = 0;

    a->look = (struct app_look){
        .text = 1.0F, .theme = UI_LIGHT, .keyboard = true, .scan = look_scan_read(NULL)};
    if (store_get(a->store, STORE_look, &text) == STATUS_OK && text.size > 0 &&
        json_parse(text.data, text.size, &json) == STATUS_OK) {
        int64_t theme = json_int(json_member(json, "theme"), UI_LIGHT);
        size = json_number(json_member(json, "text"), 100);
        a->look.text = size >= 100 && size <= 200 ? (float)(size / 100) : 1.0F;
        look_set_scale(a, (float)json_number(json_member(json, "scale"), 0));
        a->look.silent = json_is_true(json_member(json, "silent"));
        a->look.theme = theme >= 0 && theme < UI_CALM ? (enum ui_theme)theme : UI_LIGHT;
        a->look.keyboard = json_int(json_member(json, "keyboard"), 1) != 0;
        a->look.scripts = scripts_read(json_member(json, "scripts"));
        a->look.still = json_is_true(json_member(json, "still"));
        a->look.voiced = json_is_true(json_member(json, "voiced"));
        a->look.scan = look_scan_read(json_member(json, "scan"));
    }
    json_free(json);
    buf_finish(&text);
}

enum status look_keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w = {0};
    struct store_value value = {STORE_look, ""};

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_int(&w, "text", (int64_t)(a->look.text * 100.0F + 0.5F));
    json_put_int(&w, "theme", a->look.theme);
    json_put_int(&w, "keyboard", a->look.keyboard ? 1 : 0);
    scripts_write(&w, a->look.scripts);
    json_put_real(&w, "scale", (double)a->look.scale);
    json_put_bool(&w, "silent", a->look.silent);
    json_put_bool(&w, "still", a->look.still);
    json_put_bool(&w, "voiced", a->look.voiced);
    look_scan_write(&w, "scan", &a->look.scan);
    json_close_object(&w);
    value.text = buf_cstr(&text);
    st = store_set(a->store, &value, 1);
    buf_finish(&text);
    app_changed(a);
    return st;
}

/* What the screen of the tablet's settings is filled with, and gave back. */
void look_to_form(struct app *a)
{
    a->form.access = (struct screen_access){
        .scan = a->look.scan,
        .still = a->look.still,
        .voiced = a->look.voiced,
        .names = a->place.says_names,
    };
}

enum status look_from_form(struct app *a)
{
    if (a->form.access.voiced && !a->look.voiced) {
        a->look.silent = false; /* whoever asks for a voice wants to hear it */
    }
    a->look.scan = ui_scan_bounded(a->form.access.scan);
    a->look.still = a->form.access.still;
    a->look.voiced = a->form.access.voiced;
    if (a->place.says_names != a->form.access.names) {
        a->place.says_names = a->form.access.names;
        app_tell(a, draft_keep_where(a));
    }
    return look_keep(a);
}

/* ---- the room's ----------------------------------------------------------------------------- */

struct app_look app_look(const struct app *a)
{
    static const enum ui_theme themes[] = {UI_CALM, UI_DARK, UI_CONTRAST, UI_YELLOW};
    const struct screen_profile *is = NULL;
    struct app_look look = a->look;

    /* A keyboard that one person has may lie at home when the next one is to type a passphrase. */
    look.keyboard = look.keyboard || !session_is_open(a);
    look.scripts |= a->cards.scripts; /* whoever is here can be called by their name */
    if (a->place.on != SCREEN_ROOM) {
        return look;
    }
    is = &a->room.profile.is;
    look.theme = themes[is->colours];
    if (a->room.phase == ROOM_LEAVING) {
        /* The door's words are as large as the staff's at 200 % as it is. */
        look.text = look.text < DOOR_TEXT_MOST ? look.text : DOOR_TEXT_MOST;
        look.keyboard = true;
        return look;
    }
    look.text = (float)is->text / 100.0F;
    look.still = look.still || is->still != 0;
    look.scan = is->scan;
    look.hold_ms = is->hold_ms;
    look.again_ms = is->repeat_ms;
    look.last_touch = is->last_touch != 0;
    return look;
}

void app_look_frame(const struct app_look *look, struct ui_frame *frame)
{
    frame->text = look->text;
    frame->theme = look->theme;
    frame->keyboard = look->keyboard;
    frame->scripts = look->scripts;
    frame->still = frame->still || look->still;
    frame->scan = look->scan;
    frame->hold_ms = look->hold_ms;
    frame->again_ms = look->again_ms;
    frame->last_touch = look->last_touch;
}
