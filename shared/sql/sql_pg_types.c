/* The types of columns, in PostgreSQL's words.
 *
 * The programs join lists that the database sorted, so its order must be that of the bytes, as in
 * SQLite. PostgreSQL sorts a TEXT by the language of the database, where a dash or a capital may
 * count for nothing; a TEXT COLLATE "C" sorts by bytes.
 *
 * An id is 36 letters that say 16 bytes. A row has up to five of them, and each again in an index:
 * as UUID they are less than half, sort the same, and are compared at once.
 */
#include "sql_pg.h"

#include <string.h>

/* Where an id's bytes begin in its words: two letters a byte, with hyphens between. */
static const uint8_t id_places[SQL_PG_ID_BYTES] = {0,  2,  4,  6,  9,  11, 14, 16,
                                                   19, 21, 24, 26, 28, 30, 32, 34};

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789"

static const struct row {
    const char *word;
    const char *means;
    bool anywhere; /* not only where a table is made */
} rows[] = {
    {"TEXT",    "TEXT COLLATE \"C\"", false},
    {"ID_TEXT", "UUID",               true },
};

static const char *meaning(const char *word, size_t size, bool is_making)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((is_making || rows[i].anywhere) && strlen(rows[i].word) == size &&
            strncmp(rows[i].word, word, size) == 0) {
            return rows[i].means;
        }
    }
    return NULL;
}

/* What begins at `at` and is taken as one: a word, a text or name in quotes, or a sign. */
static size_t piece(const char *at)
{
    size_t size = strspn(at, LETTERS);

    if (size == 0 && (*at == '\'' || *at == '"')) {
        const char *end = strchr(at + 1, *at);
        return end == NULL ? strlen(at) : (size_t)(end - at) + 1;
    }
    return size == 0 ? 1 : size;
}

void sql_pg_types(const char *text, struct buf *out)
{
    bool is_making = strstr(text, "CREATE TABLE") != NULL;

    buf_clear(out);
    for (size_t size = 0; *text != '\0'; text += size) {
        size = piece(text);
        const char *means = meaning(text, size, is_making);
        if (means != NULL) {
            buf_text(out, means);
        } else {
            buf_add(out, text, size);
        }
    }
}

static uint8_t digit(char letter)
{
    return (uint8_t)(letter <= '9' ? letter - '0' : letter - 'a' + 10);
}

bool sql_pg_read_id(const char *text, uint8_t out[SQL_PG_ID_BYTES])
{
    if (!id_is_valid(text)) {
        return false;
    }
    for (size_t i = 0; i < SQL_PG_ID_BYTES; i++) {
        const char *at = text + id_places[i];
        out[i] = (uint8_t)(digit(at[0]) << 4 | digit(at[1]));
    }
    return true;
}

void sql_pg_spell_id(const char *bytes, struct id *out)
{
    static const char digits[] = "0123456789abcdef";

    text_copy(out->text, sizeof out->text, ID_LEAST);
    for (size_t i = 0; i < SQL_PG_ID_BYTES; i++) {
        uint8_t byte = (uint8_t)bytes[i];
        out->text[id_places[i]] = digits[byte >> 4];
        out->text[id_places[i] + 1] = digits[byte & 15];
    }
}
