#ifndef REDRESS_DESK_ROUTES_H
#define REDRESS_DESK_ROUTES_H

#include "route.h"

/* The pages of staff's daily work, tables for app/routes.c. */
extern const struct route desk_home_routes[];
extern const struct route desk_list_routes[];
extern const struct route desk_saved_routes[];
extern const struct route desk_bulk_routes[];
extern const struct route desk_tag_routes[];
extern const struct route desk_standing_routes[];
extern const struct route desk_known_routes[];
extern const struct route desk_export_routes[];
extern const struct route desk_pack_routes[];
extern const struct route desk_disclosure_routes[];
extern const struct route desk_case_routes[];
extern const struct route desk_check_routes[]; /* what follows closing */
extern const struct route desk_act_routes[];
extern const struct route desk_close_routes[];
extern const struct route desk_clock_routes[];
extern const struct route desk_draft_routes[];
extern const struct route desk_phrase_routes[];
extern const struct route desk_notice_routes[];
extern const struct route desk_slip_routes[];
extern const struct route desk_committee_routes[];
extern const struct route desk_compensation_routes[];
extern const struct route desk_measure_routes[];
extern const struct route desk_library_routes[];
extern const struct route desk_slip_send_routes[];
extern const struct route desk_slip_list_routes[];
extern const struct route desk_reveal_routes[];
extern const struct route desk_told_routes[];    /* /staff/complaints/:no/told */
extern const struct route desk_recusal_routes[];
extern const struct route desk_file_routes[];
extern const struct route desk_link_routes[];
extern const struct route desk_investigation_routes[];
extern const struct route desk_paper_routes[];
extern const struct route desk_incident_routes[];

/*
 * The navigation of every staff page, for struct site: which sections the user may see, which entry is the current one, and the counts of his own
 * work in one statement. Without counts when the database does not answer.
 */
void desk_navigation(struct page *page, struct tpl *t);

#endif
