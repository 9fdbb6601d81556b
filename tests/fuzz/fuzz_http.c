/* Any bytes as a request: a line for the target, a line a header, then the body of a form.
 *
 * The server library takes requests apart; what Cairn does with the parts is here: paths, escapes,
 * cookies, bearers and forms. Whatever is let in holds no NUL and no broken UTF-8.
 */
#include "fuzz.h"

#include "http.h"

#include <string.h>

#define HEADERS_MAX 8

static void read_fields(const struct http_request *req)
{
    int64_t after = 0;
    const char *bearer = http_bearer(req);

    CHECK(bearer == NULL || bearer[0] != '\0');
    CHECK(http_query_count(req, "after") <= req->query.count);
    if (http_query_int64(req, "after", 0, 1000, &after) == STATUS_OK) {
        CHECK(after >= 0 && after <= 1000);
    }
    for (size_t i = 0; i < req->query.count; i++) {
        CHECK(text_is_utf8(req->query.items[i].value, strlen(req->query.items[i].value)));
    }
    (void)http_cookie(req, "a");
}

static void read_form(const struct http_request *req)
{
    struct http_form form = {0};

    if (http_form_init(&form, req) != STATUS_OK) {
        CHECK(form.fields.count == 0);
    }
    for (size_t i = 0; i < form.fields.count; i++) {
        CHECK(text_is_utf8(form.fields.items[i].value, strlen(form.fields.items[i].value)));
    }
    http_form_finish(&form);
}

/* The next line, without its end; NULL when none is left. */
static char *next_line(char **at)
{
    char *line = *at;
    char *end = line == NULL ? NULL : strchr(line, '\n');

    if (end != NULL) {
        *end = '\0';
    }
    *at = end == NULL ? NULL : end + 1;
    return line;
}

static bool add_headers(struct http_request *req, char **at)
{
    for (int i = 0; i < HEADERS_MAX; i++) {
        char *line = next_line(at);
        char *colon = line == NULL ? NULL : strchr(line, ':');
        if (colon == NULL) {
            return true;
        }
        *colon = '\0';
        if (http_request_add_header(req, line, colon + 1) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct arena arena = {0};
    struct http_request req;
    char *at = arena_span(&arena, (const char *)data, size);
    const char *target = next_line(&at);

    if (http_request_init(&req, "POST", target) != STATUS_OK) {
        CHECK(req.path == NULL);
    } else {
        CHECK(req.path[0] == '/' && strstr(req.path, "/../") == NULL);
        if (add_headers(&req, &at) &&
            http_request_add_header(&req, "Content-Type", "application/x-www-form-urlencoded") ==
                STATUS_OK) {
            buf_text(&req.body, at == NULL ? "" : at);
            read_fields(&req);
            read_form(&req);
        }
    }
    http_request_finish(&req);
    arena_finish(&arena);
    return 0;
}
