/* Other programs, started and ended without a trace.
 *
 * A test that fails leaves its function by a jump, past every line that would have stopped what it
 * started. So each child asks the machine to be killed when its parent dies. A wait watches the
 * child's stdout, which closes when the child is gone: no sleeping, and no guess how long it takes.
 * A child is only ever ended by its own id.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXIT_NOT_STARTED 127
#define EXIT_SIGNALLED   128

/* In the child: only calls that are safe between fork and exec. */
static _Noreturn void become(const char *const argv[], int out)
{
    int nothing = open("/dev/null", O_RDONLY);
    char *const *list = NULL;

    /* POSIX kept the list of execv without a const, and promises not to write to it. */
    memcpy(&list, &argv, sizeof list);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0) {
        (void)execv(argv[0], list);
    }
    _exit(EXIT_NOT_STARTED);
}

enum status support_child_start(const char *const argv[], struct support_child *out)
{
    int ends[2];

    *out = (struct support_child){0};
    if (access(argv[0], X_OK) != 0) {
        return FAIL(STATUS_NOT_FOUND, "%s cannot be run: %s.", argv[0], strerror(errno));
    }
    if (pipe(ends) != 0) {
        return FAIL(STATUS_UNSUPPORTED, "No pipe could be made: %s.", strerror(errno));
    }
    /* A child started later must not hold this one's pipe open. */
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        become(argv, ends[1]);
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return FAIL(STATUS_UNSUPPORTED, "No process could be made: %s.", strerror(errno));
    }
    out->pid = pid;
    out->out = ends[0];
    return STATUS_OK;
}

static int64_t steady_ms(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until end_ms for more of its stdout. STATUS_END when it is closed. */
static enum status hear(struct support_child *c, int64_t end_ms)
{
    char block[4096];

    for (;;) {
        struct pollfd watched = {.fd = c->out, .events = POLLIN};
        int64_t left_ms = end_ms - steady_ms();
        int ready = poll(&watched, 1, left_ms > 0 ? (int)left_ms : 0);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready == 0) {
            return FAIL(STATUS_BUSY, "The program said nothing within the time given to it.");
        }
        ssize_t size = read(c->out, block, sizeof block);
        if (size <= 0) {
            return STATUS_END;
        }
        buf_add(&c->said, block, (size_t)size);
        return STATUS_OK;
    }
}

/* Takes the first size bytes of what was said into line, and drops skip more. */
static void take_said(struct support_child *c, size_t size, size_t skip, struct buf *line)
{
    struct buf rest = {0};

    buf_add(line, buf_cstr(&c->said), size);
    buf_add(&rest, buf_cstr(&c->said) + size + skip, c->said.size - size - skip);
    buf_finish(&c->said);
    c->said = rest;
}

enum status support_child_line(struct support_child *c, int wait_ms, struct buf *line)
{
    int64_t end_ms = steady_ms() + wait_ms;

    buf_clear(line);
    for (;;) {
        const char *start = buf_cstr(&c->said);
        const char *newline = memchr(start, '\n', c->said.size);
        if (newline != NULL) {
            take_said(c, (size_t)(newline - start), 1, line);
            return STATUS_OK;
        }
        enum status st = hear(c, end_ms);
        if (st == STATUS_END && c->said.size > 0) {
            take_said(c, c->said.size, 0, line);
            return STATUS_OK;
        }
        if (st != STATUS_OK) {
            return st;
        }
    }
}

/* Collects the child, which is ending or has ended. */
static int collect(struct support_child *c)
{
    int how = 0;

    while (waitpid(c->pid, &how, 0) < 0 && errno == EINTR) {
    }
    (void)close(c->out);
    buf_finish(&c->said);
    *c = (struct support_child){0};
    return WIFSIGNALED(how) ? EXIT_SIGNALLED + WTERMSIG(how) : WEXITSTATUS(how);
}

int support_child_end(struct support_child *c, int wait_ms)
{
    int64_t end_ms = steady_ms() + wait_ms;

    if (c->pid == 0) {
        return 0;
    }
    (void)kill(c->pid, SIGTERM);
    enum status st = STATUS_OK;
    while (st == STATUS_OK) {
        st = hear(c, end_ms);
    }
    if (st != STATUS_END) {
        (void)kill(c->pid, SIGKILL);
    }
    return collect(c);
}

void support_child_kill(struct support_child *c)
{
    if (c->pid != 0) {
        (void)kill(c->pid, SIGKILL);
        (void)collect(c);
    }
}

enum status support_run(const char *const argv[], int wait_ms, struct buf *out, int *exit_code)
{
    enum status st = STATUS_OK;
    struct support_child child = {0};
    int64_t end_ms = steady_ms() + wait_ms;

    TRY(support_child_start(argv, &child));
    while (st == STATUS_OK) {
        st = hear(&child, end_ms);
    }
    if (st == STATUS_END) {
        st = STATUS_OK;
        buf_add(out, buf_cstr(&child.said), child.said.size);
        *exit_code = collect(&child);
    }

done:
    support_child_kill(&child);
    return st;
}
