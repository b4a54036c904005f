-- What the public says is wrong with a decision. Whoever reads the book may call this, and reads nothing of what was
-- sent. Answers false when too many were sent from one place, or by everybody, within the hour.
CREATE FUNCTION book.tell_mistake(
    receipt text, reference text, wrong text, source text, name text, email text, credited boolean, sender text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz := clock_timestamp() - interval '1 hour';
BEGIN
    IF length(reference) NOT BETWEEN 1 AND 60 OR length(wrong) NOT BETWEEN 1 AND 2000 OR length(source) > 500
        OR length(name) > 200 OR length(email) > 254 OR length(receipt) NOT BETWEEN 6 AND 20 OR length(sender) <> 64 THEN
        RAISE EXCEPTION 'A report of a mistake is longer than the form allows.' USING ERRCODE = '23514';
    END IF;
    -- One at a time, so that a race cannot pass the limit.
    PERFORM pg_advisory_xact_lock(7304);
    IF (SELECT count(*) FROM public.book_mistakereport r
        WHERE r.sender = tell_mistake.sender AND r.told_at > since) >= 5
        OR (SELECT count(*) FROM public.book_mistakereport r WHERE r.told_at > since) >= 200 THEN
        RETURN false;
    END IF;
    INSERT INTO public.book_mistakereport
        (receipt, reference, wrong, source, name, email, credited, sender, told_at, is_right, answer)
        VALUES (receipt, reference, wrong, source, name, email, credited AND name <> '', sender, clock_timestamp(),
                NULL, '');
    RETURN true;
END $$;
