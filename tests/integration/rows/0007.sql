-- An act that was audited.
insert into ops.audit (at, on_behalf_of, what, details) values ('2026-01-01 00:00Z', 'ilva', 'export', '{"query": "who-first", "rows": 3}');
