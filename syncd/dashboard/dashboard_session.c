/* Who is signed in.
 *
 * A session is a long random token in a cookie, and a row in memory: nothing that a thief of the
 * disk could use. It ends after a while unseen, at the end of a working day in any case, and when
 * the hub starts again. Rows are copied out under the lock, so that a page never reads one that
 * another thread is ending.
 */
#include "dashboard_private.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN_SIZE 32

void dashboard_sessions_open(struct dashboard_sessions *s)
{
    CHECK(pthread_mutex_init(&s->lock, NULL) == 0);
    s->rows = mem_zero(DASHBOARD_SESSIONS_MAX, sizeof s->rows[0]);
}

void dashboard_sessions_close(struct dashboard_sessions *s)
{
    free(s->rows);
    (void)pthread_mutex_destroy(&s->lock);
}

void dashboard_token(const struct random_port *random, char out[DASHBOARD_TOKEN_ROOM])
{
    uint8_t bytes[TOKEN_SIZE];
    struct buf text = {0};

    random->fill(random->ctx, bytes, sizeof bytes);
    buf_base64url(&text, bytes, sizeof bytes);
    CHECK(text.size == DASHBOARD_TOKEN_ROOM - 1);
    memcpy(out, buf_cstr(&text), DASHBOARD_TOKEN_ROOM);
    buf_finish(&text);
}

bool dashboard_token_equal(const char *a, const char *b)
{
    unsigned different = 0;

    if (a == NULL || b == NULL || strlen(a) != DASHBOARD_TOKEN_ROOM - 1 ||
        strlen(b) != DASHBOARD_TOKEN_ROOM - 1) {
        return false;
    }
    for (size_t i = 0; i < DASHBOARD_TOKEN_ROOM - 1; i++) {
        different |= (unsigned)(unsigned char)a[i] ^ (unsigned)(unsigned char)b[i];
    }
    return different == 0;
}

/* Whoever was seen in years to come was seen by a clock that was wrong: else a clock that is put
 * right again would leave them signed in until then. */
static bool is_live(const struct dashboard_session *row, int64_t now_ms)
{
    return row->token[0] != '\0' && now_ms - row->seen_ms <= DASHBOARD_SESSION_IDLE_MS &&
           row->seen_ms - now_ms <= DASHBOARD_SESSION_LIFE_MS &&
           now_ms - row->begun_ms <= DASHBOARD_SESSION_LIFE_MS;
}

void dashboard_sessions_begin(struct dashboard_sessions *s, const struct random_port *random,
                              const struct dashboard_person *person, int64_t now_ms,
                              struct dashboard_session *out)
{
    struct dashboard_session *row = &s->rows[0];

    memset(out, 0, sizeof *out);
    dashboard_token(random, out->token);
    dashboard_token(random, out->csrf);
    out->person = *person;
    out->begun_ms = now_ms;
    out->seen_ms = now_ms;
    CHECK(pthread_mutex_lock(&s->lock) == 0);
    for (size_t i = 0; i < DASHBOARD_SESSIONS_MAX && is_live(row, now_ms); i++) {
        if (!is_live(&s->rows[i], now_ms) || s->rows[i].seen_ms < row->seen_ms) {
            row = &s->rows[i];
        }
    }
    *row = *out;
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
}

static struct dashboard_session *find(struct dashboard_sessions *s, const char *token)
{
    for (size_t i = 0; i < DASHBOARD_SESSIONS_MAX; i++) {
        if (dashboard_token_equal(s->rows[i].token, token)) {
            return &s->rows[i];
        }
    }
    return NULL;
}

bool dashboard_sessions_find(struct dashboard_sessions *s, const char *token, int64_t now_ms,
                             struct dashboard_session *out)
{
    bool found = false;

    CHECK(pthread_mutex_lock(&s->lock) == 0);
    struct dashboard_session *row = find(s, token);
    if (row != NULL && is_live(row, now_ms)) {
        row->seen_ms = now_ms > row->seen_ms ? now_ms : row->seen_ms;
        *out = *row;
        found = true;
    }
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
    return found;
}

void dashboard_sessions_end(struct dashboard_sessions *s, const char *token)
{
    CHECK(pthread_mutex_lock(&s->lock) == 0);
    struct dashboard_session *row = find(s, token);
    if (row != NULL) {
        memset(row, 0, sizeof *row);
    }
    CHECK(pthread_mutex_unlock(&s->lock) == 0);
}
