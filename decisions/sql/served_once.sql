-- A change of the form's words uses its proposal up, and nobody signs at a moment to come or before the paper was submitted.
CREATE OR REPLACE FUNCTION decisions_guard_wording() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (TG_TABLE_NAME = 'decisions_standingtext'
        OR to_jsonb(NEW) - 'until_on' IS DISTINCT FROM to_jsonb(OLD) - 'until_on') THEN
        PERFORM decisions_refuse('the form''s words and powers are kept: new ones are added', 'wording_is_kept');
    END IF;
    PERFORM accounts_use((
        SELECT min(p.id) FROM accounts_proposal p WHERE p.confirmed_by_id IS NOT NULL AND accounts_is_unused(p.id, 'wording') AND CASE
            WHEN TG_TABLE_NAME = 'decisions_standingtext' THEN
                p.verb = 'wording.text' AND p.subject = 'wording:' || (to_jsonb(NEW) ->> 'key')
                AND p.arguments ->> 'text' = to_jsonb(NEW) ->> 'text'
                AND p.arguments ->> 'from_on' <= to_jsonb(NEW) ->> 'from_on'
            WHEN TG_OP = 'INSERT' THEN
                p.verb = 'wording.power' AND p.arguments ->> 'citation' = to_jsonb(NEW) ->> 'citation'
                AND p.arguments ->> 'action' = to_jsonb(NEW) ->> 'action'
            ELSE p.verb = 'wording.end_power' AND p.subject = 'power:' || NEW.id
                AND p.arguments ->> 'until_on' <= to_jsonb(NEW) ->> 'until_on' END),
        'wording', 'two administrators agree before the form''s words change', 'wording_agreed_by_two');
    RETURN NEW;
END $$;

CREATE FUNCTION decisions_guard_moment() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.at > clock_timestamp() + interval '5 minutes' THEN
        PERFORM decisions_refuse('nobody signs at a moment to come', 'signature_not_dated_ahead');
    END IF;
    IF NEW.at < (SELECT s.at FROM decisions_submission s WHERE s.decision_id = NEW.decision_id AND s.round = NEW.round) THEN
        PERFORM decisions_refuse('nobody signs before the paper is submitted', 'signature_not_dated_back');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signature_in_its_time BEFORE INSERT ON decisions_signature FOR EACH ROW
    WHEN (NEW.how NOT IN ('ink', 'not_stated')) EXECUTE FUNCTION decisions_guard_moment();
ALTER TABLE decisions_signature ENABLE ALWAYS TRIGGER signature_in_its_time;

-- The paper that is published is the one that was sealed when the decision was made.
CREATE FUNCTION decisions_guard_published_paper() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM decisions_decision d LEFT JOIN decisions_sealedpaper s ON s.decision_id = d.id
            WHERE d.reference_key = NEW.key AND (d.imported OR encode(sha256(s.pdf), 'hex') = NEW.pdf_sha256)) THEN
        PERFORM decisions_refuse('the paper that is published is the one that was sealed', 'waiting_paper_is_sealed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_paper_is_sealed BEFORE INSERT ON book_waiting FOR EACH ROW
    WHEN (NEW.kind = 'decision' AND NEW.version = 1) EXECUTE FUNCTION decisions_guard_published_paper();
ALTER TABLE book_waiting ENABLE ALWAYS TRIGGER waiting_paper_is_sealed;
