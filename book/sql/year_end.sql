-- What came of a grant's money in a year that was closed stands beside what became of its bids and offers: an entry of
-- the same kind, whose rows have the result year_end and leave the decision's own result as it was.
ALTER TABLE book.outcome
    ADD COLUMN received numeric(16, 2), ADD COLUMN spent numeric(16, 2), ADD COLUMN returned numeric(16, 2),
    ADD COLUMN carried_in numeric(16, 2), ADD COLUMN carried_out numeric(16, 2);

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
        INSERT INTO book.outcome (entry, key, "grant", result, happened_on, financial_year, fund, fund_name, offered, accepted,
                                  received, spent, returned, carried_in, carried_out)
            SELECT made.number, made.key, o."grant", o.result, o.happened_on, o.financial_year, o.fund, o.fund_name, o.offered,
                   o.accepted, o.received, o.spent, o.returned, o.carried_in, o.carried_out
            FROM jsonb_populate_recordset(NULL::book.outcome, projection -> 'outcomes') o;
        UPDATE book.decision SET outcome_result = projection ->> 'result'
            WHERE key = made.key AND projection ? 'result';
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
