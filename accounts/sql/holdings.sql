-- What a holding of an office says never changes: it is confirmed once, ended early, and stays; a delegation stays
-- inside its parent.
CREATE FUNCTION accounts_holding_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'A holding of an office is never removed: end it.' USING ERRCODE = '23514';
    END IF;
    IF (NEW.person_id, NEW.office, NEW.from_on, NEW.given_by_id, NEW.given_at) IS DISTINCT FROM
       (OLD.person_id, OLD.office, OLD.from_on, OLD.given_by_id, OLD.given_at)
       OR NEW.delegated_by_id IS DISTINCT FROM OLD.delegated_by_id THEN
        RAISE EXCEPTION 'Who holds which office, from when and by whom, is never changed: end it and give it again.'
            USING ERRCODE = '23514';
    END IF;
    IF OLD.confirmed_by_id IS NOT NULL AND (NEW.confirmed_by_id, NEW.confirmed_at) IS DISTINCT FROM
       (OLD.confirmed_by_id, OLD.confirmed_at) THEN
        RAISE EXCEPTION 'A confirmation is never changed.' USING ERRCODE = '23514';
    END IF;
    IF COALESCE(NEW.until_on, 'infinity') > COALESCE(OLD.until_on, 'infinity') THEN
        RAISE EXCEPTION 'A holding is shortened, never lengthened: give the office again.' USING ERRCODE = '23514';
    END IF;
    IF OLD.is_void AND NOT NEW.is_void THEN
        RAISE EXCEPTION 'What was taken back stays taken back: give the office again.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_holding_fixed BEFORE UPDATE OR DELETE ON accounts_holding
    FOR EACH ROW EXECUTE FUNCTION accounts_holding_fixed();
CREATE TRIGGER accounts_holding_kept BEFORE TRUNCATE ON accounts_holding
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_holding_fixed();
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER accounts_holding_fixed;
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER accounts_holding_kept;

CREATE FUNCTION accounts_delegation_inside() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    parent accounts_holding%ROWTYPE;
BEGIN
    IF NEW.delegated_by_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO parent FROM accounts_holding WHERE id = NEW.delegated_by_id FOR UPDATE;
    IF parent.delegated_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'An office that was lent is not lent on.' USING ERRCODE = '23514';
    END IF;
    IF parent.office <> NEW.office OR parent.person_id <> NEW.given_by_id OR parent.person_id = NEW.person_id THEN
        RAISE EXCEPTION 'An office is lent by its holder to somebody else.' USING ERRCODE = '23514';
    END IF;
    IF NOT NEW.is_void AND (parent.is_void OR NEW.from_on < parent.from_on
       OR NEW.until_on > COALESCE(parent.until_on, 'infinity')) THEN
        RAISE EXCEPTION 'An office is lent only for days on which its holder has it.' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' AND parent.confirmed_by_id IS NULL THEN
        RAISE EXCEPTION 'An office that is not confirmed cannot be lent.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_delegation_inside BEFORE INSERT OR UPDATE ON accounts_holding
    FOR EACH ROW EXECUTE FUNCTION accounts_delegation_inside();
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER accounts_delegation_inside;
