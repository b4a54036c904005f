-- Requests for alerts and reports of mistakes come in one at a time by rows that the owner's functions alone can lock: an
-- advisory lock could be taken, and kept, by whoever may read the book.
CREATE TABLE public.book_alertlock (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO public.book_alertlock DEFAULT VALUES;
CREATE TABLE public.book_mistakelock (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO public.book_mistakelock DEFAULT VALUES;

CREATE OR REPLACE FUNCTION book.ask_for_alert(email text, query text, often text, sender text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    holder bigint;
BEGIN
    IF length(email) NOT BETWEEN 3 AND 254 OR length(query) > 1000 OR length(sender) <> 64
        OR often NOT IN ('at once', 'daily', 'weekly') THEN
        RAISE EXCEPTION 'An alert is longer than the form allows.' USING ERRCODE = '23514';
    END IF;
    -- One at a time, so that a race cannot pass the limit.
    PERFORM FROM public.book_alertlock FOR UPDATE;
    IF (SELECT count(*) FROM public.book_alert a
        WHERE a.sender = ask_for_alert.sender AND a.asked_at > moment - interval '1 hour') >= 20
        OR (SELECT count(*) FROM public.book_alert a WHERE a.asked_at > moment - interval '1 hour') >= 500 THEN
        RETURN false;
    END IF;
    INSERT INTO public.book_subscriber (email, secret) VALUES (lower(ask_for_alert.email), book.new_alert_secret())
        ON CONFLICT ON CONSTRAINT one_subscriber_an_address DO NOTHING;
    SELECT s.id INTO holder FROM public.book_subscriber s WHERE s.email = lower(ask_for_alert.email);
    IF (SELECT count(*) FROM public.book_alert a
        WHERE a.subscriber_id = holder AND a.confirmed_at IS NULL
        AND a.asked_at > moment - interval '1 day') >= 5 THEN
        RETURN true;
    END IF;
    INSERT INTO public.book_alert (subscriber_id, query, often, secret, sender, asked_at)
        VALUES (holder, ask_for_alert.query, ask_for_alert.often, book.new_alert_secret(), ask_for_alert.sender, moment)
        ON CONFLICT ON CONSTRAINT one_alert_of_each_kind DO NOTHING;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION book.tell_mistake(
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
    PERFORM FROM public.book_mistakelock FOR UPDATE;
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
