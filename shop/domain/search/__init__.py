"""Search: words people type become products, the same ones in the same order on both databases."""
