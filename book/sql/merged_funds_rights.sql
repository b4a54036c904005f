-- Staff merge funds and take them apart by two functions; who else reads the book sees what comes of it.
REVOKE ALL ON public.book_mergedfund FROM PUBLIC, :desk, :reader;
GRANT SELECT ON public.book_mergedfund TO :desk;
REVOKE EXECUTE ON FUNCTION book.merge_fund(text, text), book.take_fund_apart(text), book.standing_fund(text),
    book.put_with_standing_fund(), book.wanted_funds(), book.regroup_funds() FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.merge_fund(text, text), book.take_fund_apart(text) TO :desk;
