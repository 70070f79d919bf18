# copy_sqlite.py SOURCE TARGET: a consistent copy of an SQLite database that is in use. At the first line it is told, it fixes its view of
# the source and says "held"; at the second it copies that view. Writers go on meanwhile (write-ahead log).
import sqlite3
import sys

source = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
print("ready", flush=True)
sys.stdin.readline()
source.execute("BEGIN")
source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
print("held", flush=True)
if not sys.stdin.readline():
    sys.exit("nobody asked for the copy")
target = sqlite3.connect(sys.argv[2])
source.backup(target)
problem = target.execute("PRAGMA quick_check(1)").fetchone()[0]
target.close()
sys.exit(0 if problem == "ok" else problem)
