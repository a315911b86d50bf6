"""One use case each: claim work, call pure functions, write one transaction, report."""
