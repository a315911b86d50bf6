"""Left of the archive: feeds and pages from the network, politely and without trusting a byte of them.

- `http`: the only way out, over the connections of `network`; `slots`: one request per host at a time, with a pause;
  `address`: where a request may go; `decode`: gzip and brotli, bounded and to the end; `headers`: dates, waits, ages
- `robots`: what a site allows; `schedule`: when to ask again
- `feeds`: bytes to entries (`feed_text`, `json_feed`, `sitemap`); `supervise`: the same in a process that may die
- `registry`: lists of outlets and feeds; `discover`: feeds that a page points to
"""
