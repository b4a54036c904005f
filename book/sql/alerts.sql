-- Alerts by e-mail. Whoever reads the book may ask for one and, holding the secret of a letter, confirm, change or end
-- it. No function gives back an address, and none answers to anything but such a secret.
CREATE OR REPLACE FUNCTION book.new_alert_secret() RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex')
$$;

-- Answers false when too many were sent from one place, or by everybody, within the hour. An alert that is there
-- already, or an address that has been written to often enough today, is taken in silence: the answer tells nobody
-- who follows what.
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
    PERFORM pg_advisory_xact_lock(7303);
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

-- The alert that a letter asks to confirm: what it follows and how often, never whose it is.
CREATE OR REPLACE FUNCTION book.alert_to_confirm(secret text)
RETURNS TABLE (query text, often text, confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.query, a.often, a.confirmed_at IS NOT NULL FROM public.book_alert a WHERE a.secret = alert_to_confirm.secret
$$;

-- From now on: what stands in the book already is no news.
CREATE OR REPLACE FUNCTION book.confirm_alert(secret text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.book_alert a
        SET confirmed_at = clock_timestamp(), told_at = clock_timestamp(), sender = '',
            told_through = (SELECT coalesce(max(e.number), 0) FROM book.entry e)
        WHERE a.secret = confirm_alert.secret AND a.confirmed_at IS NULL;
    RETURN EXISTS (SELECT FROM public.book_alert a WHERE a.secret = confirm_alert.secret);
END $$;

-- What the holder of a letter's secret follows.
CREATE OR REPLACE FUNCTION book.alerts_of(secret text)
RETURNS TABLE (number bigint, query text, often text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.id, a.query, a.often FROM public.book_alert a JOIN public.book_subscriber s ON s.id = a.subscriber_id
    WHERE s.secret = alerts_of.secret AND a.confirmed_at IS NOT NULL ORDER BY a.id
$$;

-- Change how often an alert is sent; '' ends it, and with the last one the address is erased.
CREATE OR REPLACE FUNCTION book.change_alert(secret text, number bigint, often text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    holder bigint := (SELECT s.id FROM public.book_subscriber s WHERE s.secret = change_alert.secret FOR UPDATE);
BEGIN
    IF often NOT IN ('at once', 'daily', 'weekly', '') THEN
        RAISE EXCEPTION 'An alert is sent at once, daily or weekly.' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT FROM public.book_alert a
        WHERE a.id = change_alert.number AND a.subscriber_id = holder) THEN
        RETURN false;
    END IF;
    IF often <> '' THEN
        UPDATE public.book_alert a SET often = change_alert.often WHERE a.id = change_alert.number;
        RETURN true;
    END IF;
    DELETE FROM public.book_alert a WHERE a.id = change_alert.number;
    IF NOT EXISTS (SELECT FROM public.book_alert a WHERE a.subscriber_id = holder) THEN
        PERFORM book.leave_alerts(secret);
    END IF;
    RETURN true;
END $$;

-- End everything and erase the address, in the letters that were written to it as well.
CREATE OR REPLACE FUNCTION book.leave_alerts(secret text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    holder bigint := (SELECT s.id FROM public.book_subscriber s WHERE s.secret = leave_alerts.secret FOR UPDATE);
BEGIN
    IF holder IS NULL THEN
        RETURN false;
    END IF;
    -- The alerts first: this waits for a worker that is writing a letter about them, which is then seen and erased too.
    DELETE FROM public.book_alert a WHERE a.subscriber_id = holder;
    DELETE FROM public.mail_letter l WHERE strpos(l.unsubscribe, leave_alerts.secret) > 0;
    DELETE FROM public.book_subscriber s WHERE s.id = holder;
    RETURN true;
END $$;
