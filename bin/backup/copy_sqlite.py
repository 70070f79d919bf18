# copy_sqlite.py SOURCE TARGET: a consistent copy of an SQLite database that is in use. Says "held" once its view of the source is
# fixed, waits for a line, then copies that view: writers go on meanwhile (write-ahead log).
import sqlite3
import sys

source = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
source.execute("BEGIN")
source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
print("held", flush=True)
sys.stdin.readline()
target = sqlite3.connect(sys.argv[2])
source.backup(target)
problem = target.execute("PRAGMA quick_check(1)").fetchone()[0]
target.close()
sys.exit(0 if problem == "ok" else problem)
