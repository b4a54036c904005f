-- A proposal that two people agreed on serves once for each deed that it allows: nothing of the past is done again by SQL. What
-- is proposed or confirmed is not dated ahead, so that no cooling time is jumped.
CREATE TABLE accounts_proposal_served (
    proposal bigint NOT NULL,
    deed integer NOT NULL,
    PRIMARY KEY (proposal, deed)
);
-- Whatever was confirmed until now was done in the same transaction.
INSERT INTO accounts_proposal_served (proposal, deed)
    SELECT p.id, hashtext(deed) FROM accounts_proposal p
        CROSS JOIN unnest(ARRAY['change', 'reopen', 'wording', 'early', 'withdrawal', 'correction', 'decision', 'release']) deed
        WHERE p.confirmed_by_id IS NOT NULL;

CREATE FUNCTION accounts_is_unused(proposal bigint, deed text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM accounts_proposal_served s
        WHERE s.proposal = accounts_is_unused.proposal AND s.deed = hashtext(accounts_is_unused.deed))
$$;

-- Uses a proposal up for a deed; refuses where there is none left. Called by triggers, with the first one that fits.
CREATE FUNCTION accounts_use(proposal bigint, deed text, message text, name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO accounts_proposal_served AS s (proposal, deed)
        SELECT accounts_use.proposal, hashtext(accounts_use.deed) WHERE accounts_use.proposal IS NOT NULL
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM accounts_refuse(message, name);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION accounts_guard_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.email, NEW.name) IS DISTINCT FROM (OLD.email, OLD.name) THEN
        PERFORM accounts_use((
            SELECT min(p.id) FROM accounts_proposal p WHERE p.verb = 'person.change' AND p.subject = 'person:' || NEW.id
                AND p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'email' = NEW.email AND p.arguments ->> 'name' = NEW.name
                AND p.arguments -> 'was' ->> 'email' = OLD.email AND p.arguments -> 'was' ->> 'name' = OLD.name
                AND accounts_is_unused(p.id, 'change')),
            'change', 'two people agree before a name or an address changes', 'person_changed_by_two');
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

CREATE FUNCTION accounts_guard_moment() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF greatest(NEW.proposed_at, NEW.confirmed_at) > clock_timestamp() + interval '5 minutes' THEN
        PERFORM accounts_refuse('nothing is proposed or confirmed at a moment to come', 'proposal_not_dated_ahead');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_not_dated_ahead BEFORE INSERT OR UPDATE ON accounts_proposal
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_moment();
ALTER TABLE accounts_proposal ENABLE ALWAYS TRIGGER proposal_not_dated_ahead;
