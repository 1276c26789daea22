UPDATE complaint c JOIN (
  WITH RECURSIVE below (id, complaint_id, is_open) AS (
    SELECT h.id, h.complaint_id, h.is_open FROM slip i JOIN slip h ON h.parent_id = i.id WHERE i.kind = 5 AND h.kind = 2
    UNION ALL
    SELECT h.id, h.complaint_id, h.is_open FROM below b JOIN slip h ON h.parent_id = b.id WHERE h.kind = 2
  ) SELECT complaint_id, COUNT(*) AS n FROM below WHERE is_open = 1 GROUP BY complaint_id
) q ON q.complaint_id = c.id SET c.open_slips = GREATEST(c.open_slips - q.n, 0);
