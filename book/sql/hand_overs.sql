-- Statements by which one key of the log hands over to the next, signed by both (book/log/handing_over.py).
CREATE TABLE book.hand_over (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    old_verifier text NOT NULL UNIQUE CHECK (old_verifier <> ''),
    new_verifier text NOT NULL UNIQUE CHECK (new_verifier <> ''),
    statement text NOT NULL,
    kept_at timestamptz NOT NULL,
    CONSTRAINT hand_over_is_to_another_key CHECK (old_verifier <> new_verifier)
);

CREATE FUNCTION book.add_hand_over(old_key text, new_key text, signed text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM book.head WHERE verifier = old_key) THEN
        RAISE EXCEPTION 'No tree head was ever signed with the key that hands over.'
            USING ERRCODE = '23514', CONSTRAINT = 'hand_over_is_from_a_key_in_use';
    END IF;
    INSERT INTO book.hand_over (old_verifier, new_verifier, statement, kept_at) VALUES (old_key, new_key, signed, at);
    UPDATE book.state SET version = version + 1;
END $$;

CREATE TRIGGER hand_over_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON book.hand_over EXECUTE FUNCTION book.refuse();
ALTER TABLE book.hand_over ENABLE ALWAYS TRIGGER hand_over_stays;
