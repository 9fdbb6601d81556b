/* Every pair of colours that the dashboard's style sheet puts on each other, in every theme, by
 * WCAG 2.2 AA: 4.5 to 1 for text, 3 to 1 for the rest. A browser's checker cannot judge text inside
 * a picture, so it is done here, from the sheet itself.
 */
#include "support.h"
#include "cases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT  4.5
#define SHAPE 3.0

static struct buf sheet;

static const struct theme {
    const char *name;
    const char *start; /* the sheet's text where its colours begin */
} themes[] = {
    {"light", "\n:root {"                   },
    {"dark",  "(prefers-color-scheme: dark)"},
    {"paper", "@media print"                },
};

static const struct pair {
    const char *over;
    const char *under;
    double least;
} pairs[] = {
    {"ink",    "ground",      TEXT },
    {"ink",    "card",        TEXT },
    {"ink",    "inset",       TEXT },
    {"quiet",  "ground",      TEXT },
    {"quiet",  "card",        TEXT },
    {"accent", "ground",      TEXT },
    {"accent", "card",        TEXT },
    {"warn",   "warn-ground", TEXT },
    {"warn",   "card",        TEXT },
    {"area-0", "inset",       TEXT },
    {"area-1", "inset",       TEXT },
    {"area-2", "inset",       TEXT },
    {"area-3", "inset",       TEXT },
    {"area-4", "inset",       TEXT },
    {"area-5", "inset",       TEXT },
    {"edge",   "card",        SHAPE},
    {"edge",   "ground",      SHAPE},
    {"accent", "track",       SHAPE},
    {"area-0", "card",        SHAPE},
    {"area-1", "card",        SHAPE},
    {"area-2", "card",        SHAPE},
    {"area-3", "card",        SHAPE},
    {"area-4", "card",        SHAPE},
    {"area-5", "card",        SHAPE},
};
/* What paper has no use for: buttons are not printed. */
static const struct pair screen_pairs[] = {
    {"on-accent",     "accent",        TEXT},
    {"on-accent",     "accent-strong", TEXT},
    {"accent-strong", "inset",         TEXT},
    {"accent-strong", "card",          TEXT},
};

static int read_sheet(void **state)
{
    char *path = support_source("assets/dashboard/cairn.css");

    (void)state;
    assert_int_equal(support_file_read(path, &sheet), STATUS_OK);
    free(path);
    return 0;
}

static int drop_sheet(void **state)
{
    (void)state;
    buf_finish(&sheet);
    return 0;
}

/* The value of a colour in a theme's own block. */
static unsigned long colour_of(const struct theme *t, const char *name)
{
    char mark[64];
    const char *block = strstr(buf_cstr(&sheet), t->start);
    const char *at = NULL;

    if (block == NULL) {
        fail_msg("the theme \"%s\" is not in the sheet", t->name);
        return 0;
    }
    (void)snprintf(mark, sizeof mark, "  --%s: #", name);
    at = strstr(block, mark);
    if (at == NULL || at > strchr(block, '}')) {
        fail_msg("the theme \"%s\" has no colour --%s", t->name, name);
        return 0;
    }
    return strtoul(at + strlen(mark), NULL, 16);
}

static double channel(unsigned long value)
{
    double c = (double)(value & 0xff) / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(unsigned long colour)
{
    return 0.2126 * channel(colour >> 16) + 0.7152 * channel(colour >> 8) +
           0.0722 * channel(colour);
}

static void check_pair(const struct theme *t, const struct pair *p)
{
    double a = luminance(colour_of(t, p->over));
    double b = luminance(colour_of(t, p->under));
    double contrast = a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);

    if (contrast < p->least) {
        fail_msg("%s: --%s on --%s is %.2f to 1, less than %.1f", t->name, p->over, p->under,
                 contrast, p->least);
    }
}

static void check_theme(void **state)
{
    const struct theme *t = *state;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        check_pair(t, &pairs[i]);
    }
    for (size_t i = 0; i < sizeof screen_pairs / sizeof screen_pairs[0]; i++) {
        if (strcmp(t->name, "paper") != 0) {
            check_pair(t, &screen_pairs[i]);
        }
    }
}

static void the_measure_itself_is_right(void **state)
{
    (void)state;
    assert_true(fabs(luminance(0xffffff) - 1.0) < 0.0001);
    assert_true(luminance(0) < 0.0001);
    assert_true(fabs((luminance(0xffffff) + 0.05) / (luminance(0x767676) + 0.05) - 4.54) < 0.01);
}

int main(void)
{
    cases_add_rows(check_theme, themes, COUNT(themes), sizeof themes[0]);
    cases_add("the measure", the_measure_itself_is_right);
    return cases_run("page_colours", read_sheet, drop_sheet);
}
