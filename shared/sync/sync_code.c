/* The code of an enrolment: cairn:<https url>#<secret>.<pin>.<keys>.
 *
 * A person may type it from a sheet of paper, so each way to get it wrong has its own sentence, and
 * nothing is taken from a code that is not whole: a cut pin would make the tablet refuse the right
 * hub later, when the sheet is gone.
 */
#include "sync.h"

#include <string.h>

#define CODE_START  "cairn:"
#define DIGEST_SIZE 32

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The secret is the hub's own: letters, digits, - and _, and not the bytes of anything. */
static bool is_secret(const char *text)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return text[0] != '\0' && text[strspn(text, alphabet)] == '\0';
}

static bool is_digest(const char *text)
{
    struct buf bytes = {0};
    bool ok =
        base64url_decode(text, strlen(text), &bytes) == STATUS_OK && bytes.size == DIGEST_SIZE;

    buf_finish(&bytes);
    return ok;
}

/* Copies up to the stop (or the end, for '\0') and moves *at past it; false when it does not fit
 * or the stop is missing. */
static bool take(const char **at, const char *end, char stop, char *to, size_t room)
{
    const char *found = stop == '\0' ? end : memchr(*at, stop, (size_t)(end - *at));
    size_t size = found == NULL ? 0 : (size_t)(found - *at);

    if (found == NULL || size == 0 || size >= room) {
        return false;
    }
    memcpy(to, *at, size);
    to[size] = '\0';
    *at = found < end ? found + 1 : end;
    return true;
}

static bool url_is_clean(const char *url)
{
    static const char https[] = "https://";

    if (strncmp(url, https, sizeof https - 1) != 0 || url[sizeof https - 1] == '\0') {
        return false;
    }
    for (const char *c = url; *c != '\0'; c++) {
        if (*c <= ' ' || *c == '@' || *c == '\\' || *c == '"' || *c == 0x7f) {
            return false;
        }
    }
    return true;
}

enum status sync_read_code(const char *text, struct sync_code *out)
{
    const char *at = text;
    const char *end = text + strlen(text);

    *out = (struct sync_code){{0}, {0}, {0}, {0}};
    while (at < end && is_space(*at)) {
        at++;
    }
    while (end > at && is_space(end[-1])) {
        end--;
    }
    if ((size_t)(end - at) < sizeof CODE_START - 1 ||
        memcmp(at, CODE_START, sizeof CODE_START - 1) != 0) {
        return FAIL(STATUS_BAD_INPUT, "This is not an enrolment code: one starts with cairn:");
    }
    at += sizeof CODE_START - 1;
    if (!take(&at, end, '#', out->url, sizeof out->url) ||
        !take(&at, end, '.', out->secret, sizeof out->secret) ||
        !take(&at, end, '.', out->pin, sizeof out->pin) ||
        !take(&at, end, '\0', out->keys, sizeof out->keys)) {
        *out = (struct sync_code){{0}, {0}, {0}, {0}};
        return FAIL(STATUS_BAD_INPUT, "The enrolment code is not whole: copy all of its line.");
    }
    if (!url_is_clean(out->url)) {
        *out = (struct sync_code){{0}, {0}, {0}, {0}};
        return FAIL(STATUS_BAD_INPUT, "The enrolment code does not name an https address.");
    }
    if (!is_secret(out->secret) || !is_digest(out->pin) || !is_digest(out->keys)) {
        *out = (struct sync_code){{0}, {0}, {0}, {0}};
        return FAIL(STATUS_BAD_INPUT, "The enrolment code has a mistake in it: type it again.");
    }
    return STATUS_OK;
}
