-- An evidence record (RFC 4998) over a sealed paper is an entry of its own: the paper's bytes never change.
ALTER TABLE book.entry DROP CONSTRAINT entry_kind_check;
ALTER TABLE book.entry ADD CONSTRAINT entry_kind_check CHECK (kind IN
    ('decision', 'correction', 'outcome', 'release', 'transcript', 'withdrawal', 'expunged', 'closing', 'takeover', 'evidence'));
ALTER TABLE book.entry_file DROP CONSTRAINT entry_file_role_check;
ALTER TABLE book.entry_file ADD CONSTRAINT entry_file_role_check
    CHECK (role IN ('paper', 'original', 'released', 'attachment', 'evidence'));

-- The canonical JSON of a leaf, byte for byte what book.entries.Leaf writes. A kind that leaf/1 did not have makes leaf/2.
CREATE OR REPLACE FUNCTION book.leaf_of(
    kind text, reference text, version integer, about bigint, number bigint, published_at timestamptz,
    payload_sha256 text, pdf_sha256 text, files text[]
) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT convert_to(
        '{"about":' || coalesce(about::text, 'null')
        || ',"files":[' || coalesce((SELECT string_agg('"' || f || '"', ',' ORDER BY f) FROM unnest(files) f), '') || ']'
        || ',"kind":' || to_json(kind)
        || ',"number":' || number
        || ',"payload_sha256":"' || payload_sha256 || '"'
        || ',"pdf_sha256":' || coalesce('"' || pdf_sha256 || '"', 'null')
        || ',"published_at":"' || to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
        || ',"reference":' || to_json(reference)
        || ',"schema":"' || CASE WHEN kind IN ('closing', 'takeover', 'evidence') THEN 'leaf/2' ELSE 'leaf/1' END || '"'
        || ',"version":' || version || '}',
        'UTF8')
$$;

-- What waits for publication is what two people agreed: the words of the proposal and those of the entry are the same.
CREATE OR REPLACE FUNCTION book.guard_handing_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    says jsonb;
BEGIN
    IF encode(sha256(NEW.payload), 'hex') <> NEW.payload_sha256 THEN
        RAISE EXCEPTION 'What waits must be what its digest says.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_payload_is_what_it_says';
    END IF;
    IF NEW.kind IN ('outcome', 'transcript', 'evidence') OR (NEW.kind = 'decision' AND NEW.version = 1) THEN
        RETURN NEW;
    END IF;
    says := convert_from(NEW.payload, 'UTF8')::jsonb;
    IF NOT EXISTS (
        SELECT FROM public.accounts_proposal p
        WHERE p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'key' = NEW.key AND CASE NEW.kind
            WHEN 'withdrawal' THEN p.verb = 'publication.withdraw' AND p.arguments ->> 'reason' = says ->> 'reason'
            WHEN 'correction' THEN p.verb = 'publication.correct' AND p.arguments ->> 'text' = says ->> 'note'
            WHEN 'decision' THEN p.verb = 'publication.correct' AND p.arguments ->> 'part1_sha256' = NEW.payload_sha256
            WHEN 'release' THEN p.verb = 'decision.release' AND p.arguments ->> 'digest' = says ->> 'digest'
            ELSE false END) THEN
        RAISE EXCEPTION 'Two people must agree before a % is published.', NEW.kind
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_agreed_by_two';
    END IF;
    RETURN NEW;
END $$;
