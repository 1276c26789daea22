-- What each database user may do, and nothing else. `redress migrate --grants` runs this after the migrations, as the owner; the users
-- exist already. A right is added here together with the statement that needs it; the tests prepare every statement as the user that
-- runs it. Grants only add: to take a right back, REVOKE it by hand.
--
-- The owner's own rights come first and from an administrator of the server:
--   GRANT ALL PRIVILEGES ON <database>.* TO '@OWNER@'@'@HOST@' WITH GRANT OPTION;
-- event and change_log are append-only for everyone but the owner: no UPDATE and no DELETE anywhere below.

-- ---- public pool: sees complaints only through the public_ views, and no names of staff ----
GRANT SELECT ON `@DB@`.schema_version TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.setting TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.unit TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.unit_tree TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.department TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.category TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.category_field TO '@PUBLIC@'@'@HOST@';

GRANT SELECT ON `@DB@`.public_complaint TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_message TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_event TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_attachment TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_attachment_chunk TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_allegation TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_demand TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_answer TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_merged TO '@PUBLIC@'@'@HOST@';

GRANT INSERT, SELECT (id, number, submission_hash, passcode_hash, state, is_open, due_kind, events, chain_hash, version), UPDATE (state, is_open, unread, withdraw_us, asked_until_us, replied_us, due_us, due_kind, promised_us, events, chain_hash, version) ON `@DB@`.complaint TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT (complaint_id, holder), UPDATE (is_open, state, unread, due_us) ON `@DB@`.complaint_scope TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.complaint_identity TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.allegation TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.demand TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.complaint_field TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.event TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.message TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT ON `@DB@`.rating TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.task TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.search_queue TO '@PUBLIC@'@'@HOST@';

GRANT INSERT, SELECT, DELETE, UPDATE (sealed, updated_us, complaint_id) ON `@DB@`.draft TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.attachment TO '@PUBLIC@'@'@HOST@';
GRANT SELECT, DELETE, UPDATE (complaint_id, message_id, stage_hash, whole, bytes, sha256, media_type) ON `@DB@`.staged_attachment TO '@PUBLIC@'@'@HOST@';
GRANT INSERT ON `@DB@`.attachment_chunk TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT, DELETE ON `@DB@`.track_session TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT ON `@DB@`.once TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT, UPDATE ON `@DB@`.rate_limit TO '@PUBLIC@'@'@HOST@';

GRANT SELECT ON `@DB@`.calendar TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.calendar_day TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.calendar_year TO '@PUBLIC@'@'@HOST@';
GRANT SELECT (id, state, body, effective_us) ON `@DB@`.rulebook_version TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_clock TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.public_code TO '@PUBLIC@'@'@HOST@';
GRANT SELECT ON `@DB@`.site_file TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT (id, complaint_id, stage), UPDATE (rule, book_id, state, due_us, met_us, paused_us, pause, next_us, stage, late) ON `@DB@`.clock TO '@PUBLIC@'@'@HOST@';
GRANT INSERT, SELECT (id, clock_id, to_us), UPDATE (to_us, due_after_us) ON `@DB@`.clock_history TO '@PUBLIC@'@'@HOST@';

-- ---- staff pool ----
GRANT SELECT ON `@DB@`.schema_version TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.setting TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.unit TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.unit_tree TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.department TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.category TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.category_field TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.app_user TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.role TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.role_permission TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.role_grant TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE, UPDATE (token_hash, seen_us, reauth_us) ON `@DB@`.staff_session TO '@STAFF@'@'@HOST@';

GRANT SELECT, INSERT, UPDATE ON `@DB@`.complaint TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE, UPDATE ON `@DB@`.complaint_scope TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (wrap_kind, wrap_version, wrapped_key, name, phone, email, address, id_number, prefer, prefer_time, phone_index, email_index, name_index) ON `@DB@`.complaint_identity TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (finding, reason) ON `@DB@`.allegation TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.demand TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.complaint_field TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.event TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.message TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (complaint_id, message_id, stage_hash, internal) ON `@DB@`.attachment TO '@STAFF@'@'@HOST@';
GRANT SELECT, DELETE, UPDATE (complaint_id, message_id, stage_hash, whole, bytes, sha256, media_type) ON `@DB@`.staged_attachment TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.attachment_chunk TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.rating TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.task TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.once TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.rate_limit TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.change_log TO '@STAFF@'@'@HOST@';

GRANT SELECT, INSERT, UPDATE ON `@DB@`.calendar TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.calendar_day TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.calendar_year TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.rulebook_version TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.site_file TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.absence TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.complaint_code TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.respondent TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.clock TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (to_us, due_after_us) ON `@DB@`.clock_history TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (state, decider_id, decided_us, answer) ON `@DB@`.clock_request TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (read_us) ON `@DB@`.notice TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.staff_draft TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.contact_entry TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.viewing TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.phrase TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.mention TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.notice_off TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.complaint_intake TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.slip TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.slip_step TO '@STAFF@'@'@HOST@';
GRANT INSERT ON `@DB@`.search_queue TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.search_doc TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.search_block TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.search_part TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (read_us) ON `@DB@`.slip_copy TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE, UPDATE (reason, at_us, actor_id) ON `@DB@`.recusal TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.complaint_link TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.incident TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.incident_step TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.relabelling TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_signature TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.complaint_tag TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.saved_view TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (state, data) ON `@DB@`.bulk TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (state, why) ON `@DB@`.bulk_item TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.list_export TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.list_export_part TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.paper TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.paper_section TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.callback TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.spot_check TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.approval TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.compensation TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.investigation TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.agenda_item TO '@STAFF@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.measure TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.approval TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.compensation TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.paper TO '@STAFF@'@'@HOST@';
GRANT SELECT ON `@DB@`.account_item TO '@STAFF@'@'@HOST@';

-- ---- jobs ----
GRANT SELECT ON `@DB@`.schema_version TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.setting TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.unit TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.unit_tree TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.department TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.category TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.category_field TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.app_user TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.role TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.role_permission TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.role_grant TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.staff_session TO '@JOBS@'@'@HOST@';

GRANT SELECT, UPDATE ON `@DB@`.complaint TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, DELETE, UPDATE ON `@DB@`.complaint_scope TO '@JOBS@'@'@HOST@';
GRANT SELECT, UPDATE (wrap_kind, wrap_version, wrapped_key, phone_index, email_index, name_index) ON `@DB@`.complaint_identity TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.allegation TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.demand TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_field TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.event TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.message TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.rating TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.change_log TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.task TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.draft TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.staff_draft TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.viewing TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.mention TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.notice_off TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.attachment TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.attachment_chunk TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.track_session TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.once TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.rate_limit TO '@JOBS@'@'@HOST@';

GRANT SELECT ON `@DB@`.calendar TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.calendar_day TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.calendar_year TO '@JOBS@'@'@HOST@';
GRANT SELECT, UPDATE ON `@DB@`.rulebook_version TO '@JOBS@'@'@HOST@';
GRANT INSERT, UPDATE ON `@DB@`.category TO '@JOBS@'@'@HOST@';
GRANT INSERT, UPDATE ON `@DB@`.category_field TO '@JOBS@'@'@HOST@';
GRANT INSERT, UPDATE ON `@DB@`.setting TO '@JOBS@'@'@HOST@';
GRANT INSERT ON `@DB@`.role TO '@JOBS@'@'@HOST@';
GRANT INSERT ON `@DB@`.role_permission TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.absence TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_code TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.respondent TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.clock TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE (to_us, due_after_us) ON `@DB@`.clock_history TO '@JOBS@'@'@HOST@';
GRANT SELECT, UPDATE (state, decided_us, answer) ON `@DB@`.clock_request TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, DELETE, UPDATE (read_us) ON `@DB@`.notice TO '@JOBS@'@'@HOST@';
GRANT SELECT, UPDATE ON `@DB@`.slip TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.slip_step TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_intake TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.search_queue TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.search_doc TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DB@`.search_block TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, UPDATE ON `@DB@`.search_part TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.slip_copy TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.recusal TO '@JOBS@'@'@HOST@';
GRANT UPDATE (has_signature) ON `@DB@`.allegation TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT ON `@DB@`.complaint_signature TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_tag TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.bulk TO '@JOBS@'@'@HOST@';
GRANT SELECT, DELETE ON `@DB@`.bulk_item TO '@JOBS@'@'@HOST@';
GRANT SELECT, UPDATE, DELETE ON `@DB@`.list_export TO '@JOBS@'@'@HOST@';
GRANT SELECT, INSERT, DELETE ON `@DB@`.list_export_part TO '@JOBS@'@'@HOST@';
GRANT SELECT ON `@DB@`.complaint_link TO '@JOBS@'@'@HOST@';
