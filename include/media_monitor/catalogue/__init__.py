"""The warehouse's schema as documents: the data dictionary and the picture of its tables. Pure."""
