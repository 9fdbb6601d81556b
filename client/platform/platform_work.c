/* One thread for slow work, such as deriving a key, so that the screen never waits for it.
 *
 * Jobs run one after the other in the order given. When one is done an ordinary event says so; the
 * screen's thread takes it with the next poll, and until then nobody else touches the job's memory.
 */
#include "platform_private.h"

static bool next_job(struct platform *p, struct job *out)
{
    struct worker *w = &p->worker;
    bool found = false;

    (void)SDL_LockMutex(w->lock);
    while (w->count == 0 && !w->ends) {
        (void)SDL_CondWait(w->more, w->lock);
    }
    if (!w->ends) {
        *out = w->jobs[w->from];
        w->from = (w->from + 1) % PLATFORM_JOBS_MAX;
        w->count--;
        found = true;
    }
    (void)SDL_UnlockMutex(w->lock);
    return found;
}

static int run(void *ctx)
{
    struct platform *p = ctx;
    struct job job = {0};

    while (next_job(p, &job)) {
        job.work(job.ctx);
        platform_push_user(p, job.done, job.ctx);
    }
    return 0;
}

bool worker_open(struct platform *p)
{
    struct worker *w = &p->worker;

    w->lock = SDL_CreateMutex();
    w->more = SDL_CreateCond();
    if (w->lock == NULL || w->more == NULL) {
        return false;
    }
    w->thread = SDL_CreateThread(run, "worker", p);
    return w->thread != NULL;
}

void worker_close(struct platform *p)
{
    struct worker *w = &p->worker;

    if (w->thread != NULL) {
        (void)SDL_LockMutex(w->lock);
        w->ends = true;
        (void)SDL_CondSignal(w->more);
        (void)SDL_UnlockMutex(w->lock);
        SDL_WaitThread(w->thread, NULL);
    }
    SDL_DestroyCond(w->more);
    SDL_DestroyMutex(w->lock);
    for (int i = 0; i < w->count; i++) {
        const struct job *job = &w->jobs[(w->from + i) % PLATFORM_JOBS_MAX];

        if (job->drop != NULL) {
            job->drop(job->ctx);
        }
    }
    *w = (struct worker){0};
}

bool worker_add(struct platform *p, struct job job)
{
    struct worker *w = &p->worker;
    bool added = false;

    (void)SDL_LockMutex(w->lock);
    if (w->count < PLATFORM_JOBS_MAX) {
        w->jobs[(w->from + w->count) % PLATFORM_JOBS_MAX] = job;
        w->count++;
        added = true;
        (void)SDL_CondSignal(w->more);
    }
    (void)SDL_UnlockMutex(w->lock);
    return added;
}

bool platform_work(struct platform *p, void (*work)(void *ctx), void *ctx)
{
    return worker_add(p, (struct job){.work = work, .ctx = ctx, .done = USER_WORK_DONE});
}
