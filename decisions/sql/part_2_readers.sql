-- A Part 2 is shown to somebody more by who wrote it, or when two people agreed.
CREATE FUNCTION decisions_guard_part_2_reader() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_decision d WHERE d.id = NEW.decision_id AND d.created_by_id = NEW.named_by_id)
        OR EXISTS (SELECT FROM decisions_partsave s WHERE s.decision_id = NEW.decision_id
            AND s.part = 'part-2-content' AND s.saved_by_id = NEW.named_by_id) THEN
        RETURN NEW;
    END IF;
    PERFORM accounts_use((
        SELECT min(p.id) FROM accounts_proposal p WHERE p.verb = 'decision.part_2_reader'
            AND p.subject = 'decision:' || NEW.decision_id AND (p.arguments ->> 'person')::bigint = NEW.person_id
            AND p.proposed_by_id = NEW.named_by_id AND p.confirmed_by_id IS NOT NULL
            AND accounts_is_unused(p.id, 'part 2 reader')),
        'part 2 reader', 'a Part 2 is shown to somebody more by who wrote it, or by two people', 'part_2_reader_agreed_by_two');
    RETURN NEW;
END $$;
CREATE TRIGGER part_2_reader_agreed BEFORE INSERT OR UPDATE ON decisions_part2reader
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_part_2_reader();
ALTER TABLE decisions_part2reader ENABLE ALWAYS TRIGGER part_2_reader_agreed;

INSERT INTO accounts_proposal_rule (verb, proposers, confirmers)
    VALUES ('decision.part_2_reader', '{may:read_part_2}', '{may:read_part_2}');
