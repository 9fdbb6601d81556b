/* Reading a CSV as schools' programs write it.
 *
 * There is no one form: some write a byte order mark, some semicolons, some end in empty rows, and
 * a name in quotes may hold a comma or a quote. The separator is the one that the header has most
 * of. A quote that is never closed would swallow the rest of the file as one pupil's name, so it
 * is an error with its row.
 */
#include "hub_import.h"

#include <string.h>

#define COLUMNS_MAX 200

struct reading {
    const char *at;
    const char *end;
    char separator;
    size_t row; /* as a spreadsheet counts */
    struct arena *arena;
    struct buf cell;
    struct buf row_cells; /* const char * */
    struct buf numbers;   /* size_t */
};

static char find_separator(const char *text, const char *end)
{
    static const char candidates[3] = {',', ';', '\t'};
    size_t counts[3] = {0, 0, 0};
    size_t best = 0;

    for (const char *c = text; c < end && *c != '\n' && *c != '\r'; c++) {
        const char *found = memchr(candidates, *c, sizeof candidates);
        if (found != NULL) {
            counts[found - candidates]++;
        }
    }
    for (size_t i = 1; i < 3; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return candidates[best];
}

static enum status read_quoted(struct reading *r)
{
    size_t began = r->row;

    r->at++;
    while (r->at < r->end) {
        if (*r->at == '"' && r->at + 1 < r->end && r->at[1] == '"') {
            buf_byte(&r->cell, '"');
            r->at += 2;
        } else if (*r->at == '"') {
            r->at++;
            return STATUS_OK;
        } else {
            buf_byte(&r->cell, *r->at++);
        }
    }
    return FAIL(STATUS_BAD_INPUT, "Row %zu opens a quote that is never closed.", began);
}

static const char *trimmed(struct reading *r)
{
    const char *from = buf_cstr(&r->cell);
    const char *to = from + r->cell.size;

    while (from < to && (unsigned char)*from <= ' ') {
        from++;
    }
    while (to > from && (unsigned char)to[-1] <= ' ') {
        to--;
    }
    return arena_span(r->arena, from, (size_t)(to - from));
}

/* One cell; *ends is true when it was the last of its row. */
static enum status read_cell(struct reading *r, bool *ends)
{
    enum status st = STATUS_OK;
    const char *cell = NULL;

    buf_clear(&r->cell);
    while (r->at < r->end && (*r->at == ' ' || (*r->at == '\t' && r->separator != '\t'))) {
        r->at++;
    }
    if (r->at < r->end && *r->at == '"') {
        TRY(read_quoted(r));
    }
    while (r->at < r->end && *r->at != r->separator && *r->at != '\n' && *r->at != '\r') {
        buf_byte(&r->cell, *r->at++);
    }
    cell = trimmed(r);
    buf_add(&r->row_cells, &cell, sizeof cell);
    *ends = r->at >= r->end || *r->at != r->separator;
    if (!*ends) {
        r->at++;
    } else if (r->at < r->end) {
        r->at += *r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n' ? 2 : 1;
    }

done:
    return st;
}

static bool is_empty(const struct buf *cells)
{
    const char *const *all = (const void *)cells->data;

    for (size_t i = 0; i < cells->size / sizeof *all; i++) {
        if (all[i][0] != '\0') {
            return false;
        }
    }
    return true;
}

/* A row made as wide as the header, put behind the others. */
static enum status keep_row(struct reading *r, struct csv *csv, struct buf *cells)
{
    const char *const *all = (const void *)r->row_cells.data;
    size_t count = r->row_cells.size / sizeof *all;
    static const char nothing[] = "";
    const char *cell = nothing;

    if (csv->row_count == 0) {
        csv->column_count = count;
    }
    if (csv->column_count > COLUMNS_MAX) {
        return FAIL(STATUS_BAD_INPUT, "The file has more than %d columns.", COLUMNS_MAX);
    }
    for (size_t i = 0; i < csv->column_count; i++) {
        cell = i < count ? all[i] : nothing;
        buf_add(cells, &cell, sizeof cell);
    }
    buf_add(&r->numbers, &r->row, sizeof r->row);
    csv->row_count++;
    return STATUS_OK;
}

enum status csv_read(const char *text, size_t size, struct arena *arena, struct csv *out)
{
    enum status st = STATUS_OK;
    struct reading r = {.at = text, .end = text + size, .row = 1, .arena = arena};
    struct buf cells = {0};
    bool ends = false;

    *out = (struct csv){0};
    if (!text_is_utf8(text, size) || memchr(text, '\0', size) != NULL) {
        TRY(FAIL(STATUS_BAD_INPUT, "The file is not UTF-8 text: save it as “CSV UTF-8”."));
    }
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        r.at += 3;
    }
    r.separator = find_separator(r.at, r.end);
    while (r.at < r.end) {
        buf_clear(&r.row_cells);
        do {
            TRY(read_cell(&r, &ends));
        } while (!ends);
        if (!is_empty(&r.row_cells)) {
            TRY(keep_row(&r, out, &cells));
        }
        r.row++;
    }
    if (out->row_count < 2) {
        TRY(FAIL(STATUS_BAD_INPUT, "The file has no rows below its header."));
    }
    CHECK(cells.data != NULL && r.numbers.data != NULL);
    out->cells = arena_copy(arena, cells.data, cells.size);
    out->numbers = arena_copy(arena, r.numbers.data, r.numbers.size);

done:
    buf_finish(&r.cell);
    buf_finish(&r.row_cells);
    buf_finish(&r.numbers);
    buf_finish(&cells);
    return st;
}

const char *csv_cell(const struct csv *csv, size_t row, size_t column)
{
    CHECK(row < csv->row_count && column < csv->column_count);
    return csv->cells[row * csv->column_count + column];
}
