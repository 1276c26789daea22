#ifndef REDRESS_ACCOUNT_H
#define REDRESS_ACCOUNT_H

#include "arena.h"

/*
 * Where to go after signing in or giving the password again: the page that was asked for, with its query, when it is one of our own staff pages, "/staff/"
 * otherwise, so that a link to the sign-in page cannot lead anywhere else.
 */
const char *account_return_path(const char *asked);
/* A browser and system as people call them, from the User-Agent header: "Firefox · Windows". The parts are names, not msgids; "" when unknown. */
const char *account_browser(struct arena *a, const char *agent);

#endif
