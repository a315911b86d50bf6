-- No row: differences of these days between states that no longer follow each other, or no longer say what they said.
delete from mart.state_difference as d
where
    d.covers_on = any(%(days)s)
    and not exists (select 1 from state_pair as p where p.covers_on = d.covers_on and p.revision_id = d.revision_id and p.pair_sha = d.pair_sha);

delete from mart.sentence_difference as d
where
    d.covers_on = any(%(days)s)
    and not exists (select 1 from mart.state_difference as s where s.covers_on = d.covers_on and s.revision_id = d.revision_id)
