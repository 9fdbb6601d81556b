/* The bare floor, built from the same parts as the hub: the same server, the same SQLite with
 * synchronous=FULL, and jansson, as a program would be made that knows nothing of us. What the hub
 * takes longer is what it does more.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench_floor.h"

#include "bench.h"
#include "bench_tablet.h"
#include "sql.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BODY_MAX ((size_t)8 * 1024 * 1024)
/* A storm of 1,000 tablets comes from one address here. */
#define CONNECTIONS_MAX 1200

struct floor {
    struct sql *db;
    pthread_mutex_t lock; /* the server has several threads, a connection one */
    struct bench_server server;
};

/* ---- a server ------------------------------------------------------------------------------- */

void bench_serve(const struct http_handler *handler, struct bench_server *out)
{
    struct buf cert = {0};
    struct buf key = {0};
    uint8_t pin[HTTP_PIN_SIZE];
    struct http_server_options options = {.listen = "127.0.0.1:0",
                                          .handler = *handler,
                                          .connection_count_max = CONNECTIONS_MAX,
                                          .connections_an_ip_max = CONNECTIONS_MAX};

    *out = (struct bench_server){0};
    bench_must(http_identity_create("127.0.0.1", (int64_t)time(NULL) * 1000, &cert, &key));
    bench_must(http_identity_pin(buf_cstr(&cert), pin));
    buf_base64url(&out->pin, pin, sizeof(pin));
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    bench_must(http_server_start(&options, &out->server));
    buf_finish(&cert);
    buf_finish(&key);
}

void bench_serve_end(struct bench_server *s)
{
    http_server_stop(s->server);
    buf_finish(&s->pin);
    *s = (struct bench_server){0};
}

/* ---- push and pull -------------------------------------------------------------------------- */

int64_t floor_parse(const char *line, size_t size, const char *key)
{
    json_t *root = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
    int64_t number = 0;

    CHECK(root != NULL);
    number = (int64_t)json_integer_value(json_object_get(root, key));
    json_decref(root);
    return number;
}

static void insert_line(struct sql_stmt *stmt, const char *line, size_t size)
{
    sql_bind_int(stmt, 1, floor_parse(line, size, "seq"));
    sql_bind_bytes(stmt, 2, line, size);
    bench_must(sql_finish_run(stmt));
}

static void push(struct floor *f, const struct buf *body)
{
    struct sql_stmt *stmt = NULL;
    const char *at = body->data;
    const char *end = body->data + body->size;

    bench_must(sql_begin(f->db));
    bench_must(sql_prepare(f->db, "INSERT INTO line(seq, bytes) VALUES($1, $2)", &stmt));
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        CHECK(stop != NULL);
        insert_line(stmt, at, (size_t)(stop - at));
        at = stop + 1;
    }
    sql_finish(stmt);
    bench_must(sql_commit(f->db));
}

static void pull(struct floor *f, int64_t after, int64_t limit, struct buf *out)
{
    struct sql_stmt *stmt = NULL;
    enum status st = STATUS_OK;

    bench_must(sql_prepare(
        f->db, "SELECT bytes FROM line WHERE number > $1 ORDER BY number LIMIT $2", &stmt));
    sql_bind_int(stmt, 1, after);
    sql_bind_int(stmt, 2, limit);
    while ((st = sql_step(stmt)) == STATUS_OK) {
        size_t size = 0;
        const void *bytes = sql_bytes(stmt, 0, &size);
        buf_add(out, bytes, size);
        buf_byte(out, '\n');
    }
    CHECK(st == STATUS_END);
    sql_finish(stmt);
}

static void handle(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    struct floor *f = ctx;
    int64_t after = 0;
    int64_t limit = 1;

    CHECK(pthread_mutex_lock(&f->lock) == 0);
    if (http_is(req, "POST", "/v1/push")) {
        push(f, &req->body);
    } else {
        bench_must(http_query_int64(req, "after", 0, INT64_MAX, &after));
        bench_must(http_query_int64(req, "limit", 1, INT64_MAX, &limit));
        pull(f, after, limit, &reply->body);
    }
    CHECK(pthread_mutex_unlock(&f->lock) == 0);
}

static size_t body_size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    (void)head;
    return BODY_MAX;
}

struct floor *floor_start(const char *folder)
{
    struct floor *f = mem_zero(1, sizeof(*f));
    struct http_handler handler = {.body_size_max = body_size_max, .handle = handle, .ctx = f};
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/floor.db", folder);
    bench_must(sql_open(buf_cstr(&url), &f->db));
    bench_must(sql_run(f->db, "CREATE TABLE line(number INTEGER PRIMARY KEY, seq INTEGER NOT NULL,"
                              " bytes BLOB NOT NULL)"));
    CHECK(pthread_mutex_init(&f->lock, NULL) == 0);
    bench_serve(&handler, &f->server);
    buf_finish(&url);
    return f;
}

void floor_stop(struct floor *f)
{
    if (f == NULL) {
        return;
    }
    bench_serve_end(&f->server);
    sql_close(f->db);
    CHECK(pthread_mutex_destroy(&f->lock) == 0);
    free(f);
}

const struct bench_server *floor_server(const struct floor *f)
{
    return &f->server;
}
