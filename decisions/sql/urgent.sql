-- Urgent papers go the shorter route of the profile that they were submitted under. No profile lets one skip a decider's
-- signature (skipped_step_never_decides), and nobody signs what they wrote, nor twice, on this route either.

CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_skippedstep FOR EACH ROW EXECUTE FUNCTION decisions_only_add();
ALTER TABLE decisions_skippedstep ENABLE ALWAYS TRIGGER only_added;

-- Whether this paper skips a step of that name.
CREATE FUNCTION decisions_is_skipped(paper decisions_decision, step text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT paper.urgent AND EXISTS (SELECT FROM decisions_skippedstep k WHERE k.profile_id = paper.profile_id AND k.name = step)
$$;

-- Where a paper comes to stand that a step leads to a status: further on, where the step from there is skipped.
CREATE FUNCTION decisions_leads_to(paper decisions_decision, status text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    further text;
BEGIN
    FOR n IN 1..2 LOOP
        SELECT s.to_status INTO further FROM decisions_profilestep s
            WHERE s.profile_id = paper.profile_id AND s.from_status = status AND decisions_is_skipped(paper, s.name) LIMIT 1;
        EXIT WHEN further IS NULL;
        status := further;
    END LOOP;
    RETURN status;
END $$;

-- Whether every office that has to sign before this outcome has signed in this round, and somebody has decided.
CREATE OR REPLACE FUNCTION decisions_is_signed(paper decisions_decision) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM decisions_requiredsignatory r
            WHERE r.profile_id = paper.profile_id AND (r.step = 'endorsed' OR paper.status = 'approved')
            AND NOT decisions_is_skipped(paper, CASE r.step WHEN 'endorsed' THEN 'endorse' END)
            AND NOT EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = paper.id AND s.round = paper.round
                AND s.office = r.office AND s.step = r.step))
        AND EXISTS (SELECT FROM decisions_signature s JOIN decisions_requiredsignatory r ON r.office = s.office
            WHERE s.decision_id = paper.id AND s.round = paper.round AND s.step = paper.status
            AND r.profile_id = paper.profile_id AND r.step = 'approved');
$$;

CREATE OR REPLACE FUNCTION decisions_guard_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT (
        (OLD.status = 'draft' AND NEW.status = 'withdrawn')
        OR (OLD.imported AND NEW.imported AND OLD.status = 'draft' AND NEW.status IN ('approved', 'refused'))
        OR (NOT OLD.imported AND EXISTS (SELECT FROM decisions_profilestep s WHERE s.profile_id = NEW.profile_id
            AND s.from_status = OLD.status AND NOT decisions_is_skipped(NEW, s.name)
            AND decisions_leads_to(NEW, s.to_status) = NEW.status)))
    THEN
        PERFORM decisions_refuse(format('a paper does not go from %s to %s', OLD.status, NEW.status), 'decision_moves_along_the_steps');
    END IF;
    IF NEW.imported IS DISTINCT FROM OLD.imported THEN
        PERFORM decisions_refuse('a paper is imported from its beginning or never', 'decision_imported_is_kept');
    END IF;
    IF OLD.reference_key IS NOT NULL AND (NEW.reference_key, NEW.series, NEW.number, NEW.series_year)
        IS DISTINCT FROM (OLD.reference_key, OLD.series, OLD.number, OLD.series_year) THEN
        PERFORM decisions_refuse('a reference is never changed', 'decision_reference_is_kept');
    END IF;
    IF OLD.status <> 'draft' AND (
        NEW.title, NEW.executive_summary, NEW.marking, NEW.impact_state, NEW.impact_reason, NEW.impact_on, NEW.deferral,
        NEW.deferral_reason, NEW.deferral_until, NEW.part_2, NEW.part_2_marking, NEW.part_2_statement, NEW.part_2_reasons,
        NEW.part_2_review, NEW.urgent, NEW.urgent_reason, NEW.imported, NEW.created_by_id, NEW.created_at)
        IS DISTINCT FROM (
        OLD.title, OLD.executive_summary, OLD.marking, OLD.impact_state, OLD.impact_reason, OLD.impact_on, OLD.deferral,
        OLD.deferral_reason, OLD.deferral_until, OLD.part_2, OLD.part_2_marking, OLD.part_2_statement, OLD.part_2_reasons,
        OLD.part_2_review, OLD.urgent, OLD.urgent_reason, OLD.imported, OLD.created_by_id, OLD.created_at)
    THEN
        PERFORM decisions_refuse('only a draft is edited', 'decision_is_fixed');
    END IF;
    IF OLD.status IN ('approved', 'refused', 'withdrawn') AND (
        NEW.part1, NEW.round, NEW.decided_on, NEW.decided_by_name, NEW.decided_at, NEW.imported_from_id)
        IS DISTINCT FROM (OLD.part1, OLD.round, OLD.decided_on, OLD.decided_by_name, OLD.decided_at, OLD.imported_from_id)
    THEN
        PERFORM decisions_refuse('what was decided never changes', 'decision_is_fixed');
    END IF;
    IF OLD.authorised_at IS NOT NULL AND (NEW.authorised_at, NEW.authorised_by_id) IS DISTINCT FROM (OLD.authorised_at, OLD.authorised_by_id)
        -- Taken back before its moment: nothing of it waits any more, and nothing was published.
        AND NOT (NEW.authorised_at IS NULL
            AND NOT EXISTS (SELECT FROM book_waiting w WHERE w.key = OLD.reference_key)
            AND NOT EXISTS (SELECT FROM book.entry e WHERE e.key = OLD.reference_key)) THEN
        PERFORM decisions_refuse('an authorisation is kept', 'decision_authorisation_is_kept');
    END IF;
    PERFORM decisions_check_profile(OLD, NEW);
    IF NEW.status IN ('approved', 'refused') AND NEW.status <> OLD.status AND NOT NEW.imported AND NOT decisions_is_signed(NEW) THEN
        PERFORM decisions_refuse('a decision needs the endorsement and the decision, every one that the profile asks for, signed', 'decision_is_signed_by_both');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
    asked decisions_requiredsignatory;
BEGIN
    SELECT * INTO paper FROM decisions_decision WHERE id = NEW.decision_id FOR SHARE;
    IF paper.imported THEN
        IF paper.status <> 'draft' THEN
            PERFORM decisions_refuse('an imported paper is signed as it was read', 'signature_is_of_its_time');
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO asked FROM decisions_requiredsignatory r WHERE r.profile_id = paper.profile_id AND r.office = NEW.office
        AND r.at_status = paper.status AND r.step = CASE NEW.step WHEN 'refused' THEN 'approved' ELSE NEW.step END;
    IF asked.id IS NULL OR NEW.round <> paper.round OR decisions_is_skipped(paper, CASE asked.step WHEN 'endorsed' THEN 'endorse' END) THEN
        PERFORM decisions_refuse('the paper does not wait for this signature', 'signature_is_of_its_time');
    END IF;
    IF EXISTS (SELECT FROM decisions_requiredsignatory r WHERE r.profile_id = paper.profile_id AND r.position < asked.position
        AND NOT decisions_is_skipped(paper, CASE r.step WHEN 'endorsed' THEN 'endorse' END)
        AND NOT EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = paper.id AND s.round = paper.round
            AND s.office = r.office AND s.step = r.step)) THEN
        PERFORM decisions_refuse('another office signs before this one', 'signature_is_in_its_order');
    END IF;
    IF decisions_wrote(NEW.decision_id, NEW.person_id) THEN
        PERFORM decisions_refuse('an author does not sign their own paper', 'signature_author_stands_aside');
    END IF;
    IF NEW.how = 'ink' THEN
        IF NOT EXISTS (
            SELECT FROM accounts_proposal p JOIN decisions_storedfile f ON f.id = NEW.scan_id
            WHERE p.verb = 'decision.record_ink' AND p.subject = 'decision:' || NEW.decision_id
                AND p.confirmed_by_id IS NOT NULL AND p.proposed_by_id = NEW.recorded_by_id
                AND p.arguments ->> 'digest' = NEW.digest AND (p.arguments ->> 'round')::int = NEW.round
                AND (p.arguments ->> 'decided_by')::bigint = NEW.person_id AND p.arguments ->> 'scan' = f.sha256
                AND p.arguments ->> 'outcome' = NEW.step AND (p.arguments ->> 'on')::date = NEW.on) THEN
            PERFORM decisions_refuse('a decision in ink is confirmed before it has effect', 'signature_in_ink_is_confirmed');
        END IF;
    ELSE
        IF NEW.on IS DISTINCT FROM accounts_london_day(NEW.at) OR NOT accounts_holds(NEW.person_id, ARRAY[NEW.office]::text[], NEW.on) THEN
            PERFORM decisions_refuse('the office is not held on that day', 'signature_in_office');
        END IF;
        IF EXISTS (SELECT FROM accounts_person p WHERE p.id = NEW.person_id AND p.signing_barred_until > NEW.at) THEN
            PERFORM decisions_refuse('this person is barred from signing for a while', 'signature_after_cooling');
        END IF;
        IF NEW.how = 'passkey' AND NEW.evidence IS NULL THEN
            PERFORM decisions_refuse('the passkey''s answer is kept whole', 'signature_keeps_its_evidence');
        END IF;
    END IF;
    IF NEW.digest IS DISTINCT FROM (SELECT digest FROM decisions_submission WHERE decision_id = NEW.decision_id AND round = NEW.round) THEN
        PERFORM decisions_refuse('the signature is for another text', 'signature_quotes_what_was_submitted');
    END IF;
    RETURN NEW;
END $$;

-- What the law orders removed takes the reason too, when it takes the paper's words.
CREATE FUNCTION decisions_expunge_urgency() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.urgent_reason := CASE WHEN NEW.urgent_reason = '' THEN '' ELSE 'Removed by law' END;
    RETURN NEW;
END $$;
CREATE TRIGGER urgency_expunged BEFORE UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_urgency();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER urgency_expunged;
