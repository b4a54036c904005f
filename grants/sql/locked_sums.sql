-- As in authority.sql, and under REPEATABLE READ as well: the grant's row is written, not only locked, so that of two
-- transactions that began before either was committed the second is refused and must look again.
CREATE OR REPLACE FUNCTION grants_hold_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    accepted_sum numeric;
    allowed_sum numeric;
BEGIN
    IF NEW.accepted IS NULL OR (TG_OP = 'UPDATE' AND NEW.grant_id = OLD.grant_id AND NEW.accepted <= OLD.accepted) THEN
        RETURN NEW;
    END IF;
    UPDATE grants_grant SET version = version WHERE id = NEW.grant_id;
    SELECT coalesce(sum(accepted), 0) INTO accepted_sum FROM grants_tranche
        WHERE grant_id = NEW.grant_id AND id IS DISTINCT FROM NEW.id;
    SELECT coalesce(sum(amount), 0) INTO allowed_sum FROM grants_authority
        WHERE grant_id = NEW.grant_id AND ended_at IS NULL;
    IF accepted_sum + NEW.accepted > allowed_sum THEN
        RAISE EXCEPTION 'accepted % is more than the % that approved decisions allow', accepted_sum + NEW.accepted, allowed_sum
            USING ERRCODE = '23514', CONSTRAINT = 'tranche_accepted_within_authority';
    END IF;
    RETURN NEW;
END $$;
