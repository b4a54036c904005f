-- A job title is printed on what its holder signs, so it changes as a name does: when two people agree. Proposals made before
-- this name no job title, and leave it as it is.
CREATE OR REPLACE FUNCTION accounts_guard_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.email, NEW.name, NEW.job_title) IS DISTINCT FROM (OLD.email, OLD.name, OLD.job_title) THEN
        PERFORM accounts_use((
            SELECT min(p.id) FROM accounts_proposal p WHERE p.verb = 'person.change' AND p.subject = 'person:' || NEW.id
                AND p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'email' = NEW.email AND p.arguments ->> 'name' = NEW.name
                AND p.arguments -> 'was' ->> 'email' = OLD.email AND p.arguments -> 'was' ->> 'name' = OLD.name
                AND coalesce(p.arguments ->> 'job_title', OLD.job_title) = NEW.job_title
                AND coalesce(p.arguments -> 'was' ->> 'job_title', OLD.job_title) = OLD.job_title
                AND accounts_is_unused(p.id, 'change')),
            'change', 'two people agree before a name, a job title or an address changes', 'person_changed_by_two');
    END IF;
    IF OLD.signing_barred_until IS NOT NULL AND coalesce(NEW.signing_barred_until, '-infinity') < OLD.signing_barred_until THEN
        PERFORM accounts_refuse('a cooling time is never shortened', 'person_cooling_is_kept');
    END IF;
    IF OLD.factor_since IS NOT NULL AND NEW.factor_since IS DISTINCT FROM OLD.factor_since THEN
        PERFORM accounts_refuse('when the first factor was set up is kept', 'person_factor_since_is_kept');
    END IF;
    IF NEW.is_active AND NOT OLD.is_active THEN
        PERFORM accounts_use((
            SELECT min(p.id) FROM accounts_proposal p WHERE p.verb = 'person.reopen' AND p.subject = 'person:' || NEW.id
                AND p.confirmed_by_id IS NOT NULL AND accounts_is_unused(p.id, 'reopen')),
            'reopen', 'two people agree before an account is opened again', 'person_reopened_by_two');
    END IF;
    RETURN NEW;
END $$;
