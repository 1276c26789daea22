CREATE SQL SECURITY DEFINER VIEW public_clock AS
SELECT id, complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, limit_of, started_us, first_due_us, due_us, met_us, paused_us, pause, next_us, stage, extensions, promised, late FROM clock;
