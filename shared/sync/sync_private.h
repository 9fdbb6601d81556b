#ifndef INSIDE_SYNC
#error "sync_private.h is for shared/sync only"
#endif
#ifndef SYNC_PRIVATE_H
#define SYNC_PRIVATE_H

#include "sync_agent.h"

/* Where a round is: each phase is one kind of request. */
enum sync_phase {
    PHASE_REST,
    PHASE_HUB_KEYS,
    PHASE_ENROL,
    PHASE_PUSH,
    PHASE_PULL,
    PHASE_BACKFILL,
    PHASE_CHECK,
    PHASE_FORK
};

struct sync {
    struct sync_ports ports;
    enum sync_phase phase;
    bool is_asked; /* a request is out and its answer awaited */
    bool is_poked;
    bool is_urged;
    bool saves;            /* this round is small, for the battery's sake */
    int64_t power_look_ms; /* when to look again whether it still must be */
    int64_t large_ms;      /* when, while it saved, something large last went or came */
    bool is_large;         /* the push that is out is one of these */
    int page_shift;        /* how often a page is quartered because pages grew large */
    bool has_pushed;    /* in this round: the hub has said how far it holds this tablet's changes */
    bool has_repaired;  /* once a round: what the hub lacks would be looked for without end */
    int64_t fork_low;   /* while a fork is looked for: up to here both hold the same */
    int64_t fork_high;  /* and from here on they do not */
    int64_t check_upto; /* the lsn that the sums which differ speak of */
    int64_t hub_ms;     /* the hub's time at the last page */
    int64_t rest_until_ms;
    int failure_count; /* rounds that failed in a row */
    int64_t batch_rows;
    int64_t batch_bytes;
    /* Of this round: how often the line broke in a row, how often what is asked for was quartered
     * for it, and whether an answer came since it last broke. */
    int line_breaks;
    int line_shift;
    bool line_carried;
    int crowd_shift; /* how often the next round quarters what it asks for, from its beginning on */
    struct sync_state state;
    bool is_behind; /* the store has more than the state says, until the next request is made */
    struct sync_owed owed;
    struct arena task; /* of the request that is out */
    struct arena memo; /* of the state */
    struct buf path;
    struct buf body;
    struct buf signature;
    int64_t last_contact_ms;
    int64_t skew_ms;
    bool has_contact;
    bool took_epoch; /* in this round: a hub has one life at a time */
    struct sync_report report;
    char sentence[256];
};

#define BATCH_ROWS_MAX   2000
#define BATCH_BYTES_MAX  (2560LL * 1024) /* boxes; base64 and keys stay under SYNC_BODY_MAX */
#define LINE_BREAKS_MAX  5
#define CROWD_SHIFT_MAX  3 /* 40 KiB: that has room at the hub beside all that is large */
#define SMALL_BODY_SIZE  ((size_t)64 * 1024) /* such a push is not made smaller */
#define POLL_MS          (15LL * 60 * 1000)  /* a quiet tablet asks this often */
#define BACKOFF_FIRST_MS 5000LL
#define BACKOFF_MOST_MS  POLL_MS
/* While the battery is saved: what a lesson writes, and some tens of kB of what others wrote. */
#define SAVING_PUSH_ROWS 200
#define SAVING_PAGE_ROWS 20
#define SAVING_BYTES     ((size_t)128 * 1024) /* more is large */
#define PAGE_SHIFT_MAX   2                    /* that is one change a page */
#define POWER_LOOK_MS    60000
/* A hub may say later, and never "never". */
#define RETRY_AFTER_MOST_S 3600LL

/* Ends the round: well, or by a fault that waits by back-off (or by the hub's Retry-After). */
enum status sync_round_done(struct sync *s, bool up_to_date);
/* It ends here because the battery is low: nothing failed, and not all of it is there. */
enum status sync_round_saved(struct sync *s);
enum status sync_round_failed(struct sync *s, const char *sentence, int64_t retry_after_s);
/* An answer that is no success: what fault.def says. */
enum status sync_answer_fault(struct sync *s, const struct sync_answer *answer);
/* An answer that is no answer of the protocol's. */
enum status sync_answer_strange(struct sync *s);
/* The hub's chain under this tablet's name, acked long, is not this tablet's: looks where. */
enum status sync_forked(struct sync *s, int64_t acked);
const char *sync_fork_sentence(void);
/* 410: the hub wants this tablet wiped. */
enum status sync_take_withdrawn(struct sync *s, const struct json_value *body);
/* The state again, from the store. */
enum status sync_reload(struct sync *s);

/* Whether these, the next to be pushed, begin with something large that is to wait. */
bool sync_push_waits(struct sync *s, const struct sync_own *own);
/* Whether a page is not to be fetched yet, since what comes next is large. */
bool sync_page_waits(const struct sync *s);
int64_t sync_page_most(const struct sync *s); /* bytes; 0: as many as there are */
void sync_page_broke(struct sync *s);         /* it grew larger than that */
void sync_page_came(struct sync *s, size_t size);
/* 503: the hub has its hands full. */
void sync_see_crowd(struct sync *s);
enum status sync_ask_phase(struct sync *s, struct sync_ask *ask);
enum status sync_take_hub_keys(struct sync *s, const struct sync_answer *answer);
enum status sync_take_enrol(struct sync *s, const struct sync_answer *answer);
enum status sync_take_push(struct sync *s, const struct sync_answer *answer);
enum status sync_take_pull(struct sync *s, const struct sync_answer *answer);
enum status sync_take_backfill(struct sync *s, const struct sync_answer *answer);
enum status sync_ask_fork(struct sync *s, struct sync_ask *ask);
enum status sync_take_fork(struct sync *s, const struct sync_answer *answer);
enum status sync_take_check(struct sync *s, const struct sync_answer *answer);
/* Whether what the tablet holds agrees with these figures, up to that lsn. */
enum status sync_sums_agree(struct sync *s, int64_t upto, const struct sync_check *theirs,
                            bool *agrees);
/* The hub is another incarnation than the cursor speaks of: pull again from 0, push from acked. */
enum status sync_take_epoch(struct sync *s, const struct json_value *body);
/* What the tablet's clock says against the hub's, whenever an answer carries its time. */
void sync_see_time(struct sync *s, int64_t hub_ms);

#endif
