/* The command line: a table of verbs, and words that are each used once.
 *
 * A verb takes the options that it knows and then asks whether anything is left. So a slip of the
 * pen (--shcool) is a wrong command line and not a silently wider one: an export meant for one
 * school must never become one of all schools.
 */
#include "hub_admin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_WRONG_LINE 2

struct verb {
    const char *first;
    const char *second; /* "" for none */
    enum { NO_HUB, READS, WRITES } hub;
    enum status (*run)(struct admin *a);
    const char *usage;
};
static const struct verb verbs[] = {
    {"init",       "",          NO_HUB, admin_init,              "[--store URL] [--host NAME]"                      },
    {"serve",      "",          WRITES, admin_serve,             "[--listen 127.0.0.1:0]"                           },
    {"school",     "add",       WRITES, admin_school_add,        "--name N --urn U --region R --kind K"             },
    {"import",     "roster",    WRITES, admin_import_roster,     "FILE --school URN [--dry-run]"                    },
    {"instrument", "add",       WRITES, admin_instrument_add,    "FILE --school URN"                                },
    {"instrument", "retire",    WRITES, admin_instrument_retire, "ID --school URN"                                  },
    {"instrument", "list",      READS,  admin_instrument_list,   "--school URN"                                     },
    {"picture",    "list",      READS,  admin_picture_list,      "--school URN"                                     },
    {"enrol",      "",          WRITES, admin_enrol,             "--school URN [--groups A,B] --label L [--qr F]"   },
    {"export",     "records",   READS,  admin_export_records,    "[--school URN]"                                   },
    {"export",     "changes",   READS,  admin_export_changes,    "[--school URN]"                                   },
    {"verify",     "",          READS,  admin_verify,            ""                                                 },
    {"rebuild",    "",          WRITES, admin_rebuild,           ""                                                 },
    {"held",       "release",   WRITES, admin_held_release,      "DEVICE:SEQ …"                                   },
    {"held",       "set-aside", WRITES, admin_held_set_aside,    "DEVICE:SEQ …"                                   },
    {"held",       "list",      READS,  admin_held_list,         ""                                                 },
    {"device",     "revoke",    WRITES, admin_device_revoke,     "ID [--mode now|send]"                             },
    {"device",     "list",      READS,  admin_device_list,       ""                                                 },
    {"user",       "add",       WRITES, admin_user_add,          "NAME --role R [--school URN] [--totp]"            },
    {"user",       "list",      READS,  admin_user_list,         ""                                                 },
    {"backup",     "",          READS,  admin_backup,            "FILE"                                             },
    {"restore",    "",          WRITES, admin_restore,           "FILE"                                             },
    {"erase",      "",          WRITES, admin_erase,             "--pupil ID"                                       },
    {"demo",       "",          WRITES, admin_demo,              "[--schools N] [--pupils N] [--years N] [--seed S]"},
};
#define VERB_COUNT (sizeof verbs / sizeof verbs[0])

/* ---- words ---------------------------------------------------------------------------------- */

const char *admin_option(struct admin *a, const char *name)
{
    for (size_t i = 0; i + 1 < a->count; i++) {
        if (a->words[i] != NULL && strcmp(a->words[i], name) == 0 && a->words[i + 1] != NULL) {
            const char *value = a->words[i + 1];
            a->words[i] = NULL;
            a->words[i + 1] = NULL;
            return value;
        }
    }
    return NULL;
}

bool admin_flag(struct admin *a, const char *name)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->words[i] != NULL && strcmp(a->words[i], name) == 0) {
            a->words[i] = NULL;
            return true;
        }
    }
    return false;
}

const char *admin_word(struct admin *a)
{
    for (size_t i = 0; i < a->count; i++) {
        const char *word = a->words[i];
        if (word != NULL && strncmp(word, "--", 2) != 0) {
            a->words[i] = NULL;
            return word;
        }
    }
    return NULL;
}

enum status admin_wrong(struct admin *a, const char *fmt, ...)
{
    char sentence[256];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    a->is_wrong = true;
    return FAIL(STATUS_BAD_INPUT, "%s", sentence);
}

enum status admin_end(struct admin *a)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->words[i] != NULL) {
            return admin_wrong(a, "“%s” is not understood here.", a->words[i]);
        }
    }
    return STATUS_OK;
}

enum status admin_need(struct admin *a, const char *name, const char **out)
{
    *out = admin_option(a, name);
    return *out != NULL ? STATUS_OK : admin_wrong(a, "%s is missing.", name);
}

enum status admin_school(struct admin *a, struct hub_school *out, bool *found)
{
    const char *urn = admin_option(a, "--school");

    *found = urn != NULL;
    return urn == NULL ? STATUS_OK : hub_school_find(a->hub, urn, out);
}

enum status admin_school_needed(struct admin *a, struct hub_school *out)
{
    enum status st = STATUS_OK;
    bool found = false;

    TRY(admin_school(a, out, &found));
    if (!found) {
        TRY(admin_wrong(a, "--school is missing."));
    }
done:
    return st;
}

void admin_say(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    (void)vprintf(fmt, args);
    va_end(args);
}

static enum status print_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    if (fwrite(line, 1, size, stdout) != size) {
        return FAIL(STATUS_DISK, "The output could not be written.");
    }
    return STATUS_OK;
}

struct hub_sink admin_sink(void)
{
    return (struct hub_sink){.line = print_line};
}

/* ---- the program ---------------------------------------------------------------------------- */

static void usage(FILE *to)
{
    (void)fprintf(to, "usage: cairn-hub --data DIR VERB …\n");
    for (size_t i = 0; i < VERB_COUNT; i++) {
        const struct verb *v = &verbs[i];
        (void)fprintf(to, "   %s%s%s %s\n", v->first, v->second[0] != '\0' ? " " : "", v->second,
                      v->usage);
    }
}

static int refuse_line(const char *sentence)
{
    (void)fprintf(stderr, "cairn-hub: %s\n", sentence);
    usage(stderr);
    return EXIT_WRONG_LINE;
}

/* A first word that is known wants its second one. */
static int refuse_verb(const char *first)
{
    char sentence[160];
    bool is_half = false;

    if (first == NULL) {
        return refuse_line("A verb is missing.");
    }
    for (size_t i = 0; i < VERB_COUNT; i++) {
        is_half = is_half || strcmp(verbs[i].first, first) == 0;
    }
    (void)snprintf(sentence, sizeof sentence,
                   is_half ? "“%.80s” wants a second word, as below."
                           : "“%.80s” is no verb of this program.",
                   first);
    return refuse_line(sentence);
}

/* A first word alone means the verb that lists. */
static const struct verb *find_verb(struct admin *a, const char **word)
{
    const char *first = admin_word(a);
    const struct verb *found = NULL;

    *word = first;
    for (size_t i = 0; first != NULL && i < VERB_COUNT; i++) {
        const struct verb *v = &verbs[i];
        if (strcmp(v->first, first) != 0) {
            continue;
        }
        if (v->second[0] == '\0' || admin_flag(a, v->second)) {
            return v;
        }
        if (strcmp(v->second, "list") == 0) {
            found = v;
        }
    }
    return found;
}

static enum status run_verb(struct admin *a, const struct verb *v)
{
    enum status st = STATUS_OK;

    if (v->hub != NO_HUB) {
        TRY(admin_open_hub(a));
    }
    if (v->hub == WRITES) {
        TRY(admin_check_keys(a));
        TRY(v->run != admin_restore ? admin_reach_hold(a) : STATUS_OK);
    }
    TRY(v->run(a));
    if (v->hub == WRITES) {
        admin_reach_keep(a);
    }
    if (fflush(stdout) != 0) {
        TRY(FAIL(STATUS_DISK, "The output could not be written."));
    }

done:
    return st;
}

int hub_main(int argc, char **argv, const struct hub_world *world)
{
    struct admin a = {.world = world, .assets = world->assets};
    const struct verb *v = NULL;
    enum status st = STATUS_OK;
    const char *assets = NULL;
    const char *first = NULL;

    for (int i = 1; i < argc && a.count < ADMIN_WORDS_MAX; i++) {
        a.words[a.count++] = argv[i];
    }
    a.data = admin_option(&a, "--data");
    assets = admin_option(&a, "--assets");
    a.assets = assets != NULL ? assets : a.assets;
    if (a.data == NULL) {
        return refuse_line("--data DIR is missing.");
    }
    if (argc - 1 > ADMIN_WORDS_MAX) {
        return refuse_line("There are too many words.");
    }
    v = find_verb(&a, &first);
    if (v == NULL) {
        return refuse_verb(first);
    }
    st = run_verb(&a, v);
    hub_destroy(a.hub);
    arena_finish(&a.arena);
    if (st == STATUS_OK) {
        return EXIT_SUCCESS;
    }
    (void)fprintf(stderr, "cairn-hub: %s\n",
                  status_message()[0] != '\0' ? status_message() : status_text(st));
    return a.is_wrong ? EXIT_WRONG_LINE : EXIT_FAILURE;
}
