/* A quick hash in the place of Argon2id, for fuzzers that unlock a tablet.
 *
 * What a passphrase costs is tested elsewhere; here it would be all that a fuzzer does. Linked into
 * a program, it stands before libsodium's own.
 */
#include "change.h"

#include <string.h>

/* libsodium's own, as change calls it: here a quick hash of passphrase and salt. */
int crypto_pwhash(unsigned char *out, unsigned long long outlen, const char *passwd,
                  unsigned long long passwdlen, const unsigned char *salt,
                  unsigned long long opslimit, size_t memlimit, int alg);
/* NOLINTNEXTLINE(readability-function-size): the library decides how many parameters */
int crypto_pwhash(unsigned char *out, unsigned long long outlen, const char *passwd,
                  unsigned long long passwdlen, const unsigned char *salt,
                  unsigned long long opslimit, size_t memlimit, int alg)
{
    struct buf all = {0};
    struct hash hash;

    CHECK(outlen == sizeof hash.bytes && opslimit > 0 && memlimit > 0 && alg != 0);
    buf_add(&all, passwd, passwdlen);
    buf_add(&all, salt, 16);
    hash = change_digest(all.data, all.size);
    memcpy(out, hash.bytes, sizeof hash.bytes);
    buf_finish(&all);
    return 0;
}
