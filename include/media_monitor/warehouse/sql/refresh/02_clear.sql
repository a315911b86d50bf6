-- No row: the marts of these days, before they are filled anew.
delete from mart.correction_match where covers_on = any(%(days)s);
delete from mart.settled_mention where covers_on = any(%(days)s);
delete from mart.article_state where covers_on = any(%(days)s);
delete from mart.former_state where covers_on = any(%(days)s);
delete from mart.former_claim where covers_on = any(%(days)s);
delete from mart.former_figure where covers_on = any(%(days)s);
delete from mart.ledger_claim where covers_on = any(%(days)s);
delete from mart.ledger_figure where covers_on = any(%(days)s);
delete from mart.sentence where covers_on = any(%(days)s);
delete from mart.term_use where covers_on = any(%(days)s);
delete from mart.coverage_daily where covers_on = any(%(days)s);
delete from mart.text_profile where covers_on = any(%(days)s)
