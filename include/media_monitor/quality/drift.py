"""How strange is strange: what every measure of drift has in common. Bound into the queries of `sql/`."""

WINDOW = 28
"""Days before, which are the outlet's or feed's own usual: four of each weekday."""

FEWEST = 20
"""Articles, claims or entries that a comparison needs on either side; with fewer, chance alone looks like drift.

The lengths of news texts scatter by a factor of 2 (standard deviation of the logarithm of the word count: 0.7), so the mean of 20
errs by 0.16, and a factor of 2 is 4.4 times that. Of 20 expected entries, 4 or fewer come once in 60,000 times (Poisson).
"""

RARE = 0.02
"""A language with less than this part of an outlet's articles is not its own: a quotation, a page that was identified wrongly."""

DRIFT = {"past_days": WINDOW, "fewest": FEWEST, "rare": RARE}
