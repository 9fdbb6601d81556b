/* Passphrases of accounts, and one-time secrets.
 *
 * A person's passphrase is guessable, so it is kept as a slow verifier. A token or a code is 16
 * random bytes or more, which nobody guesses: a plain hash of it will do, and is quick enough to be
 * looked up at every request.
 */
#include "change_private.h"

#include <sodium.h>
#include <string.h>

enum status passphrase_keep(const char *passphrase, struct buf *out)
{
    char kept[crypto_pwhash_STRBYTES];

    CHECK(passphrase != NULL && out != NULL);
    change_must_be_set_up();
    if (crypto_pwhash_str_alg(kept, passphrase, strlen(passphrase), SLOT_PASSES,
                              (size_t)SLOT_MEMORY_KIB * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return FAIL(STATUS_NO_MEMORY, "there is not enough memory to keep a passphrase safely");
    }
    buf_text(out, kept);
    return STATUS_OK;
}

bool passphrase_holds(const char *kept, const char *passphrase)
{
    char whole[crypto_pwhash_STRBYTES] = "";

    CHECK(kept != NULL && passphrase != NULL);
    change_must_be_set_up();
    if (strlen(kept) >= sizeof whole) {
        return false;
    }
    text_copy(whole, sizeof whole, kept);
    return crypto_pwhash_str_verify(whole, passphrase, strlen(passphrase)) == 0;
}

void secret_digest(const char *secret, char out[65])
{
    struct hash h = change_digest(secret, strlen(secret));

    hash_text(&h, out);
}

void secret_make(const struct random_port *random, size_t size, struct buf *out)
{
    uint8_t bytes[64];

    CHECK(random != NULL && out != NULL && size > 0 && size <= sizeof bytes);
    random->fill(random->ctx, bytes, size);
    buf_base64url(out, bytes, size);
    key_wipe(bytes, sizeof bytes);
}
