"""Tests of the review and of corrections."""
