-- What the public sent to a public side of its own, entered here by the desk's worker; each message once, also when the
-- worker is killed between entering it and having it forgotten there.
CREATE TABLE public.book_takenin (message uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp());

-- True when the message is entered, now or before; false when it must wait, because more came than people send in an hour.
CREATE FUNCTION book.take_in(message uuid, kind text, content jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entered boolean := true;
BEGIN
    DELETE FROM public.book_takenin t WHERE t.at < clock_timestamp() - interval '30 days';
    INSERT INTO public.book_takenin (message) VALUES (message) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN true;
    END IF;
    CASE kind
        WHEN 'format request' THEN
            entered := book.ask_for_format(content ->> 'receipt', content ->> 'about', content ->> 'wanted',
                content ->> 'details', content ->> 'technology', content ->> 'name', content ->> 'email',
                content ->> 'sender');
        WHEN 'mistake' THEN
            entered := book.tell_mistake(content ->> 'receipt', content ->> 'reference', content ->> 'wrong',
                content ->> 'source', content ->> 'name', content ->> 'email', (content ->> 'credited')::boolean,
                content ->> 'sender');
        WHEN 'alert' THEN
            entered := book.ask_for_alert(content ->> 'email', content ->> 'query', content ->> 'often',
                content ->> 'sender');
        WHEN 'confirm' THEN
            PERFORM book.confirm_alert(content ->> 'secret');
        WHEN 'leave' THEN
            PERFORM book.leave_alerts(content ->> 'secret');
        ELSE
            RAISE EXCEPTION 'The public sends nothing of this kind.' USING ERRCODE = '23514';
    END CASE;
    IF NOT entered THEN
        DELETE FROM public.book_takenin t WHERE t.message = take_in.message;
    END IF;
    RETURN entered;
END $$;
