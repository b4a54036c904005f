-- The public asks, and reads nothing of who asked; the desk's worker notes what it told and forgets who did not confirm.
REVOKE EXECUTE ON FUNCTION book.new_alert_secret(), book.ask_for_alert(text, text, text, text),
    book.alert_to_confirm(text), book.confirm_alert(text), book.alerts_of(text),
    book.change_alert(text, bigint, text), book.leave_alerts(text) FROM PUBLIC, :desk, :reader;
GRANT EXECUTE ON FUNCTION book.ask_for_alert(text, text, text, text), book.alert_to_confirm(text),
    book.confirm_alert(text), book.alerts_of(text), book.change_alert(text, bigint, text), book.leave_alerts(text)
    TO :reader;
REVOKE INSERT ON book_alert, book_subscriber FROM :desk;
REVOKE UPDATE ON book_subscriber FROM :desk;
REVOKE ALL ON book_alert, book_subscriber FROM :reader;
