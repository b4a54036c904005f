-- The reading tables: derived from the entries at publication, so that pages only read.

-- A name as it stands in an address.
CREATE OR REPLACE FUNCTION book.slug_of(name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(nullif(trim(BOTH '-' FROM left(regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'), 80)), ''), 'unnamed')
$$;

CREATE OR REPLACE FUNCTION book.know_funder(known_id text, known_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text := book.slug_of(known_name);
BEGIN
    UPDATE book.funder SET name = known_name WHERE id = known_id;
    IF NOT FOUND THEN
        -- Two funders of one name stay two: the second's address carries its identifier.
        IF EXISTS (SELECT FROM book.funder WHERE slug = wanted) THEN
            wanted := wanted || '-' || left(encode(sha256(convert_to(known_id, 'UTF8')), 'hex'), 8);
        END IF;
        INSERT INTO book.funder (id, name, slug) VALUES (known_id, known_name, wanted);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION book.know_fund(known_id text, known_name text, of_funder text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text := book.slug_of(known_name);
BEGIN
    UPDATE book.fund SET name = known_name, funder = of_funder WHERE id = known_id;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM book.fund WHERE slug = wanted) THEN
            wanted := wanted || '-' || left(encode(sha256(convert_to(known_id, 'UTF8')), 'hex'), 8);
        END IF;
        INSERT INTO book.fund (id, name, slug, funder) VALUES (known_id, known_name, wanted, of_funder);
    END IF;
END $$;

-- Adds (sign 1) or takes away (sign -1) what some decisions contribute to kept counts and totals; withdrawn ones nothing.
CREATE OR REPLACE FUNCTION book.tally(keys text[], sign integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO book.facet_count AS kept (facet, count)
        SELECT facet, sign * count(*) FROM book.decision d CROSS JOIN LATERAL unnest(d.facets) facet
        WHERE d.key = ANY (keys) AND d.status <> 'withdrawn' GROUP BY facet ORDER BY facet
        ON CONFLICT (facet) DO UPDATE SET count = kept.count + excluded.count;
    UPDATE book.funder f SET decisions = f.decisions + sign * m.decisions
        FROM (SELECT m.funder, count(DISTINCT m.key) AS decisions FROM book.money m JOIN book.decision d ON d.key = m.key
              WHERE m.key = ANY (keys) AND d.status <> 'withdrawn' GROUP BY m.funder) m
        WHERE m.funder = f.id;
    UPDATE book.fund f SET decisions = f.decisions + sign * m.decisions
        FROM (SELECT m.fund, count(DISTINCT m.key) AS decisions FROM book.money m JOIN book.decision d ON d.key = m.key
              WHERE m.key = ANY (keys) AND d.status <> 'withdrawn' GROUP BY m.fund) m
        WHERE m.fund = f.id;
    INSERT INTO book.total AS kept (scope, subject, financial_year, decisions, bid, offered, accepted, as_stated)
        SELECT s.scope, s.subject, m.financial_year, sign * count(DISTINCT m.key), sign * coalesce(sum(m.bid), 0),
               sign * coalesce(sum(m.offered), 0), sign * coalesce(sum(m.accepted), 0), sign * coalesce(sum(m.as_stated), 0)
        FROM book.money m JOIN book.decision d ON d.key = m.key AND d.counted
            CROSS JOIN LATERAL (VALUES ('all', ''), ('funder', m.funder), ('fund', m.fund)) s (scope, subject)
        WHERE m.key = ANY (keys)
        GROUP BY s.scope, s.subject, m.financial_year ORDER BY 1, 2, 3
        ON CONFLICT (scope, subject, financial_year) DO UPDATE SET
            decisions = kept.decisions + excluded.decisions, bid = kept.bid + excluded.bid,
            offered = kept.offered + excluded.offered, accepted = kept.accepted + excluded.accepted,
            as_stated = kept.as_stated + excluded.as_stated;
END $$;

-- The keys of every decision linked with these, directly or not, themselves among them.
CREATE OR REPLACE FUNCTION book.linked_with(keys text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE reached (key) AS (
        SELECT unnest(keys)
        UNION
        SELECT CASE WHEN l.later = r.key THEN l.earlier ELSE l.later END
        FROM reached r JOIN book.link l ON l.later = r.key OR l.earlier = r.key
    )
    SELECT array_agg(key) FROM reached
$$;

-- Gives each of these decisions its thread: named after the eldest decision it is linked with, directly or not.
CREATE OR REPLACE FUNCTION book.rethread(keys text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rest text[] := keys;
    members text[];
    eldest text;
BEGIN
    WHILE cardinality(rest) > 0 LOOP
        members := book.linked_with(rest[1:1]);
        SELECT d.key INTO eldest FROM book.decision d WHERE d.key = ANY (members)
            ORDER BY d.decided_on NULLS LAST, d.year NULLS LAST, d.series, d.number LIMIT 1;
        UPDATE book.decision SET thread = eldest, thread_size = cardinality(members)
            WHERE key = ANY (members) AND (thread, thread_size) IS DISTINCT FROM (eldest, cardinality(members));
        rest := ARRAY(SELECT unnest(rest) EXCEPT SELECT unnest(members));
    END LOOP;
END $$;

-- The facets of a decision: those of its paper, and those that depend on what else is published.
CREATE OR REPLACE FUNCTION book.facets_of(paper_facets text[], status text, threaded boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT paper_facets || ('status:' || status)
        || ('force:' || CASE WHEN status IN ('in force', 'continued', 'amended') THEN 'yes' ELSE 'no' END)
        || CASE WHEN threaded THEN ARRAY['thread:yes'] ELSE '{}'::text[] END
$$;

-- Where these decisions stand, by what later published and approved decisions say of them; then their facets.
-- Only rows that change are written: each writing costs an entry in every index.
CREATE OR REPLACE FUNCTION book.restate(keys text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH stands AS (
        SELECT d.key, d.thread_size > 1 AS threaded, d.paper_facets, CASE
            WHEN d.status = 'withdrawn' THEN 'withdrawn'
            WHEN d.outcome = 'refused' THEN 'refused'
            ELSE coalesce((
                SELECT CASE l.kind WHEN 'revokes' THEN 'revoked' WHEN 'replaces' THEN 'replaced'
                                   WHEN 'amends' THEN 'amended' ELSE 'continued' END
                FROM book.link l JOIN book.decision later ON later.key = l.later
                WHERE l.earlier = d.key AND later.status <> 'withdrawn' AND later.outcome <> 'refused'
                ORDER BY array_position(ARRAY['revokes', 'replaces', 'amends', 'continues'], l.kind) LIMIT 1
            ), 'in force') END AS status
        FROM book.decision d WHERE d.key = ANY (keys)
    ), shown AS (
        SELECT key, status, status IN ('in force', 'continued') AS counted,
            book.facets_of(paper_facets, status, threaded) AS facets
        FROM stands
    )
    UPDATE book.decision d SET status = s.status, counted = s.counted, facets = s.facets
    FROM shown s
    WHERE s.key = d.key AND (d.status, d.counted, d.facets) IS DISTINCT FROM (s.status, s.counted, s.facets);
END $$;

-- The search's vectors: title before summary before the rest; the small one is what ranking reads.
CREATE OR REPLACE FUNCTION book.vector_of(title text, summary text, words text) RETURNS tsvector
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B')
        || setweight(to_tsvector('english', words), 'D')
$$;

CREATE OR REPLACE FUNCTION book.whole_vector_of(title text, summary text, words text) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN book.vector_of(title, summary, words);
EXCEPTION WHEN program_limit_exceeded THEN
    -- More different words than a row can hold: nobody's advice, but it must not stop publication.
    RETURN book.vector_of(title, summary, left(words, 100000));
END $$;

-- How these decisions stand: compared before and after a publication, to say which of them it changed.
CREATE OR REPLACE FUNCTION book.standing(keys text[]) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(d.key, jsonb_build_array(d.status, d.thread, d.thread_size)), '{}'::jsonb)
    FROM book.decision d WHERE d.key = ANY (keys)
$$;

-- Whoever mirrors the book asks what changed since an entry: a decision changes too when another continues it.
CREATE OR REPLACE FUNCTION book.mark_changed(made book.entry, before jsonb, keys text[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE book.decision d SET changed_number = made.number, changed_at = made.published_at
    FROM jsonb_each(book.standing(keys)) now
    WHERE d.key = now.key AND now.value IS DISTINCT FROM before -> now.key
$$;

-- Brings a new decision, or a new version of one, into the reading tables.
CREATE OR REPLACE FUNCTION book.show_decision(made book.entry, projection jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    affected text[] := book.linked_with(ARRAY[made.key]
        || ARRAY(SELECT jsonb_path_query(projection, '$.links[*].earlier') #>> '{}')
        || ARRAY(SELECT later FROM public.book_waitinglink WHERE earlier = made.key));
    before jsonb := book.standing(affected);
BEGIN
    PERFORM book.tally(affected, -1);
    PERFORM book.write_decision(made, projection -> 'decision');
    PERFORM book.write_money(made.key, projection);
    PERFORM book.write_links(made.key, projection);
    affected := ARRAY(SELECT key FROM book.decision WHERE key = ANY (affected));
    PERFORM book.rethread(affected);
    PERFORM book.restate(affected);
    PERFORM book.mark_changed(made, before, affected);
    PERFORM book.tally(affected, 1);
END $$;

-- The row of a decision: what was precomputed, what only publication knows, and what an older version's row keeps.
CREATE OR REPLACE FUNCTION book.row_of(made book.entry, shown jsonb, old book.decision) RETURNS book.decision
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row book.decision := jsonb_populate_record(NULL::book.decision, shown);
    published_on date;
BEGIN
    row.key := made.key;
    row.entry_number := made.number;
    row.first_number := coalesce(old.first_number, made.number);
    row.changed_number := made.number;
    row.version := made.version;
    row.published_at := coalesce(old.published_at, made.published_at);
    row.changed_at := made.published_at;
    published_on := (row.published_at AT TIME ZONE 'Europe/London')::date;
    row.days_to_publish := CASE WHEN NOT row.imported THEN published_on - row.decided_on END;
    row.sorted_on := coalesce(row.decided_on, CASE WHEN row.imported THEN date '0001-01-01' ELSE published_on END);
    -- As it stands if nothing is linked with it; book.restate puts right what is.
    row.status := coalesce(old.status, CASE WHEN row.outcome = 'refused' THEN 'refused' ELSE 'in force' END);
    row.withdrawn_reason := coalesce(old.withdrawn_reason, '');
    row.expunged := false;
    row.counted := row.status IN ('in force', 'continued');
    row.thread := coalesce(old.thread, made.key);
    row.thread_size := coalesce(old.thread_size, 1);
    row.outcome_result := coalesce(old.outcome_result, '');
    row.facets := book.facets_of(row.paper_facets, row.status, row.thread_size > 1);
    row.search := book.whole_vector_of(shown ->> 'search_title', shown ->> 'search_summary', shown ->> 'search_words');
    row.ranking := book.vector_of(shown ->> 'search_title', left(shown ->> 'search_summary', 300), '');
    SELECT f.sha256, f.size, f.pages INTO row.pdf_sha256, row.pdf_size, row.pdf_pages
        FROM book.file f WHERE f.sha256 = made.pdf_sha256;
    RETURN row;
END $$;

CREATE OR REPLACE FUNCTION book.write_decision(made book.entry, shown jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row book.decision;
    old book.decision;
BEGIN
    SELECT * INTO old FROM book.decision d WHERE d.key = made.key;
    row := book.row_of(made, shown, old);
    IF old.key IS NULL THEN
        INSERT INTO book.decision SELECT row.*;
    ELSE
        PERFORM book.replace_decision(row);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION book.replace_decision(new book.decision) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(format('%I = ($1).%I', attname, attname), ', ') INTO columns
        FROM pg_attribute WHERE attrelid = 'book.decision'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'key';
    EXECUTE 'UPDATE book.decision SET ' || columns || ' WHERE key = ($1).key' USING new;
END $$;

CREATE OR REPLACE FUNCTION book.write_money(of_key text, projection jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM book.know_funder(f ->> 'id', f ->> 'name') FROM jsonb_array_elements(projection -> 'funders') f;
    PERFORM book.know_fund(f ->> 'id', f ->> 'name', f ->> 'funder') FROM jsonb_array_elements(projection -> 'funds') f;
    DELETE FROM book.money WHERE key = of_key;
    DELETE FROM book.recommendation WHERE key = of_key;
    INSERT INTO book.money (key, position, financial_year, "grant", grant_title, direction, fund, fund_name,
                            fund_as_written, funder, funder_name, recipient, recipient_name,
                            bid, offered, accepted, as_stated)
        SELECT of_key, m.position, m.financial_year, m."grant", m.grant_title, m.direction, m.fund, m.fund_name,
               m.fund_as_written, m.funder, m.funder_name, m.recipient, m.recipient_name,
               m.bid, m.offered, m.accepted, m.as_stated
        FROM jsonb_populate_recordset(NULL::book.money, projection -> 'money') m;
    INSERT INTO book.recommendation (key, number, action, "grant", amount, up_to)
        SELECT of_key, r.number, r.action, r."grant", r.amount, r.up_to
        FROM jsonb_populate_recordset(NULL::book.recommendation, projection -> 'recommendations') r;
END $$;

-- A link is shown once both ends are published; until then it waits outside the book.
CREATE OR REPLACE FUNCTION book.write_links(of_key text, projection jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM book.link WHERE later = of_key;
    DELETE FROM public.book_waitinglink WHERE later = of_key;
    INSERT INTO public.book_waitinglink (later, earlier, kind)
        SELECT of_key, l ->> 'earlier', l ->> 'kind' FROM jsonb_array_elements(projection -> 'links') l
        WHERE l ->> 'earlier' <> of_key ON CONFLICT DO NOTHING;
    WITH complete AS (
        DELETE FROM public.book_waitinglink w USING book.decision e, book.decision l
        WHERE of_key IN (w.later, w.earlier) AND e.key = w.earlier AND l.key = w.later
        RETURNING w.later, w.earlier, w.kind
    )
    INSERT INTO book.link (later, earlier, kind) SELECT later, earlier, kind FROM complete;
END $$;

-- What a correction, an outcome, a release, a transcript or a withdrawal changes in the reading tables.
CREATE OR REPLACE FUNCTION book.show_change(made book.entry, projection jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    affected text[] := book.linked_with(ARRAY[made.key]);
    before jsonb := book.standing(affected);
BEGIN
    PERFORM book.tally(affected, -1);
    UPDATE book.decision SET changed_number = made.number, changed_at = made.published_at WHERE key = made.key;
    IF made.kind = 'withdrawal' THEN
        UPDATE book.decision SET status = 'withdrawn', withdrawn_reason = made.summary WHERE key = made.key;
    ELSIF made.kind = 'outcome' THEN
        INSERT INTO book.outcome (entry, key, "grant", result, happened_on, financial_year, fund, fund_name, offered, accepted)
            SELECT made.number, made.key, o."grant", o.result, o.happened_on, o.financial_year, o.fund, o.fund_name, o.offered, o.accepted
            FROM jsonb_populate_recordset(NULL::book.outcome, projection -> 'outcomes') o;
        UPDATE book.decision SET outcome_result = projection ->> 'result' WHERE key = made.key;
    ELSIF made.kind = 'transcript' THEN
        UPDATE book.decision d SET pdf_sha256 = f.sha256, pdf_size = f.size, pdf_pages = f.pages
            FROM book.file f WHERE f.sha256 = made.pdf_sha256 AND d.key = made.key AND d.version = made.version;
    ELSIF made.kind = 'release' THEN
        INSERT INTO book.released (entry, key, item, kind)
            VALUES (made.number, made.key, (projection ->> 'item')::integer, projection ->> 'kind');
    END IF;
    PERFORM book.restate(affected);
    PERFORM book.mark_changed(made, before, affected);
    PERFORM book.tally(affected, 1);
END $$;

-- Takes the text of an expunged entry out of the reading tables.
CREATE OR REPLACE FUNCTION book.hide_expunged(old book.entry, notice book.entry) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE book.decision SET changed_number = notice.number, changed_at = notice.published_at WHERE key = old.key;
    IF old.kind = 'withdrawal' THEN
        UPDATE book.decision SET withdrawn_reason = '' WHERE key = old.key;
    ELSIF old.kind = 'outcome' THEN
        DELETE FROM book.outcome WHERE entry = old.number;
    ELSIF old.kind = 'decision' THEN
        -- An older version than the one shown has no text in the reading tables.
        PERFORM book.hide_decision(old) FROM book.decision d WHERE d.entry_number = old.number;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION book.hide_decision(old book.entry) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    affected text[] := book.linked_with(ARRAY[old.key]);
BEGIN
    PERFORM book.tally(affected, -1);
    DELETE FROM book.money WHERE key = old.key;
    DELETE FROM book.recommendation WHERE key = old.key;
    UPDATE book.decision SET title = '', summary = '', words = '', search = '', ranking = '', decided_by = '',
        deferral_reason = '', expunged = true, refers_to = '{}', amount = 0, bid = NULL, offered = NULL, accepted = NULL,
        as_stated = NULL, approved = NULL,
        paper_facets = ARRAY(SELECT f FROM unnest(paper_facets) f WHERE f ~ '^(decided|late|deferred|imported):')
    WHERE key = old.key;
    PERFORM book.restate(affected);
    PERFORM book.tally(affected, 1);
END $$;
