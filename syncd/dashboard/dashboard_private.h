/* dashboard_private — what the files of this folder share: assets, words, sessions, guesses.
 *
 * Shape    struct dashboard is open in here; its tables guard themselves.
 * Units    *_ms is milliseconds since 1970 UTC.
 * Errors   As in dashboard.h.
 * Owns     Each _open or _init has its _close or _finish, called by dashboard_close.
 * Needs    base, http, page, record, view.
 */
#ifndef INSIDE_DASHBOARD
#error "dashboard_private.h belongs to syncd/dashboard: include dashboard.h"
#endif
#ifndef DASHBOARD_PRIVATE_H
#define DASHBOARD_PRIVATE_H

#include "dashboard.h"
#include "page.h"
#include "record.h"

#include <pthread.h>

/* ---- assets: files that a browser fetches, read once ---------------------------------------- */

struct dashboard_asset {
    const char *path; /* constants */
    const char *type;
    struct buf bytes;
    char tag[48]; /* the quoted hash that says whether a browser's copy is still right */
};
#define DASHBOARD_ASSET_COUNT 2
struct dashboard_assets {
    struct dashboard_asset items[DASHBOARD_ASSET_COUNT];
};
MUST_USE enum status dashboard_assets_open(struct dashboard_assets *a, const char *folder);
void dashboard_assets_close(struct dashboard_assets *a);
void dashboard_assets_answer(const struct dashboard_assets *a, const struct http_request *req,
                             struct http_reply *reply);
/* Appends a whole file. STATUS_NOT_FOUND names it. */
MUST_USE enum status dashboard_read_file(const char *folder, const char *name, struct buf *out);

/* ---- words: what the ids in a record are called ------------------------------------------- */

#define DASHBOARD_INSTRUMENTS_MAX 64
struct dashboard_words {
    struct arena arena;
    struct instrument instruments[DASHBOARD_INSTRUMENTS_MAX];
    size_t count;
};
MUST_USE enum status dashboard_words_open(struct dashboard_words *w, const char *folder);
void dashboard_words_close(struct dashboard_words *w);
/* NULL for one that this hub does not have. */
const struct instrument *dashboard_words_find(const struct dashboard_words *w, const char *id);

/* ---- guesses: ten in five minutes, and no more -------------------------------------------- */

#define DASHBOARD_GUESSES_MAX        10 /* for one user name */
#define DASHBOARD_GUESSES_A_PEER_MAX 50 /* for one address: a whole school may share it */
#define DASHBOARD_GUESS_REST_MS      300000
#define DASHBOARD_GUESS_ENTRIES      1024
struct dashboard_guess {
    uint8_t key[20];
    int count; /* 0: free */
    int64_t last_ms;
};
struct dashboard_guesses {
    pthread_mutex_t lock;
    struct dashboard_guess *entries;
};
void dashboard_guesses_open(struct dashboard_guesses *g);
void dashboard_guesses_close(struct dashboard_guesses *g);
/* Counts a guess before it is checked; false when there were too many, and then counts nothing. */
bool dashboard_guesses_take(struct dashboard_guesses *g, const char *user, const char *peer,
                            int64_t now_ms);
/* The guess was right: the name starts afresh, and the address gets this one back. */
void dashboard_guesses_right(struct dashboard_guesses *g, const char *user, const char *peer);

/* ---- sessions ----------------------------------------------------------------------------- */

#define DASHBOARD_TOKEN_ROOM      44
#define DASHBOARD_COOKIE          "__Host-cairn"
#define DASHBOARD_SESSIONS_MAX    512
#define DASHBOARD_SESSION_IDLE_MS (45LL * 60 * 1000)
#define DASHBOARD_SESSION_LIFE_MS (12LL * 3600 * 1000)
struct dashboard_session {
    char token[DASHBOARD_TOKEN_ROOM]; /* "": free */
    char csrf[DASHBOARD_TOKEN_ROOM];
    struct dashboard_person person;
    int64_t begun_ms;
    int64_t seen_ms;
};
struct dashboard_sessions {
    pthread_mutex_t lock;
    struct dashboard_session *rows;
};
void dashboard_sessions_open(struct dashboard_sessions *s);
void dashboard_sessions_close(struct dashboard_sessions *s);
/* Begins one and copies it to out; the one longest unseen makes room when all are taken. */
void dashboard_sessions_begin(struct dashboard_sessions *s, const struct random_port *random,
                              const struct dashboard_person *person, int64_t now_ms,
                              struct dashboard_session *out);
/* The live session of a token (NULL is none), copied; it counts as seen. */
bool dashboard_sessions_find(struct dashboard_sessions *s, const char *token, int64_t now_ms,
                             struct dashboard_session *out);
void dashboard_sessions_end(struct dashboard_sessions *s, const char *token);
/* 32 bytes of chance as base64url. */
void dashboard_token(const struct random_port *random, char out[DASHBOARD_TOKEN_ROOM]);
/* Takes the same time wherever two tokens differ. False when either is NULL or no whole token. */
bool dashboard_token_equal(const char *a, const char *b);

/* ---- all of it ---------------------------------------------------------------------------- */

struct dashboard {
    struct dashboard_accounts accounts;
    struct dashboard_views views;
    struct clock_port clock;
    struct random_port random;
    struct dashboard_assets assets;
    struct dashboard_words words;
    struct dashboard_guesses guesses;
    struct dashboard_sessions sessions;
};

/* One request on its way, with who asks (NULL: nobody signed in). */
struct dashboard_visit {
    struct dashboard *d;
    const struct http_request *req;
    struct http_reply *reply;
    const struct dashboard_session *who;
    int64_t now_ms;
    struct arena *arena; /* lives as long as the request */
};

/* Each answers one path of the table in dashboard.c. */
void dashboard_show_login(struct dashboard_visit *v);
void dashboard_take_login(struct dashboard_visit *v);
void dashboard_take_logout(struct dashboard_visit *v);
void dashboard_show_today(struct dashboard_visit *v);
/* A page of one sentence. */
void dashboard_say(struct dashboard_visit *v, int status, const char *title, const char *sentence);
struct page_frame dashboard_frame(const struct dashboard_visit *v);
/* Sets content type and status; the caller has written the body. */
void dashboard_is_html(struct dashboard_visit *v, int status);
/* A form sent from another site names that site, or comes without our token. */
bool dashboard_is_own_form(const struct dashboard_visit *v);

#define DASHBOARD_NOTES_SHOWN   40
#define DASHBOARD_NOTES_COUNTED 5000
/* Fills all of the page but frame, problem and schools, for p->school and p->day. */
MUST_USE enum status dashboard_ask_today(struct dashboard_visit *v, struct page_today *p);

#endif
