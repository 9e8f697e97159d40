# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # shares its variables with the script that reads this one
# A real ModelMesh with etcd: from its jars, or from its image.

modelmesh_image=${MODELMESH_IMAGE:-kserve/modelmesh:latest}
container_engine=

require_modelmesh() {
  command -v etcd >/dev/null || fail "etcd was not found. ModelMesh keeps its state there: install etcd, or use --mesh embedded."
  if [ -n "${MODELMESH_HOME:-}" ]; then
    require_modelmesh_jars
  else
    require_container_engine
  fi
}

require_modelmesh_jars() {
  local major
  litelinks=$(find "$MODELMESH_HOME/lib" -name 'litelinks-core-*.jar' -print -quit 2>/dev/null) || true
  [ -n "$litelinks" ] || fail "MODELMESH_HOME: $MODELMESH_HOME has no lib/litelinks-core-*.jar (expected: the folder of a built ModelMesh)."
  modelmesh_java=$(java_in "${MODELMESH_JAVA_HOME:-${JAVA_HOME:-}}")
  command -v "$modelmesh_java" >/dev/null || fail "$modelmesh_java was not found. Set MODELMESH_JAVA_HOME to a Java 21 or newer."
  major=$(java_major "$modelmesh_java")
  [ "${major:-0}" -ge 21 ] || fail "ModelMesh needs Java 21 or newer; $modelmesh_java is Java ${major:-of unknown version}. Set MODELMESH_JAVA_HOME."
}

require_container_engine() {
  local engine
  for engine in docker podman; do
    if "$engine" info >/dev/null 2>&1; then
      container_engine=$engine
      return
    fi
  done
  fail "There is no ModelMesh to run: set MODELMESH_HOME to the folder of a built ModelMesh (with lib/*.jar), or start docker or podman for its image. --mesh embedded needs neither."
}

start_modelmesh() {
  start_etcd
  if [ -n "${MODELMESH_HOME:-}" ]; then
    start_modelmesh_jars
  else
    start_modelmesh_container
  fi
}

start_etcd() {
  rm -rf "$work/etcd"
  start etcd etcd --name local --data-dir "$work/etcd" \
    --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster "local=http://127.0.0.1:$ETCD_PEER_PORT"
  printf 'Waiting for etcd '
  until is_busy "$ETCD_PORT"; do
    check_children
    printf '.'
    sleep 0.5
  done
  say ' ready'
}

modelmesh_environment=()

set_modelmesh_environment() {
  modelmesh_environment=(
    "KV_STORE=etcd:http://127.0.0.1:$ETCD_PORT"
    "MM_SERVICE_NAME=local-mesh"
    "MM_SVC_GRPC_PORT=$MESH_PORT"
    "INTERNAL_GRPC_PORT=$ADAPTER_PORT"
    "INTERNAL_SERVING_GRPC_PORT=$RUNTIME_GRPC_PORT"
    "MM_PRESTOP_WAIT_PORT=$MODELMESH_PRESTOP_PORT"
    "MM_PROBE_PORT=$MODELMESH_PROBE_PORT"
    "SHUTDOWN_TIMEOUT_MS=3000"
  )
}

start_modelmesh_jars() {
  set_modelmesh_environment
  write_log_configuration
  start mesh env "${modelmesh_environment[@]}" "$modelmesh_java" \
    -cp "$litelinks:$MODELMESH_HOME/lib/*" -Xmx256m \
    "-Dlog4j.configurationFile=$work/run/log4j2.xml" \
    -Dlitelinks.cancel_on_client_close=true -Dlitelinks.threadcontexts=log_mdc \
    -Dlitelinks.produce_pooled_bytebufs=true -Dlitelinks.shutdown_timeout_ms=3000 \
    -Dio.netty.tryReflectionSetAccessible=true --add-opens=java.base/java.nio=ALL-UNNAMED \
    -Dio.grpc.netty.useCustomAllocator=false \
    com.ibm.watson.litelinks.server.LitelinksService \
    -s com.ibm.watson.modelmesh.SidecarModelMesh -n local-mesh -v local -i local-1 \
    -p "$MODELMESH_LITELINKS_PORT" -h "$MODELMESH_PROBE_PORT"
}

write_log_configuration() {
  cat >"$work/run/log4j2.xml" <<'TEXT'
<Configuration status="WARN">
  <Appenders>
    <Console name="stdout"><PatternLayout pattern="%d %p %c{1} %m%n"/></Console>
  </Appenders>
  <Loggers><Root level="INFO"><AppenderRef ref="stdout"/></Root></Loggers>
</Configuration>
TEXT
}

# The engine's client ends with the container: --init and --rm leave nothing behind when it is signalled.
start_modelmesh_container() {
  local variable arguments=()
  set_modelmesh_environment
  for variable in "${modelmesh_environment[@]}"; do
    arguments+=(-e "$variable")
  done
  start mesh "$container_engine" run --rm --init --network host "${arguments[@]}" "$modelmesh_image"
}
