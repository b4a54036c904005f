-- A changed profile is put in force when two administrators have agreed to it (decisions/actions/profile_loading.py).
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers)
    VALUES ('profile.load', '{administrator}', '{administrator}');
