# The portal in a container. All it writes goes to the database: a volume at /data (SQLite), or PostgreSQL (compose.yaml).
#
# The base is pinned by its tag, so that a build takes its security updates. To pin it by digest as well, put the one that
#     docker buildx imagetools inspect python:3.13-slim
# prints behind the tag in both lines, as `python:3.13-slim@sha256:…`; Dependabot then offers the next ones.

FROM python:3.13-slim AS packages
COPY requirements.txt /
# No pip goes into the environment; every package comes as a wheel, so nothing is compiled and no package's code runs here.
RUN python3 -m venv --without-pip /venv \
    && python3 -m pip --python /venv/bin/python install --quiet --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement /requirements.txt
COPY . /portal
# Compiled ahead, since the file system is read-only later; readable, whatever the umask was where it was cloned.
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /portal && chmod -R a+rX /portal

FROM python:3.13-slim
LABEL org.opencontainers.image.title="VOW Portal" \
    org.opencontainers.image.description="A Flask consumer portal for home buyers on the Spark Platform (flexmls)" \
    org.opencontainers.image.licenses="MIT"
# The base's own pip has nothing to install any more. A fixed user id lets volumes be given to it.
RUN rm -rf /usr/local/lib/python3.*/site-packages/pip* /usr/local/lib/python3.*/ensurepip /usr/local/bin/pip* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --home-dir /data --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal --mode 0700 /data
COPY --from=packages /venv /venv
COPY --from=packages /portal /portal
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    APP_ENV=production \
    DATABASE_URL=sqlite:////data/portal.db \
    LISTEN=0.0.0.0 \
    PORT=8000
WORKDIR /portal
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=4)"]
# gunicorn lets running requests end: graceful_timeout in gunicorn.conf.py says how long that may take.
STOPSIGNAL SIGTERM
CMD ["gunicorn", "wsgi:app"]
