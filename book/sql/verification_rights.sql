REVOKE EXECUTE ON FUNCTION book.is_ready(public.book_waiting) FROM PUBLIC, :desk, :reader;
REVOKE INSERT, UPDATE, DELETE ON public.book_verification FROM :desk;
