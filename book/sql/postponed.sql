-- A publication that was postponed stays so when one person takes it back and authorises it anew: it is published no
-- earlier than it was to be last, unless two who publish bring it forward.
CREATE TABLE public.book_postponed (
    key text PRIMARY KEY,
    due_at timestamptz NOT NULL
);

CREATE FUNCTION book.keep_postponement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.book_postponed (key, due_at) VALUES (NEW.key, NEW.due_at)
    ON CONFLICT (key) DO UPDATE SET due_at = EXCLUDED.due_at;
    RETURN NULL;
END $$;
CREATE TRIGGER waiting_moved AFTER UPDATE OF due_at ON public.book_waiting FOR EACH ROW
    WHEN (NEW.kind = 'decision' AND NEW.due_at <> OLD.due_at) EXECUTE FUNCTION book.keep_postponement();
ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_moved;

CREATE FUNCTION book.guard_postponement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.book_postponed p WHERE p.key = NEW.key AND p.due_at > NEW.due_at) THEN
        RAISE EXCEPTION 'A decision whose publication was postponed waits until then, or two people agree otherwise.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_keeps_its_postponement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_stays_postponed BEFORE INSERT ON public.book_waiting FOR EACH ROW
    WHEN (NEW.kind = 'decision' AND NEW.version = 1) EXECUTE FUNCTION book.guard_postponement();
ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_stays_postponed;
