/* By what way a pupil answered: by touch, by keys, by one switch or by two.
 *
 * What an answer is worth to whoever reads it hangs on how it came about: a child who waits for the
 * light of scanning answers in ten seconds what a finger answers in two, and a finger in the
 * sitting of a pupil who uses a switch was perhaps somebody else's. So each answer says which ways
 * were used, and the record which of the profile held. A word of a later program is shown as it is.
 */
#include "app_room.h"

#include "app_model.h"

#include <string.h>

/* In the record's words; a switch's way begins alike, by which it is known. */
static const struct row {
    const char *name;
    enum word words;
} rows[] = {
    {"touch",        WORD_WAY_TOUCH   },
    {"mouse",        WORD_WAY_MOUSE   },
    {"keyboard",     WORD_WAY_KEYBOARD},
    {"switch-auto",  WORD_WAY_AUTO    },
    {"switch-step",  WORD_WAY_STEP    },
    {"switch-dwell", WORD_WAY_DWELL   }
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]), FIRST_SWITCH = 3 };
enum { HOLD_MS_MOST = 10000 }; /* as a profile may ask for */
static const char a_switch[] = "switch-";

unsigned way_now(const struct app *a, const struct screen_profile *is)
{
    switch (a->means) {
    case UI_BY_FINGER:
        return 1U;
    case UI_BY_MOUSE:
        return 2U;
    case UI_BY_KEY:
        return 4U;
    case UI_BY_SWITCH:
        break;
    }
    return is->scan.way == UI_SCAN_OFF
               ? 0
               : 1U << (FIRST_SWITCH + (unsigned)is->scan.way - (unsigned)UI_SCAN_AUTO);
}

void ways_write(struct json_writer *w, unsigned ways)
{
    if (ways == 0) {
        return;
    }
    json_open_list(w, "ways");
    for (unsigned i = 0; i < ROWS; i++) {
        if ((ways & (1U << i)) != 0) {
            json_put_text(w, NULL, rows[i].name);
        }
    }
    json_close_list(w);
}

unsigned ways_read(const struct json_value *list)
{
    unsigned ways = 0;

    for (size_t n = 0; n < json_count(list); n++) {
        for (unsigned i = 0; i < ROWS; i++) {
            ways |= text_equal(json_text(json_item(list, n)), rows[i].name) ? 1U << i : 0U;
        }
    }
    return ways;
}

void access_write(struct json_writer *w, const struct screen_profile *is)
{
    bool is_scanned = is->scan.way != UI_SCAN_OFF;

    if (is->hold_ms == 0 && is->repeat_ms == 0 && is->last_touch == 0 && !is_scanned) {
        return;
    }
    json_open_object(w, "access");
    json_put_int(w, "hold_ms", is->hold_ms);
    json_put_int(w, "repeat_ms", is->repeat_ms);
    json_put_text(w, "touch", is->last_touch != 0 ? "last" : "first");
    if (is_scanned) {
        look_scan_write(w, "scanning", &is->scan);
    }
    json_close_object(w);
}

/* ---- beside what was answered ---------------------------------------------------------------- */

static int64_t hold_of(const struct merge_record *r)
{
    int64_t ms = json_int(json_member(model_field(r, "access"), "hold_ms"), 0);

    return ms < 0 ? 0 : ms < HOLD_MS_MOST ? ms : HOLD_MS_MOST; /* it came from another tablet */
}

static const char *name_of(struct app *a, const struct merge_record *r, const char *way)
{
    for (size_t i = 0; i < ROWS; i++) {
        const char *words = word_of(a, rows[i].words);
        if (strcmp(rows[i].name, way) == 0) {
            return i < FIRST_SWITCH - 1 && hold_of(r) > 0
                       ? words_fill(&a->words, WORD_WAYS_HELD, &a->model, words, NULL)
                       : words;
        }
    }
    return arena_text(&a->model, way);
}

const char *model_ways(struct app *a, const struct merge_record *r)
{
    const struct json_value *list = model_field(r, "ways");
    const char *out = "";

    for (size_t i = 0; i < json_count(list); i++) {
        const char *way = json_text(json_item(list, i));
        if (way != NULL) {
            out = arena_printf(&a->model, "%s%s%s", out, out[0] != '\0' ? " · " : "",
                               name_of(a, r, way));
        }
    }
    return out[0] != '\0' ? words_fill(&a->words, WORD_WAYS, &a->model, out, NULL) : "";
}

void model_way_of(const struct merge_record *r, const struct json_value *answer,
                  struct record_answer *out)
{
    const struct json_value *list = json_member(answer, "ways");

    for (size_t i = 0; i < json_count(list); i++) {
        const char *way = json_text(json_item(list, i));
        out->is_scanned =
            out->is_scanned || (way != NULL && strncmp(way, a_switch, sizeof(a_switch) - 1) == 0);
    }
    out->own_ms = hold_of(r);
}
