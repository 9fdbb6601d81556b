/* Rows in an arena, and names as people sort them. */
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_ROOM_FIRST 16

enum status view_step(struct sql_stmt *stmt, bool *has_row)
{
    enum status st = sql_step(stmt);

    *has_row = st == STATUS_OK;
    return st == STATUS_END ? STATUS_OK : st;
}

struct view_list view_list_of(struct arena *arena, size_t row_size)
{
    CHECK(arena != NULL && row_size > 0);
    return (struct view_list){.arena = arena, .row_size = row_size};
}

void *view_list_add(struct view_list *list)
{
    CHECK(list != NULL);
    if (list->count == list->room) {
        size_t room = list->room == 0 ? ROWS_ROOM_FIRST : list->room * 2;
        void *rows = arena_alloc(list->arena, room * list->row_size);
        if (list->count > 0) {
            memcpy(rows, list->rows, list->count * list->row_size);
        }
        list->rows = rows;
        list->room = room;
    }
    list->count++;
    return (char *)list->rows + (list->count - 1) * list->row_size;
}

enum status view_list_read(struct view_list *list, struct sql_stmt *stmt, view_row_fn read)
{
    enum status st = STATUS_OK;
    bool has_row = false;

    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        read(stmt, list->arena, view_list_add(list));
    }

done:
    return st;
}

void view_list_sort(struct view_list *list, int (*order)(const void *, const void *))
{
    if (list->count > 1) {
        qsort(list->rows, list->count, list->row_size, order);
    }
}

int view_name_order(const char *a, const char *b)
{
    const char *left = a;
    const char *right = b;

    for (;;) {
        uint32_t l = text_next_plain(&left);
        uint32_t r = text_next_plain(&right);
        if (l != r) {
            return l < r ? -1 : 1;
        }
        if (l == 0) {
            return strcmp(a, b); /* one order for names that differ by case or accents only */
        }
    }
}
