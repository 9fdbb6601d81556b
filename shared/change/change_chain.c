/* Digest, chain and signature: how anyone can tell that nothing was changed or left out.
 *
 * A change's hash covers the hash before it, so the last hash of a device stands for everything
 * the device ever wrote, and one signature over it for all of them. The chain is over digests, not
 * over lines: when a line is erased its digest stays, and the chain still holds.
 */
#include "change_private.h"

#include <sodium.h>
#include <string.h>

#define CHAIN_PREFIX "cairn1"
#define WIPE_PREFIX  "cairnwipe"

static struct hash hash_parts(const void *a, size_t a_size, const void *b, size_t b_size)
{
    struct hash out;
    crypto_generichash_state state;

    CHECK(crypto_generichash_init(&state, NULL, 0, sizeof out.bytes) == 0);
    CHECK(crypto_generichash_update(&state, a, a_size) == 0);
    CHECK(crypto_generichash_update(&state, b, b_size) == 0);
    CHECK(crypto_generichash_final(&state, out.bytes, sizeof out.bytes) == 0);
    return out;
}

struct hash change_digest(const void *line, size_t size)
{
    struct hash out;

    CHECK(crypto_generichash(out.bytes, sizeof out.bytes, line, size, NULL, 0) == 0);
    return out;
}

struct hash chain_hash(const struct hash *previous, const struct hash *digest)
{
    static const struct hash none = {{0}};

    CHECK(digest != NULL);
    return hash_parts(previous == NULL ? none.bytes : previous->bytes, CHANGE_HASH_SIZE,
                      digest->bytes, CHANGE_HASH_SIZE);
}

struct hash hash_two(const void *a, size_t a_size, const void *b, size_t b_size)
{
    return hash_parts(a, a_size, b, b_size);
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return sodium_memcmp(a->bytes, b->bytes, CHANGE_HASH_SIZE) == 0;
}

void hash_text(const struct hash *h, char out[65])
{
    text_hex(h->bytes, CHANGE_HASH_SIZE, out);
}

void hash_json(const struct json_value *value, char out[65])
{
    struct buf text = {0};
    struct hash hash = {{0}};

    json_print(value, &text);
    hash = change_digest(text.data, text.size);
    hash_text(&hash, out);
    buf_finish(&text);
}

bool hash_parse(const char *hex, struct hash *out)
{
    return hex != NULL && text_unhex(hex, out->bytes, CHANGE_HASH_SIZE);
}

void sign_pair_make(const struct random_port *random, struct sign_pair *out)
{
    uint8_t seed[crypto_sign_SEEDBYTES];

    CHECK(random != NULL && out != NULL);
    change_must_be_set_up();
    random->fill(random->ctx, seed, sizeof seed);
    CHECK(crypto_sign_seed_keypair(out->public_key, out->secret_key, seed) == 0);
    key_wipe(seed, sizeof seed);
}

/* What is signed never stands alone: its prefix says what the signature is for. */
struct message {
    uint8_t bytes[64];
    size_t size;
};

static struct message message_of(const char *prefix, const void *bytes, size_t size)
{
    struct message m = {.size = strlen(prefix) + size};

    CHECK(m.size <= sizeof m.bytes);
    memcpy(m.bytes, prefix, strlen(prefix));
    memcpy(m.bytes + strlen(prefix), bytes, size);
    return m;
}

static struct signature sign(const struct sign_pair *pair, struct message m)
{
    struct signature sig;

    change_must_be_set_up();
    CHECK(crypto_sign_detached(sig.bytes, NULL, m.bytes, m.size, pair->secret_key) == 0);
    return sig;
}

static bool holds(const uint8_t key[32], struct message m, const struct signature *sig)
{
    change_must_be_set_up();
    return crypto_sign_verify_detached(sig->bytes, m.bytes, m.size, key) == 0;
}

struct signature change_sign(const struct sign_pair *pair, const struct hash *chain)
{
    return sign(pair, message_of(CHAIN_PREFIX, chain->bytes, CHANGE_HASH_SIZE));
}

bool change_signature_holds(const uint8_t public_key[32], const struct hash *chain,
                            const struct signature *sig)
{
    return holds(public_key, message_of(CHAIN_PREFIX, chain->bytes, CHANGE_HASH_SIZE), sig);
}

struct signature wipe_sign(const struct sign_pair *hub, const struct id *dev)
{
    return sign(hub, message_of(WIPE_PREFIX, dev->text, strlen(dev->text)));
}

bool wipe_signature_holds(const uint8_t hub_key[32], const struct id *dev,
                          const struct signature *sig)
{
    return holds(hub_key, message_of(WIPE_PREFIX, dev->text, strlen(dev->text)), sig);
}
