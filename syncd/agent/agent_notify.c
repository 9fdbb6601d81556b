/* Telling the service manager how the daemon is: ready, alive, what it does, about to end.
 *
 * The protocol is one datagram of plain lines to a socket that the environment names. It is stable,
 * documented with systemd (sd_notify), and forty lines; libsystemd would bring its own libraries
 * into a program that speaks to the network, and would have to be there where no systemd is. A word
 * that cannot be delivered is dropped: nothing that the daemon does may hang on who watches it.
 *
 * The watchdog is fed from where the work is done, by each look and by libcurl about once a second,
 * and not by a thread of its own: a daemon that hangs must look as if it hangs.
 */
#define _POSIX_C_SOURCE 200809L
#include "agent.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char *told(const char *name)
{
    return getenv(name); /* No thread is there yet. NOLINT(concurrency-mt-unsafe) */
}

/* Half of what the manager allows, as it asks for. */
static int64_t watchdog_ms(void)
{
    const char *text = told("WATCHDOG_USEC");
    const char *whose = told("WATCHDOG_PID");
    int64_t usec = 0;
    int64_t pid = 0;

    if (text == NULL || text_to_int64(text, &usec) != STATUS_OK || usec <= 0) {
        return 0;
    }
    if (whose != NULL && (text_to_int64(whose, &pid) != STATUS_OK || pid != (int64_t)getpid())) {
        return 0;
    }
    return usec / 2000 > 0 ? usec / 2000 : 1;
}

void notify_open(struct notify *n)
{
    const char *path = told("NOTIFY_SOCKET");

    *n = (struct notify){.socket = -1, .every_ms = watchdog_ms()};
    if (path != NULL && (path[0] == '/' || path[0] == '@') && strlen(path) < sizeof n->path) {
        text_copy(n->path, sizeof n->path, path);
        n->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    }
}

void notify_close(struct notify *n)
{
    if (n->socket >= 0) {
        (void)close(n->socket);
    }
    n->socket = -1;
}

void notify_say(const struct notify *n, const char *lines)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t size = strlen(n->path);

    if (n->socket < 0) {
        return;
    }
    memcpy(to.sun_path, n->path, size);
    if (n->path[0] == '@') {
        to.sun_path[0] = '\0'; /* a name that lies in no folder */
    }
    (void)sendto(n->socket, lines, strlen(lines), MSG_NOSIGNAL | MSG_DONTWAIT,
                 (const struct sockaddr *)&to,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size));
}

void notify_alive(struct notify *n, int64_t ticks_ms)
{
    if (n->every_ms > 0 && (n->fed_ms == 0 || ticks_ms - n->fed_ms >= n->every_ms)) {
        n->fed_ms = ticks_ms;
        notify_say(n, "WATCHDOG=1");
    }
}
