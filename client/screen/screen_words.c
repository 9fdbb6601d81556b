/* The table of words: English from words.def, another language laid over it from its file. */
#include "screen_private.h"

#include "json.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
} english[WORD_COUNT] = {
#define WORD(name, text) {#name, text},
#include "words.def"
};

void words_english(struct words *out)
{
    for (int i = 0; i < WORD_COUNT; i++) {
        out->text[i] = english[i].text;
    }
}

static int word_named(const char *name)
{
    for (int i = 0; i < WORD_COUNT; i++) {
        if (strcmp(english[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

enum status words_read(const char *text, size_t size, struct arena *arena, struct words *out)
{
    enum status st = STATUS_OK;
    struct json_value *json = NULL;
    struct json_walk walk = {0};

    TRY(json_parse(text, size, &json));
    if (json_kind(json) != JSON_IS_OBJECT) {
        st = FAIL(STATUS_BAD_INPUT, "A file of words is an object of names and texts");
        goto done;
    }
    while (json_next(json, &walk)) {
        int at = word_named(walk.key);
        if (json_text(walk.value) == NULL) {
            st = FAIL(STATUS_BAD_INPUT, "The word %s has no text", walk.key);
            goto done;
        }
        if (at >= 0) {
            out->text[at] = arena_text(arena, json_text(walk.value));
        }
    }
done:
    json_free(json);
    return st;
}

/* Only {1} and {2} mean something, so that a translator's text can never be a format. */
static void fill(const char *template, const char *first, const char *second, struct buf *out)
{
    for (const char *at = template; *at != '\0'; at++) {
        bool is_mark = at[0] == '{' && (at[1] == '1' || at[1] == '2') && at[2] == '}';
        const char *with = is_mark && at[1] == '1' ? first : second;
        if (!is_mark) {
            buf_byte(out, *at);
            continue;
        }
        buf_text(out, with != NULL ? with : "");
        at += 2;
    }
}

const char *words_fill(const struct words *words, enum word which, struct arena *arena,
                       const char *first, const char *second)
{
    struct buf text = {0};
    const char *out = NULL;

    fill(words->text[which], first, second, &text);
    out = arena_text(arena, buf_cstr(&text));
    buf_finish(&text);
    return out;
}

const char *words_count(const struct words *words, enum word which, struct arena *arena,
                        int64_t number)
{
    return words_fill(words, which, arena, arena_printf(arena, "%lld", (long long)number), NULL);
}

const char *word(const struct screen_view *view, enum word which)
{
    return view->words->text[which];
}

const char *word_with(struct ui *ui, const struct screen_view *view, enum word which,
                      const char *first, const char *second)
{
    struct buf text = {0};
    const char *out = NULL;

    fill(view->words->text[which], first, second, &text);
    out = ui_format(ui, "%s", buf_cstr(&text));
    buf_finish(&text);
    return out;
}
