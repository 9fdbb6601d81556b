/* A clock in a story's hands, put before a program by LD_PRELOAD.
 *
 * A tablet that locks itself after minutes, a cue every ten seconds, a light that moves once a
 * second: a story that waited for them would be slow, and on a busy machine it would miss them. So
 * what the program asks of the clocks is answered from four numbers in a file that the story
 * writes: how much has been added to the time that runs and to the time of day, whether the first
 * one stands still, which is what makes a story of switches the same each time, and how long the
 * tablet slept, which the clock that runs knows nothing of unless it is asked for it. A program
 * that sleeps notices none of this until something wakes it: the story moves the pointer.
 */
#define _DEFAULT_SOURCE /* for syscall: the library's own function is stood in for */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct told {
    int64_t run_ns, day_ns, is_still, slept_ns;
};
int timespec_get(struct timespec *out, int base);

/* NULL when nobody tells. */
static const volatile struct told *told(void)
{
    static const volatile struct told *kept;
    static int asked;
    const char *path = NULL;
    int file = -1;

    if (asked != 0) {
        return kept;
    }
    asked = 1;
    path = getenv("STORY_CLOCK");
    file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *at = mmap(NULL, sizeof(*kept), PROT_READ, MAP_SHARED, file, 0);
        kept = at == MAP_FAILED ? NULL : at;
        (void)close(file);
    }
    return kept;
}

static int64_t ns_of(const struct timespec *time)
{
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
    static int64_t stood_ns, awake_ns; /* where a clock was when it was first seen to stand */
    const volatile struct told *t = told();
    long result = syscall(SYS_clock_gettime, which, out);
    int64_t ns = 0;

    if (result != 0 || t == NULL) {
        return (int)result;
    }
    ns = ns_of(out);
    if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) {
        ns += t->day_ns;
    } else if (which == CLOCK_MONOTONIC || which == CLOCK_MONOTONIC_RAW) {
        stood_ns = t->is_still == 0 ? 0 : (stood_ns != 0 ? stood_ns : ns);
        ns = (t->is_still == 0 ? ns : stood_ns) + t->run_ns;
    } else if (which == CLOCK_BOOTTIME) {
        awake_ns = t->is_still == 0 ? 0 : (awake_ns != 0 ? awake_ns : ns);
        ns = (t->is_still == 0 ? ns : awake_ns) + t->run_ns + t->slept_ns;
    }
    out->tv_sec = (time_t)(ns / 1000000000);
    out->tv_nsec = (long)(ns % 1000000000);
    return 0;
}

int timespec_get(struct timespec *out, int base)
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
}
