/* The page to sign in on.
 *
 * Nothing here depends on memory alone: every field says to the browser what it is, so a password
 * manager may fill it, and pasting is never hindered (WCAG 2.2, 3.3.8).
 */
#include "page_private.h"

struct field {
    const char *name;
    const char *label;
    const char *hint; /* "" for none */
    const char *type;
    const char *autocomplete;
};

static const struct field fields[] = {
    {"user",       "User name",    "",                                                              "text",     "username"        },
    {"passphrase", "Passphrase",   "",                                                              "password", "current-password"},
    {"code",       "Sign-in code", "Six digits, if your account uses a code. Else leave it empty.",
     "text",                                                                                                    "one-time-code"   },
};

static void write_field(struct html *h, const struct field *f, const char *value)
{
    bool is_code = f->hint[0] != '\0';

    html_open_class(h, "div", "field");
    html_open(h, "label");
    html_attribute(h, "for", f->name);
    html_text(h, f->label);
    html_close(h, "label");
    if (is_code) {
        html_open_class(h, "p", "hint");
        html_attribute(h, "id", "code-hint");
        html_text(h, f->hint);
        html_close(h, "p");
    }
    html_void(h, "input");
    html_attribute(h, "id", f->name);
    html_attribute(h, "name", f->name);
    html_attribute(h, "type", f->type);
    html_attribute(h, "autocomplete", f->autocomplete);
    html_attribute(h, "value", value);
    html_attribute(h, "autocapitalize", "none");
    html_attribute(h, "spellcheck", "false");
    if (is_code) {
        html_attribute(h, "inputmode", "numeric");
        html_attribute(h, "maxlength", "7"); /* some write 123 456 */
        html_attribute(h, "aria-describedby", "code-hint");
    } else {
        html_flag(h, "required");
    }
    html_close(h, "div");
}

void page_write_login(const struct page_login *p, struct buf *out)
{
    struct page_frame nobody = {0};
    struct html h = {0};

    page_begin(&h, &nobody, p->problem == NULL ? "Sign in" : "Sign in: please try again");
    html_open_class(&h, "div", "card narrow");
    html_element(&h, "h1", NULL, "Sign in");
    page_problem(&h, p->problem);
    html_open(&h, "form");
    html_attribute(&h, "method", "post");
    html_path(&h, "action", "/login");
    html_void(&h, "input");
    html_attribute(&h, "type", "hidden");
    html_attribute(&h, "name", "csrf");
    html_attribute(&h, "value", p->csrf);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        write_field(&h, &fields[i], i == 0 ? p->user : "");
    }
    html_open(&h, "button");
    html_text(&h, "Sign in");
    html_close(&h, "button");
    html_close(&h, "form");
    html_close(&h, "div");
    page_end(&h, &nobody);
    html_take(&h, out);
}
