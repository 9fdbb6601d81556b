/* Every self-assessment that ships, answered to its end. */
#include "glove_asked.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORDS "Hens" /* as the own keyboard begins a sentence */

/* ---- the folder ------------------------------------------------------------------------------ */

static bool read_one(struct arena *arena, const char *folder, const char *file, struct asked *out)
{
    struct buf path = {0};
    struct buf text = {0};

    buf_printf(&path, "%s/%s", folder, file);
    if (support_file_read(buf_cstr(&path), &text) != STATUS_OK ||
        instrument_read(buf_cstr(&text), text.size, arena, &out->in) != STATUS_OK) {
        fail_msg("%s: %s", file, status_message());
    }
    out->name = arena_span(arena, file, strlen(file) - strlen(".json"));
    buf_finish(&path);
    buf_finish(&text);
    return strcmp(out->in.kind, "self-assessment") == 0;
}

static int by_length(const void *a, const void *b)
{
    const struct asked *left = a;
    const struct asked *right = b;
    int order = (left->in.length == 5) - (right->in.length == 5);

    return order != 0 ? order : strcmp(left->name, right->name);
}

size_t asked_all(struct arena *arena, struct asked out[ASKED_MOST])
{
    char *folder = support_source("assets/instruments");
    DIR *dir = opendir(folder);
    size_t count = 0;

    assert_non_null(dir);
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot == NULL || strcmp(dot, ".json") != 0) {
            continue;
        }
        assert_true(count < ASKED_MOST);
        count += read_one(arena, folder, e->d_name, &out[count]) ? 1 : 0;
    }
    (void)closedir(dir);
    free(folder);
    qsort(out, count, sizeof(*out), by_length); /* those of five faces last: another profile */
    return count;
}

/* What asks about a target is known by one of the pupil's own. */
const char *asked_label(const struct asked *one)
{
    return strcmp(one->in.asks_about, "target") == 0 ? "Takes turns" : one->in.label;
}

void asked_open(struct glove *g, const struct asked *one)
{
    hand_tap(&g->hand, "Hand over to Amira");
    asked_take(g, one);
}

void asked_take(struct glove *g, const struct asked *one)
{
    hand_tap(&g->hand, asked_label(one));
    glove_settle(g);
    g->hand.saved_count = 0;
}

/* ---- what is answered ------------------------------------------------------------------------ */

static size_t scale_of(const struct instrument_item *item)
{
    size_t count = 0;

    for (size_t i = 0; i < item->choice_count; i++) {
        count += item->choices[i].apart ? 0 : 1;
    }
    return count;
}

static bool is_taken(const struct instrument_item *item, size_t choice, int turn)
{
    size_t scale = scale_of(item);
    size_t first = (size_t)turn % scale;
    enum instrument_way way = instrument_way_of(item);

    if (way == INSTRUMENT_ONE) {
        return item->practice ? strcmp(item->choices[choice].id, item->right) == 0
                              : choice == first;
    }
    if (item->practice) {
        return item->choices[choice].right;
    }
    return choice == first || choice == (first + 2) % scale;
}

static const struct instrument_choice *column_of(const struct instrument_item *item, size_t card,
                                                 int turn)
{
    size_t scale = scale_of(item);

    CHECK(scale > 0);
    return item->practice ? instrument_choice_find(item, item->cards[card].right)
                          : &item->choices[(card + (size_t)turn) % scale];
}

static size_t add(struct asked_step out[ASKED_STEPS_MOST], size_t count, struct asked_step step)
{
    assert_true(count < ASKED_STEPS_MOST);
    out[count] = step;
    return count + 1;
}

static size_t add_item(const struct instrument_item *item, int turn,
                       struct asked_step out[ASKED_STEPS_MOST], size_t count)
{
    enum instrument_way way = instrument_way_of(item);

    for (size_t i = 0; way == INSTRUMENT_BOARD && i < item->card_count; i++) {
        count = add(out, count, (struct asked_step){column_of(item, i, turn)->label, NULL, item});
    }
    for (size_t i = 0; way != INSTRUMENT_BOARD && i < scale_of(item); i++) {
        if (is_taken(item, i, turn)) {
            count = add(out, count, (struct asked_step){item->choices[i].label, NULL, item});
        }
    }
    if (way == INSTRUMENT_JOURNAL) {
        count = add(out, count, (struct asked_step){"A few words", WORDS, item});
    }
    return add(out, count, (struct asked_step){"Next", NULL, item});
}

size_t asked_steps(const struct asked *one, int turn, struct asked_step out[ASKED_STEPS_MOST])
{
    size_t count = 0;

    for (size_t i = 0; i < one->in.item_count; i++) {
        count = add_item(&one->in.items[i], turn, out, count);
    }
    return add(out, count, (struct asked_step){"Yes", NULL, NULL});
}

/* ---- what was saved -------------------------------------------------------------------------- */

static void check_said(const struct instrument_item *item, int turn, const struct json_value *said)
{
    enum instrument_way way = instrument_way_of(item);
    const struct json_value *board = json_member(said, "board");
    const struct json_value *choices = json_member(said, "choices");
    size_t at = 0;

    for (size_t i = 0; way == INSTRUMENT_BOARD && i < item->card_count; i++) {
        assert_string_equal(json_member_text(board, item->cards[i].id),
                            column_of(item, i, turn)->id);
    }
    for (size_t i = 0; way != INSTRUMENT_BOARD && i < scale_of(item); i++) {
        if (!is_taken(item, i, turn)) {
            continue;
        }
        assert_string_equal(way == INSTRUMENT_ONE ? json_member_text(said, "choice")
                                                  : json_text(json_item(choices, at++)),
                            item->choices[i].id);
    }
    assert_int_equal(json_count(choices), at);
    if (way == INSTRUMENT_JOURNAL) {
        assert_string_equal(json_member_text(said, "words"), WORDS);
    }
}

bool asked_is_mirrored(struct glove *g, const struct instrument_item *item)
{
    struct draw_rect first = glove_find(g, item->choices[0].label)->at;
    struct draw_rect last = glove_find(g, item->choices[scale_of(item) - 1].label)->at;

    return first.y != last.y ? first.y > last.y : first.x > last.x;
}

static void check_ways(const struct json_value *ways, const char *way)
{
    assert_int_equal(json_count(ways), 1);
    assert_string_equal(json_text(json_item(ways, 0)), way);
}

/* All choices of the scale, in the order in which they were seen. */
static void check_shown(const struct instrument_item *item, bool is_mirrored,
                        const struct json_value *shown)
{
    size_t scale = scale_of(item);

    assert_int_equal(json_count(shown), scale);
    for (size_t i = 0; i < scale; i++) {
        assert_string_equal(json_text(json_item(shown, i)),
                            item->choices[is_mirrored ? scale - 1 - i : i].id);
    }
}

static void check_fields(const struct asked *one, const struct asked_want *want,
                         const struct json_value *fields)
{
    const struct json_value *answers = json_member(fields, "answers");
    const struct json_value *access = json_member(fields, "access");

    assert_string_equal(json_member_text(fields, "instrument"), one->in.id);
    assert_string_equal(json_member_text(fields, "practised"), "known");
    check_ways(json_member(fields, "ways"), want->way);
    assert_int_equal(json_int(json_member(access, "hold_ms"), 0), want->hold_ms);
    assert_int_equal(json_member(access, "scanning") != NULL, strncmp(want->way, "sw", 2) == 0);
    assert_int_equal(strcmp(one->in.asks_about, "target") == 0,
                     json_member_text(fields, "about")[0] != '\0');
    for (size_t i = 0; i < one->in.item_count; i++) {
        const struct instrument_item *item = &one->in.items[i];
        const struct json_value *said = json_member(answers, item->id);
        assert_int_equal(said == NULL, item->practice);
        if (said == NULL) {
            continue;
        }
        check_said(item, want->turn, said);
        check_shown(item, want->is_mirrored, json_member(said, "shown"));
        check_ways(json_member(said, "ways"), want->way);
        assert_int_equal(json_int(json_member(said, "changes"), -1), 0);
        assert_true(json_int(json_member(said, "ms"), -1) > 0);
    }
}

void asked_check(struct glove *g, const struct asked *one, const struct asked_want *want)
{
    struct hand *h = &g->hand;
    struct buf all = {0};
    struct json_value *json = NULL;

    assert_int_equal(h->saved_count, 1);
    assert_string_equal(h->saved[0].type, "self_assessment");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    for (const char *line = buf_cstr(&all); *line != '\0';) {
        size_t size = strcspn(line, "\n");
        json_free(json);
        json = NULL;
        assert_int_equal(json_parse(line, size, &json), STATUS_OK);
        if (strcmp(json_member_text(json, "rec"), h->saved[0].rec.text) == 0) {
            break;
        }
        line += size + (line[size] == '\n' ? 1 : 0);
    }
    assert_string_equal(json_member_text(json, "rec"), h->saved[0].rec.text);
    check_fields(one, want, json_member(json, "fields"));
    json_free(json);
    buf_finish(&all);
}
