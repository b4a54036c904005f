-- Earlier decisions are entered at the desk, and published, by one of those who may and confirmed by another.
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers) VALUES
    ('history.enter', '{may:history}', '{may:history}');
