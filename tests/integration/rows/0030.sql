-- A name that was erased.
insert into core.suppressed_name (name_sha, word_count, suppressed_at, reason) values ('\x02', 2, '2026-03-10 08:00+00', 'asked for');
