#!/usr/bin/env bash
# Measures the runtime, side by side with MLServer where there is one: the same model, the same requests, one run.
#
#   scripts/bench.sh [options of the bench command, such as --seconds 10 --callers 1,64]
#
# MLSERVER=/path/to/bin/mlserver   also measures that server, with mlserver-xgboost installed beside it
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

cd "$root"
echo "building ..." >&2
[ -n "${BENCH_NO_BUILD:-}" ] || mvn -B -q -ntp package -DskipTests

mesh="$root/integration-tests/target/inferport-mesh/lib/*"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
example=$root/deploy/examples/models/iris-classifier
mkdir -p "$work/models/iris"
cp "$example"/model.* "$work/models/iris/"
model=$(cd "$work/models/iris" && ls model.*)
printf '{"name": "iris", "implementation": "mlserver_xgboost.XGBoostModel", "parameters": {"uri": "./%s"}}' "$model" \
  > "$work/models/iris/model-settings.json"
cat > "$work/request.json" <<'JSON'
{"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [5.1, 3.5, 1.4, 0.2]}]}
JSON

free_port() {
  "$java" -cp "$mesh" dev.inferport.mesh.Main ports 1
}

wait_for() { # NAME HTTP_PORT PID
  for _ in $(seq 1 600); do
    if curl -sf -o /dev/null "http://127.0.0.1:$2/v2/models/iris/ready"; then return 0; fi
    kill -0 "$3" 2>/dev/null || { echo "$1 ended; see $work/$1.log:" >&2; tail -20 "$work/$1.log" >&2; exit 1; }
    sleep 0.2
  done
  echo "$1 was not ready within 120 s" >&2
  exit 1
}

targets=()
start() { # NAME COMMAND...
  local name=$1 grpc http
  shift
  grpc=$(free_port)
  http=$(free_port)
  MLSERVER_HOST=127.0.0.1 MLSERVER_GRPC_PORT=$grpc MLSERVER_HTTP_PORT=$http MLSERVER_METRICS_PORT=$(free_port) \
    "$@" start "$work/models" > "$work/$name.log" 2>&1 &
  pids+=($!)
  wait_for "$name" "$http" $!
  targets+=(--target "$name=$grpc/$http/$!")
}

start inferport sh "$root/runtime/server/target/inferport-runtime/bin/inferport"
if [ -n "${MLSERVER:-}" ]; then
  start mlserver "$MLSERVER"
fi

"$java" -cp "$mesh" dev.inferport.bench.Main "${targets[@]}" --model iris --request "$work/request.json" "$@"
