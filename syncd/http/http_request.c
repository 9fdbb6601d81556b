/* A request as a value: its target taken apart, its headers and cookies looked up.
 *
 * A path is compared and a query decides what a tablet is sent, so two spellings of one thing are
 * a danger: %2e%2e and .. would slip past a check made on the raw text, and after=1&after=9 means
 * one thing to us and another to a proxy before us. So the target is decoded once, here, and what
 * has no plain meaning (a hidden slash, a NUL, dot segments, broken UTF-8) is no request at all.
 */
#include "http_private.h"

#include <string.h>

#define TARGET_SIZE_MAX 4096

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool same_name(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

enum status http_fields_add(struct http_fields *fields, const char *name, const char *value)
{
    if (fields->count == HTTP_FIELDS_MAX) {
        return FAIL(STATUS_BAD_INPUT, "the request has more than %d fields of one kind",
                    HTTP_FIELDS_MAX);
    }
    fields->items[fields->count].name = name;
    fields->items[fields->count].value = value;
    fields->count++;
    return STATUS_OK;
}

const char *http_fields_find(const struct http_fields *fields, const char *name, bool any_case,
                             size_t *count)
{
    const char *first = NULL;

    *count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        const struct http_field *f = &fields->items[i];
        if (any_case ? same_name(f->name, name) : strcmp(f->name, name) == 0) {
            first = first == NULL ? f->value : first;
            (*count)++;
        }
    }
    return first;
}

/* "." and ".." name no page of ours, and would climb out of the assets folder. */
static bool has_dot_segment(const char *path)
{
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/' ? 1 : 0;
        size_t size = strcspn(at, "/");
        if ((size == 1 && at[0] == '.') || (size == 2 && at[0] == '.' && at[1] == '.')) {
            return true;
        }
    }
    return false;
}

static bool hides_slash(const char *raw, size_t size)
{
    for (size_t i = 0; i + 2 < size; i++) {
        if (raw[i] == '%' && raw[i + 1] == '2' && (raw[i + 2] == 'f' || raw[i + 2] == 'F')) {
            return true;
        }
    }
    return false;
}

static bool is_visible(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (*at <= ' ' || *at >= 0x7f || *at == '#') {
            return false;
        }
    }
    return true;
}

enum status http_fields_parse(struct http_fields *fields, struct arena *arena, const char *text,
                              size_t size)
{
    const char *end = text + size;

    while (text < end) {
        const char *amp = memchr(text, '&', (size_t)(end - text));
        const char *stop = amp == NULL ? end : amp;
        const char *equals = memchr(text, '=', (size_t)(stop - text));
        const char *name_end = equals == NULL ? stop : equals;
        const char *value_start = equals == NULL ? stop : equals + 1;

        if (stop > text) {
            char *name = http_decode(arena, text, (size_t)(name_end - text), true);
            char *value = http_decode(arena, value_start, (size_t)(stop - value_start), true);
            if (name == NULL || value == NULL) {
                return FAIL(STATUS_BAD_INPUT, "the request has a field that is not clean text");
            }
            enum status st = http_fields_add(fields, name, value);
            if (st != STATUS_OK) {
                return st;
            }
        }
        text = stop < end ? stop + 1 : end;
    }
    return STATUS_OK;
}

enum status http_request_init(struct http_request *req, const char *method, const char *target)
{
    enum status st = STATUS_OK;
    size_t path_size = strcspn(target, "?");
    char *path = NULL;

    memset(req, 0, sizeof *req);
    if (target[0] != '/' || strlen(target) > TARGET_SIZE_MAX || !is_visible(target) ||
        hides_slash(target, path_size)) {
        return FAIL(STATUS_BAD_INPUT, "the address asked for is not a clean path");
    }
    path = http_decode(&req->arena, target, path_size, false);
    if (path == NULL || has_dot_segment(path)) {
        st = FAIL(STATUS_BAD_INPUT, "the address asked for is not a clean path");
        goto done;
    }
    req->path = path;
    req->method = arena_text(&req->arena, method);
    req->peer = "";
    if (target[path_size] == '?') {
        const char *query = target + path_size + 1;
        TRY(http_fields_parse(&req->query, &req->arena, query, strlen(query)));
    }

done:
    if (st != STATUS_OK) {
        http_request_finish(req);
    }
    return st;
}

void http_request_finish(struct http_request *req)
{
    http_wipe(req->body.data, req->body.size);
    buf_finish(&req->body);
    arena_finish(&req->arena);
    memset(req, 0, sizeof *req);
}

static enum status add_cookies(struct http_request *req, const char *text)
{
    while (*text != '\0') {
        size_t size = strcspn(text, ";");
        const char *equals = memchr(text, '=', size);

        if (equals != NULL) {
            enum status st = http_fields_add(
                &req->cookies, arena_span(&req->arena, text, (size_t)(equals - text)),
                arena_span(&req->arena, equals + 1, size - (size_t)(equals + 1 - text)));
            if (st != STATUS_OK) {
                return st;
            }
        }
        text += size;
        text += strspn(text, "; ");
    }
    return STATUS_OK;
}

enum status http_request_add_header(struct http_request *req, const char *name, const char *value)
{
    enum status st = http_fields_add(&req->headers, arena_text(&req->arena, name),
                                     arena_text(&req->arena, value));

    if (st == STATUS_OK && same_name(name, "Cookie")) {
        st = add_cookies(req, value);
    }
    return st;
}

const char *http_query(const struct http_request *req, const char *name)
{
    size_t count = 0;

    return http_fields_find(&req->query, name, false, &count);
}

size_t http_query_count(const struct http_request *req, const char *name)
{
    size_t count = 0;

    (void)http_fields_find(&req->query, name, false, &count);
    return count;
}

const char *http_header(const struct http_request *req, const char *name)
{
    size_t count = 0;

    return http_fields_find(&req->headers, name, true, &count);
}

size_t http_header_count(const struct http_request *req, const char *name)
{
    size_t count = 0;

    (void)http_fields_find(&req->headers, name, true, &count);
    return count;
}

const char *http_cookie(const struct http_request *req, const char *name)
{
    size_t count = 0;
    const char *value = http_fields_find(&req->cookies, name, false, &count);

    return count == 1 ? value : NULL;
}

bool http_is(const struct http_request *req, const char *method, const char *path)
{
    return strcmp(req->method, method) == 0 && strcmp(req->path, path) == 0;
}

enum status http_query_int64(const struct http_request *req, const char *name, int64_t least,
                             int64_t most, int64_t *out)
{
    const char *text = http_query(req, name);
    int64_t number = 0;

    if (text == NULL) {
        return STATUS_OK;
    }
    if (http_query_count(req, name) > 1 || text_to_int64(text, &number) != STATUS_OK ||
        number < least || number > most) {
        return FAIL(STATUS_BAD_INPUT, "%s must be one whole number from %lld to %lld", name,
                    (long long)least, (long long)most);
    }
    *out = number;
    return STATUS_OK;
}

const char *http_bearer(const struct http_request *req)
{
    static const char scheme[] = "bearer ";
    const char *value = http_header(req, "Authorization");

    if (value == NULL || http_header_count(req, "Authorization") != 1) {
        return NULL;
    }
    for (size_t i = 0; scheme[i] != '\0'; i++) {
        if (lower(value[i]) != scheme[i]) {
            return NULL;
        }
    }
    value += sizeof scheme - 1;
    value += strspn(value, " ");
    return *value == '\0' ? NULL : value;
}
