/* The few files that a browser fetches, and how every file here is read.
 *
 * They are named in a table and read once, at the start: no path from outside ever reaches the
 * disk. A browser keeps its copy and asks whether it is still right, by the hash of the bytes, so
 * a new release shows at once and an unchanged file costs no bytes.
 */
#include "dashboard_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_ROOM     1024
#define FILE_SIZE_MAX 1048576

static const struct {
    const char *path;
    const char *file;
    const char *type;
} files[DASHBOARD_ASSET_COUNT] = {
    {"/assets/cairn.css",   "dashboard/cairn.css",   "text/css; charset=utf-8"},
    {"/assets/favicon.svg", "dashboard/favicon.svg", "image/svg+xml"          },
};

enum status dashboard_read_file(const char *folder, const char *name, struct buf *out)
{
    enum status st = STATUS_OK;
    char path[PATH_ROOM];
    char bytes[4096];
    size_t got = 0;
    FILE *f = NULL;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (f == NULL) {
        return FAIL(STATUS_NOT_FOUND, "the dashboard needs %s, and it cannot be opened", path);
    }
    do {
        got = fread(bytes, 1, sizeof bytes, f);
        buf_add(out, bytes, got);
    } while (got > 0 && out->size <= FILE_SIZE_MAX);
    if (ferror(f) != 0 || out->size > FILE_SIZE_MAX) {
        st = FAIL(STATUS_DISK, "the dashboard needs %s, and it cannot be read", path);
    }
    (void)fclose(f);
    return st;
}

enum status dashboard_assets_open(struct dashboard_assets *a, const char *folder)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < DASHBOARD_ASSET_COUNT; i++) {
        struct dashboard_asset *asset = &a->items[i];
        uint8_t hash[20];
        char hex[2 * sizeof hash + 1];

        asset->path = files[i].path;
        asset->type = files[i].type;
        TRY(dashboard_read_file(folder, files[i].file, &asset->bytes));
        sha1(asset->bytes.data, asset->bytes.size, hash);
        text_hex(hash, sizeof hash, hex);
        (void)snprintf(asset->tag, sizeof asset->tag, "\"%s\"", hex);
    }

done:
    return st;
}

void dashboard_assets_close(struct dashboard_assets *a)
{
    for (size_t i = 0; i < DASHBOARD_ASSET_COUNT; i++) {
        buf_finish(&a->items[i].bytes);
    }
}

void dashboard_assets_answer(const struct dashboard_assets *a, const struct http_request *req,
                             struct http_reply *reply)
{
    for (size_t i = 0; i < DASHBOARD_ASSET_COUNT; i++) {
        const struct dashboard_asset *asset = &a->items[i];
        const char *theirs = http_header(req, "If-None-Match");

        if (strcmp(asset->path, req->path) != 0) {
            continue;
        }
        http_reply_add_header(reply, "ETag", asset->tag);
        http_reply_add_header(reply, "Cache-Control", "no-cache");
        if (theirs != NULL && strcmp(theirs, asset->tag) == 0) {
            reply->status = 304;
        } else {
            reply->content_type = asset->type;
            buf_add(&reply->body, asset->bytes.data, asset->bytes.size);
        }
        return;
    }
    reply->status = 404;
    reply->content_type = "text/plain; charset=utf-8";
    buf_text(&reply->body, "There is no such file.\n");
}
