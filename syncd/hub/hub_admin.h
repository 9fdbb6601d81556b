/* hub_admin — what the verbs of the command line share: words, options, files of the data folder.
 *
 * Shape    struct admin is one call of the program: the words after the verb, each used once.
 * Units    As hub.h.
 * Errors   admin_wrong marks a wrong command line, which ends with exit status 2; all else with 1.
 * Owns     Texts live in the arena of struct admin.
 * Needs    hub_private.h.
 */
#ifndef HUB_ADMIN_H
#define HUB_ADMIN_H
#ifndef INSIDE_HUB
#error "hub_admin.h belongs to syncd/hub"
#endif

#include "hub_private.h"

#define ADMIN_WORDS_MAX 64

struct admin {
    const struct hub_world *world;
    const char *data;
    const char *assets;
    const char *words[ADMIN_WORDS_MAX]; /* after the verb; NULL once used */
    size_t count;
    struct hub *hub; /* open for the verbs that need it */
    bool is_wrong;
    struct arena arena;
};

/* The word after an option; NULL when it is not given. */
const char *admin_option(struct admin *a, const char *name);
bool admin_flag(struct admin *a, const char *name);
/* The next word that is no option; NULL when there is none. Ask for options first. */
const char *admin_word(struct admin *a);
/* Nothing may be left over. */
MUST_USE enum status admin_end(struct admin *a);
MUST_USE enum status admin_wrong(struct admin *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* An option that must be there. */
MUST_USE enum status admin_need(struct admin *a, const char *name, const char **out);
/* --school URN: *found is false when it is not given; admin_school_needed wants it. */
MUST_USE enum status admin_school(struct admin *a, struct hub_school *out, bool *found);
MUST_USE enum status admin_school_needed(struct admin *a, struct hub_school *out);
/* A line for a person on stdout. */
void admin_say(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Lines to stdout. */
struct hub_sink admin_sink(void);
/* CAIRN_PASSPHRASE, or asked for twice at the terminal without showing it. */
MUST_USE enum status admin_passphrase(struct buf *out);

/* ---- files of the data folder --------------------------------------------------------------- */

/* DIR/name, in the arena. */
const char *admin_path(struct admin *a, const char *name);
MUST_USE enum status admin_read_file(const char *path, struct buf *out);
/* Whole or not at all, durable, readable by the owner alone. */
MUST_USE enum status admin_write_file(const char *path, const void *bytes, size_t size);
/* Adds a line (with its end) to a list that only grows: whole and durable, or not at all, beside
 * others who add to it. A last line that was cut off goes. */
MUST_USE enum status admin_add_line(const char *path, const char *line);
MUST_USE enum status admin_open_store(struct admin *a, const char *store,
                                      const struct hub_keys *keys);
MUST_USE enum status admin_open_hub(struct admin *a);
/* keys.json is of the hub whose store it is; for every verb that writes. */
MUST_USE enum status admin_check_keys(struct admin *a);
/* The address that tablets are told: the one served, or a guess before the first serve. */
MUST_USE enum status admin_address(struct admin *a, bool *served, struct buf *out);

/* ---- lists that outlast the store ----------------------------------------------------------- */

/* In the arena. STATUS_DAMAGED names the file and the line. */
MUST_USE enum status admin_lists_read(struct admin *a, struct hub_lasting *out);
MUST_USE enum status admin_list_erasure(struct admin *a, const struct hub_erasure *erasure);
MUST_USE enum status admin_list_revocation(struct admin *a,
                                           const struct hub_revocation *revocation);
/* Adds what the store knows and these lists do not. */
MUST_USE enum status admin_lists_follow(struct admin *a, const struct hub_lasting *listed);
/* Store and lists know the same afterwards. */
MUST_USE enum status admin_lists_hold(struct admin *a);

/* A store that has less than the folder remembers begins another life, before anything is written
 * to it. The second remembers what it has now; where that fails, nothing is lost but the memory. */
MUST_USE enum status admin_reach_hold(struct admin *a);
void admin_reach_keep(const struct admin *a);

/* ---- a picture of a code -------------------------------------------------------------------- */

/* As blocks of text, two rows of squares a line. */
MUST_USE enum status admin_qr_text(const char *text, struct buf *out);
/* To a file: .svg or .png by its name. */
MUST_USE enum status admin_qr_file(const char *text, const char *path);

/* ---- pictures that an instrument names ------------------------------------------------------ */

/* Each is one that ships or the school's own; those that were named by their words are named by
 * their ids afterwards, in content too. STATUS_BAD_INPUT says which is not there. */
MUST_USE enum status admin_settle_pictures(struct admin *a, const struct id *school,
                                           struct instrument *in, struct json_value **content);

/* ---- verbs ---------------------------------------------------------------------------------- */

MUST_USE enum status admin_init(struct admin *a);
MUST_USE enum status admin_serve(struct admin *a);
MUST_USE enum status admin_school_add(struct admin *a);
MUST_USE enum status admin_import_roster(struct admin *a);
MUST_USE enum status admin_enrol(struct admin *a);
MUST_USE enum status admin_export_records(struct admin *a);
MUST_USE enum status admin_export_changes(struct admin *a);
MUST_USE enum status admin_verify(struct admin *a);
MUST_USE enum status admin_rebuild(struct admin *a);
MUST_USE enum status admin_held_list(struct admin *a);
MUST_USE enum status admin_held_release(struct admin *a);
MUST_USE enum status admin_held_set_aside(struct admin *a);
MUST_USE enum status admin_device_list(struct admin *a);
MUST_USE enum status admin_device_revoke(struct admin *a);
MUST_USE enum status admin_user_add(struct admin *a);
MUST_USE enum status admin_user_list(struct admin *a);
MUST_USE enum status admin_instrument_add(struct admin *a);
MUST_USE enum status admin_instrument_retire(struct admin *a);
MUST_USE enum status admin_instrument_list(struct admin *a);
MUST_USE enum status admin_picture_list(struct admin *a);
MUST_USE enum status admin_backup(struct admin *a);
MUST_USE enum status admin_restore(struct admin *a);
MUST_USE enum status admin_erase(struct admin *a);
MUST_USE enum status admin_demo(struct admin *a);
#endif
