/* The machine's answers while the tablet joins: the hub's keys, then a name of its own.
 *
 * Each leaves a row, and the next step reads it from there; so a kill in between costs nothing. A
 * tablet that had a name before is enrolled anew by the same steps.
 */
#include "sync_private.h"

enum status sync_take_hub_keys(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;

    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    TRY(json_parse(answer->body, answer->size, &body));
    if (json_int(json_member(body, "time"), -1) < 0) {
        st = STATUS_BAD_INPUT;
        goto done;
    }
    sync_see_time(s, json_int(json_member(body, "time"), 0));
    TRY(s->ports.store->set_keys(s->ports.store->ctx, json_member_text(body, "box_key"),
                                 json_member_text(body, "sign_key"),
                                 json_member_text(body, "epoch")));
    st = sync_round_done(s, false); /* the client seals its key now, and its commit pokes */
done:
    json_free(body);
    if (st == STATUS_BAD_INPUT) {
        st = sync_answer_strange(s);
    }
    return st;
}

static enum status refuse(struct sync *s, const char *message)
{
    enum status st = STATUS_OK;
    char sentence[256];

    text_copy(sentence, sizeof(sentence), message);
    TRY(s->ports.store->set_refused(s->ports.store->ctx, sentence));
    st = sync_round_failed(s, sentence, 0);
done:
    return st;
}

enum status sync_take_enrol(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;

    if (answer->status != 201) {
        return sync_answer_fault(s, answer);
    }
    TRY(json_parse(answer->body, answer->size, &body));
    if (!id_is_valid(json_member_text(body, "device")) ||
        !id_is_valid(json_member_text(body, "school"))) {
        st = STATUS_BAD_INPUT;
        goto done;
    }
    st = s->ports.store->set_enrolled(s->ports.store->ctx, json_member_text(body, "device"),
                                      json_member_text(body, "school"),
                                      json_member_text(body, "token"));
    if (st == STATUS_REFUSED) {
        st = refuse(s, status_message());
        goto done;
    }
    TRY(st);
    TRY(sync_reload(s));
    s->phase = PHASE_PULL;
done:
    json_free(body);
    if (st == STATUS_BAD_INPUT) {
        st = sync_answer_strange(s);
    }
    return st;
}
