/* app_join — how a tablet and its staff join, and what is kept of the tablet itself. */
#ifndef INSIDE_APP
#error "app_join.h is app's own"
#endif
#ifndef APP_JOIN_H
#define APP_JOIN_H

#include "app_state.h"

/* ---- enrolling, sync ------------------------------------------------------------------------- */
MUST_USE enum status enrol_ask(struct app *a);
MUST_USE enum status enrol_again(struct app *a);
/* The code comes out of a picture: asked for, read on the worker, put on the form. */
MUST_USE enum status enrol_from_picture(struct app *a);
void enrol_read_picture(struct app_job *job);
void enrol_pictured(struct app *a, const struct app_job *job);
/* What is typed at joining is there again after a kill, until it is asked for; a passphrase never.
 * Sealed it cannot be: there are no keys yet, and the request will hold the same. */
void enrol_typed(struct app *a);
MUST_USE enum status enrol_flush(struct app *a);
void enrol_find_typed(struct app *a);
/* Leaves the request that the code on the form asks for. */
MUST_USE enum status enrol_request(struct app *a, const struct slot_keys *keys);
/* A tablet that was enrolled before: a new code; what is to be written anew; a name that changed
 * or went. */
MUST_USE enum status rejoin_ask(struct app *a);
MUST_USE enum status rejoin_goes_on(struct app *a);
/* A slice of store_twins; more when there may be others. */
MUST_USE enum status rejoin_settle_twins(struct app *a, bool *more);
MUST_USE enum status rejoin_watch(struct app *a);
void model_fill_rejoin(struct app *a, struct screen_tablet *out);
MUST_USE enum status enrol_goes_on(struct app *a);
MUST_USE enum status enrol_name(struct app *a, const struct id *staff);
MUST_USE enum status enrol_colleague(struct app *a);
void enrol_made(struct app *a, struct app_job *job);
MUST_USE enum status enrol_check_passphrase(const char *text);
/* The slots of those whom the staff list says to have left go. It may lock. */
MUST_USE enum status staff_heed_list(struct app *a);
/* Another passphrase for whoever is unlocked: asked for, made on the worker, kept. */
void staff_change_begin(struct app *a, bool on);
MUST_USE enum status staff_change(struct app *a);
void staff_run_change(struct app_job *job);
void staff_changed(struct app *a, struct app_job *job);
MUST_USE enum status sync_watch(struct app *a);
MUST_USE enum status sync_ask_now(struct app *a);
void look_read(struct app *a);
MUST_USE enum status look_keep(struct app *a);
/* The ruler's bar was too short (1), too long (-1); 0: as the screen reports it. */
MUST_USE enum status look_measure(struct app *a, int64_t steps);
void look_to_form(struct app *a);
MUST_USE enum status look_from_form(struct app *a);
/* Scanning as JSON has it; NULL and what is missing: as is usual, and off. */
void look_scan_write(struct json_writer *w, const char *key, const struct ui_scan_settings *with);
struct ui_scan_settings look_scan_read(const struct json_value *json);

#endif
