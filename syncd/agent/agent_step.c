/* One step of the daemon, how it notices that the client has written, and when a night is due. */
#define _POSIX_C_SOURCE 200809L
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct agent {
    struct store *store;
    struct transport *transport;
    struct sync *sync;
    struct sync_store port;
    struct agent_ports ports;
    bool is_cut;     /* the watch ended a transfer: there is no next step */
    bool has_looked; /* what the file said then is no news */
    int64_t version; /* of the file, when last looked at */
    int64_t wishes;  /* STORE_sync_now, when last looked at */
    struct buf url;
    struct buf pin;
    struct buf step; /* of an enrolment, when last looked at */
};

static bool goes_on(void *ctx)
{
    struct agent *a = ctx;

    a->is_cut = a->ports.goes_on != NULL && !a->ports.goes_on(a->ports.ctx);
    return !a->is_cut;
}

enum status agent_open(const char *path, const struct agent_ports *ports, struct agent **out)
{
    enum status st = STATUS_OK;
    struct agent *a = mem_zero(1, sizeof(*a));
    struct sync_ports to = {.clock = ports->clock, .random = ports->random, .power = ports->power};

    *out = NULL;
    a->ports = *ports;
    TRY(store_open(path, &a->store));
    TRY(transport_open(&a->transport));
    transport_watch(a->transport, goes_on, a);
    a->port = agent_store_port(a->store);
    to.store = &a->port;
    a->sync = sync_create(&to);
    TRY(agent_look(a));
    *out = a;
    a = NULL;
done:
    agent_close(a);
    return st;
}

void agent_close(struct agent *a)
{
    if (a == NULL) {
        return;
    }
    sync_destroy(a->sync);
    transport_close(a->transport);
    store_close(a->store);
    buf_finish(&a->url);
    buf_finish(&a->pin);
    buf_finish(&a->step);
    free(a);
}

enum status agent_look(struct agent *a)
{
    enum status st = STATUS_OK;
    struct buf step = {0};
    int64_t version = 0;
    int64_t wishes = 0;
    bool is_wish = false;

    TRY(store_version(a->store, &version));
    if (a->has_looked && version == a->version) {
        goto done;
    }
    TRY(store_get_int(a->store, STORE_sync_now, &wishes));
    TRY(store_get(a->store, STORE_enrol_step, &step));
    is_wish = wishes != a->wishes || !text_equal(buf_cstr(&step), buf_cstr(&a->step));
    if (a->has_looked && is_wish) {
        sync_urge(a->sync);
    } else {
        sync_poke(a->sync);
    }
    a->has_looked = true;
    a->version = version;
    a->wishes = wishes;
    buf_clear(&a->step);
    buf_text(&a->step, buf_cstr(&step));
done:
    buf_finish(&step);
    return st;
}

enum status agent_step(struct agent *a, bool *is_resting, int64_t *until_ms)
{
    enum status st = STATUS_OK;
    struct sync_ask ask;
    struct sync_answer answer;
    enum sync_step step = SYNC_REST;

    *is_resting = true;
    *until_ms = INT64_MAX;
    if (a->is_cut) {
        return STATUS_OK;
    }
    TRY(sync_next(a->sync, &ask, &step, until_ms));
    *is_resting = step == SYNC_REST;
    if (step == SYNC_ASK) {
        TRY(store_get(a->store, STORE_hub_url, &a->url));
        TRY(store_get(a->store, STORE_hub_pin, &a->pin));
        transport_send(a->transport, buf_cstr(&a->url), buf_cstr(&a->pin), &ask, &answer);
        *is_resting = a->is_cut;
        TRY(a->is_cut ? STATUS_OK : sync_take(a->sync, &answer));
    }
done:
    return st;
}

struct sync_report agent_report(const struct agent *a)
{
    return sync_report(a->sync);
}

/* ---- a night --------------------------------------------------------------------------------- */

static enum status is_stale(struct agent *a, int64_t fresh_ms, bool *out)
{
    enum status st = STATUS_OK;
    int64_t up_to_date = 0;
    int64_t contact_ms = 0;
    int64_t age_ms = 0;

    TRY(store_get_int(a->store, STORE_up_to_date, &up_to_date));
    TRY(store_get_int(a->store, STORE_contact_ms, &contact_ms));
    age_ms = a->ports.clock.now_ms(a->ports.clock.ctx) - contact_ms;
    /* A contact that is yet to come was noted by a clock that was wrong then, or is now. */
    *out = up_to_date != 1 || age_ms < 0 || age_ms > fresh_ms;
done:
    return st;
}

enum status agent_is_due(struct agent *a, int64_t fresh_ms, bool *out)
{
    enum status st = STATUS_OK;
    struct store_counts counts = {0};
    struct store_owed owed;
    struct buf step = {0};

    TRY(store_get(a->store, STORE_enrol_step, &step));
    *out = text_equal(buf_cstr(&step), "asked") || text_equal(buf_cstr(&step), "sealed");
    if (!text_equal(buf_cstr(&step), "done")) {
        goto done;
    }
    TRY(store_count(a->store, &counts));
    TRY(is_stale(a, fresh_ms, out));
    *out = *out || counts.waiting > 0 || store_owed(a->store, &owed) != STATUS_NOT_FOUND;
done:
    buf_finish(&step);
    return st;
}

/* The lock is the kernel's, so that it goes with a daemon that is killed. Whoever reads the folder
 * with the client in it takes no part: SQLite keeps those two apart by itself. */
enum status agent_is_alone(const char *folder, bool *out)
{
    static int fd = -1;
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct buf path = {0};
    enum status st = STATUS_OK;

    *out = false;
    buf_printf(&path, "%s/syncd.lock", folder);
    if (fd < 0) {
        fd = open(buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }
    if (fd < 0) {
        st = FAIL(STATUS_DISK, "this tablet's folder %s cannot be written to", folder);
    } else {
        *out = fcntl(fd, F_SETLK, &whole) == 0;
    }
    buf_finish(&path);
    return st;
}
