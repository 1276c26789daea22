ALTER TABLE approval ADD KEY approval_chain (chain, state);
