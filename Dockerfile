# The command in a container: no network and no writable root needed, only /data.
#
#   docker build -t banmian .
#   docker run --rm --network none --read-only --tmpfs /tmp -v "$PWD:/data" banmian read scans/demo.pdf -o output
#
# BASE takes any Debian with Python 3.11 or later; give debian@sha256:… to build the same base for ever.
# `python -m benchmarks.container` carries these steps out where no engine is at hand.

ARG BASE=debian:trixie-slim

FROM ${BASE} AS python
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log

FROM python AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-pip
COPY requirements/run.txt /build/run.txt
# --no-deps: the list is complete, and holds the one OpenCV that needs no display libraries;
# the packages' own tests are a tenth of them
RUN python3 -m venv --without-pip /opt/banmian/venv \
 && python3 -m pip --python /opt/banmian/venv/bin/python install --no-cache-dir --no-deps --require-hashes -r /build/run.txt \
 && find /opt/banmian/venv/lib -type d -name tests -prune -exec rm -r {} +

FROM python
COPY --from=build /opt/banmian/venv /opt/banmian/venv
COPY models/chi_sim_newsprint.traineddata models/LICENSE /opt/banmian/models/
COPY LICENSE NOTICE /opt/banmian/
COPY ocr /opt/banmian/ocr
# compiled now: nothing can be written beside the code later
RUN /opt/banmian/venv/bin/python -m compileall -q /opt/banmian/ocr \
 && groupadd --gid 1000 banmian \
 && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /tmp banmian \
 && install -d -o 1000 -g 1000 /data
ENV PYTHONPATH=/opt/banmian \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OMP_THREAD_LIMIT=1 \
    LANG=C.UTF-8 \
    HOME=/tmp
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["/opt/banmian/venv/bin/python", "-m", "ocr.cli"]
CMD ["--help"]
