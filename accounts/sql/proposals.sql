-- Nobody acts alone for another: what two people must agree is proposed by one and confirmed by another, and what it
-- is about changes only then. Raised as check violations (23514) with a name.

CREATE FUNCTION accounts_refuse(message text, name text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', message USING ERRCODE = '23514', CONSTRAINT = name;
END $$;

-- The offices that propose and confirm each change. The program holds the same table (accounts/proposals/registry.py);
-- a test compares the two. Empty proposers: whoever holds the office that is lent.
CREATE TABLE accounts_proposal_rule (
    verb text PRIMARY KEY,
    proposers text[] NOT NULL,
    confirmers text[] NOT NULL CHECK (cardinality(confirmers) > 0)
);
INSERT INTO accounts_proposal_rule (verb, proposers, confirmers) VALUES
    ('person.change', '{administrator}', '{administrator}'),
    ('person.remove_factor', '{administrator}', '{administrator}'),
    ('person.invite', '{administrator}', '{administrator}'),
    ('person.close', '{administrator}', '{administrator}'),
    ('person.reopen', '{administrator}', '{administrator}'),
    ('office.give', '{administrator}', '{administrator}'),
    ('office.end', '{administrator}', '{administrator}'),
    ('office.delegate', '{}', '{administrator}'),
    ('decision.record_ink', '{dmpc_staff}', '{deputy_mayor}'),
    ('decision.release', '{dmpc_staff}', '{dmpc_staff}'),
    ('decision.overrule', '{dmpc_staff}', '{administrator}'),
    ('publication.withdraw', '{dmpc_staff}', '{dmpc_staff}'),
    ('publication.correct', '{dmpc_staff}', '{dmpc_staff}'),
    ('publication.early', '{dmpc_staff}', '{dmpc_staff}'),
    ('publication.expunge', '{dmpc_staff}', '{administrator}'),
    ('wording.text', '{administrator}', '{administrator}'),
    ('wording.power', '{administrator}', '{administrator}'),
    ('wording.end_power', '{administrator}', '{administrator}');

-- Whether a person holds one of these offices on a day, by a holding that counts (as HoldingQuerySet.on).
CREATE FUNCTION accounts_holds(person bigint, offices text[], day date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM accounts_holding h
        JOIN accounts_person p ON p.id = h.person_id AND p.is_active
        LEFT JOIN accounts_holding l ON l.id = h.delegated_by_id
        WHERE h.person_id = person AND h.office = ANY (offices)
            AND h.confirmed_by_id IS NOT NULL AND NOT h.is_void
            AND day BETWEEN h.from_on AND coalesce(h.until_on, 'infinity')
            AND (l.id IS NULL OR (l.confirmed_by_id IS NOT NULL AND NOT l.is_void
                AND day BETWEEN l.from_on AND coalesce(l.until_on, 'infinity'))))
$$;

CREATE FUNCTION accounts_london_day(moment timestamptz) RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (moment AT TIME ZONE 'Europe/London')::date
$$;

-- What the law orders removed: true only inside the owner's own function that two people let run.
CREATE FUNCTION accounts_expunging(of_table oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('register.expunging', true), '') = 'yes'
        AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = of_table)
$$;

CREATE FUNCTION accounts_guard_proposal() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rule accounts_proposal_rule;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        PERFORM accounts_refuse('a proposal is confirmed or dropped, never removed', 'proposal_is_kept');
    END IF;
    SELECT * INTO rule FROM accounts_proposal_rule r WHERE r.verb = NEW.verb;
    IF rule IS NULL THEN
        PERFORM accounts_refuse('nothing of this kind is proposed', 'proposal_of_a_known_kind');
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_by_id IS NOT NULL OR NEW.dropped_at IS NOT NULL THEN
            PERFORM accounts_refuse('a proposal begins open', 'proposal_begins_open');
        END IF;
        IF cardinality(rule.proposers) > 0
            AND NOT accounts_holds(NEW.proposed_by_id, rule.proposers, accounts_london_day(NEW.proposed_at)) THEN
            PERFORM accounts_refuse('this needs an office that proposes it', 'proposal_proposed_in_office');
        END IF;
        RETURN NEW;
    END IF;
    IF accounts_expunging(TG_RELID) THEN
        RETURN NEW;
    END IF;
    IF OLD.confirmed_by_id IS NOT NULL OR OLD.dropped_at IS NOT NULL
        OR (NEW.id, NEW.verb, NEW.subject, NEW.target, NEW.sentence, NEW.arguments, NEW.reason, NEW.proposed_by_id,
            NEW.proposed_at, NEW.lapses_at)
           IS DISTINCT FROM
           (OLD.id, OLD.verb, OLD.subject, OLD.target, OLD.sentence, OLD.arguments, OLD.reason, OLD.proposed_by_id,
            OLD.proposed_at, OLD.lapses_at) THEN
        PERFORM accounts_refuse('a proposal is confirmed or dropped, once, and never changed', 'proposal_is_fixed');
    END IF;
    IF NEW.confirmed_by_id IS NOT NULL THEN
        IF NEW.confirmed_at < NEW.proposed_at OR NEW.confirmed_at >= NEW.lapses_at THEN
            PERFORM accounts_refuse('the proposal has lapsed', 'proposal_confirmed_in_time');
        END IF;
        IF NOT accounts_holds(NEW.confirmed_by_id, rule.confirmers, accounts_london_day(NEW.confirmed_at)) THEN
            PERFORM accounts_refuse('this needs an office that confirms it', 'proposal_confirmed_in_office');
        END IF;
        IF NEW.subject = 'person:' || NEW.confirmed_by_id THEN
            PERFORM accounts_refuse('nobody confirms what concerns themselves', 'proposal_confirmed_by_no_party');
        END IF;
        IF EXISTS (SELECT FROM accounts_person p WHERE p.id IN (NEW.confirmed_by_id) AND p.signing_barred_until > NEW.confirmed_at) THEN
            PERFORM accounts_refuse('this person is barred from confirming for a while', 'proposal_confirmed_after_cooling');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_guarded BEFORE INSERT OR UPDATE OR DELETE ON accounts_proposal
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_proposal();
CREATE TRIGGER proposal_kept BEFORE TRUNCATE ON accounts_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_guard_proposal();
ALTER TABLE accounts_proposal ENABLE ALWAYS TRIGGER proposal_guarded;
ALTER TABLE accounts_proposal ENABLE ALWAYS TRIGGER proposal_kept;

-- An account keeps its name and address until two people agree; the cooling time is never shortened.
CREATE FUNCTION accounts_guard_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.email, NEW.name) IS DISTINCT FROM (OLD.email, OLD.name) AND NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb = 'person.change' AND p.subject = 'person:' || NEW.id
            AND p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'email' = NEW.email AND p.arguments ->> 'name' = NEW.name
            AND p.arguments -> 'was' ->> 'email' = OLD.email AND p.arguments -> 'was' ->> 'name' = OLD.name) THEN
        PERFORM accounts_refuse('two people agree before a name or an address changes', 'person_changed_by_two');
    END IF;
    IF OLD.signing_barred_until IS NOT NULL AND coalesce(NEW.signing_barred_until, '-infinity') < OLD.signing_barred_until THEN
        PERFORM accounts_refuse('a cooling time is never shortened', 'person_cooling_is_kept');
    END IF;
    IF OLD.factor_since IS NOT NULL AND NEW.factor_since IS DISTINCT FROM OLD.factor_since THEN
        PERFORM accounts_refuse('when the first factor was set up is kept', 'person_factor_since_is_kept');
    END IF;
    IF NEW.is_active AND NOT OLD.is_active AND NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb = 'person.reopen' AND p.subject = 'person:' || NEW.id
            AND p.confirmed_by_id IS NOT NULL) THEN
        PERFORM accounts_refuse('two people agree before an account is opened again', 'person_reopened_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_guarded BEFORE UPDATE ON accounts_person FOR EACH ROW EXECUTE FUNCTION accounts_guard_person();
ALTER TABLE accounts_person ENABLE ALWAYS TRIGGER person_guarded;

-- An office counts once its proposal is confirmed, by who confirmed it; offices that must be apart are never held by
-- one person on one day. The first two administrators confirm each other from the server's command line.
CREATE FUNCTION accounts_guard_holding() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.confirmed_by_id IS NULL OR NEW.is_void THEN
        RETURN NEW;
    END IF;
    IF (TG_OP = 'INSERT' OR OLD.confirmed_by_id IS NULL) AND NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb IN ('office.give', 'office.delegate')
            AND p.target = 'holding:' || NEW.id AND p.subject = 'person:' || NEW.person_id
            AND p.confirmed_by_id = NEW.confirmed_by_id)
        AND NOT (TG_OP = 'INSERT' AND NEW.office = 'administrator'
            AND (SELECT count(*) FROM accounts_holding h WHERE h.office = 'administrator') < 2) THEN
        PERFORM accounts_refuse('an office counts when its proposal is confirmed', 'holding_confirmed_by_proposal');
    END IF;
    -- One at a time for each person: two administrators at once must not give two offices that clash.
    PERFORM FROM accounts_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM accounts_holding h WHERE h.person_id = NEW.person_id AND h.id <> NEW.id AND NOT h.is_void
            AND h.confirmed_by_id IS NOT NULL AND h.office <> NEW.office
            AND daterange(h.from_on, h.until_on, '[]') && daterange(NEW.from_on, NEW.until_on, '[]')
            AND (ARRAY[h.office, NEW.office]::text[] <@ ARRAY['chief_executive', 'deputy_mayor']
                OR 'auditor' IN (h.office, NEW.office))) THEN
        PERFORM accounts_refuse('these two offices are never held by one person', 'holding_offices_stay_apart');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_guarded BEFORE INSERT OR UPDATE ON accounts_holding
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_holding();
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER holding_guarded;

-- A proof that has served is remembered for good.
CREATE FUNCTION accounts_only_add() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM accounts_refuse(format('%s of %s is refused: it is only added to', lower(TG_OP), TG_TABLE_NAME),
        TG_TABLE_NAME || '_only_added');
    RETURN NULL;
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON accounts_usedassertion
    FOR EACH ROW EXECUTE FUNCTION accounts_only_add();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON accounts_usedassertion
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_only_add();
ALTER TABLE accounts_usedassertion ENABLE ALWAYS TRIGGER only_added;
ALTER TABLE accounts_usedassertion ENABLE ALWAYS TRIGGER never_emptied;
