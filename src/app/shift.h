#ifndef REDRESS_SHIFT_H
#define REDRESS_SHIFT_H

#include "config.h"
#include "err.h"

/*
 * The test clock: with testing.clock_file an installation's time runs ahead of the real one by the seconds that stand in this file, for serve (read anew
 * for every request) and jobs (for every round). Without the setting nothing is read and the time is the real one.
 */

#define SHIFT_MAX_US (3660 * INT64_C(86400) * 1000000)
/* How far ahead, in microseconds; 0 without the setting, and while the file is missing or holds anything but a whole number of seconds up to SHIFT_MAX_US. */
int64_t shift_us(const struct config *config);
/* utc_now_us and that. */
int64_t shift_now_us(const struct config *config);
/* ERR_CONFIG with the reason on stderr: the file cannot be written. Replaced whole, so that no reader sees half of it. */
enum err shift_write(const struct config *config, int64_t us) MUST_CHECK;

/* What "+3d", "+8h", "+90min", "+45s" or "0" makes of a shift; false for anything else, and beyond SHIFT_MAX_US. */
bool shift_read(const char *typed, int64_t now_shift_us, int64_t *ret_us);

#endif
