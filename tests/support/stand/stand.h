/* stand — what stands in for the hub behind the dashboard: a made-up school, and who may see it.
 *
 * Shape    struct stand is opaque; stand_options gives a dashboard all its ports but the assets.
 * Units    *_ms is milliseconds since 1970 UTC.
 * Errors   None: what cannot be made stops in a CHECK, for only tests use it.
 * Owns     stand_make hands you a stand, stand_end takes it back, after the dashboard;
 *          visitor_arrives makes a visitor, visitor_leaves takes it back.
 * Needs    base, dashboard, http, view. The same seed makes the same school.
 *
 * Accounts (passphrase, code): head ("three calm stones", none) sees both schools, senco ("four
 * calm stones", 123456) the second alone, guest ("five calm stones", none) none.
 */
#ifndef STAND_H
#define STAND_H

#include "base.h"
#include "dashboard.h"
#include "http.h"

#define STAND_SCHOOL       "0199d000-0000-7000-8000-000000000001"
#define STAND_SCHOOL_OTHER "0199d000-0000-7000-8000-000000000002"

struct stand;
/* A school with a day of observations before now_ms; the other one stands empty. */
struct stand *stand_make(int64_t now_ms, uint64_t seed);
/* Two empty schools. */
struct stand *stand_make_empty(int64_t now_ms);
void stand_end(struct stand *s); /* accepts NULL */

struct dashboard_options stand_options(struct stand *s, const char *assets);
void stand_set_now(struct stand *s, int64_t now_ms);
/* From here each borrow fails with this status; STATUS_OK mends it. */
void stand_break(struct stand *s, enum status st);
/* Takes the head's account away, as another session of the hub might. */
void stand_forget_head(struct stand *s);
/* How often a passphrase was really checked. */
int stand_checks(struct stand *s);

/* Folds one change in by a device of its own. set is a JSON object; pupil "" is none. */
void stand_tell(struct stand *s, const char *school, const char *type, const char *rec,
                const char *pupil, const char *set);

/* ---- somebody in front of the dashboard, without a socket --------------------------------- */

#define VISITOR_COOKIE_ROOM 256
struct visitor {
    struct stand *stand;
    struct dashboard *dashboard;
    char cookie[VISITOR_COOKIE_ROOM]; /* what the browser would send */
    struct http_reply reply;          /* the last one */
    int64_t now_ms;
};
#define VISITOR_NOW_MS 1760435100000 /* Tuesday 14 October 2025, 10:45 in the UK */
/* Fixtures for cmocka: *state is a visitor before the dashboard of an empty stand. */
int visitor_arrives(void **state);
int visitor_leaves(void **state);
/* body NULL is a GET, else a form; origin NULL sends none. Returns the status; cookies are kept. */
int visitor_ask_from(struct visitor *v, const char *target, const char *body, const char *origin);
/* From the dashboard's own pages. */
int visitor_ask(struct visitor *v, const char *target, const char *body);
bool visitor_sees(const struct visitor *v, const char *text);
/* The form token on the page; "" when it has none. */
void visitor_csrf(const struct visitor *v, char out[64]);
/* Gets the form, fills it in, sends it. Returns the status. */
int visitor_sign_in(struct visitor *v, const char *user, const char *passphrase, const char *code);
void visitor_wait(struct visitor *v, int64_t ms);

#endif
