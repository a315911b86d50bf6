-- No row: without statistics the planner takes the scratch table for small, and loops over it (2 s for 4,000 entries, measured).
analyze incoming_entry
