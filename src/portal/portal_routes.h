#ifndef REDRESS_PORTAL_ROUTES_H
#define REDRESS_PORTAL_ROUTES_H

#include "route.h"

/* The public website, one table per module; each ends with a zeroed row. */
extern const struct route portal_home_routes[];    /* /, /guide, /faq, /figures, /p/... */
extern const struct route portal_help_routes[];    /* /file/help */
extern const struct route portal_preview_routes[]; /* for staff: what administrators wrote, as the public will see it */
extern const struct route portal_file_routes[];    /* /file..., the form */
extern const struct route portal_party_routes[];   /* /file/party: for whom and with whom */
extern const struct route portal_continue_routes[]; /* /file/code, /file/continue */
extern const struct route portal_send_routes[];    /* /file/check, /file/send */
extern const struct route portal_receipt_routes[]; /* /receipt... */
extern const struct route portal_link_routes[];    /* /survey... */
extern const struct route portal_told_routes[];    /* /track/notices, /receipt/notify */
extern const struct route portal_survey_routes[];  /* /track/rate... */
extern const struct route portal_track_routes[];   /* /track... */
extern const struct route portal_verify_routes[];  /* /verify */

#endif
