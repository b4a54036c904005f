-- Offices are stored by the neutral keys that every body shares; their labels and abilities are the profile's.
ALTER TABLE accounts_holding DISABLE TRIGGER USER;
UPDATE accounts_holding SET office = CASE office WHEN 'finance_officer' THEN 'originator' WHEN 'chief_executive' THEN 'endorser'
    WHEN 'deputy_mayor' THEN 'decider' WHEN 'dmpc_staff' THEN 'checker' ELSE office END;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'accounts_holding'::regclass AND NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER %I', name);
    END LOOP;
END $$;

-- What each office may do under the profile in force, and which sign. Written by the owner alone (manage.py load_profile).
CREATE TABLE accounts_office_ability (
    office text NOT NULL,
    ability text NOT NULL,
    PRIMARY KEY (office, ability)
);

CREATE FUNCTION accounts_may(held text, wanted text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM accounts_office_ability a WHERE a.office = held AND a.ability = wanted)
$$;

-- `offices` holds keys of offices and, as "may:publish", the abilities that a profile gives.
CREATE OR REPLACE FUNCTION accounts_holds(person bigint, offices text[], day date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM accounts_holding h
        JOIN accounts_person p ON p.id = h.person_id AND p.is_active
        LEFT JOIN accounts_holding l ON l.id = h.delegated_by_id
        WHERE h.person_id = person AND (h.office = ANY (offices) OR EXISTS (SELECT FROM accounts_office_ability a
                WHERE a.office = h.office AND 'may:' || a.ability = ANY (offices)))
            AND h.confirmed_by_id IS NOT NULL AND NOT h.is_void
            AND day BETWEEN h.from_on AND coalesce(h.until_on, 'infinity')
            AND (l.id IS NULL OR (l.confirmed_by_id IS NOT NULL AND NOT l.is_void
                AND day BETWEEN l.from_on AND coalesce(l.until_on, 'infinity'))))
$$;

-- Two offices that sign are never held by one person on one day.
CREATE OR REPLACE FUNCTION accounts_guard_holding() RETURNS trigger
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
            AND ((accounts_may(h.office, 'sign') AND accounts_may(NEW.office, 'sign'))
                OR 'auditor' IN (h.office, NEW.office))) THEN
        PERFORM accounts_refuse('these two offices are never held by one person', 'holding_offices_stay_apart');
    END IF;
    RETURN NEW;
END $$;

UPDATE accounts_proposal_rule SET proposers = '{may:publish}' WHERE proposers = '{dmpc_staff}';
UPDATE accounts_proposal_rule SET confirmers = '{may:publish}' WHERE confirmers = '{dmpc_staff}';
UPDATE accounts_proposal_rule SET proposers = '{may:overrule}' WHERE verb = 'decision.overrule';
UPDATE accounts_proposal_rule SET proposers = '{may:record_ink}', confirmers = '{decider}' WHERE verb = 'decision.record_ink';
