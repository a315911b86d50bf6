-- The name of something erased, and how long texts are kept.
insert into core.tombstone (key_sha, kind, erased_at, reason) values ('\x01', 'url', '2026-03-10 08:00+00', 'asked for');
insert into ref.retention (what, days) values ('text', 90);
