REVOKE ALL ON public.book_alertlock, public.book_mistakelock FROM :desk, :reader;
