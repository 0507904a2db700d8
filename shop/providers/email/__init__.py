"""Who carries mails."""
