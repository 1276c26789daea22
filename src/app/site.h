#ifndef REDRESS_SITE_H
#define REDRESS_SITE_H

#include "config.h"
#include "page.h"

/*
 * Make everything a process of a pool needs that does not change: keys, zone, catalogues, templates, routes. With ERR_CONFIG the reason is on
 * stderr. Called before fork, so that workers share the memory.
 */
enum err site_make(const struct config *config, enum crypto_pool pool, struct site *ret_site) MUST_CHECK;
/*
 * ERR_CONFIG, with the reason on stderr, when the schema is not this version's or the database refuses this pool's user. A database that is away is no
 * reason not to start: what needs it answers 503 until it is there.
 */
enum err site_check_schema(const struct config *config, unsigned db_pool) MUST_CHECK;
/*
 * The texts that administrators set (name of the site, colour, hotline), when the basis has changed. What site has from an earlier time is let go of then:
 * never while a request runs.
 */
enum err site_load_texts(struct site *site, struct db *db) MUST_CHECK;
/* The same before a request, when a second has passed since the last time: what administrators set is seen everywhere then. */
void site_follow_texts(struct site *site, struct db *db);

#endif
