-- Signed means fixed: what may never happen to a paper, whoever asks. Raised as a check violation (23514).

CREATE OR REPLACE FUNCTION decisions_refuse(message text, name text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', message USING ERRCODE = '23514', CONSTRAINT = name;
END $$;

-- What the law orders removed: true only inside decisions_expunge (expunge.sql), which runs as the owner.
CREATE OR REPLACE FUNCTION decisions_expunging() RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('register.expunging', true), '') = 'yes'
        AND current_user = (SELECT tableowner FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'decisions_decision');
$$;

-- A paper begins as a draft, moves along the table of steps, and is edited as a draft only.
CREATE OR REPLACE FUNCTION decisions_guard_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moved constant text := OLD.status || ' ' || NEW.status;
BEGIN
    IF decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT (
        moved = ANY (ARRAY[
            'draft submitted', 'draft withdrawn', 'submitted checked', 'submitted draft', 'submitted withdrawn',
            'checked endorsed', 'checked draft', 'checked withdrawn',
            'endorsed approved', 'endorsed refused', 'endorsed draft', 'endorsed withdrawn'])
        OR (OLD.imported AND NEW.imported AND moved IN ('draft approved', 'draft refused')))
    THEN
        PERFORM decisions_refuse(format('a paper does not go from %s to %s', OLD.status, NEW.status), 'decision_moves_along_the_steps');
    END IF;
    IF OLD.reference_key IS NOT NULL AND (NEW.reference_key, NEW.series, NEW.number) IS DISTINCT FROM (OLD.reference_key, OLD.series, OLD.number) THEN
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
    IF NEW.status IN ('approved', 'refused') AND OLD.status = 'endorsed' AND (
        SELECT count(*) FROM decisions_signature s WHERE s.decision_id = NEW.id AND s.round = NEW.round
            AND (s.office, s.step) IN (('chief_executive', 'endorsed'), ('deputy_mayor', NEW.status))) < 2
    THEN
        PERFORM decisions_refuse('a decision needs the endorsement and the decision, both signed', 'decision_is_signed_by_both');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_birth() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' AND NOT NEW.imported THEN
            PERFORM decisions_refuse('a paper begins as a draft', 'decision_begins_as_a_draft');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> 'draft' OR OLD.reference_key IS NOT NULL THEN
        PERFORM decisions_refuse('a paper with a number is never removed', 'decision_is_kept');
    END IF;
    RETURN OLD;
END $$;

-- The parts of a paper are written while it is a draft. The paper's row is locked, so that a save and a step
-- that run at once cannot pass each other.
CREATE OR REPLACE FUNCTION decisions_guard_part() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper bigint;
    stands text;
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    FOREACH paper IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.decision_id] WHEN 'DELETE' THEN ARRAY[OLD.decision_id]
        ELSE ARRAY[NEW.decision_id, OLD.decision_id] END
    LOOP
        SELECT status INTO stands FROM decisions_decision WHERE id = paper FOR SHARE;
        IF stands IS DISTINCT FROM 'draft' AND stands IS NOT NULL THEN
            PERFORM decisions_refuse(format('%s of a paper that is %s is fixed', TG_TABLE_NAME, stands), 'part_is_fixed');
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- An item of Part 2 is part of what was signed; afterwards it can only be marked as released, or blanked by law.
CREATE OR REPLACE FUNCTION decisions_guard_item() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.released_at IS NULL AND NEW.released_at IS NOT NULL
        AND (NEW.id, NEW.decision_id, NEW.number, NEW.kind, NEW.title, NEW.text, NEW.salt)
          = (OLD.id, OLD.decision_id, OLD.number, OLD.kind, OLD.title, OLD.text, OLD.salt) THEN
        RETURN NEW;
    END IF;
    IF (SELECT status FROM decisions_decision WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.decision_id ELSE OLD.decision_id END FOR SHARE) <> 'draft' THEN
        PERFORM decisions_refuse('Part 2 is fixed once the paper is submitted', 'part_2_is_fixed');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF (SELECT d.status FROM decisions_part2item i JOIN decisions_decision d ON d.id = i.decision_id
        WHERE i.id = CASE TG_OP WHEN 'INSERT' THEN NEW.item_id ELSE OLD.item_id END FOR SHARE OF d) <> 'draft' THEN
        PERFORM decisions_refuse('Part 2 is fixed once the paper is submitted', 'part_2_is_fixed');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- History is only added to.
CREATE OR REPLACE FUNCTION decisions_only_add() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    PERFORM decisions_refuse(format('%s of %s is refused: it is only added to', lower(TG_OP), TG_TABLE_NAME), TG_TABLE_NAME || '_only_added');
    RETURN NULL;
END $$;

-- Nobody who wrote any part of a paper checks, endorses or decides it, nor records what was decided in ink.
CREATE OR REPLACE FUNCTION decisions_guard_move() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.step IN ('check', 'endorse', 'approve', 'refuse', 'record_ink') AND decisions_wrote(NEW.decision_id, NEW.by_id) THEN
        PERFORM decisions_refuse('an author does not check, endorse or decide their own paper', 'move_author_stands_aside');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_wrote(paper bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM decisions_partsave WHERE decision_id = paper AND saved_by_id = person)
        OR EXISTS (SELECT FROM decisions_decision WHERE id = paper AND created_by_id = person);
$$;

-- A signature is given on a paper that waits for it, by no author of it, and quotes the digest of what was submitted.
CREATE OR REPLACE FUNCTION decisions_guard_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
BEGIN
    SELECT * INTO paper FROM decisions_decision WHERE id = NEW.decision_id FOR SHARE;
    IF paper.imported THEN
        IF paper.status <> 'draft' THEN
            PERFORM decisions_refuse('an imported paper is signed as it was read', 'signature_is_of_its_time');
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.office, NEW.step, paper.status) NOT IN (('chief_executive', 'endorsed', 'checked'), ('deputy_mayor', 'approved', 'endorsed'), ('deputy_mayor', 'refused', 'endorsed'))
        OR NEW.round <> paper.round THEN
        PERFORM decisions_refuse('the paper does not wait for this signature', 'signature_is_of_its_time');
    END IF;
    IF decisions_wrote(NEW.decision_id, NEW.person_id) THEN
        PERFORM decisions_refuse('an author does not sign their own paper', 'signature_author_stands_aside');
    END IF;
    IF NEW.digest IS DISTINCT FROM (SELECT digest FROM decisions_submission WHERE decision_id = NEW.decision_id AND round = NEW.round) THEN
        PERFORM decisions_refuse('the signature is for another text', 'signature_quotes_what_was_submitted');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_guarded BEFORE UPDATE ON decisions_decision FOR EACH ROW EXECUTE FUNCTION decisions_guard_decision();
CREATE TRIGGER decision_born BEFORE INSERT OR DELETE ON decisions_decision FOR EACH ROW EXECUTE FUNCTION decisions_guard_birth();
CREATE TRIGGER move_guarded BEFORE INSERT ON decisions_move FOR EACH ROW EXECUTE FUNCTION decisions_guard_move();
CREATE TRIGGER signature_guarded BEFORE INSERT ON decisions_signature FOR EACH ROW EXECUTE FUNCTION decisions_guard_signature();
CREATE TRIGGER part_2_item_guarded BEFORE INSERT OR UPDATE OR DELETE ON decisions_part2item FOR EACH ROW EXECUTE FUNCTION decisions_guard_item();
CREATE TRIGGER part_2_file_guarded BEFORE INSERT OR UPDATE OR DELETE ON decisions_part2file FOR EACH ROW EXECUTE FUNCTION decisions_guard_file();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER decision_guarded;
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER decision_born;
ALTER TABLE decisions_move ENABLE ALWAYS TRIGGER move_guarded;
ALTER TABLE decisions_signature ENABLE ALWAYS TRIGGER signature_guarded;
ALTER TABLE decisions_part2item ENABLE ALWAYS TRIGGER part_2_item_guarded;
ALTER TABLE decisions_part2file ENABLE ALWAYS TRIGGER part_2_file_guarded;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['section', 'recommendation', 'declaration', 'link', 'decisiongrant', 'boardreport', 'explanation', 'exemption'] LOOP
        EXECUTE format('CREATE TRIGGER part_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON decisions_%s FOR EACH ROW EXECUTE FUNCTION decisions_guard_part()', name);
        EXECUTE format('ALTER TABLE decisions_%s ENABLE ALWAYS TRIGGER part_is_fixed', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['partsave', 'move', 'submission', 'signature', 'sealedpaper', 'storedfile'] LOOP
        EXECUTE format('CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_%s FOR EACH ROW EXECUTE FUNCTION decisions_only_add()', name);
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON decisions_%s FOR EACH STATEMENT EXECUTE FUNCTION decisions_only_add()', name);
        EXECUTE format('ALTER TABLE decisions_%s ENABLE ALWAYS TRIGGER only_added', name);
        EXECUTE format('ALTER TABLE decisions_%s ENABLE ALWAYS TRIGGER never_emptied', name);
    END LOOP;
END $$;
