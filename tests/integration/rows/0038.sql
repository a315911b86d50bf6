-- What stories are found by, and stories whose articles went into another.
update core.story_article set told_at = '2026-03-10 09:00+00', revision_id = 1, annotator = 'rules-1', reasons = '{org:lantern-brigade,station}'
where article_id % 2 = 0;
insert into core.article_feature (article_id, feature, told_at)
select article_id, 7, '2026-03-10 09:00+00' from core.article;
insert into core.feature_frequency (feature, article_count) values (7, 40), (-7, 1);
insert into core.story_move (story_id, into_story_id, kind, article_count, moved_at)
values ('20260310-aaaaaaaa', '20260309-bbbbbbbb', 'merged', 3, '2026-03-10 12:00+00'),
('20260309-bbbbbbbb', '20260308-cccccccc', 'split', 1, '2026-03-11 12:00+00');
