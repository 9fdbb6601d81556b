/* A passphrase that costs next to nothing to try.
 *
 * Argon2id is slow and large by intent, and a test that unlocks a tablet a hundred times would do
 * little else. This is bound to the same passphrase and salt, and opens with no other.
 */
#include "base.h"

#include <sodium.h>

/* libsodium's own list of parameters. NOLINTNEXTLINE(readability-function-size) */
int crypto_pwhash(unsigned char *const out, unsigned long long size, const char *const passphrase,
                  unsigned long long length, const unsigned char *const salt,
                  unsigned long long passes, size_t memory, int kind)
{
    CHECK(size >= crypto_generichash_BYTES_MIN && size <= crypto_generichash_BYTES_MAX);
    CHECK(passes > 0 && memory > 0 && kind == crypto_pwhash_ALG_ARGON2ID13);
    return crypto_generichash(out, (size_t)size, (const unsigned char *)passphrase, length, salt,
                              crypto_pwhash_SALTBYTES);
}
