/* Reading an instrument: a scale, a note or a self-assessment, from its JSON.
 *
 * Schools add instruments of their own, so what comes in may be wrong, and whoever wrote it is no
 * programmer: a fault must say which item and which key. A key that this version does not know is
 * passed over, since a newer file may hold more; a known key of the wrong kind is a fault, since
 * half an instrument would record half an answer.
 */
#include "record_private.h"

#include <stdio.h>
#include <string.h>

/* Where the reader stands, for the sentence of a fault. */
struct reader {
    struct arena *arena;
    const char *instrument;
    const char *item; /* "" outside the items */
};

static enum status fault(const struct reader *r, const char *what, const char *key)
{
    const char *item = r->item[0] != '\0' ? ", item " : "";

    return FAIL(STATUS_BAD_INPUT, "Instrument “%.60s”%s%.60s: “%s” %s.", r->instrument, item,
                r->item, key, what);
}

static enum status too_many(const struct reader *r, const char *key, int most)
{
    char what[40] = "";

    (void)snprintf(what, sizeof(what), "holds more than %d", most);
    return fault(r, what, key);
}

static enum status twice(const struct reader *r, const char *key, const char *id)
{
    char what[120] = "";

    (void)snprintf(what, sizeof(what), "holds the id %.60s twice", id);
    return fault(r, what, key);
}

static enum status read_text(const struct reader *r, const struct json_value *from, const char *key,
                             const char **out)
{
    const struct json_value *value = json_member(from, key);

    if (value != NULL && json_text(value) == NULL) {
        return fault(r, "must be a text", key);
    }
    *out = value != NULL ? arena_text(r->arena, json_text(value)) : "";
    return STATUS_OK;
}

static enum status read_id(const struct reader *r, const struct json_value *from, const char **out)
{
    enum status st = read_text(r, from, "id", out);

    if (st == STATUS_OK && json_member_text(from, "id")[0] == '\0') {
        st = fault(r, "is missing from one of its parts", "id");
    }
    return st;
}

static enum status read_flag(const struct reader *r, const struct json_value *from, const char *key,
                             bool *out)
{
    const struct json_value *value = json_member(from, key);

    if (value != NULL && json_kind(value) != JSON_IS_BOOL) {
        return fault(r, "must be true or false", key);
    }
    *out = json_is_true(value);
    return STATUS_OK;
}

static enum status read_number(const struct reader *r, const struct json_value *from,
                               const char *key, int64_t *out)
{
    const struct json_value *value = json_member(from, key);

    if (value != NULL && json_kind(value) != JSON_IS_INT) {
        return fault(r, "must be a whole number", key);
    }
    *out = json_int(value, 0);
    return STATUS_OK;
}

/* A list that may be missing; *count is 0 then. */
static enum status read_list(const struct reader *r, const struct json_value *from, const char *key,
                             const struct json_value **list, size_t *count)
{
    *list = json_member(from, key);
    if (*list != NULL && json_kind(*list) != JSON_IS_LIST) {
        return fault(r, "must be a list", key);
    }
    *count = json_count(*list);
    return STATUS_OK;
}

static enum status read_choice(const struct reader *r, const struct json_value *from,
                               struct instrument_choice *out)
{
    enum status st = STATUS_OK;

    TRY(read_id(r, from, &out->id));
    TRY(read_text(r, from, "label", &out->label));
    TRY(read_text(r, from, "about", &out->about));
    TRY(read_text(r, from, "picture", &out->picture));
    TRY(read_flag(r, from, "apart", &out->apart));
    TRY(read_flag(r, from, "right", &out->right));
    TRY(read_number(r, from, "value", &out->value));
    out->has_value = json_member(from, "value") != NULL;

done:
    return st;
}

static enum status read_choices(const struct reader *r, const struct json_value *from,
                                struct instrument_item *item)
{
    enum status st = STATUS_OK;
    const struct json_value *list = NULL;
    size_t count = 0;

    TRY(read_list(r, from, "choices", &list, &count));
    if (count > INSTRUMENT_CHOICES_MOST) {
        st = too_many(r, "choices", INSTRUMENT_CHOICES_MOST);
        goto done;
    }
    item->choices = arena_alloc(r->arena, count * sizeof item->choices[0]);
    for (size_t i = 0; i < count; i++) {
        struct instrument_choice choice;
        TRY(read_choice(r, json_item(list, i), &choice));
        if (instrument_choice_find(item, choice.id) != NULL) {
            st = twice(r, "choices", choice.id);
            goto done;
        }
        item->choices[item->choice_count] = choice;
        item->choice_count++;
    }
    if (count == 0 && strcmp(item->kind, "text") != 0) {
        st = fault(r, "must hold one choice or more", "choices");
    }

done:
    return st;
}

static enum status read_cards(const struct reader *r, const struct json_value *from,
                              struct instrument_item *item)
{
    enum status st = STATUS_OK;
    const struct json_value *list = NULL;
    size_t count = 0;

    TRY(read_list(r, from, "cards", &list, &count));
    if (count > INSTRUMENT_CARDS_MOST) {
        st = too_many(r, "cards", INSTRUMENT_CARDS_MOST);
        goto done;
    }
    item->cards = arena_alloc(r->arena, (count + 1) * sizeof item->cards[0]);
    for (size_t i = 0; i < count; i++) {
        struct instrument_card *card = &item->cards[i];
        TRY(read_id(r, json_item(list, i), &card->id));
        TRY(read_text(r, json_item(list, i), "label", &card->label));
        TRY(read_text(r, json_item(list, i), "picture", &card->picture));
        TRY(read_text(r, json_item(list, i), "right", &card->right));
        for (size_t before = 0; before < i; before++) {
            if (strcmp(item->cards[before].id, card->id) == 0) {
                st = twice(r, "cards", card->id);
                goto done;
            }
        }
    }
    item->card_count = count;

done:
    return st;
}

static enum status read_texts(const struct reader *r, const struct json_value *from,
                              struct instrument_item *item)
{
    enum status st = STATUS_OK;
    const struct json_value *list = NULL;

    TRY(read_list(r, from, "texts", &list, &item->text_count));
    if (item->text_count > INSTRUMENT_TEXTS_MOST) {
        st = too_many(r, "texts", INSTRUMENT_TEXTS_MOST);
        goto done;
    }
    item->texts = arena_alloc(r->arena, (item->text_count + 1) * sizeof item->texts[0]);
    for (size_t i = 0; i < item->text_count; i++) {
        TRY(read_id(r, json_item(list, i), &item->texts[i].id));
        TRY(read_text(r, json_item(list, i), "label", &item->texts[i].label));
        TRY(read_text(r, json_item(list, i), "about", &item->texts[i].about));
    }
    if (item->text_count == 0 && strcmp(item->kind, "text") == 0) {
        item->texts[item->text_count++] =
            (struct instrument_text){"text", item->label, item->about};
    }

done:
    return st;
}

static enum status read_phrases(const struct reader *r, const struct json_value *from,
                                struct instrument_item *item)
{
    enum status st = STATUS_OK;
    const struct json_value *list = NULL;

    TRY(read_list(r, from, "phrases", &list, &item->phrase_count));
    item->phrases = arena_alloc(r->arena, item->phrase_count * sizeof item->phrases[0]);
    for (size_t i = 0; i < item->phrase_count; i++) {
        const char *text = json_text(json_item(list, i));
        if (text == NULL) {
            st = fault(r, "must hold texts", "phrases");
            goto done;
        }
        item->phrases[i] = arena_text(r->arena, text);
    }

done:
    return st;
}

static enum status read_item(struct reader *r, const struct json_value *from,
                             struct instrument_item *out)
{
    enum status st = STATUS_OK;

    TRY(read_id(r, from, &out->id));
    r->item = out->id;
    TRY(read_text(r, from, "label", &out->label));
    TRY(read_text(r, from, "about", &out->about));
    TRY(read_text(r, from, "icon", &out->icon));
    TRY(read_text(r, from, "picture", &out->picture));
    TRY(read_text(r, from, "colour", &out->colour));
    TRY(read_text(r, from, "kind", &out->kind));
    TRY(read_text(r, from, "label_with", &out->label_with));
    TRY(read_text(r, from, "right", &out->right));
    TRY(read_flag(r, from, "practice", &out->practice));
    TRY(read_flag(r, from, "own", &out->own));
    TRY(read_choices(r, from, out));
    TRY(read_cards(r, from, out));
    TRY(read_texts(r, from, out));
    TRY(read_phrases(r, from, out));
    if (out->practice && !instrument_practice_is_known(out)) {
        st = fault(r, "must name the right answer, for this is a practice item", "right");
    }

done:
    return st;
}

static enum status read_items(struct reader *r, const struct json_value *from,
                              struct instrument *out)
{
    enum status st = STATUS_OK;
    const struct json_value *list = NULL;
    size_t count = 0;

    TRY(read_list(r, from, "items", &list, &count));
    if (count == 0) {
        st = fault(r, "must hold one item or more", "items");
        goto done;
    }
    if (count > INSTRUMENT_ITEMS_MOST) {
        st = too_many(r, "items", INSTRUMENT_ITEMS_MOST);
        goto done;
    }
    out->items = arena_alloc(r->arena, count * sizeof out->items[0]);
    for (size_t i = 0; i < count; i++) {
        struct instrument_item item = {0};
        r->item = "";
        TRY(read_item(r, json_item(list, i), &item));
        r->item = "";
        if (instrument_item_find(out, item.id) != NULL) {
            st = twice(r, "items", item.id);
            goto done;
        }
        item.first_text = out->text_count;
        out->text_count += item.text_count;
        out->items[out->item_count] = item;
        out->item_count++;
    }
    if (out->text_count > INSTRUMENT_TEXTS_MOST) {
        st = fault(r, "holds more texts than a form has room for", "items");
    }

done:
    return st;
}

/* The bands of a total follow each other from least to most, without a gap. */
static enum status read_total(const struct reader *r, const struct json_value *from,
                              struct instrument *out)
{
    enum status st = STATUS_OK;
    const struct json_value *total = json_member(from, "total");
    const struct json_value *list = NULL;
    int64_t next = 0;
    int64_t most = 0;

    if (total == NULL) {
        return STATUS_OK;
    }
    TRY(read_number(r, total, "least", &next));
    TRY(read_number(r, total, "most", &most));
    TRY(read_list(r, total, "bands", &list, &out->band_count));
    out->bands = arena_alloc(r->arena, out->band_count * sizeof out->bands[0]);
    for (size_t i = 0; i < out->band_count; i++) {
        struct instrument_band *band = &out->bands[i];
        TRY(read_number(r, json_item(list, i), "from", &band->from));
        TRY(read_number(r, json_item(list, i), "to", &band->to));
        TRY(read_text(r, json_item(list, i), "label", &band->label));
        if (band->from != next || band->to < band->from || band->to > most) {
            st = fault(r, "must run from least to most without a gap", "bands");
            goto done;
        }
        next = band->to + 1;
    }
    if (next != most + 1) {
        st = fault(r, "must run from least to most without a gap", "bands");
    }

done:
    return st;
}

static enum status read_whole(struct reader *r, const struct json_value *root,
                              struct instrument *out)
{
    enum status st = STATUS_OK;

    if (json_kind(root) != JSON_IS_OBJECT) {
        return FAIL(STATUS_BAD_INPUT,
                    "An instrument is one JSON object: its file begins with { and ends with }.");
    }
    TRY(read_id(r, root, &out->id));
    r->instrument = out->id;
    TRY(read_text(r, root, "label", &out->label));
    TRY(read_text(r, root, "kind", &out->kind));
    TRY(read_text(r, root, "about", &out->about));
    TRY(read_text(r, root, "left_alone", &out->left_alone));
    TRY(read_text(r, root, "family", &out->family));
    TRY(read_number(r, root, "length", &out->length));
    TRY(read_text(r, root, "picture", &out->picture));
    TRY(read_text(r, root, "asks_about", &out->asks_about));
    TRY(read_items(r, root, out));
    TRY(read_total(r, root, out));
    TRY(instrument_check_asked(out));

done:
    return st;
}

enum status instrument_read(const char *text, size_t size, struct arena *arena,
                            struct instrument *out)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;
    struct reader r = {.arena = arena, .instrument = "", .item = ""};
    struct instrument read = {0};

    CHECK(arena != NULL && out != NULL);
    *out = read;
    TRY(json_parse(text, size, &root));
    TRY(read_whole(&r, root, &read));
    *out = read;

done:
    json_free(root);
    return st;
}

const struct instrument_item *instrument_item_find(const struct instrument *in, const char *id)
{
    CHECK(in != NULL && id != NULL);
    for (size_t i = 0; i < in->item_count; i++) {
        if (strcmp(in->items[i].id, id) == 0) {
            return &in->items[i];
        }
    }
    return NULL;
}

const struct instrument_choice *instrument_choice_find(const struct instrument_item *item,
                                                       const char *id)
{
    CHECK(item != NULL && id != NULL);
    for (size_t i = 0; i < item->choice_count; i++) {
        if (strcmp(item->choices[i].id, id) == 0) {
            return &item->choices[i];
        }
    }
    return NULL;
}

bool instrument_total(const struct instrument *in, const int *chosen, int64_t *sum,
                      const struct instrument_band **band)
{
    CHECK(in != NULL && chosen != NULL);
    *sum = 0;
    *band = NULL;
    if (in->band_count == 0) {
        return false;
    }
    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        if (item->choice_count == 0) {
            continue;
        }
        if (chosen[i] < 0 || (size_t)chosen[i] >= item->choice_count) {
            return false;
        }
        *sum += item->choices[chosen[i]].value;
    }
    for (size_t i = 0; i < in->band_count; i++) {
        if (*sum >= in->bands[i].from && *sum <= in->bands[i].to) {
            *band = &in->bands[i];
        }
    }
    return *band != NULL;
}
