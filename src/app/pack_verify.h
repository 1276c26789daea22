#ifndef REDRESS_PACK_VERIFY_H
#define REDRESS_PACK_VERIFY_H

#include <stdbool.h>

/*
 * redress verify --pack FILE: whether an evidence pack is as it was signed, without a database. key_path: file of "redress keys public", NULL: the keys of the configuration at config_path (then every step
 * whose data the copy holds is recomputed with the chain keys too). Says what is in it, or names the first part that differs. 0 sound, 1 not or not readable.
 */
int pack_verify(const char *path, const char *key_path, const char *config_path, bool quiet);

#endif
