-- One row: the id of the correction that this adds.
insert into core.correction (
    kind, verdict, article_id, other_article_id, on_revision_id, on_filed_on, field, start_offset, end_offset, evidence_sha, sentence, words,
    code, entity_id, was, reads, made_by, made_at, reason
)
values (
    %(kind)s, %(verdict)s, %(article_id)s, %(other_article_id)s, %(on_revision_id)s, %(on_filed_on)s, %(field)s, %(start_offset)s,
    %(end_offset)s, %(evidence_sha)s, %(sentence)s, %(words)s, %(code)s, %(entity_id)s, %(was)s, %(reads)s, coalesce(%(by)s, session_user),
    %(now)s, %(reason)s
)
returning correction_id
