-- Papers are judged by the profile that they were submitted under. Its rows are written by the owner alone.
-- Whatever a profile says: nobody signs what they wrote (fixed.sql), no person signs twice (the unique constraint
-- signature_once_per_person), and at least one signature decides.

-- The profile is named when a paper is submitted, and it is the one in force; from then on it stays.
CREATE OR REPLACE FUNCTION decisions_check_profile(before decisions_decision, after decisions_decision) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF after.imported OR after.status = 'draft' OR (before.status = 'draft' AND after.status = 'withdrawn') THEN
        RETURN;
    END IF;
    IF before.status = 'draft' AND after.profile_id IS DISTINCT FROM (SELECT digest FROM decisions_loadedprofile ORDER BY loaded_at DESC LIMIT 1) THEN
        PERFORM decisions_refuse('a paper is submitted under the profile in force', 'decision_names_the_profile_in_force');
    END IF;
    IF before.status <> 'draft' AND after.profile_id IS DISTINCT FROM before.profile_id THEN
        PERFORM decisions_refuse('a paper keeps the profile that it was submitted under', 'decision_keeps_its_profile');
    END IF;
    IF before.reference_key IS NULL AND NOT EXISTS (SELECT FROM decisions_profileseries s
        WHERE s.profile_id = after.profile_id AND s.code = after.series AND s.counted = (after.series_year IS NOT NULL)) THEN
        PERFORM decisions_refuse(format('%s is no series of the body', after.series), 'decision_reference_is_of_a_series');
    END IF;
END $$;

-- Whether every office that has to sign before this outcome has signed in this round, and somebody has decided.
CREATE OR REPLACE FUNCTION decisions_is_signed(paper decisions_decision) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM decisions_requiredsignatory r
            WHERE r.profile_id = paper.profile_id AND (r.step = 'endorsed' OR paper.status = 'approved')
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
            AND s.from_status = OLD.status AND s.to_status = NEW.status)))
    THEN
        PERFORM decisions_refuse(format('a paper does not go from %s to %s', OLD.status, NEW.status), 'decision_moves_along_the_steps');
    END IF;
    IF OLD.reference_key IS NOT NULL AND (NEW.reference_key, NEW.series, NEW.number, NEW.series_year)
        IS DISTINCT FROM (OLD.reference_key, OLD.series, OLD.number, OLD.series_year) THEN
        PERFORM decisions_refuse('a reference is never changed', 'decision_reference_is_kept');
    END IF;
    IF OLD.status <> 'draft' AND (
        NEW.title, NEW.executive_summary, NEW.marking, NEW.impact_state, NEW.impact_reason, NEW.impact_on, NEW.deferral,
        NEW.deferral_reason, NEW.deferral_until, NEW.part_2, NEW.part_2_marking, NEW.part_2_statement, NEW.part_2_reasons,
        NEW.part_2_review, NEW.imported, NEW.created_by_id, NEW.created_at)
        IS DISTINCT FROM (
        OLD.title, OLD.executive_summary, OLD.marking, OLD.impact_state, OLD.impact_reason, OLD.impact_on, OLD.deferral,
        OLD.deferral_reason, OLD.deferral_until, OLD.part_2, OLD.part_2_marking, OLD.part_2_statement, OLD.part_2_reasons,
        OLD.part_2_review, OLD.imported, OLD.created_by_id, OLD.created_at)
    THEN
        PERFORM decisions_refuse('only a draft is edited', 'decision_is_fixed');
    END IF;
    IF OLD.status IN ('approved', 'refused', 'withdrawn') AND (
        NEW.part1, NEW.round, NEW.decided_on, NEW.decided_by_name, NEW.decided_at, NEW.imported_from_id)
        IS DISTINCT FROM (OLD.part1, OLD.round, OLD.decided_on, OLD.decided_by_name, OLD.decided_at, OLD.imported_from_id)
    THEN
        PERFORM decisions_refuse('what was decided never changes', 'decision_is_fixed');
    END IF;
    IF OLD.authorised_at IS NOT NULL AND (NEW.authorised_at, NEW.authorised_by_id) IS DISTINCT FROM (OLD.authorised_at, OLD.authorised_by_id) THEN
        PERFORM decisions_refuse('an authorisation is kept', 'decision_authorisation_is_kept');
    END IF;
    PERFORM decisions_check_profile(OLD, NEW);
    IF NEW.status IN ('approved', 'refused') AND NEW.status <> OLD.status AND NOT NEW.imported AND NOT decisions_is_signed(NEW) THEN
        PERFORM decisions_refuse('a decision needs every signature that the profile asks for, and one that decides', 'decision_is_signed_by_both');
    END IF;
    RETURN NEW;
END $$;

-- A signature is given on a paper that waits for it, in the order of the profile, by no author of the paper, and quotes
-- the digest of what was submitted.
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
    IF asked.id IS NULL OR NEW.round <> paper.round THEN
        PERFORM decisions_refuse('the paper does not wait for this signature', 'signature_is_of_its_time');
    END IF;
    IF EXISTS (SELECT FROM decisions_requiredsignatory r WHERE r.profile_id = paper.profile_id AND r.position < asked.position
        AND NOT EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = paper.id AND s.round = paper.round
            AND s.office = r.office AND s.step = r.step)) THEN
        PERFORM decisions_refuse('another office signs before this one', 'signature_is_in_its_order');
    END IF;
    IF decisions_wrote(NEW.decision_id, NEW.person_id) THEN
        PERFORM decisions_refuse('an author does not sign their own paper', 'signature_author_stands_aside');
    END IF;
    IF NEW.digest IS DISTINCT FROM (SELECT digest FROM decisions_submission WHERE decision_id = NEW.decision_id AND round = NEW.round) THEN
        PERFORM decisions_refuse('the signature is for another text', 'signature_quotes_what_was_submitted');
    END IF;
    RETURN NEW;
END $$;
