-- What can never happen to the book, whoever asks: entries, files, nodes and heads are only added.
-- A payload or file may be blanked only when the book itself holds a notice that says so.

CREATE OR REPLACE FUNCTION book.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The book is only added to: % of % is refused.', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_only_added';
END $$;

CREATE OR REPLACE FUNCTION book.guard_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.payload IS NULL AND NEW.summary = ''
        AND (NEW.number, NEW.kind, NEW.reference, NEW.key, NEW.version, NEW.published_at, NEW.leaf, NEW.leaf_hash,
             NEW.payload_sha256) = (OLD.number, OLD.kind, OLD.reference, OLD.key, OLD.version, OLD.published_at,
             OLD.leaf, OLD.leaf_hash, OLD.payload_sha256)
        AND (NEW.about, NEW.pdf_sha256) IS NOT DISTINCT FROM (OLD.about, OLD.pdf_sha256)
        AND OLD.kind <> 'expunged'
        AND EXISTS (SELECT FROM book.entry n WHERE n.kind = 'expunged' AND n.about = OLD.number)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The book is only added to: entry % is never changed.', OLD.number
        USING ERRCODE = '23514', CONSTRAINT = 'entry_only_added';
END $$;

CREATE OR REPLACE FUNCTION book.guard_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.content IS NULL
        AND (NEW.sha256, NEW.content_type, NEW.size, NEW.build) = (OLD.sha256, OLD.content_type, OLD.size, OLD.build)
        AND NEW.pages IS NOT DISTINCT FROM OLD.pages
        AND EXISTS (
            SELECT FROM book.entry_file f JOIN book.entry n ON n.about = f.entry AND n.kind = 'expunged'
            WHERE f.sha256 = OLD.sha256)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The book is only added to: file % is never changed.', OLD.sha256
        USING ERRCODE = '23514', CONSTRAINT = 'file_only_added';
END $$;

CREATE OR REPLACE FUNCTION book.guard_entry_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.name = '' AND (NEW.id, NEW.entry, NEW.sha256, NEW.role) = (OLD.id, OLD.entry, OLD.sha256, OLD.role)
        AND NEW.item IS NOT DISTINCT FROM OLD.item
        AND EXISTS (SELECT FROM book.entry n WHERE n.about = OLD.entry AND n.kind = 'expunged')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The book is only added to: the file of entry % is never changed.', OLD.entry
        USING ERRCODE = '23514', CONSTRAINT = 'entry_file_only_added';
END $$;

-- What waits is as signed: only the moment it is due may be moved.
CREATE OR REPLACE FUNCTION book.guard_waiting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved jsonb := to_jsonb(NEW) - 'due_at';
BEGIN
    IF moved = to_jsonb(OLD) - 'due_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What waits for publication is never changed, only moved or taken back.'
        USING ERRCODE = '23514', CONSTRAINT = 'waiting_never_changed';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['entry', 'file', 'entry_file', 'node', 'head'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR TRUNCATE ON book.%I EXECUTE FUNCTION book.refuse()',
                       name || '_stays', name);
        EXECUTE format('ALTER TABLE book.%I ENABLE ALWAYS TRIGGER %I', name, name || '_stays');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['node', 'head'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON book.%I EXECUTE FUNCTION book.refuse()',
                       name || '_fixed', name);
        EXECUTE format('ALTER TABLE book.%I ENABLE ALWAYS TRIGGER %I', name, name || '_fixed');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['entry', 'file', 'entry_file'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON book.%I FOR EACH ROW EXECUTE FUNCTION book.guard_%s()',
                       name || '_fixed', name, name);
        EXECUTE format('ALTER TABLE book.%I ENABLE ALWAYS TRIGGER %I', name, name || '_fixed');
    END LOOP;
END $$;
CREATE TRIGGER waiting_fixed BEFORE UPDATE ON public.book_waiting
    FOR EACH ROW EXECUTE FUNCTION book.guard_waiting();
ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_fixed;
CREATE TRIGGER waiting_file_fixed BEFORE UPDATE ON public.book_waitingfile
    FOR EACH STATEMENT EXECUTE FUNCTION book.refuse();
ALTER TABLE public.book_waitingfile ENABLE ALWAYS TRIGGER waiting_file_fixed;
