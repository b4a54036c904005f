-- Who may decide what is data of the profile that a paper was submitted under: an approval beyond the powers of those who
-- decide together is refused here as it is in decisions/powers.py. A kind for which the profile names no power is not limited.

CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_profilepower FOR EACH ROW EXECUTE FUNCTION decisions_only_add();
ALTER TABLE decisions_profilepower ENABLE ALWAYS TRIGGER only_added;

-- Whether a power covers an amount on a day, for a paper that the offices it consults have signed in this round.
CREATE FUNCTION decisions_covers(power decisions_profilepower, paper decisions_decision, amount numeric) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (power.amount_limit IS NULL OR coalesce(amount, 0) <= power.amount_limit)
        AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(power.consults) c(office)
            WHERE NOT EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = paper.id AND s.round = paper.round
                AND s.step = 'endorsed' AND s.office = c.office))
$$;

CREATE FUNCTION decisions_guard_power() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
    beyond integer;
BEGIN
    SELECT * INTO paper FROM decisions_decision WHERE id = NEW.decision_id;
    IF paper.imported THEN
        RETURN NEW;
    END IF;
    SELECT min(r.number) INTO beyond FROM decisions_recommendation r
        LEFT JOIN decisions_ruling g ON g.decision_id = r.decision_id AND g.round = paper.round AND g.number = r.number
        WHERE r.decision_id = paper.id AND g.outcome IS DISTINCT FROM 'refused'
        AND EXISTS (SELECT FROM decisions_profilepower p WHERE p.profile_id = paper.profile_id AND p.action = r.action)
        AND NOT EXISTS (SELECT FROM decisions_profilepower p
            JOIN decisions_requiredsignatory q ON q.profile_id = p.profile_id AND q.office = p.office
                AND q.step = 'approved' AND q.at_status = paper.status
            WHERE p.profile_id = paper.profile_id AND p.action = r.action
            AND NEW.on >= coalesce(p.begins, '-infinity') AND NEW.on <= coalesce(p.ends, 'infinity')
            AND decisions_covers(p, paper, CASE WHEN g.id IS NULL THEN r.amount ELSE g.amount END));
    IF beyond IS NOT NULL THEN
        PERFORM decisions_refuse(format('recommendation %s is beyond the power of the office that decides', beyond),
            'signature_within_power');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER within_power BEFORE INSERT ON decisions_signature FOR EACH ROW
    WHEN (NEW.step = 'approved' AND NEW.how <> 'not_stated') EXECUTE FUNCTION decisions_guard_power();
ALTER TABLE decisions_signature ENABLE ALWAYS TRIGGER within_power;
