/* Any bytes in front of the dashboard: a line for the target, then the body of a form.
 *
 * With s as the first letter the visitor has signed in before. @C in the body is the token of the
 * form on the page, as a browser would send it. Whatever comes, the dashboard answers with a page
 * and not with 500, and no tag that the visitor sent stands on it as a tag.
 *
 * Seen to catch: the name that was typed, put back on the sign-in page as it came.
 */
#include "fuzz.h"

#include "stand.h"

#include <string.h>

#define TAG "<fz"

static void fill_in(const char *text, const char *csrf, struct buf *out)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (at[0] == '@' && at[1] == 'C') {
            http_percent_encode(out, csrf);
            at++;
        } else {
            buf_add(out, at, 1);
        }
    }
}

static bool is_target(const char *target)
{
    struct http_request req;
    bool fits = http_request_init(&req, "GET", target) == STATUS_OK;

    http_request_finish(&req);
    return fits;
}

static void check_page(const struct visitor *v, int status)
{
    CHECK(status >= 200 && status < 600 && status != 500);
    CHECK(text_is_utf8(v->reply.body.data, v->reply.body.size));
    CHECK(strstr(buf_cstr(&v->reply.body), TAG) == NULL);
}

static void play(struct visitor *v, const char *target, const char *body)
{
    struct buf form = {0};
    char csrf[64] = "";

    if (!is_target(target)) {
        return;
    }
    (void)visitor_ask(v, body == NULL ? target : "/login", NULL);
    visitor_csrf(v, csrf);
    if (body != NULL) {
        fill_in(body, csrf, &form);
        check_page(v, visitor_ask(v, target, buf_cstr(&form)));
    }
    check_page(v, visitor_ask(v, target, NULL));
    check_page(v, visitor_ask(v, "/today", NULL));
    buf_finish(&form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct arena arena = {0};
    void *made = NULL;

    if (size < 1) {
        return 0;
    }
    char *target = arena_span(&arena, (const char *)data + 1, size - 1);
    char *body = strchr(target, '\n');
    if (body != NULL) {
        *body = '\0';
        body++;
    }
    CHECK(visitor_arrives(&made) == 0);
    if (data[0] == 's') {
        CHECK(visitor_sign_in(made, "head", "three calm stones", "") == 303);
    }
    play(made, target, body);
    (void)visitor_leaves(&made);
    arena_finish(&arena);
    return 0;
}
