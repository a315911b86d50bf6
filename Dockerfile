# Airflow with media monitor: every process of docker-compose.yml runs from this image.
FROM python:3.11-slim AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY include include
COPY dags dags
COPY plugins plugins
COPY seeds seeds
# The lock holds the build backend too, so that this step needs no index.
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
# A named volume takes over the owner of the folder it covers: these must exist and belong to the user.
RUN useradd --uid 50000 --no-create-home --home-dir /opt/airflow airflow \
    && install -d -o airflow /opt/airflow /opt/airflow/logs /opt/airflow/auth /var/lib/media-monitor
COPY --from=build /opt/venv /opt/venv
COPY dags /opt/airflow/dags
COPY plugins /opt/airflow/plugins
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 AIRFLOW_HOME=/opt/airflow
WORKDIR /opt/airflow
USER airflow
CMD ["airflow", "version"]
