-- Signed tree heads.

-- The desk's worker may ask for the root it is to sign.
CREATE FUNCTION book.root_at(leaves bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT book.root_of(leaves)
$$;

-- The worker hands in a signed head; one for a root that is not the book's is refused.
CREATE FUNCTION book.add_head(head_size bigint, head_root bytea, head_checkpoint text, head_verifier text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF head_size > (SELECT entries FROM book.state) OR head_root IS DISTINCT FROM book.root_of(head_size) THEN
        RAISE EXCEPTION 'A tree head for % entries does not fit the book.', head_size
            USING ERRCODE = '23514', CONSTRAINT = 'head_fits_the_book';
    END IF;
    INSERT INTO book.head (size, root, checkpoint, signed_at, verifier)
        VALUES (head_size, head_root, head_checkpoint, clock_timestamp(), head_verifier) ON CONFLICT DO NOTHING;
    -- Pages that said "proof pending" are out of date now.
    UPDATE book.state SET version = version + 1 WHERE FOUND;
    RETURN FOUND;
END $$;
