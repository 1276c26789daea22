ALTER TABLE compensation ADD KEY compensation_standard (standard);
ALTER TABLE paper ADD KEY paper_code (code);
ALTER TABLE account_item ADD KEY account_rule (rule);
ALTER TABLE approval ADD KEY approval_chain (chain, state);
