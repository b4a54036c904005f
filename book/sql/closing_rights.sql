REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON book.retirement FROM :desk, :reader;
GRANT SELECT ON book.retirement TO :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.guard_after_closing() FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.is_closed() FROM PUBLIC, :reader;
-- The end cannot be undone, so it takes more than the desk's password: the owner alone adds the last entry.
REVOKE EXECUTE ON FUNCTION book.close_agreed(bigint, bytea) FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.add_retirement(text, text, timestamptz) FROM PUBLIC, :reader;
GRANT EXECUTE ON FUNCTION book.is_closed(), book.add_retirement(text, text, timestamptz) TO :desk;
