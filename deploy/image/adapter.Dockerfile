# The adapter and the puller, in place of kserve/modelmesh-runtime-adapter. Build it from the project's root, after
# "mvn package":
#
#   docker build -f deploy/image/adapter.Dockerfile -t inferport-adapter .
#
# The archive of classes is for one JVM and one folder, so it is written here, by the JVM that will read it.
ARG JRE=eclipse-temurin:17-jre
FROM ${JRE}

COPY adapter/server/target/inferport-adapter /opt/inferport
RUN rm -f /opt/inferport/lib/classes-* \
 && sh /opt/inferport/bin/make-archive \
 && mkdir -p /opt/app \
 && ln -s /opt/inferport/bin/mlserver-adapter /opt/app/mlserver-adapter \
 && ln -s /opt/inferport/bin/puller /opt/app/puller

# No shell in between: signals reach the JVM, which the launcher becomes.
USER 2000
ENTRYPOINT ["/opt/app/mlserver-adapter"]
