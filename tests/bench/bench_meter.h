/* bench_meter — counts what passes between a tablet and the hub, as the network would see it.
 *
 * Shape    struct meter listens on a free port of this machine and passes one connection at a time
 *          on to another port.
 * Units    Bytes of both directions together, TLS and all.
 * Errors   None: what fails stops in a CHECK.
 * Owns     meter_open hands it out, meter_close takes it back.
 * Needs    base, threads and sockets.
 */
#ifndef BENCH_METER_H
#define BENCH_METER_H

#include "base.h"

struct meter;
void meter_open(int to_port, struct meter **out);
void meter_close(struct meter *w); /* once nobody is connected any more */
int meter_port(const struct meter *w);
int64_t meter_bytes(const struct meter *w);
int meter_connections(const struct meter *w); /* so far */

#endif
