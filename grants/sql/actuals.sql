-- What happened to money is only ever added to: a mistake is put right by a new entry of the same grant.
CREATE TRIGGER actual_is_kept BEFORE UPDATE OR DELETE ON grants_actual
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
CREATE TRIGGER actual_never_emptied BEFORE TRUNCATE ON grants_actual
    FOR EACH STATEMENT EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_actual ENABLE ALWAYS TRIGGER actual_is_kept;
ALTER TABLE grants_actual ENABLE ALWAYS TRIGGER actual_never_emptied;

CREATE FUNCTION grants_hold_correction() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM grants_actual wrong JOIN grants_tranche was ON was.id = wrong.tranche_id
            JOIN grants_tranche becomes ON becomes.grant_id = was.grant_id
        WHERE wrong.id = NEW.corrects_id AND becomes.id = NEW.tranche_id
    ) THEN
        RAISE EXCEPTION 'an entry is corrected within its own grant'
            USING ERRCODE = '23514', CONSTRAINT = 'actual_corrected_within_grant';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER actual_corrected_within_grant BEFORE INSERT ON grants_actual
    FOR EACH ROW EXECUTE FUNCTION grants_hold_correction();
ALTER TABLE grants_actual ENABLE ALWAYS TRIGGER actual_corrected_within_grant;

-- What had been reported as spent before there were entries stands as one entry for each tranche.
INSERT INTO grants_actual (tranche_id, kind, amount, happened_on, cost_category, unit, evidence, source, reason,
    recorded_by_id, recorded_at)
SELECT DISTINCT ON (tranche_id) tranche_id, 'spent', spent, until_on, '', '', '', 'return', '',
    reported_by_id, reported_at
FROM grants_spendreturn WHERE spent <> 0 ORDER BY tranche_id, until_on DESC, id DESC;
