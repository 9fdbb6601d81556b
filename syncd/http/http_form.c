/* Percent escapes, and the forms that browsers send by them.
 *
 * What a form holds goes into a passphrase check or a page, so it is read strictly: an escape is
 * two hex digits or the whole form is refused, and a NUL never gets in, since the text behind it
 * would be there for one reader and gone for the next. The memory is wiped afterwards.
 */
#include "http_private.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Writes at most size bytes to out and counts them in *written. */
static bool decode_bytes(const char *text, size_t size, bool plus, char *out, size_t *written)
{
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < size ? hex_value(text[i + 1]) : -1;
            int low = i + 2 < size ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = (char)(unsigned char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        if (c == '\0') {
            return false;
        }
        out[n++] = c;
    }
    *written = n;
    return text_is_utf8(out, n);
}

char *http_decode(struct arena *arena, const char *text, size_t size, bool plus)
{
    char *out = arena_alloc(arena, size + 1);
    size_t written = 0;

    if (!decode_bytes(text, size, plus, out, &written)) {
        return NULL;
    }
    out[written] = '\0';
    return out;
}

void http_percent_encode(struct buf *out, const char *text)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text != '\0'; text++) {
        if (strchr(kept, *text) != NULL) {
            buf_byte(out, *text);
        } else {
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
        }
    }
}

/* The compiler may drop a memset of memory that is about to be freed; not this one. */
void http_wipe(char *bytes, size_t size)
{
    volatile char *at = bytes;

    for (size_t i = 0; i < size; i++) {
        at[i] = '\0';
    }
}

static bool is_form_type(const char *type)
{
    static const char want[] = "application/x-www-form-urlencoded";
    size_t size = sizeof want - 1;

    return type != NULL && strncmp(type, want, size) == 0 &&
           (type[size] == '\0' || type[size] == ';' || type[size] == ' ');
}

enum status http_form_init(struct http_form *form, const struct http_request *req)
{
    enum status st = STATUS_OK;

    memset(form, 0, sizeof *form);
    if (!is_form_type(http_header(req, "Content-Type"))) {
        return FAIL(STATUS_BAD_INPUT, "the form came in a way that is not understood");
    }
    st = http_fields_parse(&form->fields, &form->arena, buf_cstr(&req->body), req->body.size);
    if (st != STATUS_OK) {
        http_form_finish(form);
    }
    return st;
}

/* The text of the form is the form's own, but is shown as const to its readers. */
static void wipe_text(struct http_form *form)
{
    for (size_t i = 0; i < form->fields.count; i++) {
        union {
            const char *shown;
            char *own;
        } value = {form->fields.items[i].value};
        http_wipe(value.own, strlen(value.shown));
    }
}

void http_form_finish(struct http_form *form)
{
    wipe_text(form);
    arena_finish(&form->arena);
    memset(form, 0, sizeof *form);
}

const char *http_form_value(const struct http_form *form, const char *name)
{
    size_t count = 0;
    const char *value = http_fields_find(&form->fields, name, false, &count);

    return count == 1 ? value : NULL;
}
