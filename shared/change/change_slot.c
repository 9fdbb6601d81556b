/* Key slots: both keys of a tablet, wrapped once per member of staff.
 *
 * A passphrase is turned into a key by Argon2id, slowly and with much memory, so that whoever finds
 * the tablet cannot try a million of them. The seal alone would not do: this cipher can be made to
 * open under two keys, so a slot could be forged that tells which of many guesses was right. The
 * commitment names the one key, and is compared, in constant time, before anything is opened.
 *
 * The costs are read from a file that anybody may have written: too low would give the passphrase
 * away, too high would stop the tablet, and both are refused before the work begins.
 */
#include "change_private.h"

#include <sodium.h>
#include <string.h>

#define SLOT_NAME           "cairnslot"
#define SLOT_MEMORY_KIB_MAX (1024LL * 1024)
#define SLOT_PASSES_MAX     20
#define SLOT_PLAIN_SIZE     (CHANGE_KEY_SIZE + 32 + 64)

_Static_assert(sizeof((struct key_slot *)0)->sealed == NONCE_SIZE + SLOT_PLAIN_SIZE + TAG_SIZE,
               "a slot is nonce, keys, tag");
_Static_assert(sizeof((struct key_slot *)0)->salt == crypto_pwhash_SALTBYTES, "the salt's size");

static enum status derive(const struct key_slot *slot, const char *passphrase, struct data_key *out)
{
    if (crypto_pwhash(out->bytes, sizeof out->bytes, passphrase, strlen(passphrase), slot->salt,
                      (unsigned long long)slot->passes, (size_t)slot->memory_kib * 1024U,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return FAIL(STATUS_NO_MEMORY, "there is not enough memory to check the passphrase: "
                                      "close other programs and try again");
    }
    return STATUS_OK;
}

static void commit_to(const struct data_key *key, uint8_t out[32])
{
    CHECK(crypto_generichash(out, 32, (const uint8_t *)SLOT_NAME, strlen(SLOT_NAME), key->bytes,
                             sizeof key->bytes) == 0);
}

enum status slot_make(const char *passphrase, const struct slot_keys *keys,
                      const struct random_port *random, struct key_slot *out)
{
    enum status st = STATUS_OK;
    struct data_key key = {{0}};
    uint8_t plain[SLOT_PLAIN_SIZE];
    struct key_slot slot = {.memory_kib = SLOT_MEMORY_KIB, .passes = SLOT_PASSES};

    CHECK(passphrase != NULL && keys != NULL && random != NULL && out != NULL);
    change_must_be_set_up();
    random->fill(random->ctx, slot.salt, sizeof slot.salt);
    random->fill(random->ctx, slot.sealed, NONCE_SIZE);
    memcpy(plain, keys->data.bytes, CHANGE_KEY_SIZE);
    memcpy(plain + CHANGE_KEY_SIZE, keys->sign.public_key, 32);
    memcpy(plain + CHANGE_KEY_SIZE + 32, keys->sign.secret_key, 64);
    TRY(derive(&slot, passphrase, &key));
    commit_to(&key, slot.commitment);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(
              slot.sealed + NONCE_SIZE, NULL, plain, sizeof plain, (const uint8_t *)SLOT_NAME,
              strlen(SLOT_NAME), NULL, slot.sealed, key.bytes) == 0);
    *out = slot;

done:
    key_wipe(&key, sizeof key);
    key_wipe(plain, sizeof plain);
    return st;
}

static enum status check_costs(const struct key_slot *slot)
{
    if (slot->memory_kib < SLOT_MEMORY_KIB || slot->memory_kib > SLOT_MEMORY_KIB_MAX ||
        slot->passes < SLOT_PASSES || slot->passes > SLOT_PASSES_MAX) {
        return FAIL(STATUS_DAMAGED, "a key slot of this tablet is damaged: its costs are not ones "
                                    "that Cairn sets");
    }
    return STATUS_OK;
}

enum status slot_open(const struct key_slot *slot, const char *passphrase, struct slot_keys *out)
{
    enum status st = STATUS_OK;
    struct data_key key = {{0}};
    uint8_t plain[SLOT_PLAIN_SIZE];
    uint8_t commitment[32];

    CHECK(slot != NULL && passphrase != NULL && out != NULL);
    change_must_be_set_up();
    TRY(check_costs(slot));
    TRY(derive(slot, passphrase, &key));
    commit_to(&key, commitment);
    if (sodium_memcmp(commitment, slot->commitment, sizeof commitment) != 0) {
        st = FAIL(STATUS_LOCKED, "this passphrase does not open this tablet");
        goto done;
    }
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, slot->sealed + NONCE_SIZE, sizeof slot->sealed - NONCE_SIZE,
            (const uint8_t *)SLOT_NAME, strlen(SLOT_NAME), slot->sealed, key.bytes) != 0) {
        st = FAIL(STATUS_DAMAGED, "a key slot of this tablet is damaged: use a colleague's, or "
                                  "enrol the tablet anew");
        goto done;
    }
    memcpy(out->data.bytes, plain, CHANGE_KEY_SIZE);
    memcpy(out->sign.public_key, plain + CHANGE_KEY_SIZE, 32);
    memcpy(out->sign.secret_key, plain + CHANGE_KEY_SIZE + 32, 64);

done:
    key_wipe(&key, sizeof key);
    key_wipe(plain, sizeof plain);
    return st;
}
