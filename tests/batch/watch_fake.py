"""Watching as a program, with the fake page function."""

import argparse
import sys

from ocr.batch.options import add_job_arguments, job_options
from ocr.batch.watch_command import add_watch_arguments, watch
from tests.batch.fake_pages import FakeJob

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    add_job_arguments(parser)
    add_watch_arguments(parser)
    args = parser.parse_args([*sys.argv[1:], "--settle", "0.2", "--every", "0.2", "--workers", "1"])
    sys.exit(watch(FakeJob(), job_options(args), args, lambda line: print(line, file=sys.stderr)))
