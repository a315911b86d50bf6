-- A feed that changes between all polls never answers 304: its first validator is taken at its word.

comment on column ops.feed_state.unchanged_at is 'When a 304 last showed that conditional requests work, or a first validator promised it; NULL where neither did, or the same body came in spite of a condition';
