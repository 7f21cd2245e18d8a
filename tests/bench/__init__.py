"""Benchmarks: ``make bench``. Ratios measured in one run, as machines are shared and noisy."""
