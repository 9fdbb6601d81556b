/* The view, kept: sealed pieces beside the log, and how they come back.
 *
 * Each piece is sealed by itself under its number, so that an unlock opens those that its first
 * screen asks for, and a lock writes those that have changed. Pieces that are sealed apart could be
 * put back apart: an old one among new ones would open, and be a view that never was. So the head
 * holds the end of each sealed piece (its authenticator), and is sealed itself: a piece that is not
 * the head's own is no piece. All of it may be lost; the log has what it is made from.
 *
 * The number in the names says how it is kept. A program that keeps it in another way takes another
 * number, finds nothing that it can open, and folds anew.
 */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_NAME "cairn-view-2"
#define SIZE_ROOM 24 /* the head begins with the size as text, and NULs behind it */

static void piece_name(int64_t number, char out[48])
{
    (void)snprintf(out, 48, HEAD_NAME ":%lld", (long long)number);
}

/* ---- having it back ------------------------------------------------------------------------- */

static enum status is_not_of_it(void)
{
    return FAIL(STATUS_DAMAGED, "what was kept of the records does not belong together");
}

static enum status fetch_piece(void *ctx, int64_t number, void *piece)
{
    enum status st = STATUS_OK;
    struct app *a = ctx;
    struct app_image *image = &a->session.image;
    char name[48];

    if (number >= image->count) {
        return is_not_of_it();
    }
    TRY(store_snapshot_read(a->store, number, &image->box));
    if (image->box.size != SQL_PIECE + CHANGE_BOX_OVERHEAD ||
        memcmp(image->box.data + image->box.size - IMAGE_MARK, image->marks[number], IMAGE_MARK) !=
            0) {
        return is_not_of_it();
    }
    piece_name(number, name);
    TRY(blob_open(&a->session.keys.data, name, image->box.data, image->box.size, &image->piece));
    memcpy(piece, image->piece.data, SQL_PIECE);
done:
    return st;
}

/* The size, and the mark of each piece. STATUS_DAMAGED when it is no head of ours. */
static enum status read_head(struct app *a, int64_t *size)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    struct buf plain = {0};

    TRY(blob_open(&a->session.keys.data, HEAD_NAME, image->head.data, image->head.size, &plain));
    if (plain.size < SIZE_ROOM || plain.data[SIZE_ROOM - 1] != '\0' ||
        text_to_int64(plain.data, size) != STATUS_OK || *size <= 0 || *size > INT64_MAX / 2) {
        st = is_not_of_it();
        goto done;
    }
    image->count = (*size + SQL_PIECE - 1) / SQL_PIECE;
    if (plain.size != SIZE_ROOM + (size_t)image->count * IMAGE_MARK) {
        st = is_not_of_it();
        goto done;
    }
    image->marks = mem_zero((size_t)image->count, IMAGE_MARK);
    memcpy(image->marks, plain.data + SIZE_ROOM, (size_t)image->count * IMAGE_MARK);
done:
    buf_finish(&plain);
    return st;
}

static enum status find_kept(struct app *a, int64_t *size)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_snapshot snapshot = {0};
    struct app_image *image = &a->session.image;

    st = store_snapshot_get(a->store, &arena, &snapshot);
    if (st == STATUS_OK) {
        buf_add(&image->head, snapshot.box, snapshot.size);
        st = read_head(a, size);
    }
    if (st != STATUS_OK) {
        buf_clear(&image->head);
        *size = 0;
        st = st == STATUS_NOT_FOUND || st == STATUS_DAMAGED ? STATUS_OK : st;
    }
    arena_finish(&arena);
    return st;
}

enum status image_open(struct app *a, bool use_kept)
{
    enum status st = STATUS_OK;
    const struct sql_piece_port port = {fetch_piece, a};
    int64_t size = 0;

    if (use_kept) {
        TRY(find_kept(a, &size));
    }
    TRY(sql_image_open(&port, size, &a->session.db));
    a->session.image.is_fetching = size > 0;
done:
    return st;
}

enum status image_fetch(struct app *a)
{
    return sql_image_fetch(a->session.db, APP_FETCH_SLICE, &a->session.image.is_fetching);
}

void image_close(struct app *a)
{
    struct app_image *image = &a->session.image;

    sql_close(a->session.db);
    a->session.db = NULL;
    key_wipe(image->piece.data, image->piece.room);
    buf_finish(&image->piece);
    buf_finish(&image->box);
    buf_finish(&image->head);
    free(image->marks);
    *image = (struct app_image){0};
}

/* ---- keeping it ----------------------------------------------------------------------------- */

static enum status keep_pieces(struct app *a, struct buf *head, int64_t count)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    char name[48];

    for (int64_t i = 0; i < count; i++) {
        const void *changed = sql_image_changed(a->session.db, i);
        char *mark = head->data + SIZE_ROOM + i * IMAGE_MARK;
        if (changed == NULL) {
            CHECK(i < image->count); /* what was added is changed */
            memcpy(mark, image->marks[i], IMAGE_MARK);
            continue;
        }
        piece_name(i, name);
        blob_seal(&a->session.keys.data, &a->host.random, name, changed, SQL_PIECE, &image->box);
        memcpy(mark, image->box.data + image->box.size - IMAGE_MARK, IMAGE_MARK);
        TRY(store_snapshot_piece(a->store, i, image->box.data, image->box.size));
    }
done:
    return st;
}

static void kept(struct app *a, const struct buf *head, const struct buf *box, int64_t count)
{
    struct app_image *image = &a->session.image;

    image->marks = mem_grow(image->marks, (size_t)count * IMAGE_MARK);
    memcpy(image->marks, head->data + SIZE_ROOM, (size_t)count * IMAGE_MARK);
    image->count = count;
    buf_clear(&image->head);
    buf_add(&image->head, box->data, box->size);
    sql_image_mark(a->session.db, true);
}

static enum status write_all(struct app *a, const struct store_snapshot *about, int64_t count)
{
    enum status st = STATUS_OK;
    struct buf head = {0};
    struct buf box = {0};
    struct store_snapshot snapshot = *about;

    buf_reserve(&head, SIZE_ROOM + (size_t)count * IMAGE_MARK);
    head.size = SIZE_ROOM + (size_t)count * IMAGE_MARK;
    memset(head.data, 0, head.size);
    (void)snprintf(head.data, SIZE_ROOM, "%lld", (long long)sql_image_size(a->session.db));
    TRY(keep_pieces(a, &head, count));
    blob_seal(&a->session.keys.data, &a->host.random, HEAD_NAME, head.data, head.size, &box);
    snapshot.box = box.data;
    snapshot.size = box.size;
    TRY(store_snapshot_end(a->store, &snapshot, count));
    kept(a, &head, &box, count);
done:
    buf_finish(&head);
    buf_finish(&box);
    return st;
}

/* On top of the head that it came from; *may is false where that must not be. */
static enum status keep_since(struct app *a, const struct buf *since, bool *may)
{
    enum status st = STATUS_OK;
    struct store_snapshot about = {
        .place = a->session.place, .forgotten = a->session.forgotten, .dev = a->session.dev};

    TRY(store_snapshot_begin(a->store, &about, since, may));
    if (*may) {
        TRY(write_all(a, &about, sql_image_pieces(a->session.db)));
    }
done:
    store_snapshot_undo(a->store);
    return st;
}

enum status image_keep(struct app *a)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    bool may = false;

    if (image->head.size > 0) {
        TRY(keep_since(a, &image->head, &may));
    }
    if (!may && !image->is_fetching) {
        buf_clear(&image->head);
        sql_image_mark(a->session.db, false);
        TRY(keep_since(a, NULL, &may));
    }
done:
    return st;
}
