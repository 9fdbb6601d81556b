/* base — what every other folder stands on: faults, memory, text, ids, time and seeded chance.
 *
 * Shape    Plain values and pure functions; struct buf and struct arena own memory.
 * Units    *_ms is milliseconds since 1970 UTC; *_size and *_count count bytes and things.
 * Errors   FAIL records one sentence, read back by status_message; a failed call changed nothing.
 * Owns     Buffers and arenas are the caller's, filled by _init and emptied by _finish.
 * Needs    Nothing. The one impure thing here is the sentence of the last fault, one a thread.
 */
#ifndef BASE_H
#define BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE               __attribute__((warn_unused_result))
#ifdef __MINGW32__ /* its plain printf is not the one of C99 */
#define PRINTF_LIKE(fmt, args) __attribute__((format(gnu_printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#endif

/* ---- faults ------------------------------------------------------------------------------- */

enum status {
#define STATUS(name, text, act) STATUS_##name,
#include "status.def"
};
enum status_act { GO_ON, TELL_PERSON, TRY_AGAIN };

/* The fallback sentence of a status, without a full stop. */
const char *status_text(enum status st);
enum status_act status_act(enum status st);
/* The sentence of this thread's last fault; "" when there was none. */
const char *status_message(void);
/* Records the sentence and returns st. Use it through FAIL. */
enum status status_fail(enum status st, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define FAIL(st, ...) status_fail((st), __VA_ARGS__)
/* The only macro that jumps: needs a local st and a label done. Its if has no braces, because the
 * tools would count them as nesting of every function that uses it. */
#define TRY(call)            \
    do {                     \
        st = (call);         \
        if (st != STATUS_OK) \
            goto done;       \
    } while (0)

/* What only a bug can break. Stays on in release; says where, and ends the program. */
#define CHECK(claim) ((claim) ? (void)0 : check_failed(#claim, __FILE__, __LINE__))
_Noreturn void check_failed(const char *claim, const char *file, int line);

/* ---- memory ------------------------------------------------------------------------------- */

/* As malloc, calloc and realloc, but a machine without memory ends the program by a CHECK. */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
void *mem_grow(void *old, size_t size);
char *mem_text(const char *text);
/* Overwrites what nobody may find in memory that was given back. Accepts NULL for nothing. */
void mem_wipe(void *memory, size_t size);
/* For a program of many threads, before the first of them: few heaps, and what is large goes back
 * to the system as soon as it is freed. */
void mem_share(void);
/* Gives what is free back to the system, which takes a millisecond or two. */
void mem_give_back(void);

/* Bytes that grow; data is always followed by a NUL. The zero value is an empty buffer. */
struct buf {
    char *data;
    size_t size;
    size_t room;
};
void buf_finish(struct buf *b); /* accepts empty */
void buf_clear(struct buf *b);  /* keeps the room */
void buf_wipe(struct buf *b);   /* the same, and overwrites it */
void buf_reserve(struct buf *b, size_t more);
void buf_fit(struct buf *b); /* gives back the room that it does not use */
void buf_add(struct buf *b, const void *bytes, size_t size);
void buf_text(struct buf *b, const char *text);
void buf_byte(struct buf *b, char byte);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
bool buf_equal(const struct buf *a, const struct buf *b);
/* Never NULL: "" for an empty buffer. */
const char *buf_cstr(const struct buf *b);

/* Memory of one lifetime (a frame, a task): given out piece by piece, taken back at once. */
struct arena {
    struct arena_block *first;
    size_t used; /* bytes given out since the last reset */
};
void arena_finish(struct arena *a); /* accepts empty */
void arena_reset(struct arena *a);
void arena_wipe(struct arena *a); /* as arena_finish, and overwrites all that was given out */
void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for anything */
/* A copy of size bytes and a NUL behind them; never NULL, so that none can be copied too. */
void *arena_copy(struct arena *a, const void *bytes, size_t size);
char *arena_text(struct arena *a, const char *text);
char *arena_span(struct arena *a, const char *text, size_t size);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- text --------------------------------------------------------------------------------- */

/* Copies as much of from as fits, never half a UTF-8 character, always ends in NUL. */
void text_copy(char *to, size_t room, const char *from);
bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_is_utf8(const char *text, size_t size);
/* Reads the character at *at and moves *at past it; 0xFFFD for a broken one, 0 at the end. */
uint32_t text_next(const char **at);
/* The next letter as names and words are compared (letters.def): small, without accents and vowel
 * points, in one form; what has no sound is passed over. 0: there is none. */
uint32_t text_next_plain(const char **at);
/* It parts words, or stands beside them: spaces, full stops and the like of the scripts that the
 * schools write. Apostrophes are signs, too, wherever they stand. */
bool text_is_sign(uint32_t c);
/* Whole decimal numbers only, sign allowed: STATUS_BAD_INPUT otherwise. */
MUST_USE enum status text_to_int64(const char *text, int64_t *out);
#define TEXT_INT64_ROOM 21 /* with its sign and a NUL */
/* Its digits, by hand: printf is too slow for what every change passes. Returns how many bytes. */
size_t text_int64(int64_t value, char out[TEXT_INT64_ROOM]);
/* Lower-case hex; out needs 2 * size + 1. */
void text_hex(const uint8_t *bytes, size_t size, char *out);
/* False unless text is exactly 2 * size hex digits, lower case. */
bool text_unhex(const char *text, uint8_t *bytes, size_t size);
/* Base64 with padding (RFC 4648 section 4), strict on reading: no spaces, no bits left over. */
void buf_base64(struct buf *b, const void *bytes, size_t size);
MUST_USE enum status base64_decode(const char *text, size_t size, struct buf *out);
/* Base64url without padding (RFC 4648 section 5). */
void buf_base64url(struct buf *b, const void *bytes, size_t size);
MUST_USE enum status base64url_decode(const char *text, size_t size, struct buf *out);

/* ---- ids ---------------------------------------------------------------------------------- */

#define ID_ROOM 37
/* A UUID in lower-case text form; "" is no id. */
struct id {
    char text[ID_ROOM];
};
/* Before every id in their order, and nobody's. */
#define ID_LEAST "00000000-0000-0000-0000-000000000000"
bool id_is_valid(const char *text);
bool id_equal(const struct id *a, const struct id *b);
bool id_is_none(const struct id *id);
/* STATUS_BAD_INPUT when text is no UUID in lower-case text form. */
MUST_USE enum status id_parse(const char *text, struct id *out);
/* Version 7 (RFC 9562) from a time and ten bytes of chance. */
struct id id_v7(int64_t now_ms, const uint8_t chance[10]);
/* Version 5 under Cairn's namespace: name is type "|" key fields joined by "|" (PROTOCOL 2). */
struct id id_derived(const char *name);

/* SHA-1 (FIPS 180-4), for version 5 ids only: no library that the client links has it. */
void sha1(const void *bytes, size_t size, uint8_t out[20]);

/* ---- time --------------------------------------------------------------------------------- */

struct date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};
struct moment {
    struct date date;
    int hour;
    int minute;
    int second;
    int weekday; /* 0 is Monday */
};
int64_t date_to_days(struct date d); /* since 1970-01-01 */
struct date date_from_days(int64_t days);
/* Reads yyyy-mm-dd; false when it is no real day. */
bool date_parse(const char *text, struct date *out);
void date_text(struct date d, char out[16]);
/* United Kingdom civil time: GMT, and BST from 01:00 UTC on the last Sunday of March to the last
 * of October (Summer Time Act 1972, order of 2002). */
struct moment moment_uk(int64_t at_ms);
/* The first instant of a UK calendar day. */
int64_t moment_uk_start_ms(struct date d);
/* 2026 means 2026/27: the year turns on 1 September. */
int academic_year(struct date d);

/* ---- ports that pure modules are handed ---------------------------------------------------- */

struct clock_port {
    int64_t (*now_ms)(void *ctx);
    void *ctx;
};
struct random_port {
    void (*fill)(void *ctx, void *bytes, size_t size);
    void *ctx;
};
/* A new version 7 id from the two ports. */
struct id id_new(const struct clock_port *clock, const struct random_port *random);

/* Seeded chance for demos, tests and simulations (splitmix64); never for keys. */
struct rng {
    uint64_t state;
};
uint64_t rng_next(struct rng *r);
uint32_t rng_below(struct rng *r, uint32_t limit); /* 0 to limit - 1; limit > 0 */
double rng_unit(struct rng *r);                    /* [0, 1) */
struct random_port rng_port(struct rng *r);

#endif
