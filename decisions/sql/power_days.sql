-- The form's words and powers are those that two people agreed on, with their days: a power begins no earlier than agreed and ends
-- on the day that was agreed, or on the day of the agreement where that is later; ending it never lengthens it.
CREATE OR REPLACE FUNCTION decisions_guard_wording() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    new_row jsonb := to_jsonb(NEW);
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (TG_TABLE_NAME = 'decisions_standingtext'
        OR new_row - 'until_on' IS DISTINCT FROM to_jsonb(OLD) - 'until_on') THEN
        PERFORM decisions_refuse('the form''s words and powers are kept: new ones are added', 'wording_is_kept');
    END IF;
    IF TG_OP = 'UPDATE' AND coalesce(new_row ->> 'until_on', 'infinity')::date
        > coalesce(to_jsonb(OLD) ->> 'until_on', 'infinity')::date THEN
        PERFORM decisions_refuse('a power is ended, never lengthened: add it anew', 'power_is_never_lengthened');
    END IF;
    PERFORM accounts_use((
        SELECT min(p.id) FROM accounts_proposal p WHERE p.confirmed_by_id IS NOT NULL AND accounts_is_unused(p.id, 'wording') AND CASE
            WHEN TG_TABLE_NAME = 'decisions_standingtext' THEN
                p.verb = 'wording.text' AND p.subject = 'wording:' || (new_row ->> 'key')
                AND p.arguments ->> 'heading' = new_row ->> 'heading' AND p.arguments ->> 'text' = new_row ->> 'text'
                AND (new_row ->> 'from_on')::date IN ((p.arguments ->> 'from_on')::date,
                    greatest((p.arguments ->> 'from_on')::date, accounts_london_day(p.confirmed_at)))
            WHEN TG_OP = 'INSERT' THEN
                p.verb = 'wording.power' AND p.arguments ->> 'citation' = new_row ->> 'citation'
                AND p.arguments ->> 'action' = new_row ->> 'action'
                AND (new_row ->> 'from_on')::date IN ((p.arguments ->> 'from_on')::date,
                    greatest((p.arguments ->> 'from_on')::date, accounts_london_day(p.confirmed_at)))
                AND p.arguments ->> 'until_on' IS NOT DISTINCT FROM new_row ->> 'until_on'
            ELSE p.verb = 'wording.end_power' AND p.subject = 'power:' || NEW.id
                AND (new_row ->> 'until_on')::date
                    IN ((p.arguments ->> 'until_on')::date,
                        greatest((p.arguments ->> 'until_on')::date, accounts_london_day(p.confirmed_at))) END),
        'wording', 'two administrators agree before the form''s words change', 'wording_agreed_by_two');
    RETURN NEW;
END $$;
