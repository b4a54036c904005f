REVOKE EXECUTE ON FUNCTION book.guard_handing_over() FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.hold() FROM PUBLIC, :reader;
REVOKE EXECUTE ON FUNCTION book.expunge_agreed(bigint, bytea) FROM PUBLIC, :reader;
GRANT EXECUTE ON FUNCTION book.hold(), book.expunge_agreed(bigint, bytea) TO :desk;
REVOKE ALL ON public.book_formatlock FROM :desk, :reader;
