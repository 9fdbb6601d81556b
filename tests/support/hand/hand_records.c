/* What the records of the tablet say, by the export. */
#include "hand_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The record's line; the caller frees it. NULL when there is none. */
static char *exported(struct hand *h, const struct id *rec)
{
    struct buf all = {0};
    char *found = NULL;

    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    for (char *line = all.data; line != NULL && *line != '\0' && found == NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        found = strstr(line, rec->text) != NULL && strstr(line, "\"rec\"") != NULL ? mem_text(line)
                                                                                   : NULL;
        line = end != NULL ? end + 1 : NULL;
    }
    buf_finish(&all);
    return found;
}

static void assert_line(struct hand *h, const struct id *rec, const char *part, bool wanted)
{
    char *line = exported(h, rec);

    assert_non_null(line);
    if ((strstr(line, part) != NULL) != wanted) {
        fail_msg("%s is %sin %s", part, wanted ? "not " : "", line);
    }
    free(line);
}

void hand_assert_says(struct hand *h, const struct id *rec, const char *part)
{
    assert_line(h, rec, part, true);
}

void hand_assert_says_not(struct hand *h, const struct id *rec, const char *part)
{
    assert_line(h, rec, part, false);
}
