"""How imaging does on scans: seconds, body size, panels, and the error of the skew it finds in turned copies.

Usage: ``python -m benchmarks.imaging SCAN… [--angles -4 -1.5 0.7 3]``
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import time
from dataclasses import replace

import cv2
import numpy as np

from ocr.imaging import prepare
from ocr.raster import Raster, Scan, Sheet
from ocr.source import find_scans, open_source

PEAK_UNIT = 1024 if sys.platform != "darwin" else 1024 * 1024
"""``ru_maxrss`` is in kilobytes, on one system in bytes; told in megabytes."""


def _skewed(scan: Scan, degrees: float) -> Scan:
    """The scan as a scanner gives it on which the page lies `degrees` clockwise."""
    pixels = scan.raster.pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    turned = cv2.warpAffine(pixels, matrix, (width, height), borderValue=(255.0, 255.0, 255.0))
    return replace(scan, raster=Raster(np.asarray(turned, dtype=np.uint8), scan.raster.dpi))


def _angle(sheet: Sheet) -> float:
    return math.degrees(math.atan2(sheet.to_scan.d, sheet.to_scan.a))


def main() -> None:
    """Measure each scan and print a row for it, and a last row over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scans", nargs="+")
    parser.add_argument("--angles", type=float, nargs="*", default=[])
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    seconds, errors = [], []
    for path in find_scans(arguments.scans):
        for scan in open_source(path).scans():
            start = time.process_time()
            sheet = prepare(scan)
            seconds.append(time.process_time() - start)
            own = _angle(sheet)
            found = [_angle(prepare(_skewed(scan, angle))) - angle - own for angle in arguments.angles]
            errors += found
            print(
                f"{scan.source} p{scan.index + 1}: {scan.raster.width}x{scan.raster.height} {seconds[-1]:.2f} s,"
                f" body {sheet.body_size:.1f}, skew {own:.3f}, panels {len(sheet.panels)}"
                + "".join(f", {angle:+g}: {error:+.3f}" for angle, error in zip(arguments.angles, found, strict=True))
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNIT
    print(f"{len(seconds)} pages: {np.mean(seconds):.2f} s a page, at most {max(seconds):.2f} s, peak {peak:.0f} MB")
    if errors:
        size = np.abs(errors)
        print(f"{len(size)} turned copies: error {size.mean():.3f} degrees, 95 % under {np.quantile(size, 0.95):.3f}")


if __name__ == "__main__":
    main()
