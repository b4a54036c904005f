-- A successor takes over the book of a register that ended: its entries, leaves, files and heads as they were, then an
-- entry that names its last checkpoint. The tree goes on, so every proof given before leads on to the heads signed from then on.
ALTER TABLE book.entry DROP CONSTRAINT entry_kind_check;
ALTER TABLE book.entry ADD CONSTRAINT entry_kind_check CHECK (kind IN
    ('decision', 'correction', 'outcome', 'release', 'transcript', 'withdrawal', 'expunged', 'closing', 'takeover'));
-- A successor may end as well: one closing for each register whose entries are here.
DROP INDEX book.entry_one_closing;

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
        || ',"schema":"' || CASE WHEN kind IN ('closing', 'takeover') THEN 'leaf/2' ELSE 'leaf/1' END || '"'
        || ',"version":' || version || '}',
        'UTF8')
$$;

-- Closed is a register whose last word is its closing; one that a successor took over goes on.
CREATE OR REPLACE FUNCTION book.is_closed() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT e.kind = 'closing' FROM book.entry e
                     WHERE e.kind IN ('closing', 'takeover') ORDER BY e.number DESC LIMIT 1), false)
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
    IF kind NOT IN ('expunged', 'takeover') AND book.is_closed() THEN
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

-- Adds one entry of a predecessor's book under its own number and moment. `content` is NULL where the law had it removed;
-- `files` is a list of role, sha256, name, item, content_type, pages and content (hex, or null where it was removed).
-- Refused as soon as the book has a head or an entry of its own.
CREATE FUNCTION book.add_taken_over(
    place bigint, entry_kind text, entry_reference text, entry_key text, entry_version integer, entry_about bigint,
    moment timestamptz, entry_summary text, content bytea, content_sha256 text, paper_sha256 text, files jsonb,
    projection jsonb
) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made book.entry;
    old book.entry;
    leaf bytea;
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    IF EXISTS (SELECT FROM book.head) OR EXISTS (SELECT FROM public.book_waiting)
        OR place <> (SELECT entries + 1 FROM book.state) THEN
        RAISE EXCEPTION 'A book is taken over whole, in order, into one that is empty.'
            USING ERRCODE = '23514', CONSTRAINT = 'taken_over_into_an_empty_book';
    END IF;
    UPDATE book.state SET entries = place, version = version + 1;
    leaf := book.leaf_of(entry_kind, entry_reference, entry_version, entry_about, place, moment, content_sha256, paper_sha256,
        (SELECT array_agg(f ->> 'sha256') FROM jsonb_array_elements(files) f WHERE f ->> 'role' <> 'paper'));
    INSERT INTO book.entry (number, kind, reference, key, version, about, published_at, summary,
                            leaf, leaf_hash, payload, payload_sha256, pdf_sha256)
        VALUES (place, entry_kind, entry_reference, entry_key, entry_version, entry_about, moment, entry_summary,
                leaf, sha256('\x00'::bytea || leaf), content, content_sha256, paper_sha256)
        RETURNING * INTO made;
    PERFORM book.add_leaf(made.number, made.leaf_hash);
    INSERT INTO book.file (sha256, content_type, size, pages, build, content)
        SELECT f ->> 'sha256', f ->> 'content_type', coalesce(length(f ->> 'content') / 2, 0), (f ->> 'pages')::integer, '',
               decode(f ->> 'content', 'hex')
        FROM jsonb_array_elements(files) f ON CONFLICT (sha256) DO NOTHING;
    INSERT INTO book.entry_file (entry, sha256, role, name, item)
        SELECT place, f ->> 'sha256', f ->> 'role', f ->> 'name', (f ->> 'item')::integer
        FROM jsonb_array_elements(files) f;
    IF entry_kind = 'decision' THEN
        PERFORM book.show_decision(made, projection);
    ELSIF entry_kind = 'expunged' THEN
        SELECT * INTO old FROM book.entry e WHERE e.number = entry_about;
        PERFORM book.hide_expunged(old, made);
    ELSIF entry_kind NOT IN ('closing', 'takeover') THEN
        PERFORM book.show_change(made, projection);
    END IF;
    RETURN leaf;
END $$;

-- Adds the entry by which this register takes over, right behind the predecessor's last. Returns its number.
CREATE FUNCTION book.take_over(payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made book.entry;
    says jsonb := convert_from(payload, 'UTF8')::jsonb;
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    IF says ->> 'schema' IS DISTINCT FROM 'takeover/1'
        OR (says ->> 'entries')::bigint IS DISTINCT FROM (SELECT entries FROM book.state)
        OR (SELECT max(size) FROM book.head) IS DISTINCT FROM (SELECT entries FROM book.state) THEN
        RAISE EXCEPTION 'A register takes over behind the last checkpoint of its predecessor.'
            USING ERRCODE = '23514', CONSTRAINT = 'takeover_behind_the_last_checkpoint';
    END IF;
    made := book.add_entry('takeover', '', '', 1, NULL, says ->> 'predecessor_name', payload,
                           encode(sha256(payload), 'hex'), NULL, NULL);
    UPDATE book.state SET version = version + 1;
    RETURN made.number;
END $$;
