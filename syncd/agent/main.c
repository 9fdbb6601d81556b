/* cairn-syncd — the tablet's daemon: pushes what is unsent, pulls what is new.
 *
 *     cairn-syncd --data DIR [--once]
 *
 * It stays and goes on whenever the client has committed something, or every quarter of an hour;
 * with --once it makes one round and says how that went. It waits by signal with a time limit, so
 * that an asked end is prompt; a round that is under way is cut off by nothing but the machine
 * itself, and goes on next time where it stopped.
 */
#define _POSIX_C_SOURCE 200809L

#include "agent.h"
#include "change.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_MS       1000
#define FAULT_WAIT_MS 30000

struct options {
    const char *data;
    bool once;
};

static int64_t wall_ms(void *ctx)
{
    struct timespec now;

    (void)ctx;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    for (int i = 1; i < argc; i++) {
        if (text_equal(argv[i], "--once")) {
            o->once = true;
        } else if (text_equal(argv[i], "--data") && i + 1 < argc) {
            i++;
            o->data = argv[i];
        } else {
            return false;
        }
    }
    return o->data != NULL;
}

static int complain(const char *what)
{
    (void)fprintf(stderr, "cairn-syncd: %s\n", what);
    return EXIT_FAILURE;
}

static void say_report(const struct sync_report *report)
{
    (void)printf("sent %" PRId64 ", fetched %" PRId64 ", %s%s%s\n", report->pushed, report->pulled,
                 report->up_to_date ? "up to date" : "not up to date",
                 report->clock_is_far ? "; this tablet's clock is far from the hub's: set its date "
                                        "and time"
                                      : "",
                 report->failed ? "; the round failed" : "");
    (void)fflush(stdout);
}

/* One round: until the machine rests. */
static int run_once(struct agent *a)
{
    bool is_resting = false;
    int64_t until_ms = 0;
    struct sync_report report;

    while (!is_resting) {
        if (agent_step(a, &is_resting, &until_ms) != STATUS_OK) {
            return complain(status_message());
        }
    }
    report = agent_report(a);
    say_report(&report);
    return report.failed ? complain(report.sentence) : EXIT_SUCCESS;
}

/* True when a signal asks for the end. */
static bool wait_ms(int64_t ms, const sigset_t *ends)
{
    const struct timespec limit = {.tv_sec = (time_t)(ms / 1000),
                                   .tv_nsec = (long)(ms % 1000) * 1000000L};

    return sigtimedwait(ends, NULL, &limit) > 0;
}

static int run_on(struct agent *a, const sigset_t *ends)
{
    int64_t wait = 0;
    bool was_resting = true;

    while (!wait_ms(wait, ends)) {
        bool is_resting = true;
        int64_t until_ms = 0;
        enum status st = agent_look(a);

        if (st == STATUS_OK) {
            st = agent_step(a, &is_resting, &until_ms);
        }
        if (st != STATUS_OK) {
            (void)complain(status_message());
            wait = FAULT_WAIT_MS;
            continue;
        }
        if (is_resting && !was_resting) {
            struct sync_report report = agent_report(a);
            say_report(&report);
        }
        was_resting = is_resting;
        wait = is_resting ? LOOK_MS : 0;
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct agent *agent = NULL;
    struct buf path = {0};
    const struct clock_port clock = {wall_ms, NULL};
    struct random_port random = change_system_random();
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigset_t ends;
    int code = EXIT_SUCCESS;

    if (!read_options(argc, argv, &options)) {
        (void)fputs("cairn-syncd: use it as cairn-syncd --data DIR [--once]\n", stderr);
        return 2;
    }
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL);
    (void)sigaction(SIGPIPE, &ignored, NULL);
    buf_printf(&path, "%s/tablet.db", options.data);
    if (change_setup() != STATUS_OK ||
        agent_open(buf_cstr(&path), &clock, &random, &agent) != STATUS_OK) {
        code = complain(status_message());
    } else {
        code = options.once ? run_once(agent) : run_on(agent, &ends);
    }
    agent_close(agent);
    buf_finish(&path);
    return code;
}
