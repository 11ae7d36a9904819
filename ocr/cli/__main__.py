"""`python -m ocr.cli` is `banmian`."""

import sys

from ocr.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
