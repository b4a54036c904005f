REVOKE ALL ON public.book_takenin FROM :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.take_in(uuid, text, jsonb) FROM PUBLIC, :desk;
GRANT EXECUTE ON FUNCTION book.take_in(uuid, text, jsonb) TO :reader;
