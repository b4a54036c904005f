-- Accepted money stays within what the decisions in force allow, also under two writers at once:
-- the grant's row is locked before the sums are read.

CREATE OR REPLACE FUNCTION grants_hold_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    accepted_sum numeric;
    allowed_sum numeric;
BEGIN
    IF NEW.accepted IS NULL OR (TG_OP = 'UPDATE' AND NEW.grant_id = OLD.grant_id AND NEW.accepted <= OLD.accepted) THEN
        RETURN NEW;
    END IF;
    PERFORM FROM grants_grant WHERE id = NEW.grant_id FOR UPDATE;
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

CREATE TRIGGER tranche_accepted_within_authority BEFORE INSERT OR UPDATE ON grants_tranche
    FOR EACH ROW EXECUTE FUNCTION grants_hold_authority();
ALTER TABLE grants_tranche ENABLE ALWAYS TRIGGER tranche_accepted_within_authority;

-- An authority is what somebody signed: it may end, it is never altered or removed.
CREATE OR REPLACE FUNCTION grants_fix_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
        AND (NEW.id, NEW.grant_id, NEW.reference, NEW.recommendation, NEW.amount, NEW.up_to, NEW.from_at)
          = (OLD.id, OLD.grant_id, OLD.reference, OLD.recommendation, OLD.amount, OLD.up_to, OLD.from_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an authority is only ended, never changed or removed'
        USING ERRCODE = '23514', CONSTRAINT = 'authority_is_fixed';
END $$;

CREATE TRIGGER authority_is_fixed BEFORE UPDATE OR DELETE ON grants_authority
    FOR EACH ROW EXECUTE FUNCTION grants_fix_authority();
ALTER TABLE grants_authority ENABLE ALWAYS TRIGGER authority_is_fixed;

-- A number of a grant is never reused, so a grant is never removed; nor is what was reported as spent.
CREATE OR REPLACE FUNCTION grants_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_is_kept';
END $$;

CREATE TRIGGER grant_is_kept BEFORE DELETE ON grants_grant FOR EACH ROW EXECUTE FUNCTION grants_keep();
CREATE TRIGGER spend_return_is_kept BEFORE UPDATE OR DELETE ON grants_spendreturn
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_grant ENABLE ALWAYS TRIGGER grant_is_kept;
ALTER TABLE grants_spendreturn ENABLE ALWAYS TRIGGER spend_return_is_kept;
