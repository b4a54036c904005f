-- Taking over is done once, where the register is set up: the owner alone adds to the book what others signed.
REVOKE EXECUTE ON FUNCTION book.add_taken_over(bigint, text, text, text, integer, bigint, timestamptz, text, bytea, text, text, jsonb, jsonb) FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.take_over(bytea) FROM PUBLIC, :desk, :reader;
