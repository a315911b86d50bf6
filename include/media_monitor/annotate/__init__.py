"""Text in, annotation out: entities, topics, claims, figures, quotes. Pure: no clock, no network, no database."""
