/* cairn-syncd — the tablet's daemon: pushes what is unsent, pulls what is new.
 *
 *     cairn-syncd --data DIR [--once | --night] [--power DIR]
 *
 * It stays and goes on whenever the client has committed something, or every quarter of an hour;
 * with --once it makes one round and says how that went. With --night it does what is due, waits
 * out its back-off where that fails, and ends; when nothing is due it asks the hub for nothing. It
 * waits by signal with a time limit, and looks for a signal once a second of a transfer, so that an
 * asked end is prompt; what was cut off goes on next time where it stopped, for the hub has said of
 * each batch that it is durable, or it is sent again.
 *
 * What it prints may lie in a journal for years: figures, and sentences of its own, never a word
 * that a tablet or a hub sent.
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

#define LOOK_MS        1000
#define FAULT_WAIT_MS  30000
#define NIGHT_MS       (8LL * 3600 * 1000) /* a hub that is away so long is asked the next night */
#define NIGHT_FRESH_MS (4LL * 3600 * 1000)
#define POWER_FOLDER   "/sys/class/power_supply"

struct options {
    const char *data;
    const char *power;
    bool once;
    bool night;
};

/* What the loop and the transfers share. */
struct life {
    struct options options;
    struct notify notify;
    sigset_t ends;
    bool is_ending;
    bool speaks; /* to the hub, as was said */
    int64_t begun_ms;
};

static int64_t read_clock(clockid_t which)
{
    struct timespec now;

    (void)clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t wall_ms(void *ctx)
{
    (void)ctx;
    return read_clock(CLOCK_REALTIME);
}

static bool is_low(void *ctx)
{
    const struct life *life = ctx;

    return power_is_low(life->options.power);
}

static bool read_options(int argc, char **argv, struct options *o)
{
    o->power = POWER_FOLDER;
    for (int i = 1; i < argc; i++) {
        const char **word = text_equal(argv[i], "--data")    ? &o->data
                            : text_equal(argv[i], "--power") ? &o->power
                                                             : NULL;
        if (text_equal(argv[i], "--once")) {
            o->once = true;
        } else if (text_equal(argv[i], "--night")) {
            o->night = true;
        } else if (word != NULL && i + 1 < argc) {
            i++;
            *word = argv[i];
        } else {
            return false;
        }
    }
    return o->data != NULL && !(o->once && o->night);
}

static int complain(const char *what)
{
    (void)fprintf(stderr, "cairn-syncd: %s\n", what);
    return EXIT_FAILURE;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* True when a signal asks for the end. */
static bool waits(struct life *life, int64_t ms)
{
    int64_t most =
        life->notify.every_ms > 0 && life->notify.every_ms < ms ? life->notify.every_ms : ms;
    const struct timespec limit = {.tv_sec = (time_t)(most / 1000),
                                   .tv_nsec = (long)(most % 1000) * 1000000L};

    notify_alive(&life->notify, read_clock(CLOCK_MONOTONIC));
    if (!life->is_ending && sigtimedwait(&life->ends, NULL, &limit) > 0) {
        life->is_ending = true;
        notify_say(&life->notify, "STOPPING=1\nSTATUS=Ends");
    }
    return life->is_ending;
}

static bool goes_on(void *ctx)
{
    struct life *life = ctx;

    if (!life->speaks) {
        life->speaks = true;
        notify_say(&life->notify, "STATUS=Speaks to the hub");
    }
    return !waits(life, 0);
}

/* ---- saying how it went ---------------------------------------------------------------------- */

static void say_report(struct life *life, const struct sync_report *report)
{
    struct buf line = {0};
    struct buf status = {0};

    buf_printf(&line, "sent %" PRId64 ", fetched %" PRId64 ", %s", report->pushed, report->pulled,
               report->up_to_date ? "up to date" : "not up to date");
    if (report->clock_is_far) {
        buf_text(&line, "; this tablet's clock is far from the hub's: set its date and time");
    }
    buf_printf(&status, "STATUS=At rest; since the start %s", buf_cstr(&line));
    notify_say(&life->notify, buf_cstr(&status));
    life->speaks = false;
    if (report->failed) {
        buf_text(&line, "; the round failed");
    }
    if (report->saves) {
        buf_text(&line, "; the battery is low, so the rest waits for the charger");
    }
    (void)printf("%s\n", buf_cstr(&line));
    (void)fflush(stdout);
    buf_finish(&status);
    buf_finish(&line);
}

/* ---- one round ------------------------------------------------------------------------------- */

/* Until the machine rests. */
static int run_once(struct agent *a, struct life *life)
{
    bool is_resting = false;
    int64_t until_ms = 0;
    struct sync_report report;

    while (!is_resting) {
        if (agent_step(a, &is_resting, &until_ms) != STATUS_OK) {
            return complain(status_message());
        }
    }
    if (life->is_ending) {
        return complain("it was ended before the round was; the next one goes on from there");
    }
    report = agent_report(a);
    say_report(life, &report);
    return report.failed ? complain(report.sentence) : EXIT_SUCCESS;
}

/* ---- rounds ---------------------------------------------------------------------------------- */

/* True when a night is over: nothing is due any more, or it was too long. */
static bool night_ends(struct agent *a, const struct life *life)
{
    bool is_due = true;

    if (read_clock(CLOCK_MONOTONIC) - life->begun_ms >= NIGHT_MS) {
        return true;
    }
    return agent_is_due(a, NIGHT_FRESH_MS, &is_due) == STATUS_OK && !is_due;
}

/* A step, and how long to wait after it; *ends when a night is over. */
static enum status take_step(struct agent *a, struct life *life, bool *was_resting,
                             int64_t *wait_ms, bool *ends)
{
    enum status st = STATUS_OK;
    bool is_resting = true;
    int64_t until_ms = 0;
    struct sync_report report;

    TRY(agent_look(a));
    TRY(agent_step(a, &is_resting, &until_ms));
    if (is_resting && !*was_resting && !life->is_ending) {
        report = agent_report(a);
        say_report(life, &report);
        *ends = life->options.night && night_ends(a, life);
    }
    *was_resting = is_resting;
    *wait_ms = is_resting ? LOOK_MS : 0;
done:
    return st;
}

static int run_on(struct agent *a, struct life *life)
{
    int64_t wait_ms = 0;
    bool was_resting = true;
    bool ends = false;

    while (!ends && !waits(life, wait_ms)) {
        if (take_step(a, life, &was_resting, &wait_ms, &ends) != STATUS_OK) {
            (void)complain(status_message());
            wait_ms = FAULT_WAIT_MS;
        }
        ends = ends || (life->options.night && was_resting &&
                        read_clock(CLOCK_MONOTONIC) - life->begun_ms >= NIGHT_MS);
    }
    return life->options.night && agent_report(a).failed ? complain(agent_report(a).sentence)
                                                         : EXIT_SUCCESS;
}

/* ---- alone ----------------------------------------------------------------------------------- */

static int stay(struct agent *a, struct life *life)
{
    bool is_alone = false;

    notify_say(&life->notify, "READY=1\nSTATUS=At rest");
    do {
        if (agent_is_alone(life->options.data, &is_alone) != STATUS_OK) {
            return complain(status_message());
        }
        if (!is_alone) {
            notify_say(&life->notify, "STATUS=Waits for another daemon of this tablet");
        }
    } while (!is_alone && !waits(life, LOOK_MS));
    return is_alone ? run_on(a, life) : EXIT_SUCCESS;
}

static int night(struct agent *a, struct life *life)
{
    bool is_due = false;
    bool is_alone = false;

    notify_say(&life->notify, "READY=1\nSTATUS=Looks what is due");
    if (agent_is_alone(life->options.data, &is_alone) != STATUS_OK ||
        agent_is_due(a, NIGHT_FRESH_MS, &is_due) != STATUS_OK) {
        return complain(status_message());
    }
    if (!is_alone || !is_due) {
        (void)puts(is_alone ? "nothing is due"
                            : "another cairn-syncd is at work on this tablet: it does what is due");
        return EXIT_SUCCESS;
    }
    return run_on(a, life);
}

static int run(struct life *life)
{
    struct agent *agent = NULL;
    struct buf path = {0};
    int code = EXIT_SUCCESS;
    struct agent_ports ports = {
        .clock = {wall_ms, NULL},
        .random = change_system_random(),
        .power = {is_low,  life},
        .goes_on = goes_on,
        .ctx = life
    };

    buf_printf(&path, "%s/tablet.db", life->options.data);
    if (change_setup() != STATUS_OK || agent_open(buf_cstr(&path), &ports, &agent) != STATUS_OK) {
        code = complain(status_message());
    } else if (life->options.once) {
        code = run_once(agent, life);
    } else {
        code = life->options.night ? night(agent, life) : stay(agent, life);
    }
    agent_close(agent);
    buf_finish(&path);
    return code;
}

int main(int argc, char **argv)
{
    struct life life = {.is_ending = false};
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    int code = EXIT_SUCCESS;

    if (!read_options(argc, argv, &life.options)) {
        (void)fputs("cairn-syncd: use it as cairn-syncd --data DIR [--once | --night] "
                    "[--power DIR]\n",
                    stderr);
        return 2;
    }
    (void)sigemptyset(&life.ends);
    (void)sigaddset(&life.ends, SIGTERM);
    (void)sigaddset(&life.ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &life.ends, NULL);
    (void)sigaction(SIGPIPE, &ignored, NULL);
    life.begun_ms = read_clock(CLOCK_MONOTONIC);
    notify_open(&life.notify);
    code = run(&life);
    if (!life.is_ending) {
        notify_say(&life.notify, "STOPPING=1\nSTATUS=Ends");
    }
    notify_close(&life.notify);
    return code;
}
