-- The only way into the book. Callers hold no right to write it; these functions do, for what is due and nothing else.

-- The canonical JSON of a leaf, byte for byte what register.entries.Leaf writes.
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
        || ',"schema":"leaf/1"'
        || ',"version":' || version || '}',
        'UTF8')
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

CREATE OR REPLACE FUNCTION book.add_files(waiting bigint, entry bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO book.file (sha256, content_type, size, pages, build, content)
        SELECT sha256, content_type, size, pages, build, content
        FROM public.book_waitingfile WHERE waiting_id = waiting
        ON CONFLICT (sha256) DO NOTHING;
    INSERT INTO book.entry_file (entry, sha256, role, name, item)
        SELECT entry, sha256, role, name, item
        FROM public.book_waitingfile WHERE waiting_id = waiting ORDER BY id;
$$;

-- Moves one waiting entry into the book and brings the reading tables up to date.
CREATE OR REPLACE FUNCTION book.publish_one(due public.book_waiting) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made book.entry;
BEGIN
    made := book.add_entry(
        due.kind, due.reference, due.key, due.version, NULL, due.summary, due.payload, due.payload_sha256,
        due.pdf_sha256,
        (SELECT array_agg(sha256) FROM public.book_waitingfile WHERE waiting_id = due.id AND role <> 'paper'));
    PERFORM book.add_files(due.id, made.number);
    IF due.kind = 'decision' THEN
        PERFORM book.show_decision(made, due.projection);
    ELSE
        PERFORM book.show_change(made, due.projection);
    END IF;
    DELETE FROM public.book_waitingfile WHERE waiting_id = due.id;
    DELETE FROM public.book_waiting WHERE id = due.id;
END $$;

-- Publishes what is due, in order of the moments due, for about a second at most, and says how many. Where another
-- is publishing already it waits for that one, or leaves it the work.
CREATE OR REPLACE FUNCTION book.publish_batch(wait boolean) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due public.book_waiting;
    published integer := 0;
    began timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM public.book_waiting WHERE due_at <= clock_timestamp()) THEN
        RETURN 0;
    END IF;
    IF wait THEN
        PERFORM pg_advisory_xact_lock(7301);
    ELSIF NOT pg_try_advisory_xact_lock(7301) THEN
        RETURN 0;
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

-- What any page asks for before it reads: never waits for another, so that no reader waits for an import.
CREATE OR REPLACE FUNCTION book.publish_due() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT book.publish_batch(false)
$$;

-- What the desk asks for: when it answers 0, nothing that was due before the call is left.
CREATE OR REPLACE FUNCTION book.publish_due_now() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT book.publish_batch(true)
$$;

-- Removes the content of an entry as the law orders: payload, files and reading rows go, leaf and a notice stay.
-- `first` and `second` are the ids of the two people who agree; `payload` is the notice's canonical JSON.
CREATE OR REPLACE FUNCTION book.expunge(
    expunged bigint, first bigint, second bigint, reason text, payload bytea
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old book.entry;
    notice book.entry;
BEGIN
    IF first IS NULL OR second IS NULL OR first = second THEN
        RAISE EXCEPTION 'Two different people must agree before an entry is expunged.'
            USING ERRCODE = '23514', CONSTRAINT = 'expunge_two_people';
    END IF;
    IF trim(coalesce(reason, '')) = '' THEN
        RAISE EXCEPTION 'Say why the entry is expunged.' USING ERRCODE = '23514', CONSTRAINT = 'expunge_reason';
    END IF;
    PERFORM pg_advisory_xact_lock(7301);
    SELECT * INTO old FROM book.entry e WHERE e.number = expunged;
    IF old IS NULL OR old.kind = 'expunged' OR old.payload IS NULL THEN
        RAISE EXCEPTION 'Entry % has no content to expunge.', expunged
            USING ERRCODE = '23514', CONSTRAINT = 'expunge_content';
    END IF;
    notice := book.add_entry('expunged', old.reference, old.key, old.version, expunged, reason, payload,
                             encode(sha256(payload), 'hex'), NULL, NULL);
    UPDATE book.entry e SET payload = NULL, summary = '' WHERE e.number = expunged;
    UPDATE book.file SET content = NULL
        WHERE content IS NOT NULL AND sha256 IN (SELECT f.sha256 FROM book.entry_file f WHERE f.entry = expunged);
    UPDATE book.entry_file SET name = '' WHERE entry = expunged;
    PERFORM book.hide_expunged(old, notice);
    UPDATE book.state SET version = version + 1;
    RETURN notice.number;
END $$;
