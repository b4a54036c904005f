-- What one person must not do alone to a paper, and what no statement of the desk's own role may do to it.

CREATE OR REPLACE FUNCTION decisions_guard_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moved constant text := OLD.status || ' ' || NEW.status;
BEGIN
    IF decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT (
        moved = ANY (ARRAY[
            'draft submitted', 'draft withdrawn', 'submitted checked', 'submitted draft', 'submitted withdrawn',
            'checked endorsed', 'checked draft', 'checked withdrawn',
            'endorsed approved', 'endorsed refused', 'endorsed draft', 'endorsed withdrawn'])
        OR (OLD.imported AND NEW.imported AND moved IN ('draft approved', 'draft refused')))
    THEN
        PERFORM decisions_refuse(format('a paper does not go from %s to %s', OLD.status, NEW.status), 'decision_moves_along_the_steps');
    END IF;
    IF NEW.imported IS DISTINCT FROM OLD.imported THEN
        PERFORM decisions_refuse('a paper is imported from its beginning or never', 'decision_imported_is_kept');
    END IF;
    IF OLD.reference_key IS NOT NULL AND (NEW.reference_key, NEW.series, NEW.number) IS DISTINCT FROM (OLD.reference_key, OLD.series, OLD.number) THEN
        PERFORM decisions_refuse('a reference is never changed', 'decision_reference_is_kept');
    END IF;
    IF OLD.status <> 'draft' AND (
        NEW.title, NEW.executive_summary, NEW.marking, NEW.impact_state, NEW.impact_reason, NEW.impact_on, NEW.deferral,
        NEW.deferral_reason, NEW.deferral_until, NEW.part_2, NEW.part_2_marking, NEW.part_2_statement, NEW.part_2_reasons,
        NEW.part_2_review, NEW.imported, NEW.created_by_id, NEW.created_at)
        IS DISTINCT FROM (
        OLD.title, OLD.executive_summary, OLD.marking, OLD.impact_state, OLD.impact_reason, OLD.impact_on, OLD.deferral,
        OLD.deferral_reason, OLD.deferral_until, OLD.part_2, OLD.part_2_marking, OLD.part_2_statement, OLD.part_2_reasons,
        OLD.part_2_review, OLD.imported, OLD.created_by_id, OLD.created_at)
    THEN
        PERFORM decisions_refuse('only a draft is edited', 'decision_is_fixed');
    END IF;
    IF OLD.status IN ('approved', 'refused', 'withdrawn') AND (
        NEW.part1, NEW.round, NEW.decided_on, NEW.decided_by_name, NEW.decided_at, NEW.imported_from_id)
        IS DISTINCT FROM (OLD.part1, OLD.round, OLD.decided_on, OLD.decided_by_name, OLD.decided_at, OLD.imported_from_id)
    THEN
        PERFORM decisions_refuse('what was decided never changes', 'decision_is_fixed');
    END IF;
    IF OLD.authorised_at IS NOT NULL AND (NEW.authorised_at, NEW.authorised_by_id) IS DISTINCT FROM (OLD.authorised_at, OLD.authorised_by_id)
        -- Taken back before its moment: nothing of it waits any more, and nothing was published.
        AND NOT (NEW.authorised_at IS NULL
            AND NOT EXISTS (SELECT FROM book_waiting w WHERE w.key = OLD.reference_key)
            AND NOT EXISTS (SELECT FROM book.entry e WHERE e.key = OLD.reference_key)) THEN
        PERFORM decisions_refuse('an authorisation is kept', 'decision_authorisation_is_kept');
    END IF;
    IF NEW.status IN ('approved', 'refused') AND OLD.status = 'endorsed' AND (
        SELECT count(*) FROM decisions_signature s WHERE s.decision_id = NEW.id AND s.round = NEW.round
            AND (s.office, s.step) IN (('chief_executive', 'endorsed'), ('deputy_mayor', NEW.status))) < 2
    THEN
        PERFORM decisions_refuse('a decision needs the endorsement and the decision, both signed', 'decision_is_signed_by_both');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_birth() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' AND NOT NEW.imported THEN
            PERFORM decisions_refuse('a paper begins as a draft', 'decision_begins_as_a_draft');
        END IF;
        IF NEW.imported AND NOT accounts_holds(NEW.created_by_id, ARRAY['dmpc_staff'], accounts_london_day(NEW.created_at)) THEN
            PERFORM decisions_refuse('earlier decisions are entered by DMPC staff', 'decision_imported_in_office');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> 'draft' OR OLD.reference_key IS NOT NULL THEN
        PERFORM decisions_refuse('a paper with a number is never removed', 'decision_is_kept');
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_move() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.step IN ('check', 'endorse', 'approve', 'refuse', 'record_ink') AND decisions_wrote(NEW.decision_id, NEW.by_id) THEN
        PERFORM decisions_refuse('an author does not check, endorse or decide their own paper', 'move_author_stands_aside');
    END IF;
    IF NEW.step = 'record_ink' AND EXISTS (SELECT FROM decisions_move m WHERE m.decision_id = NEW.decision_id
        AND m.round = NEW.round AND m.by_id = NEW.by_id AND m.step IN ('check', 'endorse')) THEN
        PERFORM decisions_refuse('who checked a paper does not record its decision in ink', 'move_checker_stands_aside');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_guard_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    paper decisions_decision;
BEGIN
    SELECT * INTO paper FROM decisions_decision WHERE id = NEW.decision_id FOR SHARE;
    IF paper.imported THEN
        IF paper.status <> 'draft' THEN
            PERFORM decisions_refuse('an imported paper is signed as it was read', 'signature_is_of_its_time');
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.office, NEW.step, paper.status) NOT IN (('chief_executive', 'endorsed', 'checked'), ('deputy_mayor', 'approved', 'endorsed'), ('deputy_mayor', 'refused', 'endorsed'))
        OR NEW.round <> paper.round THEN
        PERFORM decisions_refuse('the paper does not wait for this signature', 'signature_is_of_its_time');
    END IF;
    IF decisions_wrote(NEW.decision_id, NEW.person_id) THEN
        PERFORM decisions_refuse('an author does not sign their own paper', 'signature_author_stands_aside');
    END IF;
    IF NEW.how = 'ink' THEN
        IF NOT EXISTS (
            SELECT FROM accounts_proposal p JOIN decisions_storedfile f ON f.id = NEW.scan_id
            WHERE p.verb = 'decision.record_ink' AND p.subject = 'decision:' || NEW.decision_id
                AND p.confirmed_by_id IS NOT NULL AND p.proposed_by_id = NEW.recorded_by_id
                AND p.arguments ->> 'digest' = NEW.digest AND (p.arguments ->> 'round')::int = NEW.round
                AND (p.arguments ->> 'decided_by')::bigint = NEW.person_id AND p.arguments ->> 'scan' = f.sha256
                AND p.arguments ->> 'outcome' = NEW.step AND (p.arguments ->> 'on')::date = NEW.on) THEN
            PERFORM decisions_refuse('a decision in ink is confirmed before it has effect', 'signature_in_ink_is_confirmed');
        END IF;
    ELSE
        IF NEW.on IS DISTINCT FROM accounts_london_day(NEW.at) OR NOT accounts_holds(NEW.person_id, ARRAY[NEW.office]::text[], NEW.on) THEN
            PERFORM decisions_refuse('the office is not held on that day', 'signature_in_office');
        END IF;
        IF EXISTS (SELECT FROM accounts_person p WHERE p.id = NEW.person_id AND p.signing_barred_until > NEW.at) THEN
            PERFORM decisions_refuse('this person is barred from signing for a while', 'signature_after_cooling');
        END IF;
        IF NEW.how = 'passkey' AND NEW.evidence IS NULL THEN
            PERFORM decisions_refuse('the passkey''s answer is kept whole', 'signature_keeps_its_evidence');
        END IF;
    END IF;
    IF NEW.digest IS DISTINCT FROM (SELECT digest FROM decisions_submission WHERE decision_id = NEW.decision_id AND round = NEW.round) THEN
        PERFORM decisions_refuse('the signature is for another text', 'signature_quotes_what_was_submitted');
    END IF;
    RETURN NEW;
END $$;

-- Who overrules the leak gate does so by a proposal that an administrator confirmed.
CREATE OR REPLACE FUNCTION decisions_guard_overrule() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF decisions_wrote(NEW.decision_id, NEW.by_id) THEN
        PERFORM decisions_refuse('an author does not overrule the leak gate', 'overrule_author_stands_aside');
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb = 'decision.overrule' AND p.subject = 'decision:' || NEW.decision_id
            AND p.confirmed_by_id IS NOT NULL AND p.proposed_by_id = NEW.by_id AND p.arguments -> 'runs' ? NEW.run_digest) THEN
        PERFORM decisions_refuse('two people agree before the leak gate is overruled', 'overrule_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;

-- An item is released when two people agreed to it.
CREATE FUNCTION decisions_guard_release() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.verb = 'decision.release' AND p.subject = 'decision:' || NEW.decision_id
            AND p.confirmed_by_id IS NOT NULL AND (p.arguments ->> 'number')::int = NEW.number) THEN
        PERFORM decisions_refuse('two people agree before an item is released', 'release_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_agreed BEFORE UPDATE ON decisions_part2item FOR EACH ROW
    WHEN (OLD.released_at IS NULL AND NEW.released_at IS NOT NULL) EXECUTE FUNCTION decisions_guard_release();
ALTER TABLE decisions_part2item ENABLE ALWAYS TRIGGER release_agreed;

-- The form's words and powers change when two administrators agree.
CREATE FUNCTION decisions_guard_wording() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (TG_TABLE_NAME = 'decisions_standingtext'
        OR to_jsonb(NEW) - 'until_on' IS DISTINCT FROM to_jsonb(OLD) - 'until_on') THEN
        PERFORM decisions_refuse('the form''s words and powers are kept: new ones are added', 'wording_is_kept');
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_proposal p WHERE p.confirmed_by_id IS NOT NULL AND CASE
            WHEN TG_TABLE_NAME = 'decisions_standingtext' THEN
                p.verb = 'wording.text' AND p.subject = 'wording:' || (to_jsonb(NEW) ->> 'key')
                AND p.arguments ->> 'text' = to_jsonb(NEW) ->> 'text'
                AND p.arguments ->> 'from_on' <= to_jsonb(NEW) ->> 'from_on'
            WHEN TG_OP = 'INSERT' THEN
                p.verb = 'wording.power' AND p.arguments ->> 'citation' = to_jsonb(NEW) ->> 'citation'
                AND p.arguments ->> 'action' = to_jsonb(NEW) ->> 'action'
            ELSE p.verb = 'wording.end_power' AND p.subject = 'power:' || NEW.id
                AND p.arguments ->> 'until_on' <= to_jsonb(NEW) ->> 'until_on' END) THEN
        PERFORM decisions_refuse('two administrators agree before the form''s words change', 'wording_agreed_by_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wording_agreed BEFORE INSERT OR UPDATE OR DELETE ON decisions_standingtext
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_wording();
CREATE TRIGGER wording_agreed BEFORE INSERT OR UPDATE OR DELETE ON decisions_power
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_wording();
ALTER TABLE decisions_standingtext ENABLE ALWAYS TRIGGER wording_agreed;
ALTER TABLE decisions_power ENABLE ALWAYS TRIGGER wording_agreed;

-- What is published for the first time is a decision as it was frozen, at the earliest when its deferral ends.
CREATE FUNCTION decisions_guard_handing_over() RETURNS trigger
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
    IF NOT accounts_holds(NEW.authorised_by, ARRAY['dmpc_staff'], accounts_london_day(NEW.authorised_at)) THEN
        PERFORM decisions_refuse('publication is authorised by DMPC staff', 'waiting_authorised_in_office');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_is_a_decision BEFORE INSERT ON book_waiting FOR EACH ROW
    WHEN (NEW.kind = 'decision' AND NEW.version = 1) EXECUTE FUNCTION decisions_guard_handing_over();
ALTER TABLE book_waiting ENABLE ALWAYS TRIGGER waiting_is_a_decision;

-- An authority is what somebody signed in the round that the paper is in.
CREATE FUNCTION decisions_guard_authority() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM decisions_decision d
        JOIN decisions_signature s ON s.decision_id = d.id AND s.round = d.round AND s.step = 'approved'
            AND s.how <> 'not_stated' AND NOT d.imported
        JOIN decisions_recommendation r ON r.decision_id = d.id AND r.number = NEW.recommendation
        WHERE d.series || ' ' || d.number = NEW.reference AND r.grant_id = NEW.grant_id AND r.amount = NEW.amount) THEN
        PERFORM decisions_refuse('money is allowed by a signed recommendation alone', 'authority_is_signed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER authority_is_signed BEFORE INSERT ON grants_authority
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_authority();
ALTER TABLE grants_authority ENABLE ALWAYS TRIGGER authority_is_signed;

-- Numbers go on, never back.
CREATE FUNCTION decisions_guard_numbering() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.next_number < OLD.next_number OR NEW.series <> OLD.series THEN
        PERFORM decisions_refuse('numbers are never given again', 'numbering_goes_on');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER numbering_goes_on BEFORE UPDATE OR DELETE ON decisions_numbering
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_numbering();
ALTER TABLE decisions_numbering ENABLE ALWAYS TRIGGER numbering_goes_on;

-- An office does not end before a day on which its holder signed in it.
CREATE FUNCTION decisions_guard_office_end() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM decisions_signature s WHERE s.person_id = NEW.person_id AND s.office = NEW.office AND s.how <> 'ink'
            AND s.on >= NEW.from_on AND s.on <= coalesce(OLD.until_on, 'infinity')
            AND (NEW.is_void OR s.on > coalesce(NEW.until_on, 'infinity'))) THEN
        PERFORM decisions_refuse('an office does not end before a day on which its holder signed in it', 'holding_was_used');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_was_used BEFORE UPDATE ON accounts_holding
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_office_end();
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER holding_was_used;

-- What the law orders removed leaves the desk too, for the entry that two people named and no other: a decision takes
-- every text and file of its paper; a correction or a withdrawal its own words; a release the item that it released.
-- Who did what and when stays, and so do references, digests and amounts. decisions/inventory.py lists every column.
CREATE FUNCTION decisions_expunge_agreed(proposal bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agreed accounts_proposal;
    entry book.entry;
    paper decisions_decision;
    says jsonb;
BEGIN
    SELECT * INTO agreed FROM accounts_proposal p
        WHERE p.id = proposal AND p.verb = 'publication.expunge' AND p.confirmed_by_id IS NOT NULL FOR UPDATE;
    IF agreed.id IS NULL THEN
        PERFORM decisions_refuse('nothing is expunged before two people agree', 'expunging_needs_two');
    END IF;
    SELECT * INTO entry FROM book.entry e WHERE e.number = (agreed.arguments ->> 'entry')::bigint;
    IF entry.payload IS NULL THEN
        PERFORM decisions_refuse('the entry has no content to expunge', 'expunging_needs_content');
    END IF;
    says := convert_from(entry.payload, 'UTF8')::jsonb;
    SELECT * INTO paper FROM decisions_decision d WHERE d.reference_key = entry.key;
    PERFORM set_config('register.expunging', 'yes', true);
    IF entry.kind = 'decision' AND paper.part1 IS NOT DISTINCT FROM entry.payload THEN
        PERFORM decisions_expunge_paper(paper);
    ELSIF entry.kind = 'release' THEN
        UPDATE decisions_part2file f SET data = ''::bytea, name = 'Removed by law' FROM decisions_part2item i
            WHERE i.id = f.item_id AND i.decision_id = paper.id AND i.number = (says ->> 'item')::int;
        UPDATE decisions_part2item SET title = 'Removed by law', text = '', salt = ''::bytea
            WHERE decision_id = paper.id AND number = (says ->> 'item')::int;
        PERFORM decisions_expunge_proposals(ARRAY['decision:' || paper.id], 'decision.release', 'item ' || (says ->> 'item'));
    ELSIF entry.kind = 'correction' THEN
        PERFORM decisions_expunge_proposals(ARRAY['entry:' || entry.key], 'publication.correct', NULL);
    ELSIF entry.kind = 'withdrawal' THEN
        PERFORM decisions_expunge_proposals(ARRAY['entry:' || entry.key], 'publication.withdraw', NULL);
    END IF;
    PERFORM set_config('register.expunging', '', true);
END $$;

-- The words of settled proposals about these things; what still waits keeps them until it is settled.
CREATE FUNCTION decisions_expunge_proposals(about text[], kind text, part text) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
    UPDATE accounts_proposal SET reason = '', arguments = arguments - ARRAY['text', 'reason', 'note', 'interests']
        WHERE subject = ANY (about) AND (kind IS NULL OR verb = kind) AND (part IS NULL OR target = part)
            AND verb <> 'publication.expunge' AND (confirmed_at IS NOT NULL OR dropped_at IS NOT NULL)
$$;

CREATE FUNCTION decisions_expunge_paper(paper decisions_decision) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone constant text := 'Removed by law';
    about constant text[] := ARRAY['decision:' || paper.id, 'entry:' || paper.reference_key];
BEGIN
    UPDATE decisions_decision SET title = gone, executive_summary = '', impact_reason = '', deferral_reason = '',
        part_2_statement = '', part_2_reasons = '', part_2_marking = '', part_2_review = '', marking = '',
        part1 = ''::bytea, decided_by_name = '' WHERE id = paper.id;
    UPDATE decisions_section SET text = '' WHERE decision_id = paper.id;
    UPDATE decisions_recommendation SET text = gone, power = '' WHERE decision_id = paper.id;
    UPDATE decisions_declaration SET comment = '', consulted = '', made_by_name = '' WHERE decision_id = paper.id;
    UPDATE decisions_boardreport SET title = '', board = '', author = '', author_rank = '', author_unit = '',
        on_behalf_of = '', marking = '', executive_summary = '', recommendations = '', needed_why = '', delay_would = ''
        WHERE decision_id = paper.id;
    UPDATE decisions_explanation SET problem = gone, reason = gone, by_name = gone WHERE decision_id = paper.id;
    UPDATE decisions_partsave SET content = '{}' WHERE decision_id = paper.id;
    UPDATE decisions_move SET note = '' WHERE decision_id = paper.id;
    UPDATE decisions_submission SET part1 = ''::bytea WHERE decision_id = paper.id;
    UPDATE decisions_signature SET interests = '', note = '', statement = '' WHERE decision_id = paper.id;
    UPDATE decisions_sealedpaper SET pdf = ''::bytea WHERE decision_id = paper.id;
    UPDATE decisions_exemption SET reason = '', balance = '' WHERE decision_id = paper.id;
    UPDATE decisions_overrule SET reason = gone WHERE decision_id = paper.id;
    UPDATE decisions_part2file f SET data = ''::bytea, name = gone FROM decisions_part2item i
        WHERE i.id = f.item_id AND i.decision_id = paper.id;
    UPDATE decisions_part2item SET title = gone, text = '' WHERE decision_id = paper.id;
    UPDATE decisions_storedfile SET data = ''::bytea, name = gone WHERE id IN (
        SELECT scan_id FROM decisions_signature WHERE decision_id = paper.id
        UNION SELECT imported_from_id FROM decisions_decision WHERE id = paper.id
        UNION SELECT f.id FROM decisions_storedfile f JOIN accounts_proposal p ON p.arguments ->> 'scan' = f.sha256
            WHERE p.subject = about[1]);
    UPDATE intake_upload SET name = gone, data = ''::bytea, placements = '{}' WHERE decision_id = paper.id;
    -- A grant that another paper names as well keeps its words for that one.
    UPDATE grants_grant g SET title = gone, purpose = '', recipient_unit = '' WHERE g.id IN (
        SELECT n.grant_id FROM decisions_decisiongrant n WHERE n.decision_id = paper.id)
        AND NOT EXISTS (SELECT FROM decisions_decisiongrant n JOIN decisions_decision d ON d.id = n.decision_id
            WHERE n.grant_id = g.id AND d.id <> paper.id AND d.part1 IS DISTINCT FROM ''::bytea);
    UPDATE grants_tranche t SET fund_as_written = '' FROM grants_grant g WHERE g.id = t.grant_id AND g.title = gone;
    PERFORM decisions_expunge_proposals(about, NULL, NULL);
    PERFORM audit_forget(about || ARRAY(
        SELECT 'grant:' || g.id FROM grants_grant g JOIN decisions_decisiongrant n ON n.grant_id = g.id
            WHERE n.decision_id = paper.id AND g.title = gone));
END $$;
DROP FUNCTION decisions_expunge(bigint);
