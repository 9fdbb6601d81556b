/* What the ids in a record are called.
 *
 * A record holds ids ("sustained"), and the instrument that it names holds the words. A hub may
 * meet an instrument that it does not have, from a newer tablet: then the ids themselves are
 * shown, which is less pretty and never wrong.
 */
#define _POSIX_C_SOURCE 200809L
#include "dashboard_private.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FOLDER_ROOM 1024

static bool is_json_file(const char *name)
{
    size_t size = strlen(name);

    return name[0] != '.' && size > 5 && strcmp(name + size - 5, ".json") == 0;
}

static enum status add_file(struct dashboard_words *w, const char *folder, const char *name)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (w->count == DASHBOARD_INSTRUMENTS_MAX) {
        return FAIL(STATUS_BAD_INPUT, "%s holds more than %d instruments", folder,
                    DASHBOARD_INSTRUMENTS_MAX);
    }
    TRY(dashboard_read_file(folder, name, &text));
    TRY(instrument_read(text.data, text.size, &w->arena, &w->instruments[w->count]));
    w->count++;

done:
    buf_finish(&text);
    return st;
}

enum status dashboard_words_open(struct dashboard_words *w, const char *assets)
{
    enum status st = STATUS_OK;
    char folder[FOLDER_ROOM];
    struct dirent *entry = NULL;
    DIR *dir = NULL;

    (void)snprintf(folder, sizeof folder, "%s/instruments", assets);
    dir = opendir(folder);
    if (dir == NULL) {
        return FAIL(STATUS_NOT_FOUND, "the dashboard needs the folder %s, and it cannot be opened",
                    folder);
    }
    /* readdir is safe here: no other thread has this dir. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while ((entry = readdir(dir)) != NULL) {
        if (is_json_file(entry->d_name)) {
            TRY(add_file(w, folder, entry->d_name));
        }
    }

done:
    (void)closedir(dir);
    return st;
}

void dashboard_words_close(struct dashboard_words *w)
{
    arena_finish(&w->arena);
    w->count = 0;
}

const struct instrument *dashboard_words_find(const struct dashboard_words *w, const char *id)
{
    for (size_t i = 0; i < w->count; i++) {
        if (strcmp(w->instruments[i].id, id) == 0) {
            return &w->instruments[i];
        }
    }
    return NULL;
}
