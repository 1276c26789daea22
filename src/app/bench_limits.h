#ifndef REDRESS_BENCH_LIMITS_H
#define REDRESS_BENCH_LIMITS_H

#include <sys/types.h>

#include "config_load.h"

/*
 * The limits of the machine that everything is compared with (bar section 5): F, a fixed body of 10 kB from a FastCGI pool of the same size
 * behind the same nginx; U, the same after a photograph that it receives and drops; D, bare durable transactions of three inserts through the connector.
 */
/* Workers that answer run/bench.sock with the fixed body, until bench_fixed_stop. The nginx in front passes /bench/fixed there. */
enum err bench_fixed_start(const struct config *config, pid_t *ret_group) MUST_CHECK;
void bench_fixed_stop(const struct config *config, pid_t group);

/* Transactions a second with so many connections over so many seconds, in tables of its own that are removed. */
enum err bench_durable(const struct config *config, unsigned connections, unsigned seconds, double *ret_per_second) MUST_CHECK;

#endif
