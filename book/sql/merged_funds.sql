-- Funds that are one. A paper keeps the name and identifier that it was signed with, and `paper_fund` has it; `fund` is
-- the one that stands for all of them. Two are one when staff say so, or when a funder has two of one name. Nothing of an
-- entry changes, and what staff merged they can take apart again.

ALTER TABLE book.fund ADD COLUMN stands text REFERENCES book.fund (id),
    ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY;
CREATE INDEX fund_that_stands ON book.fund (stands) WHERE stands IS NOT NULL;
ALTER TABLE book.money ADD COLUMN paper_fund text;
UPDATE book.money SET paper_fund = fund;
ALTER TABLE book.money ALTER COLUMN paper_fund SET NOT NULL;
CREATE INDEX money_of_paper_fund ON book.money (paper_fund);
ALTER TABLE book.outcome ADD COLUMN paper_fund text;
UPDATE book.outcome SET paper_fund = fund;
ALTER TABLE book.outcome ALTER COLUMN paper_fund SET NOT NULL;

-- What staff merged, by identifier. It lies outside the book: one of the two may be in no published paper yet, and
-- nothing public may show a fund before a paper does.
CREATE TABLE public.book_mergedfund (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 300),
    kept text NOT NULL CHECK (length(kept) BETWEEN 1 AND 300),
    merged_at timestamptz NOT NULL,
    CONSTRAINT fund_merged_with_another CHECK (id <> kept)
);

CREATE FUNCTION book.standing_fund(known_id text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT f.stands FROM book.fund f WHERE f.id = known_id), known_id)
$$;

-- Money and outcomes are put with the fund that stands, whatever their paper calls it.
CREATE FUNCTION book.put_with_standing_fund() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.paper_fund := NEW.fund;
    NEW.fund := book.standing_fund(NEW.fund);
    RETURN NEW;
END $$;
CREATE TRIGGER money_of_standing_fund BEFORE INSERT ON book.money
    FOR EACH ROW EXECUTE FUNCTION book.put_with_standing_fund();
CREATE TRIGGER outcome_of_standing_fund BEFORE INSERT ON book.outcome
    FOR EACH ROW EXECUTE FUNCTION book.put_with_standing_fund();
ALTER TABLE book.money ENABLE ALWAYS TRIGGER money_of_standing_fund;
ALTER TABLE book.outcome ENABLE ALWAYS TRIGGER outcome_of_standing_fund;

-- The facets of a decision: those of its paper, funds under the one that stands, and those that depend on what else is
-- published.
CREATE OR REPLACE FUNCTION book.facets_of(paper_facets text[], status text, threaded boolean) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT array_agg(facet ORDER BY place) FROM (
            SELECT CASE WHEN f LIKE 'fund:%' THEN 'fund:' || book.standing_fund(substr(f, 6)) ELSE f END AS facet,
                min(n) AS place
            FROM unnest(paper_facets) WITH ORDINALITY u (f, n) GROUP BY 1) mapped), '{}'::text[])
        || ('status:' || status)
        || ('force:' || CASE WHEN status IN ('in force', 'continued', 'amended') THEN 'yes' ELSE 'no' END)
        || CASE WHEN threaded THEN ARRAY['thread:yes'] ELSE '{}'::text[] END
$$;

-- Which fund stands for each that is published, itself where it stands alone. Funds are one that staff merged, or that
-- have one name and funder, directly or through others. The one that staff keep stands, else the first published.
CREATE FUNCTION book.wanted_funds() RETURNS TABLE (fund text, stands text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE shared (fund, mark) AS (
        SELECT f.id, 'name:' || book.slug_of(r.name) || '/' || book.slug_of(f.name)
            FROM book.fund f JOIN book.funder r ON r.id = f.funder WHERE book.slug_of(f.name) <> 'unnamed'
        UNION SELECT m.id, 'kept:' || m.kept FROM public.book_mergedfund m JOIN book.fund f ON f.id = m.id
        UNION SELECT f.id, 'kept:' || f.id FROM book.fund f
    ), one (fund, other) AS (
        SELECT f.id, f.id FROM book.fund f
        UNION SELECT o.fund, s.fund FROM one o JOIN shared mine ON mine.fund = o.other JOIN shared s ON s.mark = mine.mark
    )
    SELECT DISTINCT ON (o.fund) o.fund, f.id FROM one o JOIN book.fund f ON f.id = o.other
        LEFT JOIN public.book_mergedfund m ON m.id = f.id
    ORDER BY o.fund, m.id IS NOT NULL,
        EXISTS (SELECT FROM public.book_mergedfund k WHERE k.kept = f.id) DESC, f.place
$$;

-- Puts money, outcomes and facets with the funds that stand by now. Nobody has tallied what it changes.
CREATE FUNCTION book.regroup_funds() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed text[] := ARRAY(SELECT f.id FROM book.fund f JOIN book.wanted_funds() w ON w.fund = f.id
        WHERE coalesce(f.stands, f.id) <> w.stands);
    affected text[];
BEGIN
    IF cardinality(changed) = 0 THEN
        RETURN;
    END IF;
    affected := ARRAY(SELECT m.key FROM book.money m WHERE m.paper_fund = ANY (changed)
        UNION SELECT o.key FROM book.outcome o WHERE o.paper_fund = ANY (changed));
    PERFORM book.tally(affected, -1);
    UPDATE book.fund f SET stands = nullif(w.stands, f.id) FROM book.wanted_funds() w WHERE w.fund = f.id AND f.id = ANY (changed);
    UPDATE book.money SET fund = book.standing_fund(paper_fund) WHERE paper_fund = ANY (changed);
    UPDATE book.outcome SET fund = book.standing_fund(paper_fund) WHERE paper_fund = ANY (changed);
    PERFORM book.restate(affected);
    PERFORM book.tally(affected, 1);
END $$;

-- Brings a new decision, or a new version of one, into the reading tables. A fund that is new, or has another name by
-- now, is put with its like first, before anything of the decision is tallied.
CREATE OR REPLACE FUNCTION book.show_decision(made book.entry, projection jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    affected text[] := book.linked_with(ARRAY[made.key]
        || ARRAY(SELECT jsonb_path_query(projection, '$.links[*].earlier') #>> '{}')
        || ARRAY(SELECT later FROM public.book_waitinglink WHERE earlier = made.key));
    before jsonb := book.standing(affected);
BEGIN
    IF EXISTS (SELECT FROM jsonb_array_elements(projection -> 'funds') f LEFT JOIN book.fund k ON k.id = f ->> 'id'
               WHERE (k.name, k.funder) IS DISTINCT FROM (f ->> 'name', f ->> 'funder')) THEN
        PERFORM book.know_funder(f ->> 'id', f ->> 'name') FROM jsonb_array_elements(projection -> 'funders') f;
        PERFORM book.know_fund(f ->> 'id', f ->> 'name', f ->> 'funder')
            FROM jsonb_array_elements(projection -> 'funds') f;
        PERFORM book.regroup_funds();
    END IF;
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

-- Staff merge two funds: from now on `merged` is another name of `kept`.
CREATE FUNCTION book.merge_fund(merged text, kept text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    standing text;
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    DELETE FROM public.book_mergedfund m WHERE m.id = merge_fund.kept AND m.kept = merged;
    standing := coalesce((SELECT m.kept FROM public.book_mergedfund m WHERE m.id = merge_fund.kept), merge_fund.kept);
    UPDATE public.book_mergedfund m SET kept = standing WHERE m.kept = merged;
    INSERT INTO public.book_mergedfund AS m (id, kept, merged_at) VALUES (merged, standing, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET kept = excluded.kept, merged_at = excluded.merged_at;
    PERFORM book.regroup_funds();
    UPDATE book.state SET version = version + 1;
END $$;

-- Staff take a fund out again that was merged with another.
CREATE FUNCTION book.take_fund_apart(merged text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    DELETE FROM public.book_mergedfund m WHERE m.id = merged;
    PERFORM book.regroup_funds();
    UPDATE book.state SET version = version + 1;
END $$;

-- Funds that a funder has twice by now.
SELECT book.regroup_funds();
