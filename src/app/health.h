#ifndef REDRESS_HEALTH_H
#define REDRESS_HEALTH_H

#include <stdint.h>

#include "route.h"

/*
 * Figures of a pool, in memory shared by its master and workers, and the pages that show them: /healthz (the process answers), /readyz (the
 * database answers too), /metrics (Prometheus text; localhost only unless site.metrics_open).
 */
void health_start(const char *pool_name); /* in the master, before fork */
void health_begin(void);
void health_end(int status, int64_t took_us, uint64_t statements);
void health_worker_died(void);

extern const struct route health_public_routes[]; /* /healthz ... */
extern const struct route health_staff_routes[];  /* /staff/healthz ... */
extern const struct route gateway_routes[];       /* /error/...: nginx's own refusals, in the pages' design */

#endif
