/* One step of the daemon, and how it notices that the client has written. */
#include "agent.h"

#include <stdlib.h>

struct agent {
    struct store *store;
    struct transport *transport;
    struct sync *sync;
    struct sync_store port;
    int64_t version; /* of the file, when last looked at */
    int64_t wishes;  /* STORE_sync_now, when last looked at */
    struct buf url;
    struct buf pin;
    struct buf step; /* of an enrolment, when last looked at */
};

enum status agent_open(const char *path, const struct clock_port *clock,
                       const struct random_port *random, struct agent **out)
{
    enum status st = STATUS_OK;
    struct agent *a = mem_zero(1, sizeof(*a));
    struct sync_ports ports = {.clock = *clock, .random = *random};

    *out = NULL;
    TRY(store_open(path, &a->store));
    TRY(transport_open(&a->transport));
    a->port = agent_store_port(a->store);
    ports.store = &a->port;
    a->sync = sync_create(&ports);
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

    TRY(store_version(a->store, &version));
    if (version == a->version) {
        goto done;
    }
    a->version = version;
    TRY(store_get_int(a->store, STORE_sync_now, &wishes));
    TRY(store_get(a->store, STORE_enrol_step, &step));
    if (wishes != a->wishes || !text_equal(buf_cstr(&step), buf_cstr(&a->step))) {
        sync_urge(a->sync);
    } else {
        sync_poke(a->sync);
    }
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

    TRY(sync_next(a->sync, &ask, &step, until_ms));
    *is_resting = step == SYNC_REST;
    if (step == SYNC_ASK) {
        TRY(store_get(a->store, STORE_hub_url, &a->url));
        TRY(store_get(a->store, STORE_hub_pin, &a->pin));
        transport_send(a->transport, buf_cstr(&a->url), buf_cstr(&a->pin), &ask, &answer);
        TRY(sync_take(a->sync, &answer));
    }
done:
    return st;
}

struct sync_report agent_report(const struct agent *a)
{
    return sync_report(a->sync);
}
