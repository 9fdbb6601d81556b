/* dashboard — the hub's web pages: who may see them, what they ask, what they show.
 *
 * Shape    struct dashboard is opaque. dashboard_handle answers one request without any socket.
 *          Accounts and views are ports: the hub keeps the people and lends the tables.
 * Units    *_ms is milliseconds since 1970 UTC. Days are UK calendar days.
 * Errors   STATUS_NOT_FOUND or STATUS_BAD_INPUT when the assets are not there or broken. Once open,
 *          a fault of the store becomes a page that says so.
 * Owns     dashboard_open hands you a dashboard, dashboard_close takes it back. Sessions live in
 *          its memory alone: they end with it.
 * Needs    base, http, view, and its own html and page. dashboard_handle may be called on several
 *          threads at once.
 */
#ifndef DASHBOARD_H
#define DASHBOARD_H

#include "base.h"
#include "http.h"
#include "view.h"

/* ---- the people: kept by the hub ------------------------------------------------------------ */

#define DASHBOARD_KEY_ROOM  64
#define DASHBOARD_NAME_ROOM 201

struct dashboard_person {
    char key[DASHBOARD_KEY_ROOM];   /* what the accounts know the person by, for good */
    char name[DASHBOARD_NAME_ROOM]; /* as shown */
};
struct dashboard_school {
    struct id id;
    const char *name;
};
struct dashboard_school_rows {
    struct dashboard_school *rows;
    size_t count;
};
/* Called on several threads at once. Guesses are counted before check is called. */
struct dashboard_accounts {
    /* STATUS_OK fills out. STATUS_LOCKED when user, passphrase or code is wrong, never saying
     * which; it takes as long for a user who does not exist. code is "" or what was typed, without
     * blanks. */
    enum status (*check)(void *ctx, const char *user, const char *passphrase, const char *code,
                         struct dashboard_person *out);
    /* The schools that this person may see now, by name, in the arena. Asked for every page, so
     * that a right taken away counts at once. STATUS_NOT_FOUND when the account is gone. */
    enum status (*schools)(void *ctx, const char *key, struct arena *arena,
                           struct dashboard_school_rows *out);
    void *ctx;
};

/* ---- the tables: lent by the hub ------------------------------------------------------------ */

struct dashboard_loan {
    struct view *view; /* of one instant, this thread's alone until given back */
    void *own;         /* the lender's */
};
struct dashboard_views {
    enum status (*borrow)(void *ctx, struct dashboard_loan *out);
    void (*give_back)(void *ctx, struct dashboard_loan *loan);
    void *ctx;
};

/* ---- life --------------------------------------------------------------------------------- */

struct dashboard_options {
    const char *assets; /* the folder that holds dashboard/ and instruments/ */
    struct dashboard_accounts accounts;
    struct dashboard_views views;
    struct clock_port clock;
    struct random_port random; /* called on several threads at once */
};
struct dashboard;
/* Reads the assets. On failure *out is NULL. */
MUST_USE enum status dashboard_open(const struct dashboard_options *options,
                                    struct dashboard **out);
void dashboard_close(struct dashboard *d); /* accepts NULL */

/* False, with reply untouched, when the path is none of the dashboard's. Its own are /, /login,
 * /logout, /today, /favicon.ico and all under /assets/. */
bool dashboard_handle(struct dashboard *d, const struct http_request *req,
                      struct http_reply *reply);

#endif
