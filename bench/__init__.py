"""Speed, measured: `make bench` runs this and writes `instance/bench.md`."""
