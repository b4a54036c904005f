-- The desk keeps other names by their function; the public reads them.
REVOKE ALL ON book.other_name FROM :desk, :reader;
GRANT SELECT ON book.other_name TO :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.keep_other_name(text, text, boolean) FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.keep_other_name(text, text, boolean) TO :desk;
