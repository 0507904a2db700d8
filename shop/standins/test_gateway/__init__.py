"""The test gateway: a pretended bank with a page of its own that calls the shop back.

It keeps what it knows in a file of its own, so that shop and bank can disagree as real ones do.
"""
