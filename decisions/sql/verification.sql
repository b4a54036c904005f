-- A paper that a passkey signed is verified by the worker's role before it is published; where passkeys are compulsory,
-- every decision made here is.

CREATE OR REPLACE FUNCTION decisions_guard_handing_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
BEGIN
    SELECT * INTO paper FROM decisions_decision d WHERE d.reference_key = NEW.key AND d.status IN ('approved', 'refused');
    IF paper.id IS NULL OR paper.part1 IS DISTINCT FROM NEW.payload THEN
        PERFORM decisions_refuse('only a decision as it was frozen is published', 'waiting_is_a_decision');
    END IF;
    IF NOT paper.imported AND paper.deferral = 'yes' AND paper.deferral_until IS NOT NULL
        AND NEW.due_at < (paper.deferral_until::timestamp AT TIME ZONE 'Europe/London') THEN
        PERFORM decisions_refuse('a deferred decision waits until its deferral ends', 'waiting_keeps_its_deferral');
    END IF;
    IF NOT accounts_holds(NEW.authorised_by, ARRAY['may:publish'], accounts_london_day(NEW.authorised_at)) THEN
        PERFORM decisions_refuse('publication is authorised by an office that may', 'waiting_authorised_in_office');
    END IF;
    NEW.to_verify := NOT paper.imported AND (EXISTS (SELECT FROM decisions_passkeyrule)
        OR EXISTS (SELECT FROM decisions_signature s WHERE s.decision_id = paper.id AND s.round = paper.round AND s.how = 'passkey'));
    RETURN NEW;
END $$;
