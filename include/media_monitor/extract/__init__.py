"""From an archived page to its article. Pure: bytes in, values out; `jsonl` alone reads files."""
