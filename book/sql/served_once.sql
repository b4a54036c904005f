-- What waits for publication uses up what two people agreed on, and shows its words; a transcript is drawn for a
-- decision that has no paper, and for no other, so that it takes the place of none.
CREATE OR REPLACE FUNCTION book.guard_handing_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    says jsonb;
BEGIN
    IF encode(sha256(NEW.payload), 'hex') <> NEW.payload_sha256 THEN
        RAISE EXCEPTION 'What waits must be what its digest says.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_payload_is_what_it_says';
    END IF;
    IF NEW.kind = 'transcript' AND NOT EXISTS (SELECT FROM book.decision d
            WHERE d.key = NEW.key AND d.version = NEW.version AND d.pdf_sha256 IS NULL) THEN
        RAISE EXCEPTION 'A transcript is drawn for a decision that has no paper.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_transcript_replaces_nothing';
    END IF;
    IF NEW.kind IN ('outcome', 'transcript', 'evidence') OR (NEW.kind = 'decision' AND NEW.version = 1) THEN
        RETURN NEW;
    END IF;
    says := convert_from(NEW.payload, 'UTF8')::jsonb;
    PERFORM public.accounts_use((
        SELECT min(p.id) FROM public.accounts_proposal p
        WHERE p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'key' = NEW.key
            AND public.accounts_is_unused(p.id, NEW.kind) AND CASE NEW.kind
            WHEN 'withdrawal' THEN p.verb = 'publication.withdraw' AND p.arguments ->> 'reason' = says ->> 'reason'
                AND NEW.summary = says ->> 'reason'
            WHEN 'correction' THEN p.verb = 'publication.correct' AND p.arguments ->> 'text' = says ->> 'note'
                AND NEW.summary = says ->> 'note'
            WHEN 'decision' THEN p.verb = 'publication.correct' AND p.arguments ->> 'part1_sha256' = NEW.payload_sha256
            WHEN 'release' THEN p.verb = 'decision.release' AND p.arguments ->> 'digest' = says ->> 'digest'
            ELSE false END),
        NEW.kind, format('Two people must agree before a %s is published.', NEW.kind), 'waiting_agreed_by_two');
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION book.guard_waiting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved jsonb := to_jsonb(NEW) - 'due_at';
BEGIN
    IF moved <> to_jsonb(OLD) - 'due_at' THEN
        RAISE EXCEPTION 'What waits for publication is never changed, only moved or taken back.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_never_changed';
    END IF;
    IF NEW.due_at < OLD.due_at THEN
        PERFORM public.accounts_use((
            SELECT min(p.id) FROM public.accounts_proposal p
            WHERE p.verb = 'publication.early' AND p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'key' = NEW.key
                AND NEW.due_at >= (p.arguments ->> 'due_at')::timestamptz AND public.accounts_is_unused(p.id, 'early')),
            'early', 'Two people must agree before a decision is published earlier.', 'waiting_brought_forward_by_two');
    END IF;
    RETURN NEW;
END $$;
