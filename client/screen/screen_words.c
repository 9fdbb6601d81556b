/* The table of words: English from words.def, another language laid over it from its file. */
#include "screen_private.h"

#include "json.h"

#include <string.h>

#define QUOTED_MOST 6 /* by one sentence */

static const struct {
    const char *name;
    const char *text;
} english[WORD_COUNT] = {
#define WORD(name, text) {#name, text},
#include "words.def"
};

void words_english(struct words *out)
{
    *out = (struct words){.sentences = NULL};
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
    struct buf sentences = {0};

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
        } else if (strchr(walk.key, ' ') != NULL) {
            struct words_sentence sentence = {arena_text(arena, walk.key),
                                              arena_text(arena, json_text(walk.value))};
            buf_add(&sentences, &sentence, sizeof sentence);
        }
    }
    out->sentence_count = sentences.size / sizeof(struct words_sentence);
    out->sentences = arena_copy(arena, sentences.data, sentences.size);
done:
    buf_finish(&sentences);
    json_free(json);
    return st;
}

/* ---- filling in ------------------------------------------------------------------------------ */

struct quoted {
    const char *text;
    size_t size;
};

/* Only {1}, {2} … mean something, so that a translator's text can never be a format. */
static bool is_mark(const char *at)
{
    return at[0] == '{' && at[1] >= '1' && at[1] < '1' + QUOTED_MOST && at[2] == '}';
}

static void fill_in(const char *template, const struct quoted quoted[QUOTED_MOST], struct buf *out)
{
    for (const char *at = template; *at != '\0'; at++) {
        if (is_mark(at) && quoted[at[1] - '1'].text != NULL) {
            buf_add(out, quoted[at[1] - '1'].text, quoted[at[1] - '1'].size);
            at += 2;
        } else {
            buf_byte(out, *at);
        }
    }
}

static struct quoted quote(const char *text)
{
    return text != NULL ? (struct quoted){text, strlen(text)} : (struct quoted){"", 0};
}

static void fill(const char *template, const char *first, const char *second, struct buf *out)
{
    fill_in(template, (struct quoted[QUOTED_MOST]){quote(first), quote(second)}, out);
}

/* ---- sentences ------------------------------------------------------------------------------- */

/* Where the words up to the next mark stand in said; NULL: nowhere. Last words stand at its end. */
static const char *find_words(const char *said, const char *words, size_t size, bool is_last)
{
    size_t left = strlen(said);

    if (is_last) {
        return left >= size && memcmp(said + left - size, words, size) == 0 ? said + left - size
                                                                            : NULL;
    }
    for (; left >= size; said++, left--) {
        if (memcmp(said, words, size) == 0) {
            return said;
        }
    }
    return NULL;
}

static size_t words_to_mark(const char *at)
{
    size_t size = 0;

    while (at[size] != '\0' && !is_mark(at + size)) {
        size++;
    }
    return size;
}

/* Whether it is that sentence, and what it quotes. */
static bool is_sentence(const char *template, const char *said, struct quoted quoted[QUOTED_MOST])
{
    size_t size = words_to_mark(template);

    if (strncmp(template, said, size) != 0) {
        return false;
    }
    template += size;
    said += size;
    while (*template != '\0') {
        struct quoted *q = &quoted[template[1] - '1'];
        const char *next = template + 3;
        size = words_to_mark(next);
        const char *found = find_words(said, next, size, next[size] == '\0');
        if (found == NULL) {
            return false;
        }
        *q = (struct quoted){said, (size_t)(found - said)};
        said = found + size;
        template = next + size;
    }
    return *said == '\0';
}

void words_say(const struct words *words, const char *said, struct buf *out)
{
    for (size_t i = 0; i < words->sentence_count; i++) {
        struct quoted quoted[QUOTED_MOST] = {
            {"", 0}
        };
        if (is_sentence(words->sentences[i].english, said, quoted)) {
            fill_in(words->sentences[i].text, quoted, out);
            return;
        }
    }
    buf_text(out, said);
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
