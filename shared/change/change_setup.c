/* Readying the cryptography, and the system's own chance.
 *
 * Everything random that this folder writes comes in through a port, so that a simulation can be
 * played again from its seed. The programs hand in this port here, and nothing else.
 */
#include "change_private.h"

#include <sodium.h>
#include <stdatomic.h>

static atomic_bool is_set_up;

enum status change_setup(void)
{
    if (sodium_init() < 0) {
        return FAIL(STATUS_UNSUPPORTED, "this machine cannot do the encryption that Cairn needs");
    }
    atomic_store(&is_set_up, true);
    return STATUS_OK;
}

void change_must_be_set_up(void)
{
    CHECK(atomic_load(&is_set_up));
}

static void fill_from_system(void *ctx, void *bytes, size_t size)
{
    (void)ctx;
    change_must_be_set_up();
    randombytes_buf(bytes, size);
}

struct random_port change_system_random(void)
{
    return (struct random_port){.fill = fill_from_system, .ctx = NULL};
}

void key_wipe(void *key, size_t size)
{
    sodium_memzero(key, size);
}
