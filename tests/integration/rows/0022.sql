-- A correction that was withdrawn, one everywhere, and something that is watched.
insert into core.correction (
    kind, verdict, article_id, on_revision_id, on_filed_on, field, start_offset, end_offset, evidence_sha, was, reads, made_by, made_at, reason,
    withdrawn_by, withdrawn_at, withdrawn_reason
)
select
    'claim', 'reads', r.article_id, c.revision_id, c.filed_on, c.evidence_field, c.evidence_start, c.evidence_end, c.evidence_sha,
    to_jsonb(c), '{"stance": "denied", "source_text": null}', 'ilva', '2026-01-01 00:00Z', E'l’autre\n"moitié"', 'tarn', '2026-01-02 00:00Z', 'no'
from core.claim as c
inner join core.revision as r on c.revision_id = r.revision_id and c.filed_on = r.filed_on
order by c.claim_id
limit 1;
insert into core.correction (kind, verdict, words, entity_id, made_by, made_at, reason)
values ('alias', 'is', 'Медная рука', 'org:copper-hand', 'ilva', '2026-01-01 00:00Z', 'invented');
insert into ref.watch (kind, value, pattern, note, added_by, added_at) values ('words', 'ossa', '\mossa\M', null, 'ilva', '2026-01-01 00:00Z');
