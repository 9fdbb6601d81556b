/* The pictures on this tablet: the code for joining a school out of one, and those to be added.
 *
 * SDL gives no camera, so the tablet's own camera program takes the picture, and here the newest
 * ones are looked through: nobody has to find a file. Three, for somebody may have taken it twice
 * or a screenshot after it. What is told when none will do is what was wrong with the newest.
 */
#include "pictures.h"

#include "platform_photo.h"
#include "qr.h"

#include <string.h>

enum { LOOKED_AT = 3, OFFERED = 48 };

static const char code_start[] = "cairn:";

static const char *own_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static enum status read_one(const char *path, struct buf *code)
{
    enum status st = STATUS_OK;
    struct platform_grey grey = {0};
    struct qr_picture picture = {0};

    TRY(platform_read_photo(path, QR_SIDE_MOST, &grey));
    picture = (struct qr_picture){grey.pixels, grey.width, grey.height};
    TRY(qr_read(&picture, code_start, code));
done:
    platform_photo_finish(&grey);
    return st;
}

static void find_folder(const char *place, struct buf *folder)
{
    buf_text(folder, place != NULL ? place : "");
    if (place == NULL) {
        platform_photos_folder(folder);
    }
}

enum status pictures_files(const char *place, struct app_files *out)
{
    struct platform_photos photos;
    struct buf folder = {0};

    find_folder(place, &folder);
    platform_newest_photos(buf_cstr(&folder), OFFERED, &photos);
    out->rows = mem_zero((size_t)photos.count + 1, sizeof(*out->rows));
    for (int i = 0; i < photos.count; i++) {
        text_copy(out->rows[out->count++].path, sizeof(out->rows[0].path), photos.rows[i].path);
    }
    platform_photos_finish(&photos);
    buf_finish(&folder);
    return STATUS_OK;
}

enum status pictures_code(const char *place, struct buf *code, struct buf *name)
{
    enum status st = STATUS_NOT_FOUND;
    struct platform_photos photos;
    struct buf folder = {0};
    char sentence[300] = "";

    find_folder(place, &folder);
    platform_newest_photos(buf_cstr(&folder), LOOKED_AT, &photos);
    for (int i = 0; i < photos.count && st != STATUS_OK; i++) {
        enum status now = read_one(photos.rows[i].path, code);
        if (now != STATUS_OK && i == 0) {
            text_copy(sentence, sizeof(sentence), status_message());
        }
        st = now;
        buf_clear(name);
        buf_text(name, own_name(photos.rows[i].path));
    }
    if (photos.count == 0) {
        st = FAIL(STATUS_NOT_FOUND, "There is no picture yet in %s: take one of the code first",
                  folder.size > 0 ? buf_cstr(&folder) : "the folder for pictures");
    } else if (st != STATUS_OK) {
        st = FAIL(st, "%s (%s)", sentence, own_name(photos.rows[0].path));
    }
    platform_photos_finish(&photos);
    buf_finish(&folder);
    return st;
}
