#include "routes.h"

#include "account_routes.h"
#include "admin_routes.h"
#include "aftercare_routes.h"
#include "brand.h"
#include "decision_routes.h"
#include "desk_routes.h"
#include "health.h"
#include "intake_routes.h"
#include "portal_routes.h"
#include "record_routes.h"
#include "search_routes.h"

const struct route *const public_routes[] = {
    portal_home_routes, portal_help_routes, portal_file_routes, portal_party_routes, portal_continue_routes, portal_send_routes, portal_receipt_routes, portal_told_routes, portal_track_routes, portal_survey_routes, portal_link_routes, portal_verify_routes, health_public_routes, brand_public_routes, gateway_routes, NULL,
};
const struct route *const staff_routes[] = {
    account_routes,          account_absence_routes, desk_home_routes,    desk_list_routes,  desk_saved_routes, desk_bulk_routes, desk_tag_routes, desk_standing_routes, desk_known_routes, desk_export_routes, desk_pack_routes, desk_disclosure_routes, record_routes, desk_case_routes,    desk_act_routes, desk_close_routes,     desk_clock_routes, desk_slip_routes, desk_slip_send_routes, desk_slip_list_routes, desk_notice_routes, desk_reveal_routes, desk_recusal_routes, desk_told_routes, desk_file_routes, desk_link_routes, desk_incident_routes,
    callback_routes, sample_routes, spot_routes, desk_check_routes,
    search_routes, approval_routes, committee_routes, meeting_routes, desk_committee_routes, compensation_routes, desk_compensation_routes,
    desk_investigation_routes, desk_paper_routes,
    desk_draft_routes, desk_phrase_routes, account_notice_routes,
    measure_routes, merit_routes, library_routes, desk_measure_routes, desk_library_routes,
    intake_routes, intake_mail_routes,
    admin_rulebook_routes, admin_book_routes, admin_clock_routes, admin_calendar_routes, admin_calendar_year_routes, admin_unit_routes,   admin_department_routes, admin_people_routes, admin_leave_routes, admin_import_routes, admin_role_routes, admin_change_routes, admin_workflow_routes, admin_site_routes, admin_post_routes, admin_content_routes, portal_preview_routes, brand_staff_routes, health_staff_routes,
    NULL,
};
