/* serve: the API and the dashboard behind one address, until asked to end.
 *
 * The end is a signal that is waited for, not one that interrupts: requests in flight are answered,
 * the writer commits what it has, and only then does the program leave. The address is written down
 * beside the keys, because enrol must name it in its codes.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"
#include "hub_call.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define LISTEN_DEFAULT "127.0.0.1:0"
#define API_PREFIX     "/v1/"

static bool is_api(const struct http_request *req)
{
    return strncmp(req->path, API_PREFIX, strlen(API_PREFIX)) == 0;
}

static size_t body_size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return hub_body_size_max(head);
}

static bool admit(void *ctx, const struct http_request *head, struct http_reply *reply)
{
    const struct admin *a = ctx;

    return hub_admit(a->hub, head, reply);
}

static void handle(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    struct admin *a = ctx;
    const struct hub_pages *pages = &a->world->pages;

    if (is_api(req)) {
        hub_handle(a->hub, req, reply);
    } else if (!pages->handle(pages->ctx, req, reply)) {
        hub_refuse(reply, 404, "not_found", "The hub has no such address.", NULL);
    }
}

static void block_signals(sigset_t *ends)
{
    sigset_t pipes;

    (void)sigemptyset(ends);
    (void)sigaddset(ends, SIGTERM);
    (void)sigaddset(ends, SIGINT);
    (void)sigemptyset(&pipes);
    (void)sigaddset(&pipes, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, ends, NULL);
    (void)pthread_sigmask(SIG_BLOCK, &pipes, NULL);
}

/* Each connection is a file; most systems give a program few at first and more when asked. */
static void want_files(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum status serve_until_asked(struct admin *a, const struct http_server *server,
                                     const sigset_t *ends)
{
    enum status st = STATUS_OK;
    const char *url = http_server_url(server);
    const char *line = arena_printf(&a->arena, "%s\n", url);
    const struct timespec minute = {.tv_sec = 60};

    TRY(admin_write_file(admin_path(a, "address"), line, strlen(line)));
    admin_say("listening on %s\n", url);
    if (fflush(stdout) != 0) {
        TRY(FAIL(STATUS_DISK, "The output could not be written."));
    }
    while (sigtimedwait(ends, NULL, &minute) < 0) {
        admin_reach_keep(a);
    }

done:
    return st;
}

enum status admin_serve(struct admin *a)
{
    enum status st = STATUS_OK;
    struct http_server *server = NULL;
    struct buf cert = {0};
    struct buf key = {0};
    sigset_t ends;
    const struct hub_pages *pages = &a->world->pages;
    struct http_server_options options = {
        .handler = {.body_size_max = body_size_max, .admit = admit, .handle = handle, .ctx = a}
    };
    bool has_pages = false;

    options.listen = admin_option(a, "--listen");
    options.listen = options.listen == NULL ? LISTEN_DEFAULT : options.listen;
    TRY(admin_end(a));
    TRY(admin_read_file(admin_path(a, "cert.pem"), &cert));
    TRY(admin_read_file(admin_path(a, "key.pem"), &key));
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    want_files();
    block_signals(&ends);
    TRY(admin_lists_hold(a));
    TRY(hub_threads_start(a->hub));
    TRY(pages->open(pages->ctx, a->hub, a->assets));
    has_pages = true;
    st = http_server_start(&options, &server);
    a->is_wrong = st == STATUS_BAD_INPUT; /* --listen is all of it that a person types */
    TRY(st);
    TRY(serve_until_asked(a, server, &ends));

done:
    http_server_stop(server);
    if (has_pages) {
        pages->close(pages->ctx);
    }
    if (key.data != NULL) {
        key_wipe(key.data, key.size);
    }
    buf_finish(&key);
    buf_finish(&cert);
    return st;
}
