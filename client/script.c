/* Reading a script, and giving each act its time.
 *
 * An act is tried each time the screen is at rest until it can be done, and fails when its time is
 * over: a script never sleeps for a guessed while, so it is as fast as the machine and as patient
 * as it has to be.
 */
#include "script_act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_LINES_MAX 5000
#define SCRIPT_LOOK_MS   20

struct script {
    struct arena arena;
    struct script_act *acts;
    size_t count;
    size_t at;
    int64_t deadline_ms; /* 0: the act at hand was not tried yet */
    int64_t wake_ms;
};

/* ---- reading --------------------------------------------------------------------------------- */

/* A word or a quoted text; NULL when the quotes do not close. */
static const char *read_word(struct script *s, const char **at, bool *quoted)
{
    struct buf text = {0};
    const char *out = NULL;

    *quoted = **at == '"';
    *at += *quoted ? 1 : 0;
    while (**at != '\0' && (*quoted ? **at != '"' : strchr(" \t", **at) == NULL)) {
        if (*quoted && **at == '\\' && (*at)[1] != '\0') {
            (*at)++;
            buf_text(&text, **at == 'n' ? "\n" : (const char[]){**at, '\0'});
        } else {
            buf_byte(&text, **at);
        }
        (*at)++;
    }
    if (!*quoted || **at == '"') {
        out = arena_text(&s->arena, buf_cstr(&text));
        *at += *quoted ? 1 : 0;
    }
    buf_finish(&text);
    return out;
}

static enum status read_act(struct script *s, const char *line, int number)
{
    struct script_act *act = &s->acts[s->count];
    const struct act_kind *kind = NULL;
    const char *at = line + strspn(line, " \t");

    *act = (struct script_act){.line = number};
    while (*at != '\0' && *at != '#') {
        if (act->count == SCRIPT_WORDS_MAX) {
            return FAIL(STATUS_BAD_INPUT, "script line %d: too many words", number);
        }
        act->word[act->count] = read_word(s, &at, &act->quoted[act->count]);
        if (act->word[act->count++] == NULL) {
            return FAIL(STATUS_BAD_INPUT, "script line %d: a quoted text has no end", number);
        }
        at += strspn(at, " \t");
    }
    if (act->count == 0) {
        return STATUS_OK;
    }
    kind = act_find(act->word[0]);
    if (kind == NULL) {
        return FAIL(STATUS_BAD_INPUT, "script line %d: \"%s\" is no act", number, act->word[0]);
    }
    if (act->count - 1 < kind->least || act->count - 1 > kind->most) {
        return FAIL(STATUS_BAD_INPUT, "script line %d: \"%s\" takes %d to %d words", number,
                    kind->name, kind->least, kind->most);
    }
    s->count++;
    return STATUS_OK;
}

static enum status read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    char part[4096];
    size_t size = 0;

    if (file == NULL) {
        return FAIL(STATUS_NOT_FOUND, "The script %s cannot be read", path);
    }
    while ((size = fread(part, 1, sizeof(part), file)) > 0) {
        buf_add(out, part, size);
    }
    (void)fclose(file);
    return STATUS_OK;
}

enum status script_open(const char *path, struct script **out)
{
    enum status st = STATUS_OK;
    struct script *s = mem_zero(1, sizeof(*s));
    struct buf text = {0};
    int number = 0;

    *out = NULL;
    TRY(read_file(path, &text));
    s->acts = mem_zero(SCRIPT_LINES_MAX, sizeof(*s->acts));
    for (char *line = text.data; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        if (++number > SCRIPT_LINES_MAX) {
            st = FAIL(STATUS_BAD_INPUT, "The script has more than %d lines", SCRIPT_LINES_MAX);
            goto done;
        }
        TRY(read_act(s, line, number));
        line = end != NULL ? end + 1 : NULL;
    }
    *out = s;
    s = NULL;
done:
    buf_finish(&text);
    script_close(s);
    return st;
}

void script_close(struct script *s)
{
    if (s != NULL) {
        arena_finish(&s->arena);
        free(s->acts);
        free(s);
    }
}

/* ---- playing --------------------------------------------------------------------------------- */

static int64_t seconds_of(const struct script_act *act, const struct act_kind *kind)
{
    int64_t seconds = kind->seconds;

    if (strcmp(kind->name, "wait-for") == 0 && act->count == 3 &&
        text_to_int64(act->word[2], &seconds) != STATUS_OK) {
        seconds = kind->seconds;
    }
    return seconds;
}

static enum script_state not_in_time(const struct script_act *act)
{
    (void)FAIL(STATUS_NOT_FOUND, "script line %d: %s %s%s%s%s: it did not happen in time",
               act->line, act->word[0], act->count > 1 ? "\"" : "",
               act->count > 1 ? act->word[1] : "", act->count > 1 ? "\" " : "",
               act->count > 2 ? act->word[2] : "");
    return SCRIPT_FAILED;
}

enum script_state script_step(struct script *s, const struct script_world *world, int64_t now_ms)
{
    const struct script_act *act = &s->acts[s->at];
    const struct act_kind *kind = NULL;

    if (s->at == s->count) {
        return SCRIPT_ENDED;
    }
    kind = act_find(act->word[0]);
    if (s->deadline_ms == 0) {
        s->deadline_ms = now_ms + seconds_of(act, kind) * 1000;
    }
    s->wake_ms = now_ms + SCRIPT_LOOK_MS;
    switch (kind->run(act, world)) {
    case ACT_DONE:
        s->at++;
        s->deadline_ms = 0;
        return SCRIPT_GOES_ON;
    case ACT_ENDS:
        return SCRIPT_ENDED;
    case ACT_FAILED:
        return SCRIPT_FAILED;
    case ACT_NOT_YET:
        break;
    }
    return now_ms >= s->deadline_ms ? not_in_time(act) : SCRIPT_WAITS;
}

int64_t script_wake_ms(const struct script *s)
{
    return s->wake_ms;
}

void script_next(const struct script *s, struct buf *out)
{
    const struct script_act *act = &s->acts[s->at];

    if (s->at < s->count) {
        buf_printf(out, "line %d:", act->line);
        for (int i = 0; i < act->count; i++) {
            buf_printf(out, " %s", act->word[i]);
        }
    }
}

bool script_read_size(const char *text, int *width, int *height)
{
    const char *cross = strchr(text, 'x');
    char first[8] = "";
    int64_t w = 0;
    int64_t h = 0;

    if (cross == NULL || cross - text >= (ptrdiff_t)sizeof(first)) {
        return false;
    }
    text_copy(first, (size_t)(cross - text) + 1, text);
    if (text_to_int64(first, &w) != STATUS_OK || text_to_int64(cross + 1, &h) != STATUS_OK ||
        w < 320 || h < 320 || w > 10000 || h > 10000) {
        return false;
    }
    *width = (int)w;
    *height = (int)h;
    return true;
}
