"""The folder job as a program, with the fake page function: ``python -m tests.batch.run_fake SECONDS IN OUT …``."""

import argparse
import sys

from ocr.batch.options import add_job_arguments, job_options
from ocr.batch.running import run_folder
from ocr.errors import BanmianError
from tests.batch.fake_pages import FakeJob

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    add_job_arguments(parser)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--settings", default="plain")
    parser.add_argument("--padding", type=int, default=0)
    args = parser.parse_args()
    try:
        job = FakeJob(args.seconds, args.settings, args.padding)
        sys.exit(run_folder(job, job_options(args), lambda line: print(line, file=sys.stderr)))
    except BanmianError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
