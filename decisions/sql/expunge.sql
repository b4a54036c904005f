-- What the law orders removed leaves the desk too: after two people agreed, every text and file of the paper is blanked.
-- Who did what and when stays, and so do references, digests and amounts. The book keeps its leaf and a notice.

CREATE OR REPLACE FUNCTION decisions_expunge(proposal bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agreed decisions_proposal;
    gone constant text := 'Removed by law';
BEGIN
    SELECT * INTO agreed FROM decisions_proposal WHERE id = proposal AND kind = 'expunge' FOR UPDATE;
    IF agreed.agreed_at IS NULL OR agreed.agreed_by_id = agreed.proposed_by_id THEN
        PERFORM decisions_refuse('nothing is expunged before two people agree', 'expunging_needs_two');
    END IF;
    PERFORM set_config('register.expunging', 'yes', true);
    UPDATE decisions_decision SET title = gone, executive_summary = '', impact_reason = '', deferral_reason = '',
        part_2_statement = '', part_2_reasons = '', part1 = CASE WHEN part1 IS NULL THEN NULL ELSE ''::bytea END,
        decided_by_name = '' WHERE id = agreed.decision_id;
    UPDATE decisions_section SET text = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_recommendation SET text = gone, power = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_declaration SET comment = '', consulted = '', made_by_name = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_boardreport SET title = '', board = '', author = '', author_rank = '', author_unit = '', on_behalf_of = '',
        executive_summary = '', recommendations = '', needed_why = '', delay_would = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_explanation SET problem = gone, reason = gone WHERE decision_id = agreed.decision_id;
    UPDATE decisions_partsave SET content = '{}' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_move SET note = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_submission SET part1 = ''::bytea WHERE decision_id = agreed.decision_id;
    UPDATE decisions_signature SET interests = '', note = '' WHERE decision_id = agreed.decision_id;
    UPDATE decisions_sealedpaper SET pdf = ''::bytea WHERE decision_id = agreed.decision_id;
    UPDATE decisions_storedfile SET data = ''::bytea, name = gone WHERE id IN (
        SELECT scan_id FROM decisions_signature WHERE decision_id = agreed.decision_id
        UNION SELECT imported_from_id FROM decisions_decision WHERE id = agreed.decision_id);
    UPDATE intake_upload SET name = gone WHERE decision_id = agreed.decision_id;
    PERFORM set_config('register.expunging', '', true);
END $$;
