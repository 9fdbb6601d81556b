/* What a pupil is asked by: the kinds of question, and what each must hold.
 *
 * Schools write self-assessments of their own. What is wrong in one must come out when it is added,
 * with the item's name, and not in front of a child: a scale of four faces, a board with nothing to
 * sort, or a question that cannot be declined.
 */
#include "record_private.h"

#include <string.h>

struct asked_kind {
    const char *name;
    enum instrument_way way;
    size_t least;
    size_t most;
};

static const struct asked_kind kinds[] = {
#define ASKED(name, way, least, most) {name, INSTRUMENT_##way, least, most},
#include "asked_kinds.def"
};

static const struct asked_kind *kind_of(const struct instrument_item *item)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kinds[i].name, item->kind) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

enum instrument_way instrument_way_of(const struct instrument_item *item)
{
    const struct asked_kind *kind = NULL;

    CHECK(item != NULL);
    kind = kind_of(item);
    return kind != NULL ? kind->way : INSTRUMENT_NOT_ASKED;
}

/* ---- practice -------------------------------------------------------------------------------- */

static bool is_each_card_known(const struct instrument_item *item)
{
    for (size_t i = 0; i < item->card_count; i++) {
        if (instrument_choice_find(item, item->cards[i].right) == NULL) {
            return false;
        }
    }
    return item->card_count > 0;
}

static bool is_some_choice_right(const struct instrument_item *item)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].right) {
            return true;
        }
    }
    return false;
}

bool instrument_practice_is_known(const struct instrument_item *item)
{
    switch (instrument_way_of(item)) {
    case INSTRUMENT_BOARD:
        return is_each_card_known(item);
    case INSTRUMENT_SEVERAL:
    case INSTRUMENT_JOURNAL:
        return is_some_choice_right(item);
    case INSTRUMENT_ONE:
    case INSTRUMENT_NOT_ASKED:
        break;
    }
    return instrument_choice_find(item, item->right) != NULL;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum status fault(const struct instrument *in, const struct instrument_item *item,
                         const char *what)
{
    return FAIL(STATUS_BAD_INPUT, "Instrument “%.60s”, item %.60s: %s", in->id, item->id, what);
}

static size_t count_scale(const struct instrument_item *item)
{
    size_t count = 0;

    for (size_t i = 0; i < item->choice_count; i++) {
        count += item->choices[i].apart ? 0 : 1;
    }
    return count;
}

static bool can_be_declined(const struct instrument_item *item)
{
    const struct instrument_choice *unsure = instrument_choice_find(item, "unsure");
    const struct instrument_choice *not_now = instrument_choice_find(item, "not-now");

    return unsure != NULL && unsure->apart && not_now != NULL && not_now->apart &&
           item->choice_count == count_scale(item) + 2;
}

/* The room draws what stands apart after the scale. */
static bool is_scale_first(const struct instrument_item *item)
{
    for (size_t i = 0; i < count_scale(item); i++) {
        if (item->choices[i].apart) {
            return false;
        }
    }
    return true;
}

static bool has_words(const struct instrument_item *item)
{
    bool all = item->label[0] != '\0';

    for (size_t i = 0; i < item->choice_count; i++) {
        all = all && item->choices[i].label[0] != '\0';
    }
    for (size_t i = 0; i < item->card_count; i++) {
        all = all && item->cards[i].label[0] != '\0';
    }
    return all;
}

static enum status check_item(const struct instrument *in, const struct instrument_item *item)
{
    const struct asked_kind *kind = kind_of(item);
    size_t scale = count_scale(item);

    if (kind == NULL) {
        return fault(in, item,
                     "its “kind” must be faces, yes-no, pictures, several, board or "
                     "journal, for a pupil is asked by it.");
    }
    if (scale < kind->least || scale > kind->most ||
        (strcmp(item->kind, "faces") == 0 && scale == 4)) {
        return FAIL(
            STATUS_BAD_INPUT,
            "Instrument “%.60s”, item %.60s: “choices” of the kind %s must be %zu to %zu%s, "
            "beside unsure and not-now.",
            in->id, item->id, kind->name, kind->least, kind->most,
            strcmp(item->kind, "faces") == 0 ? " and not 4" : "");
    }
    if (!can_be_declined(item) || !is_scale_first(item)) {
        return fault(in, item,
                     "“choices” must end with unsure and not-now, both with “apart”: a "
                     "pupil may always decline.");
    }
    if ((kind->way == INSTRUMENT_BOARD) != (item->card_count > 0)) {
        return fault(in, item, "“cards” are what a board has to sort, and only a board has them.");
    }
    if (item->own && (kind->way == INSTRUMENT_ONE || item->practice)) {
        return fault(
            in, item,
            "“own” pictures can stand in several, board and journal, and not in practice.");
    }
    if (!has_words(item)) {
        return fault(in, item,
                     "each question, choice and card needs a “label”, for it is said "
                     "aloud.");
    }
    return STATUS_OK;
}

static bool is_about_known(const char *about)
{
    return about[0] == '\0' || strcmp(about, "activity") == 0 || strcmp(about, "target") == 0;
}

enum status instrument_check_asked(const struct instrument *in)
{
    enum status st = STATUS_OK;
    size_t journals = 0;
    size_t real = 0;

    CHECK(in != NULL);
    if (strcmp(in->kind, "self-assessment") != 0) {
        return STATUS_OK;
    }
    if (in->item_count > INSTRUMENT_ASKED_MOST) {
        return FAIL(STATUS_BAD_INPUT, "Instrument “%.60s”: “items” may hold %d questions at most.",
                    in->id, INSTRUMENT_ASKED_MOST);
    }
    if (!is_about_known(in->asks_about)) {
        return FAIL(STATUS_BAD_INPUT,
                    "Instrument “%.60s”: “asks_about” must be activity, target or nothing.",
                    in->id);
    }
    if (in->family[0] != '\0' && in->length != 3 && in->length != 5) {
        return FAIL(STATUS_BAD_INPUT,
                    "Instrument “%.60s”: “length” must be 3 or 5 in a family: so many faces a "
                    "pupil can have.",
                    in->id);
    }
    for (size_t i = 0; i < in->item_count; i++) {
        TRY(check_item(in, &in->items[i]));
        journals += instrument_way_of(&in->items[i]) == INSTRUMENT_JOURNAL ? 1 : 0;
        real += in->items[i].practice ? 0 : 1;
    }
    if (real == 0 || journals > 1) {
        st = FAIL(STATUS_BAD_INPUT,
                  "Instrument “%.60s”: “items” must hold a question that is no practice, and one "
                  "journal at most.",
                  in->id);
    }
done:
    return st;
}
