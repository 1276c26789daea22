#ifndef REDRESS_LISTEN_H
#define REDRESS_LISTEN_H

#include "config.h"
#include "err.h"

/*
 * The listening socket of a pool, non-blocking: "unix:/path" (mode 0660, owned by socket_group; a stale file is replaced, a live one is
 * ERR_CONFIG) or "127.0.0.1:9000". The reason of a failure is on stderr.
 */
enum err listen_open(const struct config_pool *pool, int *ret_fd) MUST_CHECK;
/* Close it and remove the socket's file. */
void listen_close(const struct config_pool *pool, int fd);

#endif
