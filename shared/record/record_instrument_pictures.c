/* Pictures that an instrument names: those that ship, by their name in the list, and the school's
 * own.
 *
 * Whoever writes a question knows the words that stand under a picture, and not the id of its
 * record. Words can be changed, though, and then an old version would ask by another picture or by
 * none. So a file may say either, and what is kept of it says the id: the hub puts it there as it
 * takes the file in.
 */
#include "record_private.h"

#include <string.h>

static const char schools[] = INSTRUMENT_SCHOOLS;

const char *instrument_schools_picture(const char *name)
{
    CHECK(name != NULL);
    return strncmp(name, schools, sizeof(schools) - 1) == 0 ? name + sizeof(schools) - 1 : NULL;
}

static enum status each_of_item(struct instrument_item *item, instrument_picture_fn each, void *ctx)
{
    enum status st = STATUS_OK;

    TRY(each(ctx, item->id, &item->picture));
    for (size_t i = 0; i < item->choice_count; i++) {
        TRY(each(ctx, item->id, &item->choices[i].picture));
    }
    for (size_t i = 0; i < item->card_count; i++) {
        TRY(each(ctx, item->id, &item->cards[i].picture));
    }
done:
    return st;
}

enum status instrument_each_picture(struct instrument *in, instrument_picture_fn each, void *ctx)
{
    enum status st = STATUS_OK;

    CHECK(in != NULL && each != NULL);
    TRY(each(ctx, "", &in->picture));
    for (size_t i = 0; i < in->item_count; i++) {
        TRY(each_of_item(&in->items[i], each, ctx));
    }
done:
    return st;
}
