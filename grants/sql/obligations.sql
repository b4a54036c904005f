-- What is owed to a funder. An obligation moves or is cancelled only while it lies ahead and nothing was done with it; a
-- step is only ever added, in order; and nobody certifies what they prepared.

CREATE OR REPLACE FUNCTION grants_refuse(words text, rule text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', words USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

CREATE OR REPLACE FUNCTION grants_hold_obligation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM grants_refuse('an obligation is never removed', 'obligation_is_kept');
    END IF;
    IF (NEW.id, NEW.grant_id, NEW.kind, NEW.needs_certificate, NEW.note, NEW.created_by_id, NEW.created_at)
            <> (OLD.id, OLD.grant_id, OLD.kind, OLD.needs_certificate, OLD.note, OLD.created_by_id, OLD.created_at)
        OR (NEW.period_from, NEW.period_to) IS DISTINCT FROM (OLD.period_from, OLD.period_to)
        OR NEW.sequence <= OLD.sequence OR OLD.cancelled_at IS NOT NULL THEN
        PERFORM grants_refuse('an obligation is moved or cancelled, never rewritten', 'obligation_is_kept');
    END IF;
    IF OLD.due_on < (NEW.changed_at AT TIME ZONE 'Europe/London')::date
        OR EXISTS (SELECT FROM grants_obligationstep WHERE obligation_id = OLD.id) THEN
        PERFORM grants_refuse('only what lies ahead is moved', 'obligation_moves_ahead');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER obligation_is_held BEFORE UPDATE OR DELETE ON grants_obligation
    FOR EACH ROW EXECUTE FUNCTION grants_hold_obligation();
ALTER TABLE grants_obligation ENABLE ALWAYS TRIGGER obligation_is_held;

CREATE OR REPLACE FUNCTION grants_check_obligation_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    owed grants_obligation;
    last_step grants_obligationstep;
BEGIN
    SELECT * INTO owed FROM grants_obligation WHERE id = NEW.obligation_id FOR UPDATE;
    SELECT * INTO last_step FROM grants_obligationstep WHERE obligation_id = NEW.obligation_id ORDER BY number DESC LIMIT 1;
    IF owed.cancelled_at IS NOT NULL THEN
        PERFORM grants_refuse('what was cancelled takes no step', 'obligation_is_open');
    END IF;
    IF NEW.number <> coalesce(last_step.number, 0) + 1 OR NEW.from_status <> coalesce(last_step.to_status, 'due')
        OR NEW.happened_on < last_step.happened_on THEN
        PERFORM grants_refuse('a step follows the last one', 'obligation_step_in_order');
    END IF;
    IF (NEW.step, NEW.from_status, NEW.to_status) NOT IN (
            ('prepare', 'due', 'prepared'), ('prepare', 'prepared', 'prepared'), ('prepare', 'queried', 'prepared'),
            ('certify', 'prepared', 'certified'),
            ('send_back', 'prepared', 'due'), ('send_back', 'certified', 'due'),
            ('send', 'prepared', 'sent'), ('send', 'certified', 'sent'),
            ('query', 'sent', 'queried'), ('query', 'accepted', 'queried'),
            ('accept', 'sent', 'accepted'), ('accept', 'queried', 'accepted'),
            ('pay', 'sent', 'paid'), ('pay', 'accepted', 'paid'),
            ('pay_less', 'sent', 'paid_less'), ('pay_less', 'accepted', 'paid_less'),
            ('recover', 'accepted', 'recovered'), ('recover', 'paid', 'recovered'),
            ('recover', 'paid_less', 'recovered')) THEN
        PERFORM grants_refuse('there is no such step', 'obligation_step_known');
    END IF;
    IF NEW.step = 'send' AND owed.needs_certificate AND NEW.from_status <> 'certified' THEN
        PERFORM grants_refuse('it is sent when it has been certified', 'obligation_sent_when_certified');
    END IF;
    IF NEW.step = 'certify' AND EXISTS (SELECT FROM grants_obligationstep
            WHERE obligation_id = NEW.obligation_id AND step = 'prepare' AND taken_by_id = NEW.taken_by_id) THEN
        PERFORM grants_refuse('nobody certifies what they prepared', 'obligation_certified_by_another');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER obligation_step_is_checked BEFORE INSERT ON grants_obligationstep
    FOR EACH ROW EXECUTE FUNCTION grants_check_obligation_step();
CREATE TRIGGER obligation_step_is_kept BEFORE UPDATE OR DELETE ON grants_obligationstep
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_obligationstep ENABLE ALWAYS TRIGGER obligation_step_is_checked;
ALTER TABLE grants_obligationstep ENABLE ALWAYS TRIGGER obligation_step_is_kept;
