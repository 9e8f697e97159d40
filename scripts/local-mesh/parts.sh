# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # shares its variables with the script that reads this one
# The parts of the mesh, their folders and their environment.

prepare_folders() {
  mkdir -p "$work/run" "$work/logs" "$work/storage-config" "$(stored_models)"
  rm -rf "$work/models"
  mkdir -p "$work/models/_mlserver_models"
  rm -f "$work/storage-config/$storage_key"
  if [ -d "$examples" ]; then
    cp -R "$examples/." "$(stored_models)/"
  fi
}

start_runtime() {
  start runtime env \
    MLSERVER_HOST=127.0.0.1 \
    MLSERVER_GRPC_PORT="$RUNTIME_GRPC_PORT" \
    MLSERVER_HTTP_PORT="$RUNTIME_HTTP_PORT" \
    MLSERVER_METRICS_PORT="$RUNTIME_METRICS_PORT" \
    MLSERVER_MODELS_DIR="$work/models/_mlserver_models" \
    MLSERVER_LOAD_MODELS_AT_STARTUP=false \
    MLSERVER_GRPC_MAX_MESSAGE_LENGTH=-1 \
    "$runtime_launcher" start "$work/models/_mlserver_models"
}

start_adapter() {
  start adapter env \
    ADAPTER_PORT="$ADAPTER_PORT" \
    RUNTIME_PORT="$RUNTIME_GRPC_PORT" \
    RUNTIME_DATA_ENDPOINT="port:$RUNTIME_GRPC_PORT" \
    CONTAINER_MEM_REQ_BYTES="${RUNTIME_MEMORY_BYTES:-1073741824}" \
    MEM_BUFFER_BYTES=134217728 \
    LOADING_CONCURRENCY=2 \
    LOADTIME_TIMEOUT=90000 \
    USE_EMBEDDED_PULLER=true \
    ROOT_MODEL_DIR="$work/models" \
    STORAGE_CONFIG_DIR="$work/storage-config" \
    PVC_MOUNTS_DIR="$work/pvc" \
    "$adapter_launcher"
}

start_embedded_mesh() {
  start mesh env \
    MM_SVC_GRPC_PORT="$MESH_PORT" \
    INTERNAL_GRPC_PORT="$ADAPTER_PORT" \
    INTERNAL_SERVING_GRPC_PORT="$RUNTIME_GRPC_PORT" \
    "$java" -Xmx128m -cp "$mesh_lib/*" dev.inferport.mesh.Main mesh
}

await_mesh() {
  printf 'Starting '
  run_helper "$work/logs/wait.log" mesh_cli wait --mesh "127.0.0.1:$MESH_PORT" --timeout 200 \
    || fail "$(cat "$work/logs/wait.log") See $work/logs."
  say ' ready'
}

run_examples() {
  local folder zipped=()
  folder=$(stored_models)
  if [ ! -d "$folder" ] || [ -z "$(find "$folder" -name example.json -print -quit)" ]; then
    say "There are no example models in $examples."
    [ "$check" = no ]
    return
  fi
  if [ "$storage" = http ]; then zipped=(--zipped); fi
  run_helper - mesh_cli check "$folder" --mesh "127.0.0.1:$MESH_PORT" \
    --rest "http://127.0.0.1:$RUNTIME_HTTP_PORT" --storage-key "$storage_key" ${zipped[@]+"${zipped[@]}"} || return 1
  if ! grep -q "event=model_pulled .*type=$storage " "$work/logs/adapter.log"; then
    say "No model was pulled from $storage; see $work/logs/adapter.log."
    return 1
  fi
  say "The adapter pulled them from $storage."
}

print_endpoints() {
  cat <<TEXT

  mesh     gRPC 127.0.0.1:$MESH_PORT (V2 inference and mmesh.ModelMesh)
  adapter  gRPC 127.0.0.1:$ADAPTER_PORT (mmesh.ModelRuntime)
  runtime  gRPC 127.0.0.1:$RUNTIME_GRPC_PORT, REST http://127.0.0.1:$RUNTIME_HTTP_PORT, metrics http://127.0.0.1:$RUNTIME_METRICS_PORT/metrics
  logs     $work/logs
TEXT
}

remember() {
  local name
  for name in storage $(port_names); do
    printf '%s=%s\n' "$name" "${!name}"
  done >"$work/run/env"
}

recall() {
  [ -f "$work/run/env" ] || fail "Nothing runs. Start it with $0"
  # shellcheck disable=SC1091 # written by remember
  . "$work/run/env"
}
