CREATE SQL SECURITY DEFINER VIEW public_attachment_chunk AS
SELECT p.attachment_id, p.n, p.data FROM attachment a JOIN attachment_chunk p ON p.attachment_id = a.id WHERE a.internal = 0;
