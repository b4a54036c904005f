-- An account that one administrator made is that administrator's word alone until a second one has agreed to an office of it.
-- Until then its maker does not confirm that an office is lent to it: the lender chooses a name, and a made-up colleague may have it.
CREATE FUNCTION accounts_guard_lending() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.verb = 'office.delegate' AND NEW.confirmed_by_id IS NOT NULL AND OLD.confirmed_by_id IS NULL
        AND EXISTS (SELECT FROM audit_event e
            WHERE e.subject = NEW.subject AND e.verb = 'create person' AND e.actor_id = NEW.confirmed_by_id)
        AND NOT EXISTS (SELECT FROM accounts_holding h
            WHERE 'person:' || h.person_id = NEW.subject AND h.confirmed_by_id IS NOT NULL
                AND (h.delegated_by_id IS NULL OR h.confirmed_by_id <> NEW.confirmed_by_id)) THEN
        PERFORM accounts_refuse('whoever made an account does not confirm alone that it is lent an office', 'lending_confirmed_by_no_maker');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lending_guarded BEFORE UPDATE ON accounts_proposal
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_lending();
ALTER TABLE accounts_proposal ENABLE ALWAYS TRIGGER lending_guarded;
