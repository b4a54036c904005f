-- Two administrators remove the link between an account here and the organisation's account that opens it.
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers) VALUES
    ('person.unlink', '{administrator}', '{administrator}');
