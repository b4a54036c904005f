-- The decision on each recommendation and its conditions: written while the paper waits for whoever decides, never more
-- than what was endorsed, and kept as they were signed.

CREATE FUNCTION decisions_guard_ruling() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
    line decisions_recommendation;
    row jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.decision_id, NEW.round, NEW.number) IS DISTINCT FROM (OLD.decision_id, OLD.round, OLD.number) THEN
        PERFORM decisions_refuse('a ruling or a condition belongs to its paper', TG_ARGV[0] || '_is_fixed');
    END IF;
    row := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
    SELECT * INTO paper FROM decisions_decision WHERE id = (row ->> 'decision_id')::bigint FOR SHARE;
    IF paper.imported OR (row ->> 'round')::int <> paper.round OR NOT EXISTS (
            SELECT FROM decisions_requiredsignatory r
            WHERE r.profile_id = paper.profile_id AND r.step = 'approved' AND r.at_status = paper.status) THEN
        PERFORM decisions_refuse('what is decided is written while the paper waits for whoever decides', TG_ARGV[0] || '_is_fixed');
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    SELECT * INTO line FROM decisions_recommendation r WHERE r.decision_id = paper.id
        AND r.number = (CASE TG_ARGV[0] WHEN 'ruling' THEN row ->> 'number' ELSE row ->> 'recommendation' END)::int;
    IF line.id IS NULL AND (TG_ARGV[0] = 'ruling' OR row ->> 'recommendation' IS NOT NULL) THEN
        PERFORM decisions_refuse('there is no such recommendation', TG_ARGV[0] || '_names_a_recommendation');
    END IF;
    IF TG_ARGV[0] = 'ruling' THEN
        PERFORM decisions_check_ruling(row, line);
    END IF;
    RETURN NEW;
END $$;

-- A changed amount may be lower, never higher: the paper is sent back instead.
CREATE FUNCTION decisions_check_ruling(ruling jsonb, line decisions_recommendation) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    decided constant numeric := (ruling ->> 'amount')::numeric;
BEGIN
    IF decided > line.amount OR (decided IS NOT NULL AND line.amount IS NULL) THEN
        PERFORM decisions_refuse('the amount decided is higher than the amount endorsed', 'ruling_is_never_higher');
    END IF;
    IF ruling ->> 'outcome' <> 'refused' AND decided IS NULL AND line.amount IS NOT NULL THEN
        PERFORM decisions_refuse('an approved recommendation keeps an amount', 'ruling_says_its_amount');
    END IF;
    IF ruling ->> 'outcome' = 'approved' AND (decided IS DISTINCT FROM line.amount OR ruling ->> 'text' <> '') THEN
        PERFORM decisions_refuse('what is approved as recommended changes nothing', 'ruling_as_recommended_is_the_same');
    END IF;
    IF ruling ->> 'outcome' = 'approved_with_changes' AND decided IS NOT DISTINCT FROM line.amount AND ruling ->> 'text' = '' THEN
        PERFORM decisions_refuse('a change says what it changes', 'ruling_says_its_change');
    END IF;
END $$;

CREATE TRIGGER ruling_guarded BEFORE INSERT OR UPDATE OR DELETE ON decisions_ruling
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_ruling('ruling');
CREATE TRIGGER condition_guarded BEFORE INSERT OR UPDATE OR DELETE ON decisions_condition
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_ruling('condition');
ALTER TABLE decisions_ruling ENABLE ALWAYS TRIGGER ruling_guarded;
ALTER TABLE decisions_condition ENABLE ALWAYS TRIGGER condition_guarded;

-- A paper is approved if any recommendation is, refused if none; Part 1 says of each what was decided, and of each
-- condition that it is one; whoever decides has signed it.
CREATE FUNCTION decisions_guard_outcome() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    says constant jsonb := convert_from(NEW.part1, 'UTF8')::jsonb;
    newer constant boolean := says ->> 'schema' <> 'part1/1';
    allowed bigint;
BEGIN
    SELECT count(*) FILTER (WHERE outcome <> 'refused') INTO allowed FROM decisions_ruling
        WHERE decision_id = NEW.id AND round = NEW.round;
    IF (NEW.status = 'refused' AND allowed > 0) OR (NEW.status = 'approved' AND allowed = 0 AND EXISTS (
            SELECT FROM decisions_recommendation r WHERE r.decision_id = NEW.id)) THEN
        PERFORM decisions_refuse('a paper is approved if any recommendation is, refused if none', 'decision_follows_its_rulings');
    END IF;
    IF EXISTS (
        SELECT FROM decisions_recommendation r
        LEFT JOIN decisions_ruling g ON g.decision_id = r.decision_id AND g.round = NEW.round AND g.number = r.number
        LEFT JOIN LATERAL (SELECT p -> 'ruling' AS said FROM jsonb_array_elements(says -> 'recommendations') p
            WHERE (p ->> 'number')::int = r.number) frozen ON true
        WHERE r.decision_id = NEW.id AND (g.id IS NULL OR CASE WHEN newer
            THEN (frozen.said ->> 'outcome', frozen.said ->> 'text', (frozen.said ->> 'amount')::numeric)
                IS DISTINCT FROM (g.outcome::text, g.text, g.amount)
            ELSE g.outcome = 'approved_with_changes' END)) THEN
        PERFORM decisions_refuse('Part 1 says of each recommendation what was decided', 'decision_says_each_ruling');
    END IF;
    IF EXISTS (
        SELECT FROM decisions_condition c
        LEFT JOIN decisions_ruling g ON g.decision_id = c.decision_id AND g.round = c.round AND g.number = c.recommendation
        WHERE c.decision_id = NEW.id AND c.round = NEW.round AND (NEW.status = 'refused' OR g.outcome = 'refused'
            OR NOT EXISTS (SELECT FROM jsonb_array_elements(CASE WHEN newer THEN says -> 'conditions' ELSE '[]' END) p
                WHERE (p ->> 'number')::int = c.number AND p ->> 'text' = c.text AND p ->> 'before' = c.before
                    AND (p ->> 'recommendation')::int IS NOT DISTINCT FROM c.recommendation))) THEN
        PERFORM decisions_refuse('Part 1 says every condition of what was approved', 'decision_says_each_condition');
    END IF;
    IF newer AND EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = NEW.id AND s.round = NEW.round
            AND s.step IN ('approved', 'refused') AND s.rulings_digest = '') THEN
        PERFORM decisions_refuse('whoever decides signs the decision on each recommendation', 'decision_signs_its_rulings');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outcome_follows_rulings BEFORE UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.status IN ('approved', 'refused') AND OLD.status NOT IN ('approved', 'refused') AND NOT NEW.imported)
    EXECUTE FUNCTION decisions_guard_outcome();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER outcome_follows_rulings;

-- The authority is the amount decided.
CREATE OR REPLACE FUNCTION decisions_guard_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM decisions_decision d
        JOIN decisions_signature s ON s.decision_id = d.id AND s.round = d.round AND s.step = 'approved'
            AND s.how <> 'not_stated' AND NOT d.imported
        JOIN decisions_recommendation r ON r.decision_id = d.id AND r.number = NEW.recommendation
        JOIN decisions_ruling g ON g.decision_id = d.id AND g.round = d.round AND g.number = r.number AND g.outcome <> 'refused'
        JOIN decisions_submission u ON u.decision_id = d.id AND u.round = d.round
        -- The reference as the body writes it, which only its profile knows, is what was submitted.
        WHERE CASE WHEN u.part1 <> ''::bytea THEN convert_from(u.part1, 'UTF8')::jsonb ->> 'reference' END = NEW.reference AND r.grant_id = NEW.grant_id AND g.amount = NEW.amount) THEN
        PERFORM decisions_refuse('money is allowed by a signed recommendation alone', 'authority_is_signed');
    END IF;
    RETURN NEW;
END $$;

-- A condition is ticked off with evidence when a second person has agreed.
CREATE FUNCTION decisions_guard_condition_met() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM decisions_condition c
        JOIN decisions_decision d ON d.id = c.decision_id AND d.status = 'approved' AND d.round = c.round
        JOIN accounts_proposal p ON p.verb = 'decision.meet_condition' AND p.subject = 'decision:' || d.id
            AND p.confirmed_by_id IS NOT NULL AND p.proposed_by_id = NEW.by_id
            AND (p.arguments ->> 'number')::int = c.number AND p.arguments ->> 'evidence' = NEW.evidence
        WHERE c.id = NEW.condition_id) THEN
        PERFORM decisions_refuse('two people agree before a condition is ticked off', 'condition_met_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER condition_met_agreed BEFORE INSERT ON decisions_conditionmet
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_condition_met();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_conditionmet
    FOR EACH ROW EXECUTE FUNCTION decisions_only_add();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON decisions_conditionmet
    FOR EACH STATEMENT EXECUTE FUNCTION decisions_only_add();
ALTER TABLE decisions_conditionmet ENABLE ALWAYS TRIGGER condition_met_agreed;
ALTER TABLE decisions_conditionmet ENABLE ALWAYS TRIGGER only_added;
ALTER TABLE decisions_conditionmet ENABLE ALWAYS TRIGGER never_emptied;

-- A grant has the conditions that its decision has, and they are met when the decision's are.
CREATE FUNCTION decisions_guard_grant_condition() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    kept decisions_condition;
BEGIN
    IF TG_OP = 'UPDATE' AND decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.met_on IS NOT NULL
        OR to_jsonb(NEW) - 'met_on' - 'evidence' IS DISTINCT FROM to_jsonb(OLD) - 'met_on' - 'evidence')) THEN
        PERFORM decisions_refuse('a condition on a grant is kept, and met once', 'grant_condition_is_kept');
    END IF;
    SELECT c.* INTO kept FROM decisions_condition c
        JOIN decisions_decision d ON d.id = c.decision_id AND d.round = c.round
        JOIN decisions_submission u ON u.decision_id = d.id AND u.round = d.round
        WHERE c.number = NEW.number AND CASE WHEN u.part1 <> ''::bytea THEN convert_from(u.part1, 'UTF8')::jsonb ->> 'reference' END = NEW.reference
            AND c.text = NEW.text AND c.recommendation IS NOT DISTINCT FROM NEW.recommendation
            AND (c.before = 'acceptance') = NEW.before_acceptance;
    IF kept.id IS NULL THEN
        PERFORM decisions_refuse('a grant has the conditions of its decision and no other', 'grant_condition_is_decided');
    END IF;
    IF NEW.met_on IS NOT NULL AND NOT EXISTS (SELECT FROM decisions_conditionmet m WHERE m.condition_id = kept.id) THEN
        PERFORM decisions_refuse('two people agree before a condition is ticked off', 'grant_condition_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_condition_guarded BEFORE INSERT OR UPDATE OR DELETE ON grants_grantcondition
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_grant_condition();
ALTER TABLE grants_grantcondition ENABLE ALWAYS TRIGGER grant_condition_guarded;

-- What the law orders removed takes these words too, when it takes the paper's.
CREATE FUNCTION decisions_expunge_rulings() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone constant text := 'Removed by law';
BEGIN
    UPDATE decisions_ruling SET text = '' WHERE decision_id = NEW.id;
    UPDATE decisions_conditionmet m SET evidence = gone FROM decisions_condition c
        WHERE c.id = m.condition_id AND c.decision_id = NEW.id;
    UPDATE grants_grantcondition g SET text = gone, whose = '', evidence = CASE evidence WHEN '' THEN '' ELSE gone END
        WHERE reference = convert_from(OLD.part1, 'UTF8')::jsonb ->> 'reference';
    UPDATE decisions_condition SET text = gone, whose = '' WHERE decision_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER rulings_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_rulings();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER rulings_expunged;

INSERT INTO accounts_proposal_rule (verb, proposers, confirmers)
    VALUES ('decision.meet_condition', '{may:grants,may:publish}', '{may:publish,decider}');
