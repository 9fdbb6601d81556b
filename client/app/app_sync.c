/* What the daemon does meanwhile: its commits are noticed, its news is shown.
 *
 * The two programs meet only in the tablet's file. A counter of the file says when another program
 * has committed; it is asked once a second, which costs a few microseconds. What came is folded
 * slice by slice, beside whatever the person does.
 */
#include "app_private.h"

enum status sync_watch(struct app *a)
{
    enum status st = STATUS_OK;
    int64_t version = 0;
    bool is_enrolling = a->session.state == SESSION_KEYS;

    app_timer(a, TIMER_WATCH, is_enrolling ? APP_WATCH_ENROL_MS : APP_WATCH_MS);
    TRY(store_version(a->store, &version));
    if (version == a->store_version && !a->session.is_behind) {
        goto done;
    }
    a->store_version = version;
    app_changed(a);
    TRY(enrol_goes_on(a));
    if (a->session.state == SESSION_OPEN || a->session.state == SESSION_OPENING) {
        a->session.is_behind = true;
        app_timer(a, TIMER_FOLD, 0);
    }
    TRY(rejoin_watch(a));
done:
    return st;
}

enum status sync_ask_now(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf number = {0};
    struct store_value value = {STORE_sync_now, ""};
    int64_t count = 0;

    TRY(store_get_int(a->store, STORE_sync_now, &count));
    buf_printf(&number, "%lld", (long long)count + 1);
    value.text = buf_cstr(&number);
    TRY(store_set(a->store, &value, 1));
    a->sync_asked_ms = app_wall(a);
    app_changed(a);
done:
    buf_finish(&number);
    return st;
}

/* ---- how this tablet is drawn ---------------------------------------------------------------- */

/* A look that cannot be read is the one a new tablet has. */
void look_read(struct app *a)
{
    struct buf text = {0};
    struct json_value *json = NULL;
    double size = 0;

    a->look = (struct app_look){.text = 1.0F, .theme = UI_LIGHT, .keyboard = true};
    if (store_get(a->store, STORE_look, &text) == STATUS_OK && text.size > 0 &&
        json_parse(text.data, text.size, &json) == STATUS_OK) {
        int64_t theme = json_int(json_member(json, "theme"), UI_LIGHT);
        size = json_number(json_member(json, "text"), 100);
        a->look.text = size >= 100 && size <= 200 ? (float)(size / 100) : 1.0F;
        a->look.scale = (float)json_number(json_member(json, "scale"), 0);
        a->look.theme = theme >= 0 && theme < UI_CALM ? (enum ui_theme)theme : UI_LIGHT;
        a->look.keyboard = json_int(json_member(json, "keyboard"), 1) != 0;
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
    json_put_real(&w, "scale", (double)a->look.scale);
    json_close_object(&w);
    value.text = buf_cstr(&text);
    st = store_set(a->store, &value, 1);
    buf_finish(&text);
    app_changed(a);
    return st;
}
