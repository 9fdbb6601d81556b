/* A private PostgreSQL: made in a temporary folder, reached by a socket in it, ended by its pid.
 *
 * PostgreSQL refuses to run as root, and tests in a container are root; then its user `postgres`
 * runs it, by setpriv, which becomes the server rather than waiting for it: the pid is the server's
 * own, and the machine ends it should the test die. What it holds is thrown away, so it need not
 * wait for any disk.
 */
#define _POSIX_C_SOURCE 200809L

#include "postgres.h"
#include "sql.h"
#include "support.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READY_WORDS    "ready to accept connections"
#define INIT_WAIT_MS   120000
#define START_WAIT_MS  60000
#define END_WAIT_MS    10000
#define URL_ROOM       512
#define ARGUMENTS_ROOM 48

static struct server {
    struct support_folder folder;
    struct support_child child;
    char *home; /* in the folder, the server's own */
    int count;  /* of databases */
    char url[URL_ROOM];
} server;

/* ---- as whom -------------------------------------------------------------------------------- */

struct arguments {
    const char *list[ARGUMENTS_ROOM];
    size_t count;
};

static void add(struct arguments *a, const char *word)
{
    CHECK(a->count + 1 < ARGUMENTS_ROOM);
    a->list[a->count++] = word;
    a->list[a->count] = NULL;
}

/* Root hands over to the user postgres; anyone else runs it as they are. */
static void add_user(struct arguments *a)
{
    static const char *const hand_over[] = {
        "/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres",
        "--clear-groups",   "--pdeathsig=KILL", "--",
        "/usr/bin/env",     "HOME=/",
    };

    if (geteuid() != 0) {
        return;
    }
    for (size_t i = 0; i < sizeof hand_over / sizeof hand_over[0]; i++) {
        add(a, hand_over[i]);
    }
}

static enum status give_to_server(const char *path)
{
    const struct passwd *user = NULL;

    if (geteuid() != 0) {
        return STATUS_OK;
    }
    user = getpwnam("postgres");
    if (user == NULL || chown(path, user->pw_uid, user->pw_gid) != 0) {
        return FAIL(STATUS_NOT_FOUND, "There is no user postgres to run PostgreSQL as: install the "
                                      "package postgresql-15.");
    }
    return STATUS_OK;
}

/* ---- its folder ----------------------------------------------------------------------------- */

static enum status make_folder(void)
{
    enum status st = STATUS_OK;

    TRY(support_folder_make(&server.folder));
    /* The server's user must be able to walk through. */
    if (chmod(server.folder.path, S_IRWXU | S_IXGRP | S_IXOTH) != 0) {
        TRY(FAIL(STATUS_DISK, "%s: %s.", server.folder.path, strerror(errno)));
    }
    server.home = support_folder_path(&server.folder, "pg");
    if (mkdir(server.home, S_IRWXU) != 0) {
        TRY(FAIL(STATUS_DISK, "%s: %s.", server.home, strerror(errno)));
    }
    TRY(give_to_server(server.home));

done:
    return st;
}

static enum status init_files(void)
{
    enum status st = STATUS_OK;
    struct arguments a = {.count = 0};
    struct buf program = {0};
    struct buf data = {0};
    struct buf said = {0};
    int code = 0;

    buf_add(&program, POSTGRES_PROGRAM, strlen(POSTGRES_PROGRAM) - strlen("postgres"));
    buf_text(&program, "initdb");
    buf_printf(&data, "--pgdata=%s/data", server.home);
    add_user(&a);
    add(&a, buf_cstr(&program));
    add(&a, buf_cstr(&data));
    add(&a, "--username=hub");
    add(&a, "--auth=trust");
    add(&a, "--encoding=UTF8");
    add(&a, "--locale=C.UTF-8");
    add(&a, "--no-instructions");
    add(&a, "--no-sync");
    TRY(support_run(a.list, INIT_WAIT_MS, &said, &code));
    if (code != 0) {
        TRY(FAIL(STATUS_UNSUPPORTED, "initdb ended with %d: %s", code, buf_cstr(&said)));
    }

done:
    buf_finish(&program);
    buf_finish(&data);
    buf_finish(&said);
    return st;
}

/* ---- its life ------------------------------------------------------------------------------- */

static enum status wait_until_ready(void)
{
    enum status st = STATUS_OK;
    struct buf line = {0};

    do {
        st = support_child_line(&server.child, START_WAIT_MS, &line);
        if (st != STATUS_OK) {
            TRY(FAIL(st, "PostgreSQL did not start: see what it wrote to stderr."));
        }
    } while (strstr(buf_cstr(&line), READY_WORDS) == NULL);

done:
    buf_finish(&line);
    return st;
}

static enum status start(void)
{
    enum status st = STATUS_OK;
    struct arguments a = {.count = 0};
    struct buf command = {0};

    /* Its log goes to stdout, where we wait for one line; later it says next to nothing. */
    buf_printf(&command,
               "exec " POSTGRES_PROGRAM " -D %s/data -k %s -c listen_addresses= -c fsync=off"
               " -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=128MB"
               " -c max_connections=60 -c log_min_messages=log -c log_checkpoints=off"
               " -c autovacuum=off 2>&1",
               server.home, server.home);
    add_user(&a);
    add(&a, "/bin/sh");
    add(&a, "-c");
    add(&a, buf_cstr(&command));
    TRY(support_child_start(a.list, &server.child));
    TRY(wait_until_ready());

done:
    buf_finish(&command);
    return st;
}

/* At once, without waiting for who is connected; its last process closes our pipe. */
static void halt(void)
{
    if (server.child.pid != 0) {
        (void)kill(server.child.pid, SIGQUIT);
        (void)support_child_end(&server.child, END_WAIT_MS);
    }
}

static void stop(void)
{
    halt();
    support_folder_remove(&server.folder);
    free(server.home);
    server.home = NULL;
}

static enum status start_first(void)
{
    enum status st = STATUS_OK;

    if (server.child.pid != 0) {
        return STATUS_OK;
    }
    if (access(POSTGRES_PROGRAM, X_OK) != 0) {
        return FAIL(STATUS_NOT_FOUND, "PostgreSQL is not installed here: install the package "
                                      "postgresql-15.");
    }
    CHECK(atexit(stop) == 0);
    TRY(make_folder());
    TRY(init_files());
    TRY(start());

done:
    return st;
}

static void address(const char *name)
{
    struct buf url = {0};

    buf_printf(&url, "postgresql:///%s?host=%s&user=hub", name, server.home);
    text_copy(server.url, sizeof server.url, buf_cstr(&url));
    buf_finish(&url);
}

enum status postgres_fresh(const char **url)
{
    enum status st = STATUS_OK;
    struct sql *db = NULL;
    struct buf text = {0};
    struct buf name = {0};

    TRY(start_first());
    address("postgres");
    TRY(sql_open_any(server.url, &db));
    buf_printf(&name, "cairn%d", ++server.count);
    buf_printf(&text, "CREATE DATABASE %s", buf_cstr(&name));
    TRY(sql_run(db, buf_cstr(&text)));
    address(buf_cstr(&name));
    *url = server.url;

done:
    sql_close(db);
    buf_finish(&text);
    buf_finish(&name);
    return st;
}

enum status postgres_again(const char **url)
{
    CHECK(server.count > 0);
    *url = server.url;
    return STATUS_OK;
}

enum status postgres_store(const char *otherwise, const char **url)
{
    const char *wanted = getenv("CAIRN_TEST_STORE");

    if (wanted != NULL && strcmp(wanted, "postgresql") == 0) {
        return postgres_fresh(url);
    }
    *url = otherwise;
    return STATUS_OK;
}

enum status postgres_restart(void)
{
    CHECK(server.child.pid != 0);
    halt();
    return start();
}
