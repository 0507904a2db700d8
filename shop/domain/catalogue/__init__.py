"""Things for sale: categories, products, options, variants, pictures."""
