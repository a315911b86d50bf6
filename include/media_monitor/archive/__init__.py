"""The archive: WARC objects written by fetch, read back by ingest, together with every other archive a user brings."""
