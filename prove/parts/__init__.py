"""The parts: a promise each, by the names that `PROVE_ONLY` knows."""
