-- One row per state of an article after its first, oldest first, with its changed sentences in order.
select
    t.state_number,
    t.changed_at,
    t.kind,
    t.is_headline_changed,
    t.previous_title,
    t.title,
    t.inserted_word_count,
    t.deleted_word_count,
    t.moved_count,
    t.inserted_count + t.deleted_count + t.reworded_count as changed_count,
    coalesce(
        (
            select jsonb_agg(jsonb_build_array(s.previous_sentence, s.sentence) order by s.position)
            from report.sentence_change as s
            where s.covers_on = t.covers_on and s.article_id = t.article_id and s.revision_id = t.revision_id
        ), '[]'
    ) as sentences
from report.text_change as t
where t.covers_on = %(covers_on)s and t.article_id = %(article_id)s
order by t.state_number
