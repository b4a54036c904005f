-- Kept totals tell money that is received from grants that are made: the two are never added together. The rows are
-- counted anew from the money, since nothing else says which part of a sum went which way.
ALTER TABLE book.total ADD COLUMN direction text NOT NULL DEFAULT '',
    DROP CONSTRAINT total_scope_subject_financial_year_key,
    ADD CONSTRAINT total_of_a_direction_and_year UNIQUE (scope, subject, direction, financial_year);

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
    INSERT INTO book.total AS kept
            (scope, subject, direction, financial_year, decisions, bid, offered, accepted, as_stated)
        SELECT s.scope, s.subject, m.direction, m.financial_year, sign * count(DISTINCT m.key), sign * coalesce(sum(m.bid), 0),
               sign * coalesce(sum(m.offered), 0), sign * coalesce(sum(m.accepted), 0), sign * coalesce(sum(m.as_stated), 0)
        FROM book.money m JOIN book.decision d ON d.key = m.key AND d.counted
            CROSS JOIN LATERAL (VALUES ('all', ''), ('funder', m.funder), ('fund', m.fund)) s (scope, subject)
        WHERE m.key = ANY (keys)
        GROUP BY s.scope, s.subject, m.direction, m.financial_year ORDER BY 1, 2, 3, 4
        ON CONFLICT (scope, subject, direction, financial_year) DO UPDATE SET
            decisions = kept.decisions + excluded.decisions, bid = kept.bid + excluded.bid,
            offered = kept.offered + excluded.offered, accepted = kept.accepted + excluded.accepted,
            as_stated = kept.as_stated + excluded.as_stated;
END $$;

DELETE FROM book.total;
INSERT INTO book.total (scope, subject, direction, financial_year, decisions, bid, offered, accepted, as_stated)
    SELECT s.scope, s.subject, m.direction, m.financial_year, count(DISTINCT m.key), coalesce(sum(m.bid), 0),
           coalesce(sum(m.offered), 0), coalesce(sum(m.accepted), 0), coalesce(sum(m.as_stated), 0)
    FROM book.money m JOIN book.decision d ON d.key = m.key AND d.counted
        CROSS JOIN LATERAL (VALUES ('all', ''), ('funder', m.funder), ('fund', m.fund)) s (scope, subject)
    GROUP BY s.scope, s.subject, m.direction, m.financial_year ORDER BY 1, 2, 3, 4;
