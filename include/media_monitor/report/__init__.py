"""What a run found, for people: the values of a report, and its two faces, terminal and HTML. Rendering only, no SQL."""
