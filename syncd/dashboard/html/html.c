/* How a page is written without a hole in it.
 *
 * Pages made of format strings leak sooner or later: one %s in the wrong place, and a note that
 * somebody typed on a tablet runs as a program in the browser of a head teacher. So nothing here
 * takes markup: elements and attributes are named by constants, all text is escaped on its way in,
 * and the few things that are dangerous even when escaped (scripts, handlers, styles, addresses
 * elsewhere) cannot be written at all.
 */
#include "html.h"

#include <stdio.h>
#include <string.h>

/* After these a line ends, for the readers of goldens; white space there means nothing. */
static const char *const line_ends[] = {
    "html",  "head",   "title",      "body", "header", "nav",     "main",    "footer",  "section",
    "div",   "h1",     "h2",         "h3",   "p",      "ul",      "ol",      "li",      "table",
    "thead", "tbody",  "tr",         "th",   "td",     "caption", "details", "summary", "figure",
    "form",  "svg",    "rect",       "desc", "dl",     "dt",      "dd",      "select",  "option",
    "label", "button", "figcaption", "line", "g",
};

static bool is_name(const char *name)
{
    if (name[0] == '\0') {
        return false;
    }
    for (const char *at = name; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        bool other = (*at >= '0' && *at <= '9') || *at == '-';
        if (!letter && !(other && at != name)) {
            return false;
        }
    }
    return true;
}

static bool ends_line(const char *name)
{
    for (size_t i = 0; i < sizeof line_ends / sizeof line_ends[0]; i++) {
        if (strcmp(line_ends[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void end_tag(struct html *h)
{
    if (h->in_tag) {
        buf_byte(&h->out, '>');
        if (h->is_void) {
            buf_byte(&h->out, '\n');
        }
        h->in_tag = false;
        h->is_void = false;
    }
}

/* Line ends and tabs pass; every other control could hide text or end it early somewhere. */
static bool is_printable(uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);

    return (!control || c == '\n' || c == '\t') && c != 0xfffe && c != 0xffff;
}

static void add_escaped(struct html *h, const char *text)
{
    const char *from = text;
    const char *at = text;

    for (;;) {
        uint32_t c = text_next(&at);
        if (c == 0) {
            return;
        }
        if (c == '&') {
            buf_text(&h->out, "&amp;");
        } else if (c == '<') {
            buf_text(&h->out, "&lt;");
        } else if (c == '>') {
            buf_text(&h->out, "&gt;");
        } else if (c == '"') {
            buf_text(&h->out, "&quot;");
        } else if (c == '\'') {
            buf_text(&h->out, "&#39;");
        } else if (c == 0xfffd || !is_printable(c)) {
            buf_text(&h->out, "\xef\xbf\xbd");
        } else {
            buf_add(&h->out, from, (size_t)(at - from));
        }
        from = at;
    }
}

void html_finish(struct html *h)
{
    buf_finish(&h->out);
    memset(h, 0, sizeof *h);
}

void html_take(struct html *h, struct buf *out)
{
    end_tag(h);
    CHECK(h->depth == 0 && out->size == 0);
    buf_finish(out);
    *out = h->out;
    memset(h, 0, sizeof *h);
}

static void begin(struct html *h, const char *name)
{
    CHECK(is_name(name) && strcmp(name, "script") != 0 && strcmp(name, "style") != 0);
    end_tag(h);
    buf_byte(&h->out, '<');
    buf_text(&h->out, name);
    h->in_tag = true;
}

void html_open(struct html *h, const char *name)
{
    CHECK(h->depth < HTML_DEPTH_MAX);
    begin(h, name);
    h->open[h->depth++] = name;
}

void html_void(struct html *h, const char *name)
{
    begin(h, name);
    h->is_void = true;
}

void html_close(struct html *h, const char *name)
{
    CHECK(h->depth > 0 && strcmp(h->open[h->depth - 1], name) == 0);
    end_tag(h);
    h->depth--;
    buf_text(&h->out, "</");
    buf_text(&h->out, name);
    buf_byte(&h->out, '>');
    if (ends_line(name)) {
        buf_byte(&h->out, '\n');
    }
}

static bool is_address(const char *name)
{
    return strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0 ||
           strcmp(name, "formaction") == 0 || strcmp(name, "xlink-href") == 0;
}

static void add_attribute(struct html *h, const char *name, const char *value)
{
    CHECK(h->in_tag && is_name(name));
    CHECK((name[0] | 0x20) != 'o' || (name[1] | 0x20) != 'n');
    CHECK(strcmp(name, "style") != 0 && strcmp(name, "srcdoc") != 0);
    buf_byte(&h->out, ' ');
    buf_text(&h->out, name);
    buf_text(&h->out, "=\"");
    add_escaped(h, value);
    buf_byte(&h->out, '"');
}

void html_attribute(struct html *h, const char *name, const char *value)
{
    CHECK(!is_address(name));
    add_attribute(h, name, value);
}

void html_attribute_int(struct html *h, const char *name, int64_t value)
{
    char text[32];

    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    html_attribute(h, name, text);
}

void html_attribute_percent(struct html *h, const char *name, int64_t per_mille)
{
    char text[32];

    CHECK(per_mille >= 0 && per_mille <= 1000);
    (void)snprintf(text, sizeof text, "%d.%d%%", (int)(per_mille / 10), (int)(per_mille % 10));
    html_attribute(h, name, text);
}

void html_flag(struct html *h, const char *name)
{
    CHECK(h->in_tag && is_name(name));
    buf_byte(&h->out, ' ');
    buf_text(&h->out, name);
}

void html_path(struct html *h, const char *name, const char *path)
{
    CHECK(is_address(name));
    CHECK(path[0] == '#' || (path[0] == '/' && path[1] != '/' && path[1] != '\\'));
    add_attribute(h, name, path);
}

void html_text(struct html *h, const char *text)
{
    end_tag(h);
    add_escaped(h, text);
}

void html_textf(struct html *h, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;

    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    html_text(h, buf_cstr(&text));
    buf_finish(&text);
}

void html_name(struct html *h, const char *name)
{
    html_open(h, "bdi");
    html_text(h, name);
    html_close(h, "bdi");
}

void html_open_class(struct html *h, const char *name, const char *class_name)
{
    html_open(h, name);
    html_attribute(h, "class", class_name);
}

void html_element(struct html *h, const char *name, const char *class_name, const char *text)
{
    html_open(h, name);
    if (class_name != NULL) {
        html_attribute(h, "class", class_name);
    }
    html_text(h, text);
    html_close(h, name);
}

void html_add_constant(struct html *h, const char *constant)
{
    end_tag(h);
    buf_text(&h->out, constant);
}
