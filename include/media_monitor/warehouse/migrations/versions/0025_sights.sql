-- Every sight of an article is kept, so that a state can be told to have come back by a page that arrives late.

alter table ops.outcome add column seen_at timestamptz;
comment on column ops.outcome.seen_at is 'When the page was fetched; NULL where it holds no article, and for what was decided before 0021';
comment on column ops.outcome.revision_id is 'The state that the page shows, whether it brought it in or not; NULL where it holds no article';

-- squawk-ignore require-concurrent-index-creation -- a partial index over rows that do not have the column yet
create index outcome_again on ops.outcome (revision_id) where outcome in ('unchanged', 'duplicate');
