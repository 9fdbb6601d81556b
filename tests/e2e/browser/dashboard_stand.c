/* A dashboard of a made-up school behind a real server: what the browser tests look at.
 *
 * The day is fixed, so pictures are the same whenever they are taken. It ends when its standard
 * input does, so it never outlives the test that started it.
 */
#define _POSIX_C_SOURCE 200809L
#include "dashboard.h"
#include "http.h"
#include "stand.h"

#include <stdio.h>
#include <unistd.h>

#define NOW_MS 1760449500000 /* Tuesday 14 October 2025, 14:45 in the UK */
#define SEED   20251014

static void handle(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    if (!dashboard_handle(ctx, req, reply)) {
        http_reply_json_error(reply, 404, "not_found", "There is nothing at this address.");
    }
}

static void wait_for_the_end(void)
{
    char byte = 0;

    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
}

int main(int argc, char **argv)
{
    enum status st = STATUS_OK;
    struct stand *stand = stand_make(NOW_MS, SEED);
    struct dashboard_options options;
    struct dashboard *dashboard = NULL;
    struct http_server_options server_options = {.listen = "127.0.0.1:0"};
    struct http_server *server = NULL;
    struct buf cert = {0};
    struct buf key = {0};

    if (argc != 2) {
        (void)fputs("dashboard_stand: give the folder of the assets\n", stderr);
        stand_end(stand);
        return 2;
    }
    options = stand_options(stand, argv[1]);
    TRY(dashboard_open(&options, &dashboard));
    TRY(http_identity_create("127.0.0.1", NOW_MS, &cert, &key));
    server_options.cert_pem = buf_cstr(&cert);
    server_options.key_pem = buf_cstr(&key);
    server_options.handler = (struct http_handler){.handle = handle, .ctx = dashboard};
    TRY(http_server_start(&server_options, &server));
    (void)printf("listening on %s\n", http_server_url(server));
    (void)fflush(stdout);
    wait_for_the_end();

done:
    if (st != STATUS_OK) {
        (void)fprintf(stderr, "dashboard_stand: %s\n", status_message());
    }
    http_server_stop(server);
    dashboard_close(dashboard);
    stand_end(stand);
    buf_finish(&key);
    buf_finish(&cert);
    return st == STATUS_OK ? 0 : 1;
}
