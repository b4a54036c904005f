-- A new version of a withdrawn decision brings it back to its address; the withdrawal stays in the book, with its reason.
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
    row.status := coalesce(CASE WHEN old.status <> 'withdrawn' THEN old.status END, CASE WHEN row.outcome = 'refused' THEN 'refused' ELSE 'in force' END);
    row.withdrawn_reason := '';
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
