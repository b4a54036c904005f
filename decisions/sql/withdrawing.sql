-- A submitted paper is withdrawn by who wrote it, or when a second person agreed.
CREATE FUNCTION decisions_guard_withdrawing() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT decisions_wrote(NEW.decision_id, NEW.by_id) AND NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb = 'decision.withdraw' AND p.subject = 'decision:' || NEW.decision_id
            AND p.confirmed_by_id IS NOT NULL AND p.proposed_by_id = NEW.by_id
            AND (p.arguments ->> 'round')::int = NEW.round) THEN
        PERFORM decisions_refuse('a submitted paper is withdrawn by who wrote it, or by two people', 'withdrawing_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawing_agreed BEFORE INSERT ON decisions_move FOR EACH ROW
    WHEN (NEW.step = 'withdraw' AND NEW.from_status <> 'draft') EXECUTE FUNCTION decisions_guard_withdrawing();
ALTER TABLE decisions_move ENABLE ALWAYS TRIGGER withdrawing_agreed;

INSERT INTO accounts_proposal_rule (verb, proposers, confirmers)
    VALUES ('decision.withdraw', '{may:write}', '{may:write,may:publish}');

-- What shows that a condition was met goes with the words of its paper.
CREATE OR REPLACE FUNCTION decisions_expunge_proposals(about text[], kind text, part text) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
    UPDATE accounts_proposal SET reason = '', arguments = arguments - ARRAY['text', 'reason', 'note', 'interests', 'evidence']
        WHERE subject = ANY (about) AND (kind IS NULL OR verb = kind) AND (part IS NULL OR target = part)
            AND verb <> 'publication.expunge' AND (confirmed_at IS NOT NULL OR dropped_at IS NOT NULL)
$$;
