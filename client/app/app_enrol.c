/* Joining a school, and letting a colleague in.
 *
 * The client has no socket: it leaves a row that asks, and the daemon does the talking. Between the
 * two stand the steps in the tablet's file, so that either may be killed at any point and go on:
 * asked (by us), keys (the daemon brought the hub's), sealed (our data key, for the hub alone),
 * done. The hub's keys are believed only when they match the hash in the code, which came by
 * another way than the network. Nothing but a sealed data key ever leaves the tablet.
 */
#include "app_private.h"
#include "sync.h"

#include <string.h>

/* ---- asking ---------------------------------------------------------------------------------- */

enum status enrol_check_passphrase(const char *text)
{
    size_t count = 0;

    for (const char *at = text; *at != '\0'; count++) {
        (void)text_next(&at);
    }
    if (count < APP_PASSPHRASE_LEAST) {
        return FAIL(STATUS_BAD_INPUT, "A passphrase needs at least %d letters",
                    APP_PASSPHRASE_LEAST);
    }
    return STATUS_OK;
}

static enum status drop_slots(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};

    TRY(store_slots(a->store, &arena, &slots));
    for (size_t i = 0; i < slots.count; i++) {
        TRY(store_slot_drop(a->store, slots.rows[i].number));
    }
done:
    arena_finish(&arena);
    return st;
}

enum status enrol_ask(struct app *a)
{
    enum status st = STATUS_OK;
    struct sync_code code = {{0}, {0}, {0}, {0}};

    if (a->job.kind != JOB_NONE) {
        return STATUS_OK;
    }
    a->code_fault[0] = '\0';
    TRY(sync_read_code(a->form.code, &code));
    TRY(enrol_check_passphrase(a->form.passphrase));
    a->job.kind = JOB_ENROL;
    data_key_make(&a->host.random, &a->job.keys.data);
    sign_pair_make(&a->host.random, &a->job.keys.sign);
    a->enrol_fault[0] = '\0';
    TRY(app_job_start(a));
done:
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
        app_changed(a);
    }
    return STATUS_OK;
}

/* ---- what was typed so far ------------------------------------------------------------------- */

/* A disk that is full takes no code. It stands in the field still, and whoever has no room for it
 * must be able to leave the screen all the same. */
enum status enrol_flush(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w = {0};
    struct store_value value = {STORE_enrol_begun, ""};

    if (!a->code_dirty) {
        return STATUS_OK;
    }
    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_text(&w, "code", a->form.code);
    json_put_text(&w, "label", a->form.label);
    json_close_object(&w);
    value.text = a->form.code[0] != '\0' || a->form.label[0] != '\0' ? buf_cstr(&text) : "";
    st = store_set(a->store, &value, 1);
    a->code_dirty = st != STATUS_OK;
    if (st == STATUS_FULL || st == STATUS_DISK) {
        app_tell(a, st);
        st = STATUS_OK;
    }
    buf_wipe(&text);
    buf_finish(&text);
    return st;
}

/* A code has few ends of words: what it is made of stands between these. */
void enrol_typed(struct app *a)
{
    size_t size = strlen(a->form.code);

    a->code_dirty = true;
    if (size > 0 && strchr(":/.#", a->form.code[size - 1]) != NULL) {
        app_tell(a, enrol_flush(a));
    } else {
        app_timer(a, TIMER_DRAFT, APP_DRAFT_PAUSE_MS);
    }
}

/* It lies in the file as anybody may have left it: what cannot be read was not typed. */
void enrol_find_typed(struct app *a)
{
    struct buf text = {0};
    struct json_value *json = NULL;

    if (store_get(a->store, STORE_enrol_begun, &text) == STATUS_OK && text.size > 0 &&
        json_parse(text.data, text.size, &json) == STATUS_OK) {
        text_copy(a->form.code, sizeof(a->form.code), json_member_text(json, "code"));
        text_copy(a->form.label, sizeof(a->form.label), json_member_text(json, "label"));
    }
    json_free(json);
    buf_wipe(&text);
    buf_finish(&text);
}

/* ---- a code out of a picture ----------------------------------------------------------------- */

enum status enrol_from_picture(struct app *a)
{
    enum status st = STATUS_OK;

    if (a->job.kind != JOB_NONE || a->host.code == NULL) {
        return STATUS_OK;
    }
    a->enrol_fault[0] = '\0';
    a->code_fault[0] = '\0';
    a->code_picture[0] = '\0';
    a->job.kind = JOB_CODE;
    TRY(app_job_start(a));
done:
    return st;
}

void enrol_read_picture(struct app_job *job)
{
    const struct app_host *host = &job->app->host;
    struct buf code = {0};
    struct buf name = {0};

    job->st = host->code(host->ctx, &code, &name);
    if (job->st == STATUS_OK && code.size >= sizeof(job->code)) {
        job->st =
            FAIL(STATUS_BAD_INPUT, "The code in this picture is too long for one of a school");
    }
    text_copy(job->code, sizeof(job->code), job->st == STATUS_OK ? buf_cstr(&code) : "");
    text_copy(job->picture, sizeof(job->picture), buf_cstr(&name));
    buf_wipe(&code);
    buf_finish(&code);
    buf_finish(&name);
}

void enrol_pictured(struct app *a, const struct app_job *job)
{
    if (job->st != STATUS_OK) {
        app_put_sentence(a, a->code_fault, sizeof(a->code_fault), job->sentence);
        return;
    }
    text_copy(a->form.code, sizeof(a->form.code), job->code);
    text_copy(a->code_picture, sizeof(a->code_picture), job->picture);
    a->code_dirty = true;
    app_tell(a, enrol_flush(a));
}

static enum status put_request(struct app *a, const struct sync_code *code, const char *sign_key)
{
    const char *label = a->form.label[0] != '\0' ? a->form.label : word_of(a, WORD_START_LABEL);
    const struct store_value values[] = {
        {STORE_hub_url,        code->url   },
        {STORE_hub_pin,        code->pin   },
        {STORE_enrol_secret,   code->secret},
        {STORE_enrol_keys,     code->keys  },
        {STORE_enrol_label,    label       },
        {STORE_enrol_sign_key, sign_key    },
        {STORE_enrol_begun,    ""          },
        {STORE_enrol_fault,    ""          },
        {STORE_enrol_step,     "asked"     },
    };

    a->code_dirty = false;
    return store_set(a->store, values, sizeof(values) / sizeof(values[0]));
}

enum status enrol_request(struct app *a, const struct slot_keys *keys)
{
    enum status st = STATUS_OK;
    struct sync_code code = {{0}, {0}, {0}, {0}};
    struct buf sign_key = {0};

    TRY(sync_read_code(a->form.code, &code));
    buf_base64(&sign_key, keys->sign.public_key, sizeof(keys->sign.public_key));
    TRY(put_request(a, &code, buf_cstr(&sign_key)));
done:
    buf_finish(&sign_key);
    return st;
}

/* The first slot is made: it lies in the file before the request does, for a request whose data key
 * nobody can open again would be a tablet that can never be unlocked. */
static enum status enrol_first(struct app *a, struct app_job *job)
{
    enum status st = STATUS_OK;

    TRY(drop_slots(a));
    job->slot.number = 0;
    text_copy(job->slot.name, sizeof(job->slot.name), word_of(a, WORD_UNLOCK_FIRST));
    TRY(store_slot_put(a->store, &job->slot));
    TRY(enrol_request(a, &job->keys));
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    key_wipe(a->form.code, sizeof(a->form.code));
    TRY(session_begin(a, &job->slot, &job->keys));
done:
    return st;
}

static enum status colleague_made(struct app *a, struct app_job *job)
{
    enum status st = STATUS_OK;

    TRY(store_slot_put(a->store, &job->slot));
    a->colleague = (struct id){""};
    voice_names_forget(a);
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    app_toast(a, WORD_TABLET_ADDED, false);
done:
    return st;
}

void enrol_made(struct app *a, struct app_job *job)
{
    enum status st = job->st;

    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), job->sentence);
        return;
    }
    st = job->kind == JOB_ENROL ? enrol_first(a, job) : colleague_made(a, job);
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
    }
}

/* Another code: what the first attempt left is dropped. */
enum status enrol_again(struct app *a)
{
    enum status st = STATUS_OK;
    const struct store_value values[] = {
        {STORE_enrol_step,     ""},
        {STORE_enrol_fault,    ""},
        {STORE_enrol_secret,   ""},
        {STORE_enrol_data_key, ""},
        {STORE_hub_box_key,    ""},
        {STORE_hub_sign_key,   ""},
        {STORE_sync_fault,     ""},
    };

    TRY(store_set(a->store, values, sizeof(values) / sizeof(values[0])));
    TRY(drop_slots(a));
    session_lock(a);
    a->place.on = SCREEN_START;
    a->enrol_fault[0] = '\0';
    app_changed(a);
done:
    return st;
}

/* ---- going on -------------------------------------------------------------------------------- */

static enum status read_key(struct app *a, enum store_setting which, uint8_t out[32])
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct buf bytes = {0};

    TRY(store_get(a->store, which, &text));
    TRY(base64_decode(buf_cstr(&text), text.size, &bytes));
    if (bytes.size != 32) {
        st = FAIL(STATUS_REFUSED, "The hub sent a key of the wrong length");
        goto done;
    }
    memcpy(out, bytes.data, 32);
done:
    buf_finish(&bytes);
    buf_finish(&text);
    return st;
}

/* The hash in the code stands for the hub's two keys. */
static enum status check_hub(struct app *a, const uint8_t box_key[32], const uint8_t sign_key[32])
{
    enum status st = STATUS_OK;
    struct hash hash = hash_two(box_key, 32, sign_key, 32);
    struct buf mine = {0};
    struct buf code = {0};

    TRY(store_get(a->store, STORE_enrol_keys, &code));
    buf_base64url(&mine, hash.bytes, sizeof(hash.bytes));
    if (!text_equal(buf_cstr(&mine), buf_cstr(&code))) {
        st = FAIL(STATUS_REFUSED, "The hub that answered is not the one that made this code: ask "
                                  "the school for a new code");
    }
done:
    buf_finish(&mine);
    buf_finish(&code);
    return st;
}

static enum status put_sealed(struct app *a, const char *data_key)
{
    const struct store_value values[] = {
        {STORE_enrol_data_key, data_key},
        {STORE_enrol_step,     "sealed"},
    };

    return store_set(a->store, values, sizeof(values) / sizeof(values[0]));
}

static enum status seal_for_hub(struct app *a)
{
    enum status st = STATUS_OK;
    uint8_t box_key[32] = {0};
    uint8_t sign_key[32] = {0};
    struct buf sealed = {0};
    struct buf text = {0};

    TRY(read_key(a, STORE_hub_box_key, box_key));
    TRY(read_key(a, STORE_hub_sign_key, sign_key));
    TRY(check_hub(a, box_key, sign_key));
    TRY(hub_seal(box_key, a->session.keys.data.bytes, sizeof(a->session.keys.data.bytes), &sealed));
    buf_base64(&text, sealed.data, sealed.size);
    TRY(put_sealed(a, buf_cstr(&text)));
done:
    buf_finish(&sealed);
    buf_finish(&text);
    return st;
}

static enum status refuse(struct app *a)
{
    const struct store_value values[] = {
        {STORE_enrol_fault, status_message()},
        {STORE_enrol_step,  "refused"       },
    };

    return store_set(a->store, values, sizeof(values) / sizeof(values[0]));
}

/* The hub has enrolled the tablet: the session begins once more, now with a name. A file that says
 * so and has no name was spoiled; it is enrolled anew, for session_begin would come here again. */
static enum status begin_named(struct app *a)
{
    enum status st = STATUS_OK;
    struct store_slot slot = a->session.slot;
    struct slot_keys keys = a->session.keys;
    char device[4] = "";
    char school[4] = "";

    TRY(app_setting(a, STORE_device, device, sizeof(device)));
    TRY(app_setting(a, STORE_school, school, sizeof(school)));
    if (device[0] == '\0' || school[0] == '\0') {
        (void)FAIL(STATUS_DAMAGED, "This tablet has lost its name: ask for a new enrolment code");
        st = refuse(a);
    } else {
        st = session_begin(a, &slot, &keys);
    }
done:
    key_wipe(&keys, sizeof(keys));
    return st;
}

enum status enrol_goes_on(struct app *a)
{
    enum status st = STATUS_OK;
    char step[16] = "";

    TRY(app_setting(a, STORE_enrol_step, step, sizeof(step)));
    if (strcmp(step, "keys") == 0 && a->session.state != SESSION_LOCKED) {
        st = seal_for_hub(a);
        if (st == STATUS_REFUSED || st == STATUS_BAD_INPUT) {
            st = refuse(a);
        }
    } else if (strcmp(step, "done") == 0 && a->session.state == SESSION_KEYS) {
        st = begin_named(a);
    }
    app_changed(a);
done:
    return st;
}

/* ---- names ----------------------------------------------------------------------------------- */

enum status enrol_name(struct app *a, const struct id *staff)
{
    enum status st = STATUS_OK;
    struct store_slot slot = {0};
    const char *name = model_staff_name(a, staff);

    if (name[0] == '\0') {
        return FAIL(STATUS_NOT_FOUND, "This name is not on the staff list any more");
    }
    TRY(session_find_slot(a, a->session.slot.number, &slot));
    slot.staff = *staff;
    text_copy(slot.name, sizeof(slot.name), name);
    TRY(store_slot_put(a->store, &slot));
    a->session.slot = slot;
    draft_find_where(a);
    place_go(a, a->place.on);
done:
    return st;
}

enum status enrol_colleague(struct app *a)
{
    enum status st = STATUS_OK;
    const char *name = model_staff_name(a, &a->colleague);

    if (a->job.kind != JOB_NONE || id_is_none(&a->colleague)) {
        return STATUS_OK;
    }
    a->enrol_fault[0] = '\0';
    TRY(enrol_check_passphrase(a->form.passphrase));
    a->job.kind = JOB_COLLEAGUE;
    a->job.keys = a->session.keys;
    a->job.slot.staff = a->colleague;
    text_copy(a->job.slot.name, sizeof(a->job.slot.name), name);
    TRY(app_job_start(a));
done:
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
        app_changed(a);
    }
    return STATUS_OK;
}
