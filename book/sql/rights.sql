-- Nobody but the owner's functions writes the book; whoever may read it may also ask for what is due to be published.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA book FROM :desk, :reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA book FROM :desk, :reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA book FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.publish_due() TO :desk, :reader;
GRANT EXECUTE ON FUNCTION book.publish_due_now() TO :desk;
GRANT EXECUTE ON FUNCTION book.expunge(bigint, bigint, bigint, text, bytea) TO :desk;
-- The worker signs tree heads.
GRANT EXECUTE ON FUNCTION book.root_at(bigint), book.add_head(bigint, bytea, text, text) TO :desk;
-- The public sends requests for an accessible format and reads none; the desk notes how each was answered.
GRANT EXECUTE ON FUNCTION book.ask_for_format(text, text, text, text, text, text, text, text) TO :reader;
REVOKE INSERT, DELETE ON book_formatrequest FROM :desk;
REVOKE ALL ON book_formatrequest FROM :reader;
