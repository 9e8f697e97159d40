#!/usr/bin/env bash
# Compares the runtime, format by format, with the libraries that made the models: the same models, the same rows,
# in turns within one run. Checks that the answers are equal before it times anything.
#
#   PYTHON=/path/to/bin/python scripts/bench-formats.sh [options of bench-formats, such as --only xgboost]
#
# PYTHON needs scikit-learn, which brings the data and the models for PMML, and those of xgboost, lightgbm, skl2onnx with
# onnxruntime, catboost that are to be compared; a format without its library or without a backend is left out, with a
# line that says so.
# XGBoost's library for Java is fetched for the run; without a network it is left out as well (or: XGBOOST4J=none).
# BENCH_NO_BUILD=1 measures what the last build left, DISTRIBUTION=/path the runtime that is there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${PYTHON:-python3}
distribution=${DISTRIBUTION:-$root/runtime/server/target/inferport-runtime}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
if [ -z "${BENCH_NO_BUILD:-}" ]; then
  echo "building ..." >&2
  mvn -B -q -ntp package -DskipTests -pl runtime/server,integration-tests -am
fi

xgboost4j=${XGBOOST4J:-3.4.0}
mkdir "$work/java"
# The jars alone: what the project file asks for beyond these three is Scala, which no call here goes to. That version
# of the plug-in does not read the file, whose parent not every registry has.
copy=org.apache.maven.plugins:maven-dependency-plugin:2.8:copy
for artifact in "ml.dmlc:xgboost4j_2.12:$xgboost4j" com.esotericsoftware:kryo:5.6.2 commons-logging:commons-logging:1.3.4; do
  if [ "$xgboost4j" = none ]; then break; fi
  if ! mvn -B -q -ntp -N "$copy" -Dartifact="$artifact" -DoutputDirectory="$work/java" > "$work/copy.log" 2>&1; then
    echo "$artifact can't be fetched; going on without XGBoost's library for Java" >&2
    rm -f "$work"/java/*
    break
  fi
done

script=$root/integration-tests/src/bench/bench_formats.py
echo "training ..." >&2
mkdir "$work/models"
"$python" -B "$script" train "$work/models" 2> "$work/train.log" || { cat "$work/train.log" >&2; exit 1; }

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
plugins=$(printf '%s/*:' "$distribution"/backends/*)
bench=$(ls "$root"/integration-tests/target/inferport-mesh/lib/inferport-integration-tests-*.jar)
# The collector and its nursery are those of bin/inferport. Its full sweeps leave nothing that is dead or softly held, so
# that heaps compare.
"$java" -XX:+UseSerialGC -Xms32m -XX:NewSize=16m -XX:MaxNewSize=48m -XX:SoftRefLRUPolicyMSPerMB=0 \
  -XX:MarkSweepAlwaysCompactCount=1 --enable-native-access=ALL-UNNAMED -cp "$bench:$distribution/lib/*:$plugins:$work/java/*" \
  dev.inferport.bench.FormatsMain --models "$work/models" --python "$(command -v "$python")" --script "$script" "$@"
