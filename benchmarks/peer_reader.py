"""Run by the Python of the peer's own environment: lemon24/reader updates feeds, and says how many it does a second.

`python peer_reader.py DATABASE BASE COUNT WORKERS` adds COUNT feeds below BASE, fetches them once, and then answers each line of
its input, `update`, with the feeds per second of one update of all of them.
"""

import sys
import time

from reader import make_reader

database, base, count, workers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
reader = make_reader(database)
for number in range(count):
    reader.add_feed(f"{base}/{number}.xml")
reader.update_feeds(scheduled=False, workers=workers)
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    reader.update_feeds(scheduled=False, workers=workers)
    print(count / (time.perf_counter() - start), flush=True)
