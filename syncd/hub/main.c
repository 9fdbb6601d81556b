/* cairn-hub — the centre: `cairn-hub --data DIR VERB …` (DESIGN, "Command lines").
 *
 * This file joins what knows nothing of each other: the hub, which keeps people and tables, and the
 * dashboard, which shows them. It hands over the machine's clock, its chance, and where the assets
 * lie: beside the program.
 */
#define _POSIX_C_SOURCE 200809L

#include "base.h"
#include "change.h"
#include "dashboard.h"
#include "http.h"
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct shown {
    struct hub *hub;
    struct dashboard *dashboard;
    struct clock_port clock;
};

static int64_t wall_ms(void *ctx)
{
    struct timespec now;

    (void)ctx;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the dashboard's ports ------------------------------------------------------------------ */

static enum status check(void *ctx, const char *user, const char *passphrase, const char *code,
                         struct dashboard_person *out)
{
    const struct shown *s = ctx;
    struct buf name = {0};
    enum status st = hub_account_check(s->hub, user, passphrase, code, &name);

    if (st == STATUS_OK) {
        text_copy(out->key, sizeof out->key, buf_cstr(&name));
        text_copy(out->name, sizeof out->name, buf_cstr(&name));
    }
    buf_finish(&name);
    return st;
}

static enum status schools(void *ctx, const char *key, struct arena *arena,
                           struct dashboard_school_rows *out)
{
    const struct shown *s = ctx;
    struct hub_school_rows rows = {0};
    enum status st = hub_account_schools(s->hub, key, arena, &rows);

    if (st != STATUS_OK) {
        return st;
    }
    out->count = rows.count;
    out->rows = arena_alloc(arena, (rows.count + 1) * sizeof *out->rows);
    for (size_t i = 0; i < rows.count; i++) {
        out->rows[i].id = rows.rows[i].id;
        out->rows[i].name = rows.rows[i].name;
    }
    return STATUS_OK;
}

static enum status borrow(void *ctx, struct dashboard_loan *out)
{
    const struct shown *s = ctx;
    struct hub_reading reading = {0};
    enum status st = hub_read_begin(s->hub, &reading);

    if (st == STATUS_OK) {
        out->view = reading.view;
        out->own = reading.db;
    }
    return st;
}

static void give_back(void *ctx, struct dashboard_loan *loan)
{
    const struct shown *s = ctx;
    struct hub_reading reading = {.view = loan->view, .db = loan->own};

    hub_read_end(s->hub, &reading);
    *loan = (struct dashboard_loan){0};
}

/* ---- the pages that serve shows ------------------------------------------------------------- */

static enum status open_pages(void *ctx, struct hub *hub, const char *assets)
{
    struct shown *s = ctx;
    struct dashboard_options options = {
        .assets = assets,
        .accounts = {check,  schools,   s},
        .views = {borrow, give_back, s},
        .clock = s->clock
    };

    s->hub = hub;
    options.random = hub_random(hub);
    return dashboard_open(&options, &s->dashboard);
}

static bool handle_pages(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    const struct shown *s = ctx;

    return dashboard_handle(s->dashboard, req, reply);
}

static void close_pages(void *ctx)
{
    struct shown *s = ctx;

    dashboard_close(s->dashboard);
    s->dashboard = NULL;
}

/* The folder `assets` beside the program; beside the working folder where that cannot be told. */
static void find_assets(char *out, size_t room)
{
    struct buf path = {0};
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

    if (size > 0) {
        self[size] = '\0';
        char *slash = strrchr(self, '/');
        *slash = '\0';
        buf_printf(&path, "%s/", self);
    }
    buf_text(&path, "assets");
    text_copy(out, room, buf_cstr(&path));
    buf_finish(&path);
}

int main(int argc, char **argv)
{
    struct shown shown = {
        .clock = {wall_ms, NULL}
    };
    char assets[4200];
    struct hub_world world = {
        .clock = shown.clock,
        .assets = assets,
        .pages = {open_pages, handle_pages, close_pages, &shown}
    };

    mem_share();
    find_assets(assets, sizeof assets);
    if (change_setup() != STATUS_OK) {
        (void)fprintf(stderr, "cairn-hub: %s\n", status_message());
        return 1;
    }
    world.random = change_system_random();
    return hub_main(argc, argv, &world);
}
