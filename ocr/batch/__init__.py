"""The folder job: every page of a tree of scans, on one machine or many, and never a page lost."""
