/* The view, kept: sealed pieces beside the log, and how they come back.
 *
 * Each piece is sealed by itself under its number, so that an unlock opens those that its first
 * screen asks for, and a lock writes those that have changed. Pieces that are sealed apart could be
 * put back apart: an old one among new ones would open, and be a view that never was. So the head
 * holds the end of each sealed piece (its authenticator), and is sealed itself: a piece that is not
 * the head's own is no piece. All of it may be lost; the log has what it is made from.
 *
 * To write a year of it takes a tenth of a second, in which a finger would find the screen asleep.
 * So it is written some pieces at a time, each to the side that the head in the file does not speak
 * of, while people go on: a piece that changes again is written again, and the head comes when none
 * is left that changed. Until that moment the old head and all of its pieces are there.
 *
 * The number in the names says how it is kept. A program that keeps it in another way takes another
 * number, finds nothing that it can open, and folds anew.
 */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_NAME "cairn-view-3"
#define SIZE_ROOM 24               /* the head begins with the size as text, and NULs behind it */
#define ENTRY     (IMAGE_MARK + 1) /* then, for each piece, its mark and its side */

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
    TRY(store_snapshot_read(a->store, number, image->pieces[number].side, &image->box));
    if (image->box.size != SQL_PIECE + CHANGE_BOX_OVERHEAD ||
        memcmp(image->box.data + image->box.size - IMAGE_MARK, image->pieces[number].mark,
               IMAGE_MARK) != 0) {
        return is_not_of_it();
    }
    piece_name(number, name);
    TRY(blob_open(&a->session.keys.data, name, image->box.data, image->box.size, &image->piece));
    memcpy(piece, image->piece.data, SQL_PIECE);
done:
    return st;
}

/* There are so many pieces now; the new ones were never sealed. */
static void grow(struct app_image *image, int64_t count)
{
    image->pieces = mem_grow(image->pieces, (size_t)(count + 1) * sizeof(*image->pieces));
    for (int64_t i = image->count; i < count; i++) {
        image->pieces[i] = (struct app_image_piece){.head_side = IMAGE_NO_SIDE};
    }
    image->count = count > image->count ? count : image->count;
}

/* The size, and the mark of each piece. STATUS_DAMAGED when it is no head of ours. */
static enum status read_head(struct app *a, int64_t *size)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    struct buf plain = {0};
    int64_t count = 0;

    TRY(blob_open(&a->session.keys.data, HEAD_NAME, image->head.data, image->head.size, &plain));
    if (plain.size < SIZE_ROOM || plain.data[SIZE_ROOM - 1] != '\0' ||
        text_to_int64(plain.data, size) != STATUS_OK || *size <= 0 || *size > INT64_MAX / 2) {
        st = is_not_of_it();
        goto done;
    }
    count = (*size + SQL_PIECE - 1) / SQL_PIECE;
    if (plain.size != SIZE_ROOM + (size_t)count * ENTRY) {
        st = is_not_of_it();
        goto done;
    }
    grow(image, count);
    for (int64_t i = 0; i < count; i++) {
        const char *entry = plain.data + SIZE_ROOM + i * ENTRY;
        memcpy(image->pieces[i].mark, entry, IMAGE_MARK);
        image->pieces[i].side = entry[IMAGE_MARK] == 1 ? 1 : 0;
        image->pieces[i].head_side = image->pieces[i].side;
    }
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
    free(image->pieces);
    *image = (struct app_image){0};
}

/* ---- keeping it ----------------------------------------------------------------------------- */

static struct store_snapshot snapshot_of(const struct app *a, const struct buf *box)
{
    return (struct store_snapshot){.place = a->session.place,
                                   .forgotten = a->session.forgotten,
                                   .dev = a->session.dev,
                                   .box = box->data,
                                   .size = box->size};
}

static int64_t count_changed(const struct app *a, int64_t count)
{
    int64_t changed = 0;

    for (int64_t i = 0; i < count; i++) {
        changed += sql_image_changed(a->session.db, i) != NULL ? 1 : 0;
    }
    return changed;
}

static enum status keep_piece(struct app *a, int64_t number, const void *changed)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    struct app_image_piece *piece = &image->pieces[number];
    char name[48];

    piece_name(number, name);
    blob_seal(&a->session.keys.data, &a->host.random, name, changed, SQL_PIECE, &image->box);
    memcpy(piece->mark, image->box.data + image->box.size - IMAGE_MARK, IMAGE_MARK);
    piece->side = piece->head_side == 0 ? 1 : 0;
    TRY(store_snapshot_piece(a->store, number, piece->side, image->box.data, image->box.size));
    sql_image_keep(a->session.db, number);
done:
    return st;
}

static enum status keep_pieces(struct app *a, int64_t count, int64_t most)
{
    enum status st = STATUS_OK;

    for (int64_t i = 0; i < count && most > 0; i++) {
        const void *changed = sql_image_changed(a->session.db, i);
        if (changed != NULL) {
            TRY(keep_piece(a, i, changed));
            most--;
        }
    }
done:
    return st;
}

static void seal_head(struct app *a, int64_t count, struct buf *box)
{
    const struct app_image *image = &a->session.image;
    struct buf head = {0};

    buf_reserve(&head, SIZE_ROOM + (size_t)count * ENTRY);
    head.size = SIZE_ROOM + (size_t)count * ENTRY;
    memset(head.data, 0, head.size);
    (void)snprintf(head.data, SIZE_ROOM, "%lld", (long long)sql_image_size(a->session.db));
    for (int64_t i = 0; i < count; i++) {
        char *entry = head.data + SIZE_ROOM + i * ENTRY;
        memcpy(entry, image->pieces[i].mark, IMAGE_MARK);
        entry[IMAGE_MARK] = (char)image->pieces[i].side;
    }
    blob_seal(&a->session.keys.data, &a->host.random, HEAD_NAME, head.data, head.size, box);
    buf_finish(&head);
}

/* All that changed is written: the head makes it the snapshot. */
static enum status keep_head(struct app *a, int64_t count)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    struct buf box = {0};
    struct store_snapshot snapshot = {0};

    seal_head(a, count, &box);
    snapshot = snapshot_of(a, &box);
    TRY(store_snapshot_end(a->store, &snapshot, count));
    for (int64_t i = 0; i < count; i++) {
        image->pieces[i].head_side = image->pieces[i].side;
    }
    image->count = count;
    image->is_keeping = false;
    buf_clear(&image->head);
    buf_add(&image->head, box.data, box.size);
    sql_image_mark(a->session.db, true);
    a->session.snapshot_place = a->session.place;
done:
    buf_finish(&box);
    return st;
}

/* What is in the file is not of this view, or not any more: all pieces are to be written. In the
 * place of the head stands a number drawn by chance, which opens as nothing, so that it would be
 * noticed if somebody took the pieces away meanwhile. */
static enum status keep_anew(struct app *a, bool *may)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    char number[IMAGE_MARK];
    struct store_snapshot snapshot = {0};

    buf_clear(&image->head);
    sql_image_mark(a->session.db, false);
    a->host.random.fill(a->host.random.ctx, number, sizeof(number));
    buf_add(&image->head, number, sizeof(number));
    snapshot = snapshot_of(a, &image->head);
    TRY(store_snapshot_begin(a->store, &snapshot, NULL, may));
    if (*may) {
        TRY(store_snapshot_end(a->store, &snapshot, image->count));
    }
    for (int64_t i = 0; i < image->count; i++) {
        image->pieces[i].head_side = IMAGE_NO_SIDE;
    }
done:
    if (st != STATUS_OK || !*may) {
        buf_clear(&image->head);
    }
    store_snapshot_undo(a->store);
    return st;
}

/* Some pieces, and the head when they are the last; *may is false when the file is another. */
static enum status keep_part(struct app *a, int64_t most, bool *may)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    struct store_snapshot about = snapshot_of(a, &image->head);
    int64_t count = sql_image_pieces(a->session.db);
    bool is_last = count_changed(a, count) <= most;

    TRY(store_snapshot_begin(a->store, &about, &image->head, may));
    if (!*may) {
        goto done;
    }
    grow(image, count);
    image->is_keeping = true;
    TRY(keep_pieces(a, count, most));
    TRY(is_last ? keep_head(a, count) : store_snapshot_part(a->store));
done:
    if (st != STATUS_OK) {
        sql_image_mark(a->session.db, false); /* what was written just now is not there */
    }
    store_snapshot_undo(a->store);
    return st;
}

enum status image_keep(struct app *a, int64_t most, bool *more)
{
    enum status st = STATUS_OK;
    struct app_image *image = &a->session.image;
    bool may = image->head.size > 0;

    *more = false;
    if (may && !image->is_keeping && count_changed(a, sql_image_pieces(a->session.db)) > most) {
        TRY(store_snapshot_ready(a->store)); /* a step by itself */
        image->is_keeping = true;
        *more = true;
        goto done;
    }
    if (may) {
        TRY(keep_part(a, most, &may));
        *more = may && image->is_keeping;
    }
    if (!may && !image->is_fetching) {
        TRY(keep_anew(a, &may));
        image->is_keeping = may;
        *more = may;
    }
done:
    image->is_keeping = image->is_keeping && st == STATUS_OK;
    return st;
}

bool image_is_small(const struct app *a)
{
    return count_changed(a, sql_image_pieces(a->session.db)) <= APP_KEEP_AT_LOCK;
}
