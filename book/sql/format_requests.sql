-- What the public may send in. Whoever reads the book may call this, and can read nothing of what was sent.
-- Answers false when too many were sent from one place, or by everybody, within the hour.
CREATE OR REPLACE FUNCTION book.ask_for_format(
    receipt text, about text, wanted text, details text, technology text, name text, email text, sender text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz := clock_timestamp() - interval '1 hour';
BEGIN
    IF length(about) > 300 OR length(details) > 2000 OR length(email) NOT BETWEEN 3 AND 254
        OR length(receipt) NOT BETWEEN 6 AND 20 OR length(sender) <> 64 THEN
        RAISE EXCEPTION 'A request for an accessible format is longer than the form allows.' USING ERRCODE = '23514';
    END IF;
    -- One at a time, so that a race cannot pass the limit.
    PERFORM pg_advisory_xact_lock(7302);
    IF (SELECT count(*) FROM public.book_formatrequest r
        WHERE r.sender = ask_for_format.sender AND r.asked_at > since) >= 5
        OR (SELECT count(*) FROM public.book_formatrequest r WHERE r.asked_at > since) >= 200 THEN
        RETURN false;
    END IF;
    INSERT INTO public.book_formatrequest
        (receipt, about, wanted, details, technology, name, email, sender, asked_at, answer)
        VALUES (receipt, about, wanted, details, technology, name, email, sender, clock_timestamp(), '');
    RETURN true;
END $$;
