/* Seals: what lies on the disk and goes through the daemon can be read by nobody on the way.
 *
 * A box is bound to its place (device, number, pupil): without that, whoever can write the file
 * could swap two boxes, and one child's words would open under another's name. The nonce is random
 * and long enough never to meet itself. The form byte inside leaves room for compressed lines;
 * until there are any, another value than 0 means a box that is not ours.
 */
#include "change_private.h"

#include <sodium.h>
#include <string.h>

_Static_assert(CHANGE_BOX_OVERHEAD == NONCE_SIZE + 1 + TAG_SIZE, "a box is nonce, form, text, tag");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == NONCE_SIZE, "the nonce's size");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == TAG_SIZE, "the tag's size");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == CHANGE_KEY_SIZE, "the key's size");
_Static_assert(crypto_box_SEALBYTES == HUB_SEAL_SIZE, "what a seal to the hub adds");

void data_key_make(const struct random_port *random, struct data_key *out)
{
    CHECK(random != NULL && out != NULL);
    random->fill(random->ctx, out->bytes, sizeof out->bytes);
}

void blob_seal(const struct data_key *key, const struct random_port *random, const char *name,
               const void *bytes, size_t size, struct buf *box)
{
    uint8_t *at = NULL;
    unsigned long long sealed = 0;

    CHECK(key != NULL && random != NULL && name != NULL && box != NULL);
    CHECK(bytes != NULL || size == 0);
    change_must_be_set_up();
    buf_clear(box);
    buf_reserve(box, size + CHANGE_BOX_OVERHEAD);
    at = (uint8_t *)box->data;
    random->fill(random->ctx, at, NONCE_SIZE);
    /* The form byte and the text are put where they will be sealed, so no other copy is made. */
    at[NONCE_SIZE] = FORM_PLAIN;
    if (size > 0) {
        memcpy(at + NONCE_SIZE + 1, bytes, size);
    }
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(at + NONCE_SIZE, &sealed, at + NONCE_SIZE,
                                                     size + 1, (const uint8_t *)name, strlen(name),
                                                     NULL, at, key->bytes) == 0);
    CHECK(sealed == size + 1 + TAG_SIZE);
    box->size = size + CHANGE_BOX_OVERHEAD;
    box->data[box->size] = '\0';
}

enum status blob_open(const struct data_key *key, const char *name, const void *box, size_t size,
                      struct buf *bytes)
{
    const uint8_t *at = box;
    size_t room = size < CHANGE_BOX_OVERHEAD ? 1 : size - CHANGE_BOX_OVERHEAD + 1;

    CHECK(key != NULL && name != NULL && bytes != NULL && (box != NULL || size == 0));
    change_must_be_set_up();
    buf_clear(bytes);
    buf_reserve(bytes, room);
    bytes->data[0] = '\0';
    if (size < CHANGE_BOX_OVERHEAD ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            (uint8_t *)bytes->data, NULL, NULL, at + NONCE_SIZE, size - NONCE_SIZE,
            (const uint8_t *)name, strlen(name), at, key->bytes) != 0) {
        return FAIL(STATUS_DAMAGED, "a sealed entry does not open: it is damaged or not this "
                                    "tablet's");
    }
    if (bytes->data[0] != FORM_PLAIN) {
        key_wipe(bytes->data, room);
        return FAIL(STATUS_DAMAGED, "a sealed entry has a form that this program does not know");
    }
    bytes->size = room - 1;
    memmove(bytes->data, bytes->data + 1, bytes->size);
    bytes->data[bytes->size] = '\0';
    return STATUS_OK;
}

#define PLACE_ROOM 128
/* "dev:seq:pupil". Written here and not by printf: it is done for every change that passes. */
static void place_text(const struct change_place *place, char out[PLACE_ROOM])
{
    char *to = out;

    CHECK(place != NULL && !id_is_none(&place->dev) && place->seq > 0);
    memcpy(to, place->dev.text, ID_ROOM - 1);
    to += ID_ROOM - 1;
    *to++ = ':';
    to += text_int64(place->seq, to);
    *to++ = ':';
    text_copy(to, ID_ROOM, id_is_none(&place->pupil) ? "-" : place->pupil.text);
}

void change_seal(const struct data_key *key, const struct random_port *random,
                 const struct change_place *place, const void *line, size_t size, struct buf *box)
{
    char name[PLACE_ROOM];

    place_text(place, name);
    blob_seal(key, random, name, line, size, box);
}

enum status change_open(const struct data_key *key, const struct change_place *place,
                        const void *box, size_t size, struct buf *line)
{
    char name[PLACE_ROOM];

    place_text(place, name);
    return blob_open(key, name, box, size, line);
}

void box_pair_make(const struct random_port *random, struct box_pair *out)
{
    uint8_t seed[crypto_box_SEEDBYTES];

    CHECK(random != NULL && out != NULL);
    change_must_be_set_up();
    random->fill(random->ctx, seed, sizeof seed);
    CHECK(crypto_box_seed_keypair(out->public_key, out->secret_key, seed) == 0);
    key_wipe(seed, sizeof seed);
}

enum status hub_seal(const uint8_t box_key[32], const void *bytes, size_t size, struct buf *out)
{
    CHECK(box_key != NULL && out != NULL && (bytes != NULL || size == 0));
    change_must_be_set_up();
    buf_clear(out);
    buf_reserve(out, size + crypto_box_SEALBYTES);
    if (crypto_box_seal((uint8_t *)out->data, bytes, size, box_key) != 0) {
        buf_clear(out);
        return FAIL(STATUS_BAD_INPUT, "the hub's key is no key: ask for a new enrol code");
    }
    out->size = size + crypto_box_SEALBYTES;
    out->data[out->size] = '\0';
    return STATUS_OK;
}

enum status hub_open(const struct box_pair *pair, const void *sealed, size_t size, struct buf *out)
{
    CHECK(pair != NULL && out != NULL && (sealed != NULL || size == 0));
    change_must_be_set_up();
    buf_clear(out);
    buf_reserve(out, size + 1);
    if (size < crypto_box_SEALBYTES ||
        crypto_box_seal_open((uint8_t *)out->data, sealed, size, pair->public_key,
                             pair->secret_key) != 0) {
        return FAIL(STATUS_DAMAGED, "what was sealed for this hub does not open");
    }
    out->size = size - crypto_box_SEALBYTES;
    out->data[out->size] = '\0';
    return STATUS_OK;
}
