"""The demo shop's pictures: cloth, things and studio, drawn by the program from a few numbers.

Nothing in this package is imported by a running shop. Its modules need numpy, which belongs to the
`demo` extra, so whoever uses them from a command imports them inside the function.
"""
