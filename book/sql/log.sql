-- The Merkle tree of RFC 9162, section 2.1: a node table that grows with each leaf, and the heads that were signed.

CREATE OR REPLACE FUNCTION book.add_leaf(number bigint, leaf_hash bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    depth smallint := 0;
    place bigint := number - 1;
    subtree bytea := leaf_hash;
    sibling bytea;
BEGIN
    LOOP
        INSERT INTO book.node (level, position, hash) VALUES (depth, place, subtree);
        -- A right child completes the subtree above it.
        EXIT WHEN place % 2 = 0;
        SELECT hash INTO STRICT sibling FROM book.node WHERE level = depth AND position = place - 1;
        subtree := sha256('\x01'::bytea || sibling || subtree);
        depth := depth + 1;
        place := place / 2;
    END LOOP;
END $$;

-- The root of the first `leaves` entries: the complete subtrees that cover them, joined from the right.
CREATE OR REPLACE FUNCTION book.root_of(leaves bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    root bytea;
    subtree bytea;
    depth smallint := 0;
    rest bigint := leaves;
BEGIN
    WHILE rest > 0 LOOP
        IF rest % 2 = 1 THEN
            SELECT hash INTO STRICT subtree FROM book.node WHERE level = depth AND position = rest - 1;
            root := CASE WHEN root IS NULL THEN subtree ELSE sha256('\x01'::bytea || subtree || root) END;
        END IF;
        rest := rest / 2;
        depth := depth + 1;
    END LOOP;
    RETURN coalesce(root, sha256(''::bytea));
END $$;
