-- Forecasts, ticks, closings and anticipations are only ever added to.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['forecast', 'forecastmonth', 'closingtick', 'closedyear', 'anticipatedmoney',
                                'anticipationoutcome'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON grants_%I '
            'FOR EACH ROW EXECUTE FUNCTION grants_keep()', name || '_is_kept', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON grants_%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION grants_keep()', name || '_never_emptied', name);
        EXECUTE format('ALTER TABLE grants_%I ENABLE ALWAYS TRIGGER %I', name, name || '_is_kept');
        EXECUTE format('ALTER TABLE grants_%I ENABLE ALWAYS TRIGGER %I', name, name || '_never_emptied');
    END LOOP;
END $$;

-- A closed year takes corrections of its own entries alone, with a reason (actual_correction_says_why), by somebody who
-- holds the office of chief finance officer on the day; of two transactions at once the closing waits for the entry.
CREATE FUNCTION grants_is_chief_finance_officer(person bigint, day date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM accounts_holding h LEFT JOIN accounts_holding lender ON lender.id = h.delegated_by_id
        WHERE h.person_id = person AND h.office = 'chief_finance_officer'
            AND h.confirmed_by_id IS NOT NULL AND NOT h.is_void
            AND day BETWEEN h.from_on AND coalesce(h.until_on, 'infinity')
            AND (lender.id IS NULL OR (lender.confirmed_by_id IS NOT NULL AND NOT lender.is_void
                AND day BETWEEN lender.from_on AND coalesce(lender.until_on, 'infinity')))
    )
$$;

CREATE FUNCTION grants_hold_closed_year() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wanted bigint;
BEGIN
    SELECT grant_id INTO wanted FROM grants_tranche WHERE id = NEW.tranche_id;
    PERFORM FROM grants_grant WHERE id = wanted FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM grants_closedyear closed JOIN grants_tranche t ON t.grant_id = closed.grant_id AND t.year = closed.year
            LEFT JOIN grants_actual corrected ON corrected.id = NEW.corrects_id
        WHERE t.id IN (NEW.tranche_id, corrected.tranche_id)
    ) AND (
        NEW.corrects_id IS NULL
        OR NOT grants_is_chief_finance_officer(NEW.recorded_by_id, (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)
    ) THEN
        RAISE EXCEPTION 'a closed year takes only a correction by the chief finance officer'
            USING ERRCODE = '23514', CONSTRAINT = 'actual_year_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER actual_year_is_open BEFORE INSERT ON grants_actual
    FOR EACH ROW EXECUTE FUNCTION grants_hold_closed_year();
ALTER TABLE grants_actual ENABLE ALWAYS TRIGGER actual_year_is_open;

CREATE FUNCTION grants_hold_closed_money() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (TG_OP = 'INSERT' OR NEW.accepted IS DISTINCT FROM OLD.accepted OR NEW.year <> OLD.year
            OR NEW.grant_id <> OLD.grant_id) AND EXISTS (
        SELECT FROM grants_closedyear WHERE grant_id = NEW.grant_id
            AND (year = NEW.year OR (TG_OP = 'UPDATE' AND year = OLD.year))
    ) THEN
        RAISE EXCEPTION 'what was accepted for a closed year does not change'
            USING ERRCODE = '23514', CONSTRAINT = 'tranche_year_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tranche_year_is_open BEFORE INSERT OR UPDATE ON grants_tranche
    FOR EACH ROW EXECUTE FUNCTION grants_hold_closed_money();
ALTER TABLE grants_tranche ENABLE ALWAYS TRIGGER tranche_year_is_open;

CREATE FUNCTION grants_close_year() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM grants_grant WHERE id = NEW.grant_id FOR UPDATE;
    IF NOT grants_is_chief_finance_officer(NEW.closed_by_id, (NEW.closed_at AT TIME ZONE 'Europe/London')::date) THEN
        RAISE EXCEPTION 'a year is closed by the chief finance officer'
            USING ERRCODE = '23514', CONSTRAINT = 'year_closed_by_chief_finance_officer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_closed_by_chief_finance_officer BEFORE INSERT ON grants_closedyear
    FOR EACH ROW EXECUTE FUNCTION grants_close_year();
ALTER TABLE grants_closedyear ENABLE ALWAYS TRIGGER year_closed_by_chief_finance_officer;
