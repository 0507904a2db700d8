"""The demo shop Nyuzi, made-up catalogues of any size, and the drawing of their pictures."""
