#include "stores.h"

#include "absence_store.h"
#include "access_store.h"
#include "approval_acting_store.h"
#include "aside_store.h"
#include "attachment_store.h"
#include "calendar_store.h"
#include "callback_open_store.h"
#include "callback_store.h"
#include "basis_store.h"
#include "bulk_store.h"
#include "category_store.h"
#include "change_store.h"
#include "clock_store.h"
#include "closing_paper_store.h"
#include "complaint_gate_store.h"
#include "committee_store.h"
#include "compensation_store.h"
#include "complaint_agenda_store.h"
#include "complaint_class_store.h"
#include "complaint_filing_store.h"
#include "complaint_recompute_store.h"
#include "complaint_mail_store.h"
#include "complaint_replay_store.h"
#include "complaint_slip_store.h"
#include "complaint_store.h"
#include "complaint_sweep_store.h"
#include "contact_store.h"
#include "content_edit_store.h"
#include "content_help_store.h"
#include "content_store.h"
#include "coordinator_store.h"
#include "decide_store.h"
#include "draft_store.h"
#include "erase_store.h"
#include "export_store.h"
#include "figure_store.h"
#include "handled_store.h"
#include "handover_store.h"
#include "identity_store.h"
#include "incident_store.h"
#include "intake_mail_store.h"
#include "intake_store.h"
#include "investigation_store.h"
#include "known_store.h"
#include "library_store.h"
#include "limit_store.h"
#include "link_store.h"
#include "mail_store.h"
#include "measure_store.h"
#include "mention_store.h"
#include "merit_store.h"
#include "message_store.h"
#include "notice_store.h"
#include "notice_way_store.h"
#include "once_store.h"
#include "disclosure_store.h"
#include "look_store.h"
#include "unsealing_store.h"
#include "anchor_store.h"
#include "keep_store.h"
#include "pack_case_store.h"
#include "pack_store.h"
#include "org_store.h"
#include "people_import_store.h"
#include "paper_store.h"
#include "part_store.h"
#include "people_store.h"
#include "pressure_store.h"
#include "recusal_store.h"
#include "phrase_store.h"
#include "post_store.h"
#include "recovery_store.h"
#include "repeat_store.h"
#include "review_route_store.h"
#include "role_store.h"
#include "rulebook_store.h"
#include "sample_store.h"
#include "saved_view_store.h"
#include "setting_store.h"
#include "site_store.h"
#include "search_index_store.h"
#include "search_queue_store.h"
#include "search_store.h"
#include "slip_store.h"
#include "sheet_store.h"
#include "spot_store.h"
#include "staff_draft_store.h"
#include "standing_store.h"
#include "tag_store.h"
#include "survey_store.h"
#include "task_store.h"
#include "told_store.h"
#include "track_sheet_store.h"
#include "vexatious_store.h"
#include "waiting_store.h"

const struct db_stmts *const app_stores[] = {
    &setting_stmts,
    &site_stmts,
    &site_admin_stmts,
    &basis_stmts,
    &basis_raise_stmts,
    &once_stmts,
    &once_purge_stmts,
    &limit_stmts,
    &limit_purge_stmts,
    &access_stmts,
    &access_purge_stmts,
    &role_stmts,
    &change_stmts,
    &calendar_stmts,
    &calendar_admin_stmts,
    &org_stmts,
    &org_admin_stmts,
    &people_stmts,
    &people_import_stmts,
    &absence_stmts,
    &coordinator_stmts,
    &handover_stmts,
    &handover_move_stmts,
    &category_stmts,
    &rulebook_stmts,
    &rulebook_admin_stmts,
    &rulebook_used_stmts,
    &rulebook_follow_stmts,
    &rulebook_publish_stmts,
    &task_stmts,
    &task_enqueue_stmts,
    &message_stmts,
    &message_write_stmts,
    &attachment_stmts,
    &search_queue_stmts,
    &attachment_public_stmts,
    &attachment_stage_stmts,
    &attachment_purge_stmts,
    &contact_stmts,
    &mail_stmts,
    &mail_take_stmts,
    &phrase_stmts,
    &aside_stmts,
    &aside_purge_stmts,
    &notice_stmts,
    &notice_switch_stmts,
    &notice_way_stmts,
    &post_stmts,
    &post_claim_stmts,
    &post_told_stmts,
    &clock_world_stmts,
    &clock_write_stmts,
    &clock_stmts,
    &clock_public_stmts,
    &clock_request_stmts,
    &clock_sweep_stmts,
    &sheet_stmts,
    &sheet_public_stmts,
    &part_stmts,
    &mention_stmts,
    &recusal_stmts,
    &complaint_stmts,
    &pressure_stmts,
    &pressure_watch_stmts,
    &complaint_recompute_stmts,
    &complaint_replay_stmts,
    &complaint_class_stmts,
    &complaint_class_write_stmts,
    &complaint_act_stmts,
    &complaint_act_clock_stmts,
    &complaint_slip_stmts,
    &complaint_act_turn_stmts,
    &complaint_act_close_stmts,
    &complaint_act_review_stmts,
    &complaint_gate_stmts,
    &closing_paper_stmts,
    &complaint_sweep_stmts,
    &complaint_list_stmts,
    &complaint_count_stmts,
    &tag_stmts,
    &tag_write_stmts,
    &standing_stmts,
    &known_stmts,
    &known_notice_stmts,
    &saved_view_stmts,
    &bulk_stmts,
    &bulk_purge_stmts,
    &export_stmts,
    &export_ask_stmts,
    &export_work_stmts,
    &pack_stmts,
    &pack_make_stmts,
    &pack_work_stmts,
    &pack_case_stmts,
    &keep_stmts,
    &keep_act_stmts,
    &keep_jobs_stmts,
    &anchor_stmts,
    &keep_count_stmts,
    &erase_stmts,
    &erase_table_stmts,
    &erase_event_stmts,
    &disclosure_stmts,
    &disclosure_act_stmts,
    &unsealing_stmts,
    &unsealing_act_stmts,
    &look_stmts,
    &event_stmts,
    &event_write_stmts,
    &event_tell_stmts,
    &slip_stmts,
    &slip_write_stmts,
    &slip_act_stmts,
    &slip_send_stmts,
    &slip_open_stmts,
    &slip_list_stmts,
    &waiting_stmts,
    &slip_sweep_stmts,
    &filing_stmts,
    &filing_route_stmts,
    &filing_staff_stmts,
    &review_route_stmts,
    &track_stmts,
    &complaint_mail_stmts,
    &track_purge_stmts,
    &track_sheet_stmts,
    &track_sheet_purge_stmts,
    &identity_stmts,
    &identity_jobs_stmts,
    &identity_filing_stmts,
    &told_stmts,
    &told_change_stmts,
    &told_staff_stmts,
    &told_jobs_stmts,
    &survey_stmts,
    &link_stmts,
    &link_act_stmts,
    &link_new_stmts,
    &relabel_stmts,
    &incident_stmts,
    &incident_act_stmts,
    &recovery_stmts,
    &repeat_stmts,
    &repeat_index_stmts,
    &search_stmts,
    &search_index_stmts,
    &draft_stmts,
    &draft_code_stmts,
    &draft_purge_stmts,
    &content_stmts,
    &content_edit_stmts,
    &content_help_stmts,
    &figure_stmts,
    &intake_stmts,
    &intake_mail_stmts,
    &staff_draft_stmts,
    &staff_draft_purge_stmts,
    &complaint_agenda_stmts,
    &committee_stmts,
    &committee_case_stmts,
    &committee_act_stmts,
    &meeting_act_stmts,
    &committee_pack_stmts,
    &committee_sweep_stmts,
    &vexatious_stmts,
    &vexatious_write_stmts,
    &approval_stmts,
    &approval_read_stmts,
    &approval_tell_stmts,
    &approval_write_stmts,
    &approval_act_stmts,
    &approval_list_stmts,
    &approval_effect_stmts,
    &approval_sweep_stmts,
    &decide_stmts,
    &investigation_stmts,
    &paper_stmts,
    &paper_write_stmts,
    &compensation_stmts,
    &compensation_write_stmts,
    &complaint_act_outcome_stmts,
    &handled_stmts,
    &callback_open_stmts,
    &callback_stmts,
    &callback_act_stmts,
    &callback_sweep_stmts,
    &sample_stmts,
    &sample_read_stmts,
    &sample_sweep_stmts,
    &spot_stmts,
    &spot_act_stmts,
    &library_stmts,
    &measure_stmts,
    &measure_write_stmts,
    &measure_act_stmts,
    &measure_sweep_stmts,
    &merit_stmts,
    &merit_act_stmts,
    &merit_write_stmts,
    &merit_sweep_stmts,
    NULL,
};
