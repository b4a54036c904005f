-- Texts in the body's other language, dates and what was weighed are fixed with the paper, and blanked where the law orders it.
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
        NEW.part_2_review, NEW.urgent, NEW.urgent_reason, NEW.kind, NEW.significance, NEW.language, NEW.title_translation,
        NEW.executive_summary_translation, NEW.received_on, NEW.effective_from, NEW.imported, NEW.created_by_id, NEW.created_at)
        IS DISTINCT FROM (
        OLD.title, OLD.executive_summary, OLD.marking, OLD.impact_state, OLD.impact_reason, OLD.impact_on, OLD.deferral,
        OLD.deferral_reason, OLD.deferral_until, OLD.part_2, OLD.part_2_marking, OLD.part_2_statement, OLD.part_2_reasons,
        OLD.part_2_review, OLD.urgent, OLD.urgent_reason, OLD.kind, OLD.significance, OLD.language, OLD.title_translation,
        OLD.executive_summary_translation, OLD.received_on, OLD.effective_from, OLD.imported, OLD.created_by_id, OLD.created_at)
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

CREATE TRIGGER part_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON decisions_consideration
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_part();
ALTER TABLE decisions_consideration ENABLE ALWAYS TRIGGER part_is_fixed;

CREATE FUNCTION decisions_expunge_further_texts() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE decisions_decision SET title_translation = '', executive_summary_translation = '' WHERE id = NEW.id;
    UPDATE decisions_recommendation SET translation = '' WHERE decision_id = NEW.id;
    UPDATE decisions_consideration SET title = 'Removed by law', text = '', answer = '' WHERE decision_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER further_texts_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_further_texts();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER further_texts_expunged;
