# The runtime: docker build -f deploy/images/runtime.Dockerfile -t inferport/runtime:VERSION runtime/server/target
# after mvn package. Whoever needs fewer formats deletes folders of inferport-runtime/backends first.
ARG JRE=eclipse-temurin:25-jre
FROM ${JRE}

COPY inferport-runtime /opt/inferport/runtime

# Any user may run it, as clusters choose one; nothing but /tmp is written to.
USER 1000:0
ENV MLSERVER_MODELS_DIR=/mnt/models \
    MLSERVER_HOST=0.0.0.0
WORKDIR /opt/inferport
EXPOSE 8001 8002 8082

ENTRYPOINT ["/opt/inferport/runtime/bin/inferport"]
CMD ["start"]
