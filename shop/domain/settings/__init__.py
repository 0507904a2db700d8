"""What staff may change about the shop, each setting declared once."""
