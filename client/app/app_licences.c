/* Whose the pictures, letters and libraries are: the list that the build made of what their
 * packages say, and the words of each, a page at a time.
 *
 * A licence runs to hundreds of lines. It is read in pages with a button each way, for then a
 * keyboard and a switch can leaf through it as well as a finger; a page holds as many lines as are
 * in sight in the size of words that the tablet has.
 */
#include "app_private.h"

#include <string.h>

enum { LINES_A_PAGE = 17, LETTERS_A_LINE = 80, LICENCES_MOST = 100 };

static const char *group_word(const struct app *a, const char *group)
{
    if (strcmp(group, "pictures") == 0) {
        return word_of(a, WORD_LICENCES_PICTURES);
    }
    return word_of(a,
                   strcmp(group, "letters") == 0 ? WORD_LICENCES_LETTERS : WORD_LICENCES_LIBRARIES);
}

static void fill_row(struct app *a, const struct json_value *one, const char *before,
                     struct screen_licence *out)
{
    const char *group = json_member_text(one, "group");

    *out = (struct screen_licence){.group = ""};
    out->key = arena_text(&a->model, json_member_text(one, "package"));
    out->name = arena_text(&a->model, json_member_text(one, "name"));
    out->sub = arena_printf(&a->model, "%s · %s %s", json_member_text(one, "licence"), out->key,
                            json_member_text(one, "version"));
    if (strcmp(group, before) != 0) {
        out->group = group_word(a, group);
    }
}

/* ---- the words of one ------------------------------------------------------------------------ */

/* How many lines on the screen a line of the text takes. */
static int lines_of(size_t letters, float size)
{
    return 1 + (int)((float)letters * size / LETTERS_A_LINE);
}

static void fill_words(struct app *a, const char *text, struct screen_tablet *out)
{
    int room = (int)(LINES_A_PAGE / a->look.text);
    int used = 0;
    const char *from = text;

    out->licence_words = "";
    out->licence_pages = 0;
    while (*text != '\0') {
        size_t letters = strcspn(text, "\n");
        const char *next = text[letters] == '\0' ? text + letters : text + letters + 1;
        used += lines_of(letters, a->look.text);
        text = next;
        if (used >= room || *next == '\0') {
            if (out->licence_pages == a->licence_page) {
                out->licence_words = arena_printf(&a->model, "%.*s", (int)(next - from), from);
            }
            out->licence_pages++;
            from = next;
            used = 0;
        }
    }
}

static enum status fill_open(struct app *a, const struct json_value *one, struct screen_tablet *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    TRY(a->host.asset(a->host.ctx, json_member_text(one, "text"), &text));
    fill_words(a, buf_cstr(&text), out);
done:
    buf_finish(&text);
    return st;
}

/* ---- the sheet ------------------------------------------------------------------------------- */

enum status model_fill_licences(struct app *a, struct screen_tablet *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *json = NULL;
    struct screen_licence *rows = arena_alloc(&a->model, LICENCES_MOST * sizeof(*rows));
    const struct json_value *list = NULL;
    const char *before = "";

    out->licence = a->licence;
    out->licence_page = a->licence_page;
    out->licence_words = "";
    out->licences = rows;
    TRY(a->host.asset(a->host.ctx, "licences.json", &text));
    TRY(json_parse(text.data, text.size, &json));
    list = json_member(json, "licences");
    for (size_t i = 0; i < json_count(list) && i < LICENCES_MOST; i++) {
        const struct json_value *one = json_item(list, i);
        fill_row(a, one, before, &rows[out->licence_count++]);
        before = json_member_text(one, "group");
        if ((int)i == a->licence) {
            TRY(fill_open(a, one, out));
        }
    }
done:
    json_free(json);
    buf_finish(&text);
    return st;
}

enum status licence_said(struct app *a, const struct said *said)
{
    if (said->intent == INTENT_LICENCE) {
        a->view.sheet = SHEET_LICENCES;
        a->licence = said->number >= 0 && said->number < LICENCES_MOST ? (int)said->number : -1;
        a->licence_page = 0;
    } else if (said->number >= 0 && said->number < INT16_MAX) {
        a->licence_page = (int)said->number;
    }
    app_changed(a);
    return STATUS_OK;
}
