-- A return is certified, a year closed and a closed year corrected with a fresh proof of who does it.
CREATE FUNCTION grants_check_confirmed_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.step = 'certify' AND NEW.confirmed_how = '' THEN
        PERFORM grants_refuse('who certifies proves who they are', 'obligation_certified_with_proof');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER obligation_step_is_confirmed BEFORE INSERT ON grants_obligationstep
    FOR EACH ROW EXECUTE FUNCTION grants_check_confirmed_step();
ALTER TABLE grants_obligationstep ENABLE ALWAYS TRIGGER obligation_step_is_confirmed;

CREATE FUNCTION grants_check_confirmed_closing() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.confirmed_how = '' THEN
        PERFORM grants_refuse('who closes a year proves who they are', 'year_closed_with_proof');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_closed_with_proof BEFORE INSERT ON grants_closedyear
    FOR EACH ROW EXECUTE FUNCTION grants_check_confirmed_closing();
ALTER TABLE grants_closedyear ENABLE ALWAYS TRIGGER year_closed_with_proof;

CREATE FUNCTION grants_check_confirmed_correction() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.corrects_id IS NOT NULL AND NEW.confirmed_how = '' AND EXISTS (
        SELECT FROM grants_closedyear closed JOIN grants_tranche t ON t.grant_id = closed.grant_id AND t.year = closed.year
            LEFT JOIN grants_actual corrected ON corrected.id = NEW.corrects_id
        WHERE t.id IN (NEW.tranche_id, corrected.tranche_id)
    ) THEN
        PERFORM grants_refuse('who corrects a closed year proves who they are', 'closed_year_corrected_with_proof');
    END IF;
    RETURN NEW;
END $$;
-- Named so that it comes after actual_year_is_open, which locks the grant.
CREATE TRIGGER closed_year_corrected_with_proof BEFORE INSERT ON grants_actual
    FOR EACH ROW EXECUTE FUNCTION grants_check_confirmed_correction();
ALTER TABLE grants_actual ENABLE ALWAYS TRIGGER closed_year_corrected_with_proof;
