#ifndef REDRESS_INITIALS_H
#define REDRESS_INITIALS_H

#include "arena.h"

/*
 * First letters of Chinese names in pinyin, to type them by: 保全服务 is "bqfw", IT系统 "itxt". Letters and digits of the name stand as they are, in small letters; everything else is left out.
 * A character of several readings has its commonest. Loading the table of readings takes a tenth of a second: for when names are set, never while a page is made. ret_initials gets n texts, ""
 * where nothing is known.
 */
void initials_of(struct arena *a, const char *const *names, size_t n, const char **ret_initials);

#endif
