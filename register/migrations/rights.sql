-- Nobody but the owner's functions writes the book; whoever may read it may also ask for what is due to be published.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA book FROM :desk, :reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA book FROM :desk, :reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA book FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.publish_due() TO :desk, :reader;
GRANT EXECUTE ON FUNCTION book.expunge(bigint, bigint, bigint, text, bytea) TO :desk;
GRANT EXECUTE ON FUNCTION book.add_head(bigint, bytea, text) TO :desk;
