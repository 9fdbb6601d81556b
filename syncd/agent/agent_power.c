/* Whether the tablet must save its battery, as the kernel's power-supply folder says it.
 *
 * A large transfer on an almost empty battery can be what empties it, and then a lesson is not
 * written down. So below 30 per cent only a little is sent and fetched, unless a charger feeds the
 * tablet. What the folder does not say stops nothing: a machine without a battery, or one that
 * tells nothing of itself, is taken for one that has power.
 */
#define _POSIX_C_SOURCE 200809L
#include "agent.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define LOW_PER_CENT 30
#define WORD_ROOM    32

struct power {
    bool has_battery;
    bool is_fed;
    int64_t per_cent; /* of the fullest battery that is the tablet's own; -1 unknown */
};

/* The first word of a file such as BAT0/capacity; "" when there is none. */
static void read_word(const char *folder, const char *supply, const char *name, char out[WORD_ROOM])
{
    struct buf path = {0};
    FILE *file = NULL;

    out[0] = '\0';
    buf_printf(&path, "%s/%s/%s", folder, supply, name);
    file = fopen(buf_cstr(&path), "r");
    if (file != NULL) {
        if (fgets(out, WORD_ROOM, file) == NULL) {
            out[0] = '\0';
        }
        (void)fclose(file);
    }
    out[strcspn(out, "\n")] = '\0';
    buf_finish(&path);
}

static void see_battery(const char *folder, const char *supply, struct power *p)
{
    char word[WORD_ROOM];
    int64_t per_cent = -1;

    read_word(folder, supply, "scope", word);
    if (text_equal(word, "Device")) {
        return; /* a pen's or a keyboard's */
    }
    read_word(folder, supply, "status", word);
    p->is_fed = p->is_fed || text_equal(word, "Charging") || text_equal(word, "Full");
    read_word(folder, supply, "capacity", word);
    if (text_to_int64(word, &per_cent) == STATUS_OK && per_cent >= 0 && per_cent <= 100) {
        p->has_battery = true;
        p->per_cent = per_cent > p->per_cent ? per_cent : p->per_cent;
    }
}

static void see_supply(const char *folder, const char *supply, struct power *p)
{
    char word[WORD_ROOM];

    read_word(folder, supply, "type", word);
    if (text_equal(word, "Battery")) {
        see_battery(folder, supply, p);
    } else if (word[0] != '\0') {
        read_word(folder, supply, "online", word); /* of mains, USB, wireless */
        p->is_fed = p->is_fed || text_equal(word, "1");
    }
}

bool power_is_low(const char *folder)
{
    struct power p = {.per_cent = -1};
    DIR *supplies = opendir(folder);
    const struct dirent *entry = NULL;

    /* readdir is safe here: no other thread has this dir. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while (supplies != NULL && (entry = readdir(supplies)) != NULL) {
        if (entry->d_name[0] != '.') {
            see_supply(folder, entry->d_name, &p);
        }
    }
    if (supplies != NULL) {
        (void)closedir(supplies);
    }
    return p.has_battery && !p.is_fed && p.per_cent < LOW_PER_CENT;
}
