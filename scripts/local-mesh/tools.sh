# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # shares its variables with the script that reads this one
# Java, Maven and the ports: found, checked, chosen.

java_in() { printf '%s' "${1:+$1/bin/}java"; }

java_major() {
  "$1" -version 2>&1 | sed -n '1,3s/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

require_java() {
  java=$(java_in "${JAVA_HOME:-}")
  command -v "$java" >/dev/null || fail "Java was not found. Install a JDK 17 or newer, or set JAVA_HOME to one."
  local major
  major=$(java_major "$java")
  [ "${major:-0}" -ge 17 ] || fail "$java is Java ${major:-of unknown version}. A JDK 17 or newer is needed: set JAVA_HOME to one."
}

require_build_tools() {
  command -v "${java}c" >/dev/null || fail "$java belongs to a Java without compiler. Install a JDK 17 or newer, or set JAVA_HOME to one."
  maven=${MAVEN:-mvn}
  command -v "$maven" >/dev/null || fail "Maven was not found. Install Maven 3.8.7 or newer, or set MAVEN to its mvn."
}

build_project() {
  printf 'Building '
  if ! run_helper "$work/logs/build.log" "$maven" -B -ntp -q -f "$root/pom.xml" package -DskipTests; then
    say ' failed'
    tail -n 30 "$work/logs/build.log" >&2
    fail "The build failed; its whole output is in $work/logs/build.log"
  fi
  say ' done'
}

require_built() {
  local file
  for file in "$mesh_lib" "$adapter_launcher" "$runtime_launcher" "$s3_class_path"; do
    [ -e "$file" ] || fail "$file does not exist. Run without --no-build."
  done
}

mesh_cli() {
  "$java" -Xshare:auto -XX:TieredStopAtLevel=1 -cp "$mesh_lib/*" dev.inferport.mesh.Main "$@"
}

port_names() {
  say MESH_PORT ADAPTER_PORT RUNTIME_GRPC_PORT RUNTIME_HTTP_PORT RUNTIME_METRICS_PORT
  if [ "$storage" != pvc ]; then say STORE_PORT; fi
  if [ "$mesh_kind" = modelmesh ]; then
    say ETCD_PORT ETCD_PEER_PORT MODELMESH_LITELINKS_PORT MODELMESH_PROBE_PORT MODELMESH_PRESTOP_PORT
  fi
}

usual_port() {
  case $1 in
    MESH_PORT) say 8033 ;;
    ADAPTER_PORT) say 8085 ;;
    RUNTIME_GRPC_PORT) say 8001 ;;
    RUNTIME_HTTP_PORT) say 8002 ;;
    RUNTIME_METRICS_PORT) say 8082 ;;
    STORE_PORT) say 9000 ;;
    ETCD_PORT) say 2379 ;;
    ETCD_PEER_PORT) say 2380 ;;
    MODELMESH_LITELINKS_PORT) say 8080 ;;
    MODELMESH_PROBE_PORT) say 8089 ;;
    MODELMESH_PRESTOP_PORT) say 8090 ;;
  esac
}

is_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

choose_ports() {
  local name names free=()
  # shellcheck disable=SC2207 # names and numbers, one word each
  names=($(port_names))
  if [ "$ports" = auto ]; then
    # shellcheck disable=SC2207
    free=($(mesh_cli ports "${#names[@]}"))
  fi
  local i=0
  for name in "${names[@]}"; do
    if [ "$ports" = auto ]; then
      printf -v "$name" '%s' "${free[$i]}"
    elif [ -z "${!name:-}" ]; then
      printf -v "$name" '%s' "$(usual_port "$name")"
    fi
    case ${!name} in
      '' | *[!0-9]*) fail "$name: ${!name} (expected: a port number)" ;;
    esac
    if is_busy "${!name}"; then
      fail "Port ${!name} is in use. Free it, set $name to another one, or use --ports auto."
    fi
    i=$((i + 1))
  done
}
