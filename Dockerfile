# The command in a container: no network and no writable root needed, only /data.
#
#   docker build -t banmian .
#   docker run --rm --network none --read-only --tmpfs /tmp -v "$PWD:/data" banmian read scans/demo.pdf -o output

FROM python:3.12-slim AS build
COPY requirements/run.txt /build/run.txt
# --no-deps: the list is complete, and holds the one OpenCV that needs no display libraries
RUN python -m venv --without-pip /opt/banmian/venv \
 && python -m pip --python /opt/banmian/venv/bin/python install --no-cache-dir --no-deps --require-hashes -r /build/run.txt

FROM python:3.12-slim
COPY --from=build /opt/banmian/venv /opt/banmian/venv
COPY models/chi_sim_newsprint.traineddata models/LICENSE /opt/banmian/models/
COPY LICENSE /opt/banmian/
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
    HOME=/tmp
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["/opt/banmian/venv/bin/python", "-m", "ocr.cli"]
CMD ["--help"]
