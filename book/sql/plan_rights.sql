-- Staff publish the forward plan through its function; the public tells of mistakes and reads none.
REVOKE ALL ON book.planned FROM :desk, :reader;
GRANT SELECT ON book.planned TO :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.expunge_planned(), book.plan(bigint, text, text, date, text, text, text, text),
    book.tell_mistake(text, text, text, text, text, text, boolean, text) FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.plan(bigint, text, text, date, text, text, text, text) TO :desk;
GRANT EXECUTE ON FUNCTION book.tell_mistake(text, text, text, text, text, text, boolean, text) TO :reader;
REVOKE INSERT, DELETE ON book_mistakereport FROM :desk;
REVOKE ALL ON book_mistakereport FROM :reader;
