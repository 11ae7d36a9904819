"""Benchmarks: quality, speed and peers, each one command."""
