/* The hub's data folder: hub.json, keys.json, the certificate, and where it was last served.
 *
 * Keys and settings are written whole or not at all: to a new file beside, made durable, then
 * renamed over the old. hub.json comes last when a hub is made, so a folder with it is a whole
 * hub, and one without it can be made again.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_SIZE   65536
#define FILE_MAX     (256L * 1024 * 1024)
#define DEFAULT_PORT "8443"
#define FILE_STORE   "sqlite:"
#define SERVER_STORE "postgresql://"

const char *admin_path(struct admin *a, const char *name)
{
    return arena_printf(&a->arena, "%s/%s", a->data, name);
}

static enum status fault(enum status st, const char *path)
{
    char why[96] = "";

    (void)strerror_r(errno, why, sizeof why);
    return FAIL(st, "%s: %s", path, why);
}

enum status admin_read_file(const char *path, struct buf *out)
{
    enum status st = STATUS_OK;
    FILE *f = fopen(path, "rb");
    size_t got = 0;

    if (f == NULL) {
        return fault(errno == ENOENT ? STATUS_NOT_FOUND : STATUS_DISK, path);
    }
    do {
        buf_reserve(out, PIECE_SIZE);
        got = fread(out->data + out->size, 1, PIECE_SIZE - 1, f);
        out->size += got;
        out->data[out->size] = '\0';
        if (out->size > FILE_MAX) {
            TRY(FAIL(STATUS_BAD_INPUT, "%s is too large to be read.", path));
        }
    } while (got > 0);
    if (ferror(f) != 0) {
        TRY(fault(STATUS_DISK, path));
    }

done:
    (void)fclose(f);
    return st;
}

static enum status write_all(int fd, const char *bytes, size_t size, const char *path)
{
    while (size > 0) {
        ssize_t wrote = write(fd, bytes, size);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return fault(errno == ENOSPC ? STATUS_FULL : STATUS_DISK, path);
        }
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return fsync(fd) == 0 ? STATUS_OK : fault(STATUS_DISK, path);
}

/* A file that is new in its folder, or came there by a new name, is not there after a power cut
 * until the folder is written too. */
static enum status keep_name(const char *path)
{
    enum status st = STATUS_OK;
    struct buf folder = {0};
    const char *slash = strrchr(path, '/');
    int fd = -1;

    buf_add(&folder, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
    fd = open(slash == NULL ? "." : buf_cstr(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        st = fault(STATUS_DISK, path);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    buf_finish(&folder);
    return st;
}

enum status admin_write_file(const char *path, const void *bytes, size_t size)
{
    enum status st = STATUS_OK;
    struct buf beside = {0};
    int fd = -1;

    buf_printf(&beside, "%s.new", path);
    (void)unlink(buf_cstr(&beside));
    fd = open(buf_cstr(&beside), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        TRY(fault(STATUS_DISK, path));
    }
    TRY(write_all(fd, bytes, size, path));
    if (rename(buf_cstr(&beside), path) != 0) {
        TRY(fault(STATUS_DISK, path));
    }
    TRY(keep_name(path));

done:
    if (fd >= 0) {
        (void)close(fd);
    }
    if (st != STATUS_OK) {
        (void)unlink(buf_cstr(&beside));
    }
    buf_finish(&beside);
    return st;
}

/* ---- a list that grows ---------------------------------------------------------------------- */

#define LINE_MAX_SIZE 4096

/* A last line without its end: whole where a person's editor left the end off, else cut off by the
 * power, and then it goes. */
static enum status end_last_line(int fd, const char *path)
{
    char tail[LINE_MAX_SIZE];
    struct json_value *root = NULL;
    off_t end = lseek(fd, 0, SEEK_END);
    off_t from = end > LINE_MAX_SIZE ? end - LINE_MAX_SIZE : 0;
    ssize_t got = pread(fd, tail, sizeof tail, from);
    ssize_t line = got;

    if (end < 0 || got < 0) {
        return fault(STATUS_DISK, path);
    }
    while (line > 0 && tail[line - 1] != '\n') {
        line--;
    }
    if (line == got) {
        return STATUS_OK;
    }
    if (json_parse(tail + line, (size_t)(got - line), &root) == STATUS_OK) {
        json_free(root);
        return write_all(fd, "\n", 1, path);
    }
    return ftruncate(fd, from + line) == 0 ? STATUS_OK : fault(STATUS_DISK, path);
}

enum status admin_add_line(const char *path, const char *line)
{
    enum status st = STATUS_OK;
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (fd < 0) {
        return fault(STATUS_DISK, path);
    }
    if (fcntl(fd, F_SETLKW, &whole) != 0) {
        TRY(fault(STATUS_DISK, path));
    }
    TRY(end_last_line(fd, path));
    TRY(write_all(fd, line, strlen(line), path));
    TRY(keep_name(path));

done:
    (void)close(fd);
    return st;
}

/* ---- making one ----------------------------------------------------------------------------- */

static enum status write_keys(struct admin *a, const struct hub_keys *keys)
{
    struct buf text = {0};
    struct json_writer w;
    enum status st = STATUS_OK;

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_base64(&w, "box_public", keys->box.public_key, sizeof keys->box.public_key);
    json_put_base64(&w, "box_secret", keys->box.secret_key, sizeof keys->box.secret_key);
    json_put_base64(&w, "sign_public", keys->sign.public_key, sizeof keys->sign.public_key);
    json_put_base64(&w, "sign_secret", keys->sign.secret_key, sizeof keys->sign.secret_key);
    json_close_object(&w);
    buf_byte(&text, '\n');
    st = admin_write_file(admin_path(a, "keys.json"), text.data, text.size);
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

static enum status write_certificate(struct admin *a, const char *host)
{
    enum status st = STATUS_OK;
    struct buf cert = {0};
    struct buf key = {0};
    const char *names = arena_printf(&a->arena, "%s%slocalhost,127.0.0.1", host == NULL ? "" : host,
                                     host == NULL ? "" : ",");

    TRY(http_identity_create(names, a->world->clock.now_ms(a->world->clock.ctx), &cert, &key));
    TRY(admin_write_file(admin_path(a, "key.pem"), key.data, key.size));
    TRY(admin_write_file(admin_path(a, "cert.pem"), cert.data, cert.size));

done:
    if (key.data != NULL) {
        key_wipe(key.data, key.size);
    }
    buf_finish(&key);
    buf_finish(&cert);
    return st;
}

static enum status write_settings(struct admin *a, const char *store, const char *host)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w;

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_text(&w, "store", store);
    json_put_text(&w, "host", host);
    json_close_object(&w);
    buf_byte(&text, '\n');
    st = admin_write_file(admin_path(a, "hub.json"), text.data, text.size);
    buf_finish(&text);
    return st;
}

static bool host_is_clean(const char *host)
{
    for (const char *c = host; *c != '\0'; c++) {
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              strchr(".-:", *c) != NULL)) {
            return false;
        }
    }
    return host[0] != '\0' && strlen(host) < 200;
}

static bool store_is_known(const char *store)
{
    return strncmp(store, FILE_STORE, strlen(FILE_STORE)) == 0 ||
           strncmp(store, SERVER_STORE, strlen(SERVER_STORE)) == 0;
}

static enum status check_new_folder(struct admin *a)
{
    if (mkdir(a->data, S_IRWXU) != 0 && errno != EEXIST) {
        return fault(STATUS_DISK, a->data);
    }
    if (access(admin_path(a, "hub.json"), F_OK) == 0) {
        return FAIL(STATUS_EXISTS, "There is a hub in %s already.", a->data);
    }
    return STATUS_OK;
}

enum status admin_init(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_keys keys;
    const char *store = admin_option(a, "--store");
    const char *host = admin_option(a, "--host");

    TRY(admin_end(a));
    if (host != NULL && !host_is_clean(host)) {
        TRY(admin_wrong(a, "--host takes the name or address that tablets reach the hub by."));
    }
    if (store != NULL && !store_is_known(store)) {
        TRY(FAIL(STATUS_BAD_INPUT, "--store takes sqlite:PATH or postgresql://USER@HOST/NAME."));
    }
    TRY(change_setup());
    TRY(check_new_folder(a));
    box_pair_make(&a->world->random, &keys.box);
    sign_pair_make(&a->world->random, &keys.sign);
    TRY(write_keys(a, &keys));
    TRY(write_certificate(a, host));
    TRY(admin_open_store(a, store == NULL ? "sqlite:cairn.db" : store, &keys));
    TRY(admin_check_keys(a)); /* a second hub on one store has a copy of the first one's folder */
    TRY(write_settings(a, store == NULL ? "sqlite:cairn.db" : store, host));
    admin_say("The hub in %s is ready.\n", a->data);

done:
    key_wipe(&keys, sizeof keys);
    return st;
}

/* ---- opening one ---------------------------------------------------------------------------- */

static bool take_key(const struct json_value *root, const char *name, uint8_t *out, size_t size)
{
    struct buf bytes = {0};
    const char *text = json_member_text(root, name);
    bool ok = base64_decode(text, strlen(text), &bytes) == STATUS_OK && bytes.size == size;

    if (ok) {
        memcpy(out, bytes.data, size);
    }
    if (bytes.data != NULL) {
        key_wipe(bytes.data, bytes.size);
    }
    buf_finish(&bytes);
    return ok;
}

/* Each secret half belongs to its public one. */
static bool are_pairs(const struct hub_keys *keys)
{
    const struct hash any = {{0}};
    struct signature signature = change_sign(&keys->sign, &any);
    struct buf sealed = {0};
    struct buf opened = {0};
    bool are = change_signature_holds(keys->sign.public_key, &any, &signature) &&
               hub_seal(keys->box.public_key, "", 0, &sealed) == STATUS_OK &&
               hub_open(&keys->box, sealed.data, sealed.size, &opened) == STATUS_OK;

    buf_finish(&sealed);
    buf_finish(&opened);
    return are;
}

static enum status read_keys(struct admin *a, struct hub_keys *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *root = NULL;
    bool is_whole = false;

    TRY(change_setup());
    TRY(admin_read_file(admin_path(a, "keys.json"), &text));
    is_whole = json_parse(text.data, text.size, &root) == STATUS_OK;
    if (!is_whole ||
        !take_key(root, "box_public", out->box.public_key, sizeof out->box.public_key) ||
        !take_key(root, "box_secret", out->box.secret_key, sizeof out->box.secret_key) ||
        !take_key(root, "sign_public", out->sign.public_key, sizeof out->sign.public_key) ||
        !take_key(root, "sign_secret", out->sign.secret_key, sizeof out->sign.secret_key) ||
        !are_pairs(out)) {
        TRY(FAIL(STATUS_DAMAGED, "%s is broken: bring a whole copy.", admin_path(a, "keys.json")));
    }

done:
    json_free(root);
    if (text.data != NULL) {
        key_wipe(text.data, text.size);
    }
    buf_finish(&text);
    return st;
}

/* A path in hub.json is seen from the folder that it lies in. */
static const char *whole_store(struct admin *a, const char *store)
{
    const char *path = store + strlen(FILE_STORE);

    if (strncmp(store, FILE_STORE, strlen(FILE_STORE)) != 0 || path[0] == '/' || path[0] == ':') {
        return store;
    }
    return arena_printf(&a->arena, "sqlite:%s/%s", a->data, path);
}

enum status admin_open_store(struct admin *a, const char *store, const struct hub_keys *keys)
{
    struct hub_options options = {.store = whole_store(a, store),
                                  .keys = *keys,
                                  .clock = a->world->clock,
                                  .random = a->world->random};
    enum status st = hub_create(&options, &a->hub);

    key_wipe(&options.keys, sizeof options.keys);
    return st;
}

static enum status read_settings(struct admin *a, struct json_value **out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    st = admin_read_file(admin_path(a, "hub.json"), &text);
    if (st == STATUS_NOT_FOUND) {
        st = FAIL(st, "There is no hub in %s: make one with init.", a->data);
    }
    TRY(st);
    if (json_parse(text.data, text.size, out) != STATUS_OK ||
        !store_is_known(json_member_text(*out, "store"))) {
        TRY(FAIL(STATUS_DAMAGED, "hub.json in %s names no store.", a->data));
    }

done:
    buf_finish(&text);
    return st;
}

enum status admin_open_hub(struct admin *a)
{
    enum status st = STATUS_OK;
    struct json_value *settings = NULL;
    struct hub_keys keys;

    memset(&keys, 0, sizeof keys);
    TRY(read_settings(a, &settings));
    TRY(read_keys(a, &keys));
    TRY(admin_open_store(a, json_member_text(settings, "store"), &keys));

done:
    key_wipe(&keys, sizeof keys);
    json_free(settings);
    return st;
}

enum status admin_check_keys(struct admin *a)
{
    enum status st = STATUS_OK;
    bool fit = false;

    TRY(hub_keys_fit(a->hub, &fit));
    if (!fit) {
        TRY(FAIL(STATUS_DAMAGED, "%s is of another hub than the store: put the right one back.",
                 admin_path(a, "keys.json")));
    }

done:
    return st;
}

/* The end of a line such as https://127.0.0.1:8443, from the colon on; NULL when it is none. */
static const char *port_of(struct buf *address)
{
    static const char start[] = "https://";
    const char *colon = NULL;
    int64_t port = 0;

    while (address->size > 0 && address->data[address->size - 1] == '\n') {
        address->data[--address->size] = '\0';
    }
    if (strlen(buf_cstr(address)) != address->size ||
        strncmp(buf_cstr(address), start, strlen(start)) != 0) {
        return NULL;
    }
    colon = strrchr(address->data + strlen(start), ':');
    return colon != NULL && text_to_int64(colon + 1, &port) == STATUS_OK && port > 0 && port < 65536
               ? colon
               : NULL;
}

enum status admin_address(struct admin *a, bool *served, struct buf *out)
{
    enum status st = STATUS_OK;
    struct json_value *settings = NULL;
    const char *host = NULL;
    const char *port = NULL;

    TRY(read_settings(a, &settings));
    host = json_text(json_member(settings, "host"));
    st = admin_read_file(admin_path(a, "address"), out);
    *served = st == STATUS_OK;
    if (st == STATUS_NOT_FOUND) {
        buf_printf(out, "https://127.0.0.1:" DEFAULT_PORT);
        st = STATUS_OK;
    }
    TRY(st);
    port = port_of(out);
    if (port == NULL) {
        TRY(FAIL(STATUS_DAMAGED, "%s is broken: serve writes it anew.", admin_path(a, "address")));
    }
    if (host != NULL) {
        port = arena_text(&a->arena, port);
        buf_clear(out);
        buf_printf(out, strchr(host, ':') != NULL ? "https://[%s]%s" : "https://%s%s", host, port);
    }

done:
    json_free(settings);
    return st;
}
