/* The real daemon before a service manager: what it tells it, how it ends, who goes first at night.
 *
 * The hub is a socket that takes connections and says nothing: a transfer to it hangs.
 *
 * Planted faults, each built once and seen to fail here: a transfer that does not feed the
 * watchdog; one that an asked end waits for; a READY that comes before the file is open; two
 * daemons at work at once; a night that asks the hub though nothing is due.
 */
#define _POSIX_C_SOURCE 200809L
#include "store.h"
#include "support.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define WAIT_MS 15000
#define PIN     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define DEVICE  "00000000-0000-7000-8000-00000000000a"

struct manager {
    struct support_folder folder;
    char *program;
    char *file;
    char *no_power;
    int socket; /* what the daemon tells */
    int hub;    /* listens, and never answers */
    int port;
    char heard[512]; /* the last datagram */
};

/* ---- sockets --------------------------------------------------------------------------------- */

/* A path, or with @ a name that lies in no folder. */
static void listen_to_daemon(struct manager *m, const char *name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};

    assert_true(strlen(name) < sizeof at.sun_path);
    memcpy(at.sun_path, name, strlen(name));
    if (name[0] == '@') {
        at.sun_path[0] = '\0';
    }
    m->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(m->socket, (const struct sockaddr *)&at,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))),
                     0);
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
}

static void open_silent_hub(struct manager *m)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;

    m->hub = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(m->hub, (const struct sockaddr *)&at, size), 0);
    assert_int_equal(listen(m->hub, 8), 0);
    assert_int_equal(getsockname(m->hub, (struct sockaddr *)&at, &size), 0);
    m->port = ntohs(at.sin_port);
}

/* Reads datagrams until one has part in it. */
static void hear(struct manager *m, const char *part)
{
    struct pollfd watched = {.fd = m->socket, .events = POLLIN};

    m->heard[0] = '\0';
    while (strstr(m->heard, part) == NULL) {
        if (poll(&watched, 1, WAIT_MS) != 1) {
            fail_msg("it never said “%s”, last “%s”", part, m->heard);
        }
        ssize_t size = recv(m->socket, m->heard, sizeof m->heard - 1, 0);
        assert_true(size > 0);
        m->heard[size] = '\0';
    }
}

static bool hub_is_called(const struct manager *m, int wait_ms)
{
    struct pollfd watched = {.fd = m->hub, .events = POLLIN};

    return poll(&watched, 1, wait_ms) == 1;
}

/* So that the next call is seen. */
static void forget_call(const struct manager *m)
{
    int fd = accept(m->hub, NULL, NULL);

    assert_true(fd >= 0);
    (void)close(fd);
}

/* ---- the tablet ------------------------------------------------------------------------------ */

static int64_t wall_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000;
}

static void set(const struct manager *m, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};
    struct store *store = NULL;

    assert_int_equal(store_open(m->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

/* Enrolled at the silent hub, up to date that long ago. */
static void enrol(const struct manager *m, int64_t ago_ms)
{
    char url[64];
    char contact[32];

    (void)snprintf(url, sizeof url, "https://127.0.0.1:%d", m->port);
    (void)snprintf(contact, sizeof contact, "%" PRId64, wall_ms() - ago_ms);
    set(m, STORE_hub_url, url);
    set(m, STORE_hub_pin, PIN);
    set(m, STORE_device, DEVICE);
    set(m, STORE_token, "token");
    set(m, STORE_up_to_date, "1");
    set(m, STORE_contact_ms, contact);
    set(m, STORE_enrol_step, "done");
}

static int manager_begins(void **state)
{
    static struct manager m;
    char *name = NULL;

    m = (struct manager){.socket = -1};
    assert_int_equal(support_folder_make(&m.folder), STATUS_OK);
    m.program = support_program("cairn-syncd");
    m.file = support_folder_path(&m.folder, "tablet.db");
    m.no_power = support_folder_path(&m.folder, "no-power");
    name = support_folder_path(&m.folder, "notify");
    listen_to_daemon(&m, name);
    open_silent_hub(&m);
    assert_int_equal(setenv("WATCHDOG_USEC", "400000", 1), 0);
    free(name);
    *state = &m;
    return 0;
}

static int manager_ends(void **state)
{
    struct manager *m = *state;

    (void)unsetenv("NOTIFY_SOCKET");
    (void)unsetenv("WATCHDOG_USEC");
    (void)close(m->socket);
    (void)close(m->hub);
    support_folder_remove(&m->folder);
    free(m->program);
    free(m->file);
    free(m->no_power);
    return 0;
}

static struct support_child start(const struct manager *m, const char *how)
{
    const char *const argv[] = {m->program, "--data", m->folder.path, "--power", m->no_power,
                                how,        NULL};
    struct support_child child = {0};

    assert_int_equal(support_child_start(argv, &child), STATUS_OK);
    return child;
}

static void expect_line(struct support_child *child, const char *part)
{
    struct buf line = {0};

    assert_int_equal(support_child_line(child, WAIT_MS, &line), STATUS_OK);
    if (strstr(buf_cstr(&line), part) == NULL) {
        fail_msg("it said “%s”, not “%s”", buf_cstr(&line), part);
    }
    buf_finish(&line);
}

/* ---- what it tells --------------------------------------------------------------------------- */

static void it_is_ready_alive_and_ends_well(void **state)
{
    struct manager *m = *state;
    struct support_child child = start(m, NULL);

    hear(m, "READY=1");
    hear(m, "WATCHDOG=1");
    hear(m, "WATCHDOG=1");
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
    hear(m, "STOPPING=1");
}

static void a_name_in_no_folder_will_do(void **state)
{
    struct manager *m = *state;
    char name[64];
    struct support_child child;

    (void)close(m->socket);
    (void)snprintf(name, sizeof name, "@cairn-test-%ld", (long)getpid());
    listen_to_daemon(m, name);
    child = start(m, NULL);
    hear(m, "READY=1");
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
}

static void nobody_has_to_listen(void **state)
{
    struct manager *m = *state;
    struct support_child child;

    (void)close(m->socket); /* the name is still there */
    m->socket = -1;
    child = start(m, "--night");
    expect_line(&child, "nothing is due");
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
}

static void a_file_that_does_not_open_is_never_ready(void **state)
{
    struct manager *m = *state;
    struct support_child child;

    assert_int_equal(support_file_write(m->file, "no database at all, by no means", 31), STATUS_OK);
    child = start(m, NULL);
    hear(m, "=");
    assert_null(strstr(m->heard, "READY"));
    assert_int_equal(support_child_end(&child, WAIT_MS), 1);
}

static void a_transfer_that_hangs_is_alive_and_can_be_ended(void **state)
{
    struct manager *m = *state;
    struct support_child child;
    struct timespec before;
    struct timespec after;

    enrol(m, 0);
    child = start(m, NULL);
    hear(m, "STATUS=Speaks to the hub");
    (void)clock_gettime(CLOCK_MONOTONIC, &before);
    hear(m, "WATCHDOG=1");
    hear(m, "WATCHDOG=1");
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    assert_in_range(after.tv_sec - before.tv_sec, 0, 8); /* libcurl's own patience is 10 s */
    hear(m, "STOPPING=1");
}

/* ---- who goes first, and what is due --------------------------------------------------------- */

static void one_daemon_is_at_work_at_a_time(void **state)
{
    struct manager *m = *state;
    struct support_child first = start(m, NULL);
    struct support_child second;
    struct support_child third;

    hear(m, "WATCHDOG=1");
    second = start(m, "--night");
    expect_line(&second, "another cairn-syncd is at work");
    assert_int_equal(support_child_end(&second, WAIT_MS), 0);
    third = start(m, NULL);
    hear(m, "STATUS=Waits for another daemon");
    support_child_kill(&first); /* a daemon that dies leaves nothing locked */
    enrol(m, 0);
    hear(m, "STATUS=Speaks to the hub");
    assert_int_equal(support_child_end(&third, WAIT_MS), 0);
}

static void a_night_without_anything_due_asks_nothing(void **state)
{
    struct manager *m = *state;
    struct support_child child;

    enrol(m, 60000);
    child = start(m, "--night");
    expect_line(&child, "nothing is due");
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
    assert_false(hub_is_called(m, 0));
}

static void a_night_does_what_is_due(void **state)
{
    static const struct {
        int64_t ago_ms;
        enum store_setting which;
        const char *text;
    } rows[] = {
        {5LL * 3600 * 1000,  STORE_epoch,      ""      }, /* long since anybody answered */
        {-5LL * 3600 * 1000, STORE_epoch,      ""      }, /* by a clock that was wrong */
        {60000,              STORE_up_to_date, "0"     },
        {60000,              STORE_enrol_step, "sealed"},
    };
    struct manager *m = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct support_child child;
        enrol(m, rows[i].ago_ms);
        set(m, rows[i].which, rows[i].text);
        child = start(m, "--night");
        assert_true(hub_is_called(m, WAIT_MS));
        assert_int_equal(support_child_end(&child, WAIT_MS), 0);
        forget_call(m);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, manager_begins, manager_ends)
    const struct CMUnitTest tests[] = {
        CASE(it_is_ready_alive_and_ends_well),
        CASE(a_name_in_no_folder_will_do),
        CASE(nobody_has_to_listen),
        CASE(a_file_that_does_not_open_is_never_ready),
        CASE(a_transfer_that_hangs_is_alive_and_can_be_ended),
        CASE(one_daemon_is_at_work_at_a_time),
        CASE(a_night_without_anything_due_asks_nothing),
        CASE(a_night_does_what_is_due),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
