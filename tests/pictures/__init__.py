"""Pictures of the product for docs/ and the README, taken of the demo: ``make pictures``."""
