/* Seals and signatures that cost next to nothing.
 *
 * A simulation asks what devices agree upon, not whether anyone can break a seal. But it must go on
 * noticing when a box is opened with another's key or at another place, and when a chain is signed
 * by the wrong device: so each stands on a checksum over all that the real one would be bound to. A
 * public key is its secret's; whoever has it could sign, and nobody in a simulation does.
 * Digests stay libsodium's own: they are quick, and ids and sums hang on them.
 */
#include "base.h"

#include <sodium.h>
#include <string.h>

#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES

struct sum {
    uint64_t a;
    uint64_t b;
};

static uint64_t stir(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static void add_word(struct sum *sum, uint64_t word)
{
    sum->a = (sum->a ^ word) * 0x9e3779b97f4a7c15ULL;
    sum->a ^= sum->a >> 29;
    sum->b += sum->a;
}

static void add(struct sum *sum, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    const unsigned char *end = at + size;
    uint64_t word = 0;

    sum->b = stir(sum->b + size + 1);
    for (; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        add_word(sum, word);
    }
    if (at < end) {
        word = 0;
        memcpy(&word, at, (size_t)(end - at));
        add_word(sum, word);
    }
    sum->b = stir(sum->b);
}

static void put(const struct sum *sum, void *out, size_t size)
{
    const uint64_t words[2] = {stir(sum->a ^ sum->b), stir(sum->b)};

    for (size_t i = 0; i < size; i += sizeof(words)) {
        memcpy((unsigned char *)out + i, words,
               size - i < sizeof(words) ? size - i : sizeof(words));
    }
}

/* ---- seals ----------------------------------------------------------------------------------- */

static void tag_of(const unsigned char *key, const unsigned char *nonce, const void *place,
                   unsigned long long place_size, const void *text, unsigned long long size,
                   unsigned char tag[TAG_SIZE])
{
    struct sum sum = {1, 2};

    add(&sum, key, crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    add(&sum, nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    add(&sum, place, (size_t)place_size);
    add(&sum, text, (size_t)size);
    put(&sum, tag, TAG_SIZE);
}

int crypto_aead_xchacha20poly1305_ietf_encrypt(unsigned char *c, unsigned long long *clen_p,
                                               const unsigned char *m, unsigned long long mlen,
                                               const unsigned char *ad, unsigned long long adlen,
                                               const unsigned char *nsec, const unsigned char *npub,
                                               const unsigned char *k)
{
    (void)nsec;
    memmove(c, m, (size_t)mlen);
    tag_of(k, npub, ad, adlen, c, mlen, c + mlen);
    *clen_p = mlen + TAG_SIZE;
    return 0;
}

int crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char *m, unsigned long long *mlen_p,
                                               unsigned char *nsec, const unsigned char *c,
                                               unsigned long long clen, const unsigned char *ad,
                                               unsigned long long adlen, const unsigned char *npub,
                                               const unsigned char *k)
{
    unsigned char tag[TAG_SIZE];
    unsigned long long size = clen - TAG_SIZE;

    (void)nsec;
    if (clen < TAG_SIZE) {
        return -1;
    }
    tag_of(k, npub, ad, adlen, c, size, tag);
    if (memcmp(tag, c + size, TAG_SIZE) != 0) {
        return -1;
    }
    memmove(m, c, (size_t)size);
    if (mlen_p != NULL) {
        *mlen_p = size;
    }
    return 0;
}

/* ---- signatures ------------------------------------------------------------------------------ */

static void public_of(const unsigned char *seed, unsigned char *out, size_t size)
{
    struct sum sum = {3, 4};

    add(&sum, seed, crypto_sign_SEEDBYTES);
    put(&sum, out, size);
}

int crypto_sign_seed_keypair(unsigned char *pk, unsigned char *sk, const unsigned char *seed)
{
    public_of(seed, pk, crypto_sign_PUBLICKEYBYTES);
    memcpy(sk, seed, crypto_sign_SEEDBYTES);
    memcpy(sk + crypto_sign_SEEDBYTES, pk, crypto_sign_PUBLICKEYBYTES);
    return 0;
}

static void sign(const unsigned char *pk, const void *m, unsigned long long size,
                 unsigned char sig[crypto_sign_BYTES])
{
    struct sum sum = {5, 6};

    add(&sum, pk, crypto_sign_PUBLICKEYBYTES);
    add(&sum, m, (size_t)size);
    put(&sum, sig, crypto_sign_BYTES);
}

int crypto_sign_detached(unsigned char *sig, unsigned long long *siglen_p, const unsigned char *m,
                         unsigned long long mlen, const unsigned char *sk)
{
    sign(sk + crypto_sign_SEEDBYTES, m, mlen, sig);
    if (siglen_p != NULL) {
        *siglen_p = crypto_sign_BYTES;
    }
    return 0;
}

int crypto_sign_verify_detached(const unsigned char *sig, const unsigned char *m,
                                unsigned long long mlen, const unsigned char *pk)
{
    unsigned char want[crypto_sign_BYTES];

    sign(pk, m, mlen, want);
    return memcmp(sig, want, sizeof(want)) == 0 ? 0 : -1;
}

/* ---- sealed boxes ---------------------------------------------------------------------------- */

int crypto_box_seed_keypair(unsigned char *pk, unsigned char *sk, const unsigned char *seed)
{
    public_of(seed, pk, crypto_box_PUBLICKEYBYTES);
    memcpy(sk, seed, crypto_box_SECRETKEYBYTES);
    return 0;
}

int crypto_box_seal(unsigned char *c, const unsigned char *m, unsigned long long mlen,
                    const unsigned char *pk)
{
    struct sum sum = {7, 8};

    memmove(c, m, (size_t)mlen);
    add(&sum, pk, crypto_box_PUBLICKEYBYTES);
    add(&sum, m, (size_t)mlen);
    put(&sum, c + mlen, crypto_box_SEALBYTES);
    return 0;
}

int crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long clen,
                         const unsigned char *pk, const unsigned char *sk)
{
    unsigned char want[crypto_box_SEALBYTES];
    struct sum sum = {7, 8};
    unsigned long long size = clen - crypto_box_SEALBYTES;

    (void)sk;
    if (clen < crypto_box_SEALBYTES) {
        return -1;
    }
    add(&sum, pk, crypto_box_PUBLICKEYBYTES);
    add(&sum, c, (size_t)size);
    put(&sum, want, sizeof(want));
    if (memcmp(want, c + size, sizeof(want)) != 0) {
        return -1;
    }
    memmove(m, c, (size_t)size);
    return 0;
}
