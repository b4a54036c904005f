-- Written by a trigger alone; nobody but the desk may know that something waits.
REVOKE ALL ON public.book_postponed FROM PUBLIC, :desk, :reader;
GRANT SELECT ON public.book_postponed TO :desk;
REVOKE EXECUTE ON FUNCTION book.keep_postponement(), book.guard_postponement() FROM PUBLIC, :desk, :reader;
