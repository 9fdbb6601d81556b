/* school, enrol, device and user: who takes part, by the command line.
 *
 * An enrolment code is printed as one line first, so that a script can take it and a person can
 * copy it; the picture of it follows for a tablet's camera. It holds everything that the tablet
 * must trust: the address, the certificate's pin, and a digest of the hub's keys.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NAMES_MAX 64

/* ---- schools -------------------------------------------------------------------------------- */

static bool is_one_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], word) == 0) {
            return true;
        }
    }
    return false;
}

enum status admin_school_add(struct admin *a)
{
    enum status st = STATUS_OK;
    struct buf fields = {0};
    struct json_writer w;
    struct id school;
    const char *name = NULL;
    const char *urn = NULL;
    const char *region = admin_option(a, "--region");
    const char *kind = admin_option(a, "--kind");

    TRY(admin_need(a, "--name", &name));
    TRY(admin_need(a, "--urn", &urn));
    TRY(admin_end(a));
    if (region != NULL && record_region_label(region) == NULL) {
        TRY(FAIL(STATUS_BAD_INPUT, "--region takes a code from E12000001 to E12000009."));
    }
    json_begin(&w, &fields);
    json_open_object(&w, NULL);
    json_put_text(&w, "name", name);
    json_put_text(&w, "urn", urn);
    if (region != NULL) {
        json_put_text(&w, "region", region);
    }
    if (kind != NULL) {
        json_put_text(&w, "kind", kind);
    }
    json_close_object(&w);
    TRY(hub_school_add(a->hub, buf_cstr(&fields), &school));
    admin_say("%s\n", school.text);

done:
    buf_finish(&fields);
    return st;
}

/* ---- enrolment ------------------------------------------------------------------------------ */

static enum status find_group(const struct view_group_rows *groups, const char *name,
                              struct id *out)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->rows[i].name, name) == 0 || strcmp(groups->rows[i].id.text, name) == 0) {
            *out = groups->rows[i].id;
            return STATUS_OK;
        }
    }
    return FAIL(STATUS_NOT_FOUND, "The school has no group called %s.", name);
}

/* Names parted by commas, blanks around them forgiven. */
static enum status read_groups(struct admin *a, const struct id *school, const char *names,
                               struct id *out, size_t *count)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};
    struct view_group_rows groups = {0};
    const char *at = names;

    TRY(hub_read_begin(a->hub, &reading));
    TRY(view_groups(reading.view, school, &a->arena, &groups));
    while (*at != '\0') {
        const char *comma = strchr(at, ',');
        const char *end = comma != NULL ? comma : at + strlen(at);
        const char *next = comma != NULL ? comma + 1 : end;
        while (*at == ' ') {
            at++;
        }
        while (end > at && end[-1] == ' ') {
            end--;
        }
        if (*count == NAMES_MAX) {
            TRY(FAIL(STATUS_BAD_INPUT, "--groups takes at most %d groups.", NAMES_MAX));
        }
        TRY(find_group(&groups, arena_span(&a->arena, at, (size_t)(end - at)), &out[*count]));
        *count += 1;
        at = next;
    }
    if (*count == 0) {
        TRY(admin_wrong(a, "--groups takes names of groups, parted by commas."));
    }

done:
    hub_read_end(a->hub, &reading);
    return st;
}

static enum status write_code(struct admin *a, const char *secret, struct buf *out)
{
    enum status st = STATUS_OK;
    struct buf cert = {0};
    struct buf address = {0};
    const struct hub_keys *keys = &a->hub->keys;
    uint8_t pin[HTTP_PIN_SIZE];
    struct hash both = hash_two(keys->box.public_key, sizeof keys->box.public_key,
                                keys->sign.public_key, sizeof keys->sign.public_key);
    bool served = false;

    TRY(admin_read_file(admin_path(a, "cert.pem"), &cert));
    TRY(http_identity_pin(buf_cstr(&cert), pin));
    TRY(admin_address(a, &served, &address));
    if (!served) {
        (void)fprintf(stderr, "cairn-hub: not served yet, so the code names %s: serve there.\n",
                      buf_cstr(&address));
    }
    buf_printf(out, "cairn:%s#%s.", buf_cstr(&address), secret);
    buf_base64url(out, pin, sizeof pin);
    buf_byte(out, '.');
    buf_base64url(out, both.bytes, sizeof both.bytes);

done:
    buf_finish(&cert);
    buf_finish(&address);
    return st;
}

enum status admin_enrol(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_school school;
    struct id groups[NAMES_MAX];
    struct hub_code code = {.groups = groups};
    struct buf secret = {0};
    struct buf line = {0};
    struct buf picture = {0};
    const char *names = admin_option(a, "--groups");
    const char *file = admin_option(a, "--qr");
    bool found = false;

    TRY(admin_need(a, "--label", &code.label));
    TRY(admin_school(a, &school, &found));
    if (!found) {
        TRY(admin_wrong(a, "--school is missing."));
    }
    TRY(admin_end(a));
    code.school = school.id;
    if (names != NULL) {
        TRY(read_groups(a, &school.id, names, groups, &code.group_count));
    }
    TRY(hub_code_make(a->hub, &code, &secret));
    TRY(write_code(a, buf_cstr(&secret), &line));
    admin_say("%s\n", buf_cstr(&line));
    TRY(admin_qr_text(buf_cstr(&line), &picture));
    admin_say("%s", buf_cstr(&picture));
    if (file != NULL) {
        TRY(admin_qr_file(buf_cstr(&line), file));
    }

done:
    buf_finish(&secret);
    buf_finish(&line);
    buf_finish(&picture);
    return st;
}

/* ---- devices -------------------------------------------------------------------------------- */

enum status admin_device_list(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_device_rows rows = {0};

    TRY(admin_end(a));
    TRY(hub_devices(a->hub, &a->arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct hub_device_row *r = &rows.rows[i];
        admin_say("%s  %s  %6" PRId64 " changes  %s  %s\n", r->id.text,
                  r->is_hub               ? "hub"
                  : r->revoked[0] != '\0' ? "revoked"
                                          : "tablet",
                  r->acked, r->school.text, r->label);
    }

done:
    return st;
}

/* On the list first: a restore must know of it, even if the machine stops here. */
static enum status revoke(struct admin *a, struct hub_revocation *revocation)
{
    enum status st = hub_revocation_of(a->hub, &a->arena, revocation);

    if (st != STATUS_NOT_FOUND) {
        TRY(st);
        TRY(admin_list_revocation(a, revocation));
    }
    TRY(hub_device_revoke(a->hub, &revocation->dev, revocation->mode));

done:
    return st;
}

enum status admin_device_revoke(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_revocation revocation = {.mode = ""};
    const char *mode = admin_option(a, "--mode");
    const char *word = admin_word(a);

    TRY(admin_end(a));
    mode = mode == NULL ? "now" : mode;
    if (word == NULL || id_parse(word, &revocation.dev) != STATUS_OK) {
        TRY(admin_wrong(a, "revoke takes the id of a device, as device list shows it."));
    }
    if (strcmp(mode, "now") != 0 && strcmp(mode, "send") != 0) {
        TRY(admin_wrong(a, "--mode takes now or send."));
    }
    text_copy(revocation.mode, sizeof revocation.mode, mode);
    TRY(revoke(a, &revocation));
    admin_say("%s is revoked.\n", revocation.dev.text);

done:
    return st;
}

/* ---- users ---------------------------------------------------------------------------------- */

static const char *const roles[] = {"leader", "senco", "analyst", "teacher", "admin"};

enum status admin_user_add(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_account account = {.role = admin_option(a, "--role")};
    struct hub_school school = {.urn = ""};
    struct buf passphrase = {0};
    struct buf totp = {0};
    bool wants_totp = admin_flag(a, "--totp");
    bool found = false;

    TRY(admin_school(a, &school, &found));
    account.name = admin_option(a, "--name");
    if (account.name == NULL) {
        account.name = admin_word(a);
    }
    TRY(admin_end(a));
    if (account.name == NULL || account.role == NULL ||
        !is_one_of(account.role, roles, sizeof roles / sizeof roles[0])) {
        TRY(admin_wrong(a, "user add takes a name, and --role leader, senco, analyst, teacher or "
                           "admin."));
    }
    if (found) {
        account.school = school.id;
    }
    TRY(admin_passphrase(&passphrase));
    TRY(hub_account_add(a->hub, &account, buf_cstr(&passphrase), wants_totp ? &totp : NULL));
    admin_say("%s may see %s.\n", account.name, found ? school.name : "every school");
    if (wants_totp) {
        admin_say("%s\n", buf_cstr(&totp));
    }

done:
    if (passphrase.data != NULL) {
        key_wipe(passphrase.data, passphrase.size);
    }
    if (totp.data != NULL) {
        key_wipe(totp.data, totp.size);
    }
    buf_finish(&passphrase);
    buf_finish(&totp);
    return st;
}

/* The URN, which user add was given. */
static const char *sees(const struct hub_school_rows *schools, const struct id *school)
{
    for (size_t i = 0; i < schools->count; i++) {
        if (id_equal(&schools->rows[i].id, school)) {
            return schools->rows[i].urn;
        }
    }
    return id_is_none(school) ? "every school" : school->text;
}

enum status admin_user_list(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_account_rows rows = {0};
    struct hub_school_rows schools = {0};

    TRY(admin_end(a));
    TRY(hub_accounts(a->hub, &a->arena, &rows));
    TRY(hub_schools(a->hub, &a->arena, &schools));
    for (size_t i = 0; i < rows.count; i++) {
        const struct hub_account *r = &rows.rows[i];
        admin_say("%s  %s  %s%s\n", r->name, r->role, sees(&schools, &r->school),
                  r->has_totp ? "  second step" : "");
    }

done:
    return st;
}
