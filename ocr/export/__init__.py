"""Writers: the finished page as files other programs read. They decide nothing about the page."""
