/* A clock that the test moves by hand, so that a season passes in a second and nothing sleeps. */
#include "support.h"

static int64_t told_time(void *ctx)
{
    const struct support_clock *clock = ctx;

    return clock->now_ms;
}

struct clock_port support_clock_port(struct support_clock *clock)
{
    return (struct clock_port){.now_ms = told_time, .ctx = clock};
}
