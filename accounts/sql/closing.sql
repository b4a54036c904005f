-- Closing the register: who publishes proposes it, who endorses or decides confirms it.
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers) VALUES
    ('register.close', '{checker}', '{decider,endorser}');
