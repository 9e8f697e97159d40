#!/usr/bin/env bash
# Runs a mesh, the adapter and the runtime on this machine, with example models. `local-mesh.sh help` says more.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${LOCAL_MESH_DIR:-$root/.local-mesh}
examples=$root/deploy/examples/models
adapter_launcher=$root/adapter/server/target/inferport-adapter/bin/inferport-adapter
runtime_launcher=$root/runtime/server/target/inferport-runtime/bin/inferport
mesh_lib=$root/integration-tests/target/inferport-mesh/lib
storage_key=local

mesh_kind=embedded
ports=fixed
storage=pvc
build=yes
check=no

usage() {
  cat <<'TEXT'
Usage: local-mesh.sh [up] [--check] [--storage KIND] [--ports auto] [--mesh embedded|modelmesh] [--no-build]
       local-mesh.sh status | stop | logs [mesh|adapter|runtime]
       local-mesh.sh register PATH [--id ID] [--type TYPE]
       local-mesh.sh infer ID [REQUEST]

Without a command: builds, starts a mesh, the adapter and the runtime on the loopback interface, registers the example
models, calls each over gRPC (through the mesh) and REST (at the runtime), and keeps running until Ctrl-C.

  --check      does the same, compares the answers with those expected, stops, and exits with 0 or 1
  --storage    where the adapter pulls the models from: pvc (default), s3, gcs, azure or http; all but pvc start a small
               store of that kind, which demands the credentials that the adapter finds in its storage configuration
  --ports auto takes free ports instead of the usual ones
  --mesh       embedded (default): the small mesh of this project;
               modelmesh: a real ModelMesh and etcd, see below
  --no-build   starts what was built before

  status       what runs where
  stop         ends what runs
  logs         follows the logs
  register     copies a model (file or folder) into the work folder, registers and loads it
  infer        sends a V2 JSON request file to a model over gRPC; an example model brings its own request

Environment:
  MESH_PORT 8033, ADAPTER_PORT 8085, RUNTIME_GRPC_PORT 8001, RUNTIME_HTTP_PORT 8002, RUNTIME_METRICS_PORT 8082,
  STORE_PORT 9000
  RUNTIME_MEMORY_BYTES 1073741824: what the adapter takes for the runtime's memory
  LOCAL_MESH_DIR: the work folder with state, logs and models (default: .local-mesh in the project)
  JAVA_HOME, MAVEN: which Java and which mvn

With --mesh modelmesh:
  MODELMESH_HOME: folder with lib/*.jar of ModelMesh; MODELMESH_JAVA_HOME: Java 21 or newer for it;
  etcd must be on the PATH. Without MODELMESH_HOME its image is run with docker or podman:
  MODELMESH_IMAGE (default kserve/modelmesh:latest). ModelMesh listens on all interfaces.
  ETCD_PORT 2379, ETCD_PEER_PORT 2380, MODELMESH_LITELINKS_PORT 8080, MODELMESH_PROBE_PORT 8089,
  MODELMESH_PRESTOP_PORT 8090
TEXT
}

# shellcheck source=scripts/local-mesh/tools.sh
. "$root/scripts/local-mesh/tools.sh"
# shellcheck source=scripts/local-mesh/processes.sh
. "$root/scripts/local-mesh/processes.sh"
# shellcheck source=scripts/local-mesh/parts.sh
. "$root/scripts/local-mesh/parts.sh"
# shellcheck source=scripts/local-mesh/stores.sh
. "$root/scripts/local-mesh/stores.sh"

say() { printf '%s\n' "$*"; }

fail() {
  printf 'local-mesh: %s\n' "$*" >&2
  exit 1
}

command_up() {
  local healthy=0
  if is_alive local-mesh && is_ours local-mesh; then
    fail "It runs already, with $work. Use '$0 status', or '$0 stop' to end it."
  fi
  require_java
  end_leftovers
  mkdir -p "$work/run" "$work/logs"
  printf '%s\n' "$$" >"$work/run/local-mesh.pid"
  trap shut_down EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  trap 'exit 141' PIPE
  if [ "$mesh_kind" = modelmesh ]; then
    # shellcheck source=scripts/local-mesh/modelmesh.sh
    . "$root/scripts/local-mesh/modelmesh.sh"
    require_modelmesh
  fi
  if [ "$ports" = fixed ]; then choose_ports; fi
  if [ "$build" = yes ]; then
    require_build_tools
    build_project
  fi
  require_built
  if [ "$ports" = auto ]; then choose_ports; fi
  prepare_folders
  start_store
  start_runtime
  start_adapter
  if [ "$mesh_kind" = modelmesh ]; then start_modelmesh; else start_embedded_mesh; fi
  await_mesh
  remember
  run_examples || healthy=1
  print_endpoints
  if [ "$check" = yes ]; then exit "$healthy"; fi
  say ''
  say 'Running. Ctrl-C ends it.'
  while true; do
    check_children
    sleep 1
  done
}

# What a script that was killed left behind.
end_leftovers() {
  local file name
  for file in "$work"/run/*.pid; do
    [ -e "$file" ] || continue
    name=$(basename "$file" .pid)
    if [ "$name" != local-mesh ] && is_alive "$name" && is_ours "$name"; then
      say "Ending the $name of an earlier run."
      end_process "$name"
    fi
    rm -f "$file"
  done
}

command_stop() {
  local pid waited=0
  if is_alive local-mesh && is_ours local-mesh; then
    pid=$(pid_of local-mesh)
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 600 ]; do
      sleep 0.1
      waited=$((waited + 1))
    done
    say 'Stopped.'
  else
    say 'Nothing runs.'
  fi
  end_leftovers
}

command_status() {
  local name
  recall
  for name in mesh adapter runtime store; do
    if [ "$name" = store ] && [ "$storage" = pvc ]; then continue; fi
    if is_alive "$name"; then say "$name runs, pid $(pid_of "$name")"; else say "$name does not run"; fi
  done
  print_endpoints
}

command_logs() {
  if [ $# -gt 0 ]; then
    [ -f "$work/logs/$1.log" ] || fail "There is no log of '$1' (expected: mesh, adapter, runtime or store)."
    exec tail -n 100 -f "$work/logs/$1.log"
  fi
  [ -f "$work/logs/mesh.log" ] || fail "There are no logs in $work/logs yet."
  exec tail -n 20 -f "$work/logs/mesh.log" "$work/logs/adapter.log" "$work/logs/runtime.log"
}

guess_type() {
  case $1 in
    *.ubj | *.bst | *.json) say xgboost ;;
    *.joblib | *.pkl | *.pickle) say sklearn ;;
    *.lgb | *.txt) say lightgbm ;;
    *.onnx) say onnx ;;
  esac
}

command_register() {
  local path='' id='' type=''
  while [ $# -gt 0 ]; do
    case $1 in
      --id) id=${2:?--id needs a value}; shift 2 ;;
      --type) type=${2:?--type needs a value}; shift 2 ;;
      *) path=$1; shift ;;
    esac
  done
  [ -n "$path" ] || fail "Which model? Usage: $0 register PATH [--id ID] [--type TYPE]"
  [ -e "$path" ] || fail "$path does not exist."
  path=$(cd "$(dirname "$path")" && pwd)/$(basename "$path")
  id=${id:-$(basename "${path%.*}")}
  type=${type:-$(guess_type "$path")}
  [ -n "$type" ] || fail "The format of $path can't be told from its name. Add --type, such as --type sklearn."
  case $id in
    */* | .*) fail "--id: $id (expected: a name without slashes and leading dot; it becomes a folder here)" ;;
  esac
  recall
  require_java
  if [ "$storage" = http ] && [ -d "$path" ]; then
    fail "$path is a folder, and HTTP has none. Pack it as a .zip and use the storage parameter 'unpack', or another --storage."
  fi
  mkdir -p "$(stored_models)/$id"
  cp -R "$path" "$(stored_models)/$id/"
  mesh_cli register --mesh "127.0.0.1:$MESH_PORT" --id "$id" --type "$type" --path "$id/$(basename "$path")" \
    --key "{\"model_type\": \"$type\", \"storage_key\": \"$storage_key\"}" --sync
}

command_infer() {
  local id=${1:-} request=${2:-}
  [ -n "$id" ] || fail "Which model? Usage: $0 infer ID [REQUEST]"
  recall
  request=${request:-$(stored_models)/$id/example.json}
  [ -f "$request" ] || fail "$request does not exist. Give the file of a V2 JSON request: $0 infer $id REQUEST"
  require_java
  mesh_cli infer --mesh "127.0.0.1:$MESH_PORT" --id "$id" --request "$request"
}

parse_up() {
  while [ $# -gt 0 ]; do
    case $1 in
      --check) check=yes; shift ;;
      --no-build) build=no; shift ;;
      --ports) ports=${2:-}; shift 2 || shift ;;
      --storage) storage=${2:-}; shift 2 || shift ;;
      --mesh) mesh_kind=${2:-}; shift 2 || shift ;;
      *) fail "Unknown argument $1. '$0 help' lists what there is." ;;
    esac
  done
  case $ports in auto | fixed) ;; *) fail "--ports: ${ports:-nothing} (expected: auto)" ;; esac
  case $storage in
    pvc | s3 | gcs | azure | http) ;;
    *) fail "--storage: ${storage:-nothing} (expected: pvc, s3, gcs, azure or http)" ;;
  esac
  case $mesh_kind in
    embedded | modelmesh) ;;
    *) fail "--mesh: ${mesh_kind:-nothing} (expected: embedded or modelmesh)" ;;
  esac
}

case ${1:-up} in
  help | -h | --help) usage ;;
  status) command_status ;;
  stop) command_stop ;;
  logs) shift; command_logs "$@" ;;
  register) shift; command_register "$@" ;;
  infer) shift; command_infer "$@" ;;
  up) shift || true; parse_up "$@"; command_up ;;
  --*) parse_up "$@"; command_up ;;
  *) fail "Unknown command $1. '$0 help' lists what there is." ;;
esac
