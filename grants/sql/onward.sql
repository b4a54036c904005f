-- Money that is passed on: a grant made out of one received, never more than that one comes to.
CREATE FUNCTION grants_check_onward() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT direction FROM grants_grant WHERE id = NEW.grant_id) <> 'made'
        OR (SELECT direction FROM grants_grant WHERE id = NEW.parent_id) <> 'received' THEN
        PERFORM grants_refuse('a grant made is passed on out of one received', 'onward_directions');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER onward_directions BEFORE INSERT OR UPDATE ON grants_onwardgrant
    FOR EACH ROW EXECUTE FUNCTION grants_check_onward();
ALTER TABLE grants_onwardgrant ENABLE ALWAYS TRIGGER onward_directions;

CREATE FUNCTION grants_keep_direction() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM grants_onwardgrant WHERE OLD.id IN (grant_id, parent_id)) THEN
        PERFORM grants_refuse('a grant that passes money on keeps its direction', 'onward_directions');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER onward_direction_is_kept BEFORE UPDATE OF direction ON grants_grant FOR EACH ROW
    WHEN (NEW.direction <> OLD.direction) EXECUTE FUNCTION grants_keep_direction();
ALTER TABLE grants_grant ENABLE ALWAYS TRIGGER onward_direction_is_kept;

-- The parent's row is written, not only locked, so that of two writers the second looks again (see locked_sums.sql).
CREATE FUNCTION grants_hold_onward(wanted bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    given numeric;
    whole numeric;
BEGIN
    UPDATE grants_grant SET version = version WHERE id = wanted;
    SELECT coalesce(sum(coalesce(t.accepted, t.offered, 0)), 0) INTO given
        FROM grants_tranche t JOIN grants_onwardgrant o ON o.grant_id = t.grant_id WHERE o.parent_id = wanted;
    SELECT coalesce(sum(coalesce(accepted, offered, 0)), 0) INTO whole FROM grants_tranche WHERE grant_id = wanted;
    IF given > whole THEN
        PERFORM grants_refuse(format('%s is passed on of %s', given, whole), 'onward_within_parent');
    END IF;
END $$;

CREATE FUNCTION grants_hold_onward_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM grants_hold_onward(NEW.parent_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER onward_within_parent AFTER INSERT OR UPDATE ON grants_onwardgrant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_hold_onward_row();
ALTER TABLE grants_onwardgrant ENABLE ALWAYS TRIGGER onward_within_parent;

-- Deferred, because a change of the money by year takes one row away before it adds another.
CREATE FUNCTION grants_hold_onward_money() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    changed bigint;
    wanted bigint;
BEGIN
    FOREACH changed IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.grant_id] WHEN 'DELETE' THEN ARRAY[OLD.grant_id]
            ELSE ARRAY[OLD.grant_id, NEW.grant_id] END LOOP
        FOR wanted IN SELECT DISTINCT parent_id FROM grants_onwardgrant WHERE changed IN (grant_id, parent_id) LOOP
            PERFORM grants_hold_onward(wanted);
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER onward_money_within_parent AFTER INSERT OR UPDATE OR DELETE ON grants_tranche
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_hold_onward_money();
ALTER TABLE grants_tranche ENABLE ALWAYS TRIGGER onward_money_within_parent;

-- What the law orders removed of a grant takes the words of its award with it (see files.sql).
CREATE FUNCTION grants_remove_onward_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE grants_onwardgrant SET reason = '', conditions = '', subsidy_reason = '' WHERE grant_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER onward_words_removed AFTER UPDATE OF title ON grants_grant FOR EACH ROW
    WHEN (NEW.title = 'Removed by law' AND OLD.title <> NEW.title) EXECUTE FUNCTION grants_remove_onward_words();
ALTER TABLE grants_grant ENABLE ALWAYS TRIGGER onward_words_removed;

-- As in obligations.sql, with the step by which a partner's return is received. Of a grant made the recipient owes the
-- returns: they are received, not prepared, certified and sent.
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
            ('receive', 'due', 'sent'), ('receive', 'queried', 'sent'),
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
    IF NEW.step = 'receive' AND (SELECT direction FROM grants_grant WHERE id = owed.grant_id) <> 'made' THEN
        PERFORM grants_refuse('only what a recipient of ours owes is received', 'obligation_received_of_grants_made');
    END IF;
    RETURN NEW;
END $$;
