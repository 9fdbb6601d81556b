/* hub_tries — codes tried in vain, by address: who may try again, and when.
 *
 * Shape    struct hub_tries is opaque and guards itself.
 * Units    *_ms is milliseconds since 1970 UTC; waiting is in seconds.
 * Errors   None.
 * Owns     hub_tries_create hands one over, hub_tries_destroy takes it back.
 * Needs    base.
 */
#ifndef HUB_TRIES_H
#define HUB_TRIES_H
#ifndef INSIDE_HUB
#error "hub_tries.h belongs to syncd/hub"
#endif

#include "base.h"

struct hub_tries;
struct hub_tries *hub_tries_create(void);
void hub_tries_destroy(struct hub_tries *t); /* accepts NULL */
/* Takes one try and gives 0; with none left, the seconds until there is one. */
int64_t hub_tries_take(struct hub_tries *t, const char *address, int64_t now_ms);
void hub_tries_give_back(struct hub_tries *t, const char *address);

#endif
