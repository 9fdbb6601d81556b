/* How a fault gets from where it is born to the person.
 *
 * A status alone says what kind of thing went wrong; only the place where it went wrong can say
 * which file, which line, which answer. So FAIL leaves one sentence behind, a thread, and the
 * functions above pass the status on untouched. The sentence is made in a second buffer first:
 * a caller may well quote status_message() inside a new fault, and would otherwise print over
 * the very text that it reads. What comes from outside may be quoted in it, so whatever is no
 * UTF-8 or would break the line is replaced: the sentence goes to screens, logs and JSON.
 */
#include "base.h"

#include <stdio.h>
#include <stdlib.h>

#define MESSAGE_ROOM 512
#define DRAFT_ROOM   2048

static const struct row {
    const char *text;
    enum status_act act;
} rows[] = {
#define STATUS(name, text, act) {text, act},
#include "status.def"
};

static _Thread_local char message[MESSAGE_ROOM];

const char *status_text(enum status st)
{
    CHECK((size_t)st < sizeof rows / sizeof rows[0]);
    return rows[st].text;
}

enum status_act status_act(enum status st)
{
    CHECK((size_t)st < sizeof rows / sizeof rows[0]);
    return rows[st].act;
}

const char *status_message(void)
{
    return message;
}

/* Makes one clean line of text of what a format left, in place. */
static void clean_line(char *text)
{
    const char *at = text;

    while (*at != '\0') {
        char *from = text + (at - text);
        uint32_t character = text_next(&at);
        if (character < ' ' || character == 0x7F) {
            *from = ' ';
        } else if (character == 0xFFFD && at - from == 1) {
            *from = '?';
        }
    }
}

enum status status_fail(enum status st, const char *fmt, ...)
{
    char draft[DRAFT_ROOM];
    va_list args;

    CHECK(st != STATUS_OK);
    va_start(args, fmt);
    int size = vsnprintf(draft, sizeof draft, fmt, args);
    va_end(args);
    CHECK(size >= 0);
    clean_line(draft);
    text_copy(message, sizeof message, draft);
    return st;
}

void check_failed(const char *claim, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: this can only be a bug: %s\n", file, line, claim);
    abort();
}
