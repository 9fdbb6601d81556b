/* The types of CREATE TABLE, in PostgreSQL's words.
 *
 * The programs join lists that the database sorted, so its order must be that of the bytes, as in
 * SQLite. PostgreSQL sorts a TEXT by the language of the database, where a dash or a capital may
 * count for nothing; a TEXT COLLATE "C" sorts by bytes.
 */
#include "sql_pg.h"

#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789"

static const struct row {
    const char *word;
    const char *means;
} rows[] = {
    {"TEXT", "TEXT COLLATE \"C\""},
};

static const char *meaning(const char *word, size_t size)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strlen(rows[i].word) == size && strncmp(rows[i].word, word, size) == 0) {
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
        const char *means = is_making ? meaning(text, size) : NULL;
        if (means != NULL) {
            buf_text(out, means);
        } else {
            buf_add(out, text, size);
        }
    }
}
