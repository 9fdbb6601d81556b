/* The threads that serve, and which of them a newcomer gets.
 *
 * The library polls (MHD_USE_POLL). Its epoll mode must not come back: with TLS a handful of
 * half-sent hellos makes it spin, so five silent strangers would hold a core. Its own timeout sees
 * silence only; http_reaper.c cuts the slow.
 *
 * A pool of the library's own waits at the listening socket with all threads, and whichever is
 * awake takes all who knock: of fifty tablets that came home together one thread got up to
 * thirty-nine, and served them one after the other, a commit each, while the others had nothing to
 * do. So each thread here is a server of its own that does not listen, and who comes in is handed
 * to the one for which the fewest wait: newcomers who have not asked yet, and requests under way.
 * Who only rests there does not count before that, for most connections do. Nor is it enough that
 * a thread is not at work: with all others at a commit, the one that greets would get everybody.
 */
#include "http_mhd.h"

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>

/* What a slow reader leaves with the kernel is memory too, and hides how slow it is. */
#define UNSENT_SIZE_MAX 65536
/* Room for one head, and the piece of a body that travels at once: small, for every idle
 * connection pays it. */
#define POOL_SIZE 16384
/* TLS 1.3 and 1.2 only. The groups are named in this order because a server that prefers P-256
 * makes every modern browser ask twice. */
#define PRIORITIES                                                                          \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:" \
    "+GROUP-SECP384R1"

struct worker {
    struct http_desk desk;
    struct MHD_Daemon *daemon;
    struct http_pool *pool;
    unsigned count; /* of its connections */
};
struct http_pool {
    gnutls_datum_t ticket_key;
    pthread_mutex_t lock; /* for the counts */
    struct worker *workers;
    unsigned worker_count;
};

/* ---- connections --------------------------------------------------------------------------- */

static void count_one(struct worker *w, bool is_more)
{
    CHECK(pthread_mutex_lock(&w->pool->lock) == 0);
    w->count = is_more ? w->count + 1 : w->count - 1;
    CHECK(pthread_mutex_unlock(&w->pool->lock) == 0);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct worker *w = cls;
    static const int unsent = UNSENT_SIZE_MAX;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        const union MHD_ConnectionInfo *from =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        if (http_line_settles(*context)) {
            http_door_settle(w->desk.door);
            atomic_fetch_sub(&w->desk.due_count, 1);
        }
        http_reaper_remove(w->desk.reaper, *context);
        count_one(w, false);
        http_door_leave(w->desk.door, from->client_addr);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    CHECK(fd != NULL);
    (void)setsockopt(fd->connect_fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    *context = http_reaper_add(w->desk.reaper, fd->connect_fd);
    const union MHD_ConnectionInfo *tls =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (tls != NULL && tls->tls_session != NULL) {
        (void)gnutls_session_ticket_enable_server(tls->tls_session, &w->pool->ticket_key);
    }
}

/* Whether a is the better one for a newcomer. */
static bool is_freer(const struct worker *a, const struct worker *b)
{
    unsigned a_due = atomic_load(&a->desk.due_count);
    unsigned b_due = atomic_load(&b->desk.due_count);

    return a_due != b_due ? a_due < b_due : a->count < b->count;
}

static struct worker *choose(struct http_pool *pool)
{
    struct worker *best = &pool->workers[0];

    CHECK(pthread_mutex_lock(&pool->lock) == 0);
    for (unsigned i = 1; i < pool->worker_count; i++) {
        if (is_freer(&pool->workers[i], best)) {
            best = &pool->workers[i];
        }
    }
    best->count++;
    atomic_fetch_add(&best->desk.due_count, 1);
    CHECK(pthread_mutex_unlock(&pool->lock) == 0);
    return best;
}

bool http_pool_take(struct http_pool *pool, int fd, const struct sockaddr *address, unsigned size)
{
    struct worker *w = choose(pool);

    if (MHD_add_connection(w->daemon, fd, address, (socklen_t)size) == MHD_YES) {
        return true;
    }
    atomic_fetch_sub(&w->desk.due_count, 1);
    count_one(w, false);
    return false;
}

/* ---- life ---------------------------------------------------------------------------------- */

static enum status start_worker(struct worker *w, const struct http_server_options *o,
                                unsigned places)
{
    unsigned flags = MHD_USE_TLS | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC |
                     MHD_USE_NO_LISTEN_SOCKET;

    w->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, http_mhd_step, &w->desk,
        /* options */
        MHD_OPTION_HTTPS_MEM_CERT, o->cert_pem, MHD_OPTION_HTTPS_MEM_KEY, o->key_pem,
        MHD_OPTION_HTTPS_PRIORITIES, PRIORITIES, MHD_OPTION_CONNECTION_LIMIT, places,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_SIZE, MHD_OPTION_CONNECTION_TIMEOUT, 0u,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, http_mhd_begin, &w->desk,
        MHD_OPTION_NOTIFY_COMPLETED, http_mhd_end, &w->desk, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, w, MHD_OPTION_END);
    return w->daemon == NULL ? FAIL(STATUS_UNSUPPORTED, "the HTTPS server did not start")
                             : STATUS_OK;
}

enum status http_pool_start(const struct http_server_options *options, const struct http_desk *desk,
                            unsigned threads, struct http_pool **out)
{
    enum status st = STATUS_OK;
    struct http_pool *pool = mem_zero(1, sizeof *pool);

    *out = NULL;
    pool->workers = mem_zero(threads, sizeof *pool->workers);
    CHECK(pthread_mutex_init(&pool->lock, NULL) == 0);
    if (gnutls_session_ticket_key_generate(&pool->ticket_key) < 0) {
        TRY(FAIL(STATUS_UNSUPPORTED, "TLS has no key for session tickets"));
    }
    for (unsigned i = 0; i < threads; i++) {
        struct worker *w = &pool->workers[i];
        w->desk.handler = desk->handler;
        w->desk.door = desk->door;
        w->desk.reaper = desk->reaper;
        w->desk.bodies = desk->bodies;
        w->desk.pages = desk->pages;
        w->pool = pool;
        TRY(start_worker(w, options, http_door_places(desk->door)));
        pool->worker_count++;
    }
    *out = pool;
    pool = NULL;

done:
    http_pool_stop(pool);
    return st;
}

void http_pool_stop(struct http_pool *pool)
{
    if (pool == NULL) {
        return;
    }
    for (unsigned i = 0; i < pool->worker_count; i++) {
        MHD_stop_daemon(pool->workers[i].daemon);
    }
    (void)pthread_mutex_destroy(&pool->lock);
    http_wipe((char *)pool->ticket_key.data, pool->ticket_key.size);
    gnutls_free(pool->ticket_key.data);
    free(pool->workers);
    free(pool);
}
