-- What the desk signed with passkeys is published once the worker, under a role of its own, has verified it. The desk sets
-- neither mark: whether a paper has to be verified is decided by a trigger (decisions/sql/verification.sql), that it was
-- by a row that the worker's role alone writes.

CREATE FUNCTION book.is_ready(due public.book_waiting) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT due.due_at <= clock_timestamp() AND (NOT due.to_verify OR EXISTS (
        SELECT FROM public.book_verification v WHERE v.payload_sha256 = due.payload_sha256 AND v.problem = ''))
$$;

CREATE OR REPLACE FUNCTION book.publish_batch(wait boolean) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due public.book_waiting;
    published integer := 0;
    began timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM public.book_waiting w WHERE w.due_at <= clock_timestamp() AND book.is_ready(w)) OR book.is_closed() THEN
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
        SELECT * FROM public.book_waiting w WHERE w.due_at <= clock_timestamp() AND book.is_ready(w)
            ORDER BY due_at, id LIMIT 200 FOR UPDATE
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
