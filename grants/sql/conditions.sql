-- What an open condition forbids is not accepted: as in locked_sums.sql, but an authority counts only while no
-- condition of its recommendation, or of its whole decision, still has to be met before the money is accepted.
CREATE OR REPLACE FUNCTION grants_hold_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    accepted_sum numeric;
    allowed_sum numeric;
    acceptable_sum numeric;
BEGIN
    IF NEW.accepted IS NULL OR (TG_OP = 'UPDATE' AND NEW.grant_id = OLD.grant_id AND NEW.accepted <= OLD.accepted) THEN
        RETURN NEW;
    END IF;
    UPDATE grants_grant SET version = version WHERE id = NEW.grant_id;
    SELECT coalesce(sum(accepted), 0) INTO accepted_sum FROM grants_tranche
        WHERE grant_id = NEW.grant_id AND id IS DISTINCT FROM NEW.id;
    SELECT coalesce(sum(a.amount), 0), coalesce(sum(a.amount) FILTER (WHERE NOT EXISTS (
            SELECT FROM grants_grantcondition c WHERE c.grant_id = a.grant_id AND c.reference = a.reference
                AND c.before_acceptance AND c.met_on IS NULL
                AND (c.recommendation IS NULL OR c.recommendation = a.recommendation))), 0)
        INTO allowed_sum, acceptable_sum
        FROM grants_authority a WHERE a.grant_id = NEW.grant_id AND a.ended_at IS NULL;
    IF accepted_sum + NEW.accepted > allowed_sum THEN
        RAISE EXCEPTION 'accepted % is more than the % that approved decisions allow', accepted_sum + NEW.accepted, allowed_sum
            USING ERRCODE = '23514', CONSTRAINT = 'tranche_accepted_within_authority';
    END IF;
    IF accepted_sum + NEW.accepted > acceptable_sum THEN
        RAISE EXCEPTION 'accepted % is more than the % that no open condition forbids', accepted_sum + NEW.accepted, acceptable_sum
            USING ERRCODE = '23514', CONSTRAINT = 'tranche_accepted_after_conditions';
    END IF;
    RETURN NEW;
END $$;
