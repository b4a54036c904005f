-- Two people: who overrules the leak gate wrote no part of the paper; what was proposed is fixed, and agreed once.

CREATE OR REPLACE FUNCTION decisions_guard_overrule() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF decisions_wrote(NEW.decision_id, NEW.by_id) THEN
        PERFORM decisions_refuse('an author does not overrule the leak gate', 'overrule_author_stands_aside');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_proposal() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.agreed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
        OR (NEW.decision_id, NEW.kind, NEW.number, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
            IS DISTINCT FROM (OLD.decision_id, OLD.kind, OLD.number, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) THEN
        PERFORM decisions_refuse('a proposal is agreed to or dropped, once', 'proposal_is_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER overrule_guarded BEFORE INSERT ON decisions_overrule FOR EACH ROW EXECUTE FUNCTION decisions_guard_overrule();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_overrule FOR EACH ROW EXECUTE FUNCTION decisions_only_add();
CREATE TRIGGER proposal_guarded BEFORE UPDATE OR DELETE ON decisions_proposal FOR EACH ROW EXECUTE FUNCTION decisions_guard_proposal();
ALTER TABLE decisions_overrule ENABLE ALWAYS TRIGGER overrule_guarded;
ALTER TABLE decisions_overrule ENABLE ALWAYS TRIGGER only_added;
ALTER TABLE decisions_proposal ENABLE ALWAYS TRIGGER proposal_guarded;
