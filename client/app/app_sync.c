/* What the daemon does meanwhile: its commits are noticed, its news is shown.
 *
 * The two programs meet only in the tablet's file. A counter of the file says when another program
 * has committed; it is asked once a second, which costs a few microseconds. What came is folded
 * slice by slice, beside whatever the person does.
 */
#include "app_private.h"

/* There may be room on a disk that was full: what waits in memory is put there, and others may have
 * the file again. */
static void look_for_room(struct app *a)
{
    if (store_unkept_drafts(a->store) > 0 && store_keep_drafts(a->store) == STATUS_OK) {
        a->fault[0] = '\0';
        app_changed(a);
    }
    if (a->is_full && store_unkept_drafts(a->store) == 0) {
        a->is_full = !store_open_again(a->store);
        if (!a->is_full) {
            a->fault[0] = '\0';
            a->tries.slot = 0;
            app_changed(a);
        }
    }
}

enum status sync_watch(struct app *a)
{
    enum status st = STATUS_OK;
    int64_t version = 0;
    bool is_enrolling = a->session.state == SESSION_KEYS;

    app_timer(a, TIMER_WATCH, is_enrolling ? APP_WATCH_ENROL_MS : APP_WATCH_MS);
    look_for_room(a);
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

    buf_printf(&number, "%lld", (long long)app_number(a, STORE_sync_now) + 1);
    value.text = buf_cstr(&number);
    TRY(store_set(a->store, &value, 1));
    a->sync_asked_ms = app_wall(a);
    app_changed(a);
done:
    buf_finish(&number);
    return st;
}
