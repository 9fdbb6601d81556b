/* What an access profile says, in the words of the sheet on which it is chosen.
 *
 * Two tablets may have changed the same setting, and then a person chooses between two values of a
 * record: they have never seen `hold_ms` or `switch-auto`, and must not have to guess what a child
 * will be given. So each value reads as it does where it is set.
 */
#include "app_room.h"

#include <string.h>

enum { CHOICES_MOST = 5 };
static const struct words_of {
    const char *field; /* of access_profile.def */
    enum word label;
    bool is_seconds; /* of thousandths */
    struct {
        const char *says; /* the first: what holds where nobody chose */
        enum word words;
    } choices[CHOICES_MOST];
} rows[] = {
    {"scale",
     WORD_PROFILE_FACES,               false,
     {{"3", WORD_PROFILE_FACES_3}, {"5", WORD_PROFILE_FACES_5}}        },
    {"pictures",
     WORD_PROFILE_PICTURES,            false,
     {{"colour", WORD_PROFILE_COLOURED}, {"plain", WORD_PROFILE_PLAIN}}},
    {"muted",
     WORD_PROFILE_SOUND,               false,
     {{"false", WORD_PROFILE_ALOUD}, {"true", WORD_PROFILE_SILENT}}    },
    {"voice",
     WORD_PROFILE_VOICE,               false,
     {{"en", WORD_PROFILE_VOICE_1},
      {"en+f2", WORD_PROFILE_VOICE_2},
      {"en-gb-scotland", WORD_PROFILE_VOICE_3}}                        },
    {"rate",      WORD_PROFILE_RATE,   false, {{NULL, WORD_COUNT}}     },
    {"hold_ms",   WORD_PROFILE_HOLD,   true,  {{NULL, WORD_COUNT}}     },
    {"repeat_ms", WORD_PROFILE_REPEAT, true,  {{NULL, WORD_COUNT}}     },
    {"touch",
     WORD_PROFILE_TOUCH,               false,
     {{"first", WORD_PROFILE_FIRST}, {"last", WORD_PROFILE_LAST}}      },
    {"colours",
     WORD_PROFILE_COLOURS,             false,
     {{"calm", WORD_PROFILE_CALM},
      {"dark", WORD_PROFILE_DARK},
      {"contrast", WORD_PROFILE_CONTRAST},
      {"yellow", WORD_PROFILE_YELLOW}}                                 },
    {"text",
     WORD_PROFILE_TEXT,                false,
     {{"100", WORD_PROFILE_TEXT_1},
      {"125", WORD_PROFILE_TEXT_2},
      {"150", WORD_PROFILE_TEXT_3},
      {"175", WORD_PROFILE_TEXT_4},
      {"200", WORD_PROFILE_TEXT_5}}                                    },
    {"motion",
     WORD_PROFILE_MOTION,              false,
     {{"calm", WORD_PROFILE_MOVES}, {"none", WORD_PROFILE_STILL}}      },
    {"scanning",  WORD_ACCESS_SCAN,    false, {{NULL, WORD_COUNT}}     },
};

static const struct words_of *row_of(const char *type, const char *field)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(type, "access_profile") == 0 && strcmp(rows[i].field, field) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static const char *seconds(struct app *a, int64_t ms)
{
    return words_fill(&a->words, WORD_ACCESS_SECONDS, &a->model,
                      arena_printf(&a->model, "%d.%d", (int)(ms / 1000), (int)(ms / 100 % 10)),
                      NULL);
}

/* ---- switches -------------------------------------------------------------------------------- */

static const char *scanning(struct app *a, const struct json_value *value)
{
    static const enum word ways[] = {WORD_ACCESS_OFF, WORD_ACCESS_AUTO, WORD_ACCESS_STEP,
                                     WORD_ACCESS_DWELL};
    struct ui_scan_settings with = look_scan_read(value);
    const char *out = word_of(a, ways[with.way]);
    const char *rounds = arena_printf(&a->model, "%d", with.loops);

    if (with.way == UI_SCAN_OFF) {
        return out;
    }
    out = arena_printf(
        &a->model, "%s\n%s\n%s: %s", out,
        word_of(a, with.order == UI_SCAN_LINEAR ? WORD_ACCESS_LINEAR : WORD_ACCESS_ROWS),
        word_of(a, WORD_ACCESS_EACH), seconds(a, with.step_ms));
    if (with.way == UI_SCAN_AUTO) {
        out = arena_printf(&a->model, "%s\n%s: %s", out, word_of(a, WORD_ACCESS_LOOPS), rounds);
    }
    out = arena_printf(&a->model, "%s\n%s: %s\n%s: %s", out, word_of(a, WORD_ACCESS_ACCEPT),
                       seconds(a, with.accept_ms), word_of(a, WORD_ACCESS_RELEASE),
                       seconds(a, with.release_ms));
    return arena_printf(&a->model, "%s\n%s: %s", out, word_of(a, WORD_ACCESS_TOUCH),
                        word_of(a, with.whole ? WORD_ACCESS_WHOLE : WORD_ACCESS_TAPS));
}

/* ---- any of them ----------------------------------------------------------------------------- */

const char *profile_label(const struct app *a, const char *type, const char *field)
{
    const struct words_of *row = row_of(type, field);

    return row != NULL ? word_of(a, row->label) : NULL;
}

/* What is no choice of the sheet's is shown as it was written. */
static const char *chosen(struct app *a, const struct words_of *row, const struct json_value *value)
{
    struct buf text = {0};
    const char *says = json_text(value);
    const char *out = NULL;

    if (says == NULL) {
        json_print(value, &text);
        says = buf_cstr(&text);
    }
    out = arena_text(&a->model, says);
    for (size_t i = 0; i < CHOICES_MOST && row->choices[i].says != NULL; i++) {
        bool is_usual = i == 0 && (says[0] == '\0' || json_kind(value) == JSON_IS_NULL);
        out = is_usual || strcmp(row->choices[i].says, says) == 0
                  ? word_of(a, row->choices[i].words)
                  : out;
    }
    buf_finish(&text);
    return out;
}

const char *profile_value(struct app *a, const char *type, const char *field,
                          const struct json_value *value)
{
    const struct words_of *row = row_of(type, field);

    if (row == NULL) {
        return NULL;
    }
    if (row->is_seconds) {
        return seconds(a, json_int(value, 0));
    }
    return strcmp(field, "scanning") == 0 ? scanning(a, value) : chosen(a, row, value);
}
