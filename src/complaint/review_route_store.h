#ifndef REDRESS_REVIEW_ROUTE_STORE_H
#define REDRESS_REVIEW_ROUTE_STORE_H

#include "complaint_store.h"

extern const struct db_stmts review_route_stmts; /* jobs */

/*
 * What the complainant pressed on the tracking page reaches those whom it concerns; by jobs, from the tasks that the public pool wrote. What was decided meanwhile is let be.
 *
 * "It is not solved" (requirements B9, G9): whoever handled the complaint is kept out of it from now on, and it goes to customer service of the nearest superior unit where somebody who did not handle it
 * may decide about a review, else of its own unit; those are told. When there is nobody, nobody is kept out, and the managers learn of it.
 */
enum err review_route(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id) MUST_CHECK;
/* He urged: the handler is told, and the coordinator. */
enum err review_urged(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id) MUST_CHECK;

#endif
