# The runtime, in place of seldonio/mlserver. Build it from the project's root, after "mvn package":
#
#   docker build -f deploy/image/runtime.Dockerfile -t inferport-runtime .
#
# Heavy formats are folders of /opt/inferport/backends; delete those that you don't need. ONNX and CatBoost are native
# libraries, which need glibc.
ARG JRE=eclipse-temurin:17-jre
FROM ${JRE}

COPY runtime/server/target/inferport-runtime /opt/inferport
USER 2000
# Serving runtimes name another folder by this variable, which an argument of the command would win over.
ENV MLSERVER_MODELS_DIR=/models
EXPOSE 8001 8002 8082
ENTRYPOINT ["/opt/inferport/bin/inferport", "start"]
