#ifndef REDRESS_GRANTS_H
#define REDRESS_GRANTS_H

#include "db.h"

/* The database users of the pools, as sql/grants.sql names them. Letters, digits and '_' only. */
struct grants_names {
    const char *public_user, *staff_user, *jobs_user, *owner_user;
    const char *from_host; /* "localhost" for a socket, "%" for any host */
};

/*
 * Run the statements of a grants file, with @DB@, @PUBLIC@, @STAFF@, @JOBS@, @OWNER@ and @HOST@ replaced. The database is the connection's. Grants only ever add
 * rights, so it may run while the program serves. ERR_CONFIG with a sentence in why: the file or a name is wrong; else what the
 * server said.
 */
enum err grants_apply(struct db *db, const char *path, const struct grants_names *names, char why[256]) MUST_CHECK;

#endif
