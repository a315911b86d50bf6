-- By what copies are looked for.
insert into core.copy_sketch (article_id, revision_id, told_at, agency, sketch)
select article_id, 1, '2026-03-10 09:00+00', 'Lake Wire', '\x0100000000000000' from core.article;
