/* The set of pictures that a question is shown in: in colour, or plain in the colour of the words.
 *
 * A set may lack a picture, above all one that a school or a pupil added. A single answer that
 * looks other than the rest would draw the eye, so a question is shown in one colour only when all
 * of its pictures are there in one; else the whole question stays in colour.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum status pictures_open(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *json = NULL;
    const struct json_value *list = NULL;

    TRY(a->host.asset(a->host.ctx, "pictures/index.json", &text));
    TRY(json_parse(text.data, text.size, &json));
    list = json_member(json, "pictures");
    a->plain = arena_alloc(&a->kept, (json_count(list) + 1) * sizeof(*a->plain));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_value *one = json_item(list, i);
        if (json_is_true(json_member(one, "plain"))) {
            a->plain[a->plain_count++] = arena_text(&a->kept, json_member_text(one, "name"));
        }
    }
    qsort(a->plain, a->plain_count, sizeof(*a->plain), by_name);
done:
    json_free(json);
    buf_finish(&text);
    return st;
}

/* One of the school's own that stands in front of a pupil has another name by then: see album. */
static bool is_plain(const struct app *a, const char *name)
{
    return name[0] == '\0' || instrument_schools_picture(name) != NULL ||
           (a->plain_count > 0 &&
            bsearch(&name, a->plain, a->plain_count, sizeof(*a->plain), by_name) != NULL);
}

/* Also where a picture is not there: its words alone are in any colour. */
bool pictures_are_plain(const struct app *a, const struct instrument_item *item)
{
    bool all = is_plain(a, item->picture);

    for (size_t i = 0; i < item->choice_count && all; i++) {
        all = is_plain(a, item->choices[i].picture);
    }
    for (size_t i = 0; i < item->card_count && all; i++) {
        all = is_plain(a, item->cards[i].picture);
    }
    return all;
}

const char *pictures_name(struct app *a, bool plain, const char *name)
{
    bool is_asset = name[0] != '\0' && strchr(name, ':') == NULL;

    if (album_is_lost(a, name)) {
        return "";
    }
    return plain && is_asset ? arena_printf(&a->model, DRAW_PLAIN "%s", name) : name;
}
