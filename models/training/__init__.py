"""Trains the Chinese newsprint model that ``models/`` ships; never imported when pages are read."""
