/* The writer of HTML: whatever text is handed in, the markup stays ours. */
#define _POSIX_C_SOURCE 200809L
#include "html.h"
#include "cases.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- hostile and honest texts ------------------------------------------------------------- */

static const struct text_row {
    const char *name;
    const char *text;
    const char *want;
} text_rows[] = {
    {"plain",                     "Amira",                                                "Amira"                                },
    {"nothing",                   "",                                                     ""                                     },
    {"a script",                  "<script>alert(1)</script>",                            "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"out of an attribute",       "\"><img src=x onerror=alert(1)>",
     "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"                                                                              },
    {"out of single quotes",      "' onclick='x",                                         "&#39; onclick=&#39;x"                 },
    {"an entity stays text",      "&lt;b&gt;",                                            "&amp;lt;b&amp;gt;"                    },
    {"a comment",                 "<!-- -->",                                             "&lt;!-- --&gt;"                       },
    {"an apostrophe in a name",   "O'Neill",                                              "O&#39;Neill"                          },
    {"accents and other scripts", "Zo\xc3\xab \xd8\xb9\xd9\x85\xd8\xb1 \xf0\x9f\x99\x82",
     "Zo\xc3\xab \xd8\xb9\xd9\x85\xd8\xb1 \xf0\x9f\x99\x82"                                                                      },
    {"line ends and tabs pass",   "a\n\tb",                                               "a\n\tb"                               },
    {"other controls do not",     "a\x01\x1b\x7f\rb",
     "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
     "b"                                                                                                                         },
    {"C1 controls do not",
     "a\xc2\x85"
     "b",                                                                                 "a\xef\xbf\xbd"
     "b"                                                                                                                },
    {"broken UTF-8",              "a\xff<\xc3",                                           "a\xef\xbf\xbd&lt;\xef\xbf\xbd"        },
    {"an overlong bracket",
     "\xc0\xbc"
     "script",                                                                            "\xef\xbf\xbd\xef\xbf\xbd"
     "script"                                                                                                      },
    {"a surrogate",               "\xed\xa0\x80",                                         "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
};

static void check_text(void **state)
{
    const struct text_row *row = *state;
    struct html h = {0};
    struct buf out = {0};
    struct buf want = {0};

    html_open(&h, "b");
    html_attribute(&h, "title", row->text);
    html_text(&h, row->text);
    html_close(&h, "b");
    html_take(&h, &out);
    buf_printf(&want, "<b title=\"%s\">%s</b>", row->want, row->want);
    assert_string_equal(buf_cstr(&out), buf_cstr(&want));
    assert_true(text_is_utf8(out.data, out.size));
    buf_finish(&want);
    buf_finish(&out);
}

/* Any bytes at all: the result is UTF-8 and holds no markup but the writer's own. */
static void no_bytes_make_markup(void **state)
{
    struct rng chance = {20250914};

    (void)state;
    for (int run = 0; run < 2000; run++) {
        struct html h = {0};
        struct buf out = {0};
        char text[65];
        static const char any[] = "\x01\x08\x1b\x7f\x80\x9f\xa0\xbf\xc0\xc1\xed\xf4\xf5\xfe-xX9";
        static const char likely[] = "<>\"'&;/=! aon\xc3\xe2\x80";
        size_t size = rng_below(&chance, sizeof text);

        for (size_t i = 0; i < size; i++) {
            if (rng_below(&chance, 2) == 0) {
                text[i] = likely[rng_below(&chance, sizeof likely - 1)];
            } else {
                text[i] = any[rng_below(&chance, sizeof any - 1)];
            }
        }
        text[size] = '\0';
        html_open(&h, "i");
        html_attribute(&h, "title", text);
        html_text(&h, text);
        html_close(&h, "i");
        html_take(&h, &out);
        size_t signs = 0;
        for (const char *at = buf_cstr(&out); *at != '\0'; at++) {
            signs += *at == '<' || *at == '>' || *at == '"' ? 1 : 0;
        }
        assert_int_equal(signs, 6); /* <i title="…">…</i> */
        assert_true(text_is_utf8(out.data, out.size));
        buf_finish(&out);
    }
}

/* ---- structure ---------------------------------------------------------------------------- */

static void elements_attributes_and_voids_nest(void **state)
{
    struct html h = {0};
    struct buf out = {0};

    (void)state;
    HTML_CONSTANT(&h, "<!doctype html>\n");
    html_open_class(&h, "p", "a b");
    html_attribute_int(&h, "tabindex", -1);
    html_void(&h, "input");
    html_attribute(&h, "name", "x");
    html_flag(&h, "required");
    html_text(&h, "t");
    html_element(&h, "span", NULL, "u");
    html_name(&h, "<v>");
    html_textf(&h, "%d%s", 3, "<");
    html_close(&h, "p");
    html_take(&h, &out);
    assert_string_equal(buf_cstr(&out),
                        "<!doctype html>\n<p class=\"a b\" tabindex=\"-1\">"
                        "<input name=\"x\" required>\nt<span>u</span><bdi>&lt;v&gt;</bdi>3&lt;"
                        "</p>\n");
    buf_finish(&out);
}

static void percentages_have_one_digit(void **state)
{
    static const struct {
        int64_t per_mille;
        const char *want;
    } rows[] = {
        {0,    "<rect width=\"0.0%\"></rect>\n"  },
        {5,    "<rect width=\"0.5%\"></rect>\n"  },
        {435,  "<rect width=\"43.5%\"></rect>\n" },
        {1000, "<rect width=\"100.0%\"></rect>\n"}
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct html h = {0};
        struct buf out = {0};

        html_open(&h, "rect");
        html_attribute_percent(&h, "width", rows[i].per_mille);
        html_close(&h, "rect");
        html_take(&h, &out);
        assert_string_equal(buf_cstr(&out), rows[i].want);
        buf_finish(&out);
    }
}

static void a_long_text_needs_no_room_set_aside(void **state)
{
    struct html h = {0};
    char *longer = mem_alloc(5001);

    (void)state;
    memset(longer, '<', 5000);
    longer[5000] = '\0';
    html_textf(&h, "%s", longer);
    assert_int_equal(h.out.size, 20000);
    free(longer);
    html_finish(&h);
    html_finish(&h);
}

/* ---- what cannot be written --------------------------------------------------------------- */

static void write_script(struct html *h)
{
    html_open(h, "script");
}

static void write_style(struct html *h)
{
    html_open(h, "style");
}

static void write_handler(struct html *h)
{
    html_open(h, "p");
    html_attribute(h, "onclick", "x");
}

static void write_style_attribute(struct html *h)
{
    html_open(h, "p");
    html_attribute(h, "style", "color: red");
}

static void write_address_as_text(struct html *h)
{
    html_open(h, "a");
    html_attribute(h, "href", "/today");
}

static void write_program_address(struct html *h)
{
    html_open(h, "a");
    html_path(h, "href", "javascript:x");
}

static void write_address_elsewhere(struct html *h)
{
    html_open(h, "a");
    html_path(h, "href", "//elsewhere.test/");
}

static void write_name_with_markup(struct html *h)
{
    html_open(h, "p><b");
}

static void write_misnested(struct html *h)
{
    html_open(h, "p");
    html_open(h, "b");
    html_close(h, "p");
}

static void write_late_attribute(struct html *h)
{
    html_open(h, "p");
    html_text(h, "x");
    html_attribute(h, "class", "x");
}

static void write_unclosed(struct html *h)
{
    struct buf out = {0};

    html_open(h, "p");
    html_take(h, &out);
}

static const struct bug_row {
    const char *name;
    void (*write)(struct html *h);
} bug_rows[] = {
    {"no script",                       write_script           },
    {"no style",                        write_style            },
    {"no handler",                      write_handler          },
    {"no style attribute",              write_style_attribute  },
    {"no address as a plain attribute", write_address_as_text  },
    {"no address that is a program",    write_program_address  },
    {"no address elsewhere",            write_address_elsewhere},
    {"no markup in a name",             write_name_with_markup },
    {"no misnesting",                   write_misnested        },
    {"no attribute after text",         write_late_attribute   },
    {"no page left open",               write_unclosed         },
};

/* A CHECK ends the program, so it happens in a child; its last words are not ours to show. */
static void check_bug(void **state)
{
    const struct bug_row *row = *state;
    struct html h = {0};
    int how = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        (void)close(STDERR_FILENO);
        row->write(&h);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) != 0);
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_text, text_rows, COUNT(text_rows), sizeof text_rows[0]);
    cases_add_rows(check_bug, bug_rows, COUNT(bug_rows), sizeof bug_rows[0]);
    cases_add("no bytes make markup", no_bytes_make_markup);
    cases_add("elements, attributes and voids nest", elements_attributes_and_voids_nest);
    cases_add("percentages have one digit", percentages_have_one_digit);
    cases_add("a long text needs no room set aside", a_long_text_needs_no_room_set_aside);
    return cases_run("html", NULL, NULL);
}
