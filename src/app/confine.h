#ifndef REDRESS_CONFINE_H
#define REDRESS_CONFINE_H

#include "err.h"

/* Bound this process's address space; not under AddressSanitizer, which needs terabytes. */
void confine_memory(unsigned mib);
/*
 * No new privileges, and no system call that a worker never needs (running programs, tracing, mounting, loading kernel code,
 * changing identity): they fail with EPERM. ERR_CONFIG when the kernel refuses the filter.
 */
enum err confine_syscalls(void) MUST_CHECK;

#endif
