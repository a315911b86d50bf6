-- What the second state of an article changed, in words of which only the places are kept.
insert into mart.state_difference (
    covers_on, article_id, revision_id, previous_revision_id, pair_sha, kind, is_headline_changed, has_note, inserted_count,
    deleted_count, reworded_count, moved_count, inserted_word_count, deleted_word_count
)
select covers_on, article_id, current_revision_id, current_revision_id, '\x01', 'edit', false, false, 1, 1, 0, 0, 9, 5
from core.article where current_revision_id is not null;
insert into mart.sentence_difference (
    covers_on, article_id, revision_id, position, previous_revision_id, previous_start, previous_end, start_offset, end_offset
)
select covers_on, article_id, current_revision_id, side, current_revision_id, 0, 4, case side when 1 then 0 end, case side when 1 then 4 end
from core.article cross join generate_series(0, 1) as side where current_revision_id is not null;
