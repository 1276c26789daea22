#ifndef REDRESS_FILE_READ_H
#define REDRESS_FILE_READ_H

#include "str.h"

/*
 * The whole file in the arena ("-": standard input), or its first max bytes when it is longer: who cares gives one more than he takes. False with errno: it cannot be opened or read.
 */
bool file_read(struct arena *a, const char *path, size_t max, struct str *ret_bytes) MUST_CHECK;

#endif
