BEGIN NOT ATOMIC
UPDATE complaint c JOIN clock k ON k.complaint_id = c.id AND k.state = 1 AND k.due_us = c.due_us SET c.due_kind = k.kind;
UPDATE complaint c JOIN (SELECT complaint_id, MIN(code) AS code, COUNT(*) AS n FROM complaint_code WHERE kind = 3 GROUP BY complaint_id) f ON f.complaint_id = c.id SET c.flag = f.code, c.flags = f.n;
UPDATE clock k JOIN complaint c ON c.id = k.complaint_id SET k.next_us = c.asked_until_us WHERE k.state = 2 AND k.pause = 'material' AND c.state = 3 AND c.asked_until_us > k.paused_us;
END
