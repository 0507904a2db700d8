"""The promises, proven: `make prove` runs the races, crashes and outages that the shop survives.

`PROVE_SCALE` 1, 10 or 100; `PROVE_ONLY="p1 p8"` some of the parts; `PROVE_SEED` repeats a run;
`PROVE_DATABASES="sqlite"` one database of the two. Each part ends with `flask ops check`.
"""
