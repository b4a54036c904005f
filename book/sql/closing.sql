-- The end of a register: one last entry that names the successor, agreed by two people. Afterwards the book takes notices
-- of what the law orders removed, and nothing else, whoever asks.
ALTER TABLE book.entry DROP CONSTRAINT entry_kind_check;
ALTER TABLE book.entry ADD CONSTRAINT entry_kind_check CHECK (kind IN
    ('decision', 'correction', 'outcome', 'release', 'transcript', 'withdrawal', 'expunged', 'closing'));
CREATE UNIQUE INDEX entry_one_closing ON book.entry (kind) WHERE kind = 'closing';

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
        || ',"schema":"' || CASE WHEN kind = 'closing' THEN 'leaf/2' ELSE 'leaf/1' END || '"'
        || ',"version":' || version || '}',
        'UTF8')
$$;

CREATE FUNCTION book.is_closed() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM book.entry WHERE kind = 'closing')
$$;

-- Adds one entry with the next number and the present moment; the caller holds the lock on the book.
CREATE OR REPLACE FUNCTION book.add_entry(
    kind text, reference text, key text, version integer, about bigint, summary text,
    payload bytea, payload_sha256 text, pdf_sha256 text, files text[]
) RETURNS book.entry
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made book.entry;
    moment timestamptz;
    next bigint;
    leaf bytea;
BEGIN
    UPDATE book.state SET entries = entries + 1 RETURNING entries INTO next;
    IF kind <> 'expunged' AND book.is_closed() THEN
        RAISE EXCEPTION 'The register is closed.' USING ERRCODE = '23514', CONSTRAINT = 'register_is_closed';
    END IF;
    -- Moments rise with the numbers, even if the machine's clock is set back.
    SELECT greatest(clock_timestamp(), e.published_at + interval '1 microsecond') INTO moment
        FROM (SELECT max(published_at) AS published_at FROM book.entry) e;
    leaf := book.leaf_of(kind, reference, version, about, next, moment, payload_sha256, pdf_sha256, files);
    INSERT INTO book.entry (number, kind, reference, key, version, about, published_at, summary,
                            leaf, leaf_hash, payload, payload_sha256, pdf_sha256)
        VALUES (next, kind, reference, key, version, about, moment, summary,
                leaf, sha256('\x00'::bytea || leaf), payload, payload_sha256, pdf_sha256)
        RETURNING * INTO made;
    PERFORM book.add_leaf(made.number, made.leaf_hash);
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION book.publish_batch(wait boolean) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due public.book_waiting;
    published integer := 0;
    began timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM public.book_waiting WHERE due_at <= clock_timestamp()) OR book.is_closed() THEN
        RETURN 0;
    END IF;
    IF wait THEN
        PERFORM FROM book.state FOR UPDATE;
    ELSE
        PERFORM FROM book.state FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN 0;
        END IF;
    END IF;
    FOR due IN
        SELECT * FROM public.book_waiting WHERE due_at <= clock_timestamp() ORDER BY due_at, id LIMIT 200 FOR UPDATE
    LOOP
        PERFORM book.publish_one(due);
        published := published + 1;
        EXIT WHEN clock_timestamp() > began + interval '1 second';
    END LOOP;
    IF published > 0 THEN
        UPDATE book.state SET version = version + 1;
    END IF;
    RETURN published;
END $$;

-- Nothing is handed over for publication any more.
CREATE FUNCTION book.guard_after_closing() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF book.is_closed() THEN
        RAISE EXCEPTION 'The register is closed.' USING ERRCODE = '23514', CONSTRAINT = 'register_is_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_before_closing BEFORE INSERT ON public.book_waiting
    FOR EACH ROW EXECUTE FUNCTION book.guard_after_closing();
ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_before_closing;

-- Adds the last entry, as a confirmed proposal has it: `payload` is its canonical JSON. Returns its number.
CREATE FUNCTION book.close_agreed(proposal bigint, payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agreed public.accounts_proposal;
    made book.entry;
    says jsonb := convert_from(payload, 'UTF8')::jsonb;
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    SELECT * INTO agreed FROM public.accounts_proposal p
        WHERE p.id = proposal AND p.verb = 'register.close' AND p.confirmed_by_id IS NOT NULL;
    IF agreed.id IS NULL THEN
        RAISE EXCEPTION 'Two people must agree before the register is closed.'
            USING ERRCODE = '23514', CONSTRAINT = 'closing_two_people';
    END IF;
    IF EXISTS (SELECT FROM public.book_waiting) THEN
        RAISE EXCEPTION 'Something still waits for publication.' USING ERRCODE = '23514', CONSTRAINT = 'closing_nothing_waits';
    END IF;
    IF says ->> 'schema' IS DISTINCT FROM 'closing/1' OR says ->> 'reason' IS DISTINCT FROM agreed.reason
        OR says ->> 'successor_name' IS DISTINCT FROM agreed.arguments ->> 'successor_name'
        OR says ->> 'successor_address' IS DISTINCT FROM agreed.arguments ->> 'successor_address'
        OR says -> 'agreed_by' IS DISTINCT FROM (
            SELECT jsonb_build_array(a.name, b.name) FROM public.accounts_person a, public.accounts_person b
            WHERE a.id = agreed.proposed_by_id AND b.id = agreed.confirmed_by_id) THEN
        RAISE EXCEPTION 'The last entry must say what the two people agreed.'
            USING ERRCODE = '23514', CONSTRAINT = 'closing_says_what_was_agreed';
    END IF;
    made := book.add_entry('closing', '', '', 1, NULL, says ->> 'successor_name', payload,
                           encode(sha256(payload), 'hex'), NULL, NULL);
    UPDATE book.state SET version = version + 1;
    RETURN made.number;
END $$;

-- The statement by which the keys retire, signed by the log's own: it names the last head that the key signs as the
-- register's, and the certificates of the seal.
CREATE TABLE book.retirement (
    verifier text PRIMARY KEY CHECK (verifier <> ''),
    statement text NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE FUNCTION book.add_retirement(retiring text, signed text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT book.is_closed() OR NOT EXISTS (
        SELECT FROM book.head h JOIN book.entry e ON e.kind = 'closing' AND h.size >= e.number
        WHERE h.verifier = retiring) THEN
        RAISE EXCEPTION 'A key retires once it has signed the last entry of a register that is closed.'
            USING ERRCODE = '23514', CONSTRAINT = 'retirement_after_closing';
    END IF;
    INSERT INTO book.retirement (verifier, statement, kept_at) VALUES (retiring, signed, at);
    UPDATE book.state SET version = version + 1;
END $$;
CREATE TRIGGER retirement_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON book.retirement EXECUTE FUNCTION book.refuse();
ALTER TABLE book.retirement ENABLE ALWAYS TRIGGER retirement_stays;
