-- What officers decided under delegation is entered, and published, by one of those who may and confirmed by another.
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers) VALUES
    ('delegated.enter', '{may:history}', '{may:history}');

-- What the law orders removed takes the words that were proposed too, when it takes the decision's.
CREATE FUNCTION decisions_expunge_delegated() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE accounts_proposal SET reason = '', arguments = jsonb_build_object('decided_on', arguments -> 'decided_on')
        WHERE verb = 'delegated.enter' AND (confirmed_at IS NOT NULL OR dropped_at IS NOT NULL)
            AND arguments ->> 'title' = convert_from(OLD.part1, 'UTF8')::jsonb ->> 'title'
            AND arguments ->> 'decided_on' = OLD.decided_on::text;
    RETURN NULL;
END $$;
CREATE TRIGGER delegated_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_delegated();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER delegated_expunged;
