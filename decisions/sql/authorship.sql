-- Who wrote a paper, from what is on record: the same rule as decisions/authorship.py.
CREATE OR REPLACE FUNCTION decisions_wrote(paper bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH named AS (
        SELECT grant_id AS id FROM decisions_decisiongrant WHERE decision_id = paper
        UNION SELECT grant_id FROM decisions_recommendation WHERE decision_id = paper AND grant_id IS NOT NULL
    ), shared AS (
        SELECT 'organisation:' || g.funder_id AS subject FROM grants_grant g JOIN named ON named.id = g.id
        UNION SELECT 'organisation:' || g.recipient_id FROM grants_grant g JOIN named ON named.id = g.id
        UNION SELECT 'fund:' || t.fund_id FROM grants_tranche t JOIN named ON named.id = t.grant_id
    ), begun AS (
        SELECT created_at, created_by_id FROM decisions_decision WHERE id = paper
    )
    SELECT EXISTS (SELECT FROM begun WHERE created_by_id = person)
        OR EXISTS (SELECT FROM decisions_partsave WHERE decision_id = paper AND saved_by_id = person)
        OR EXISTS (SELECT FROM decisions_explanation WHERE decision_id = paper AND by_id = person)
        OR EXISTS (SELECT FROM grants_grant g JOIN named ON named.id = g.id WHERE g.created_by_id = person)
        OR EXISTS (SELECT FROM audit_event e JOIN named ON e.subject = 'grant:' || named.id
            WHERE e.actor_id = person AND e.verb IN ('create grant', 'change grant', 'save tranches', 'record outcome'))
        OR EXISTS (SELECT FROM audit_event e JOIN shared ON e.subject = shared.subject, begun
            WHERE e.actor_id = person AND e.at >= begun.created_at
                AND e.verb IN ('create organisation', 'change organisation', 'create fund', 'change fund'))
        OR EXISTS (SELECT FROM accounts_proposal p, begun WHERE p.verb = 'wording.text'
            AND p.proposed_by_id = person AND p.confirmed_at >= begun.created_at)
$$;
