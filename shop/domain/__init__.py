"""What is true: the shop's rules, cut by noun and ordered in strata."""
