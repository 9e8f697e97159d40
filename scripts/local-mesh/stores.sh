# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # shares its variables with the script that reads this one
# The storage that the adapter pulls from: a folder, or a process that shows a folder as a store of some kind.

s3_class_path=$root/adapter/storage-s3/target/emulator.classpath

# The folder whose files the storage has. S3Proxy takes the folders of another one for buckets.
stored_models() {
  case $storage in
    pvc) say "$work/pvc/$storage_key" ;;
    s3) say "$work/store/s3/models" ;;
    *) say "$work/store/$storage" ;;
  esac
}

start_store() {
  case $storage in
    pvc) printf '{"type": "pvc", "name": "%s"}\n' "$storage_key" >"$work/storage-config/$storage_key" ;;
    s3) start_s3 ;;
    *)
      start store "$java" -Xmx64m -cp "$mesh_lib/*" dev.inferport.stores.Main "$storage" \
        --folder "$(stored_models)" --port "$STORE_PORT" --entry "$work/storage-config/$storage_key"
      ;;
  esac
  await_store
}

# A real implementation of S3, which checks signatures.
start_s3() {
  local secret=local-secret-$$-$RANDOM$RANDOM
  cat >"$work/run/s3proxy.conf" <<TEXT
s3proxy.authorization=aws-v2-or-v4
s3proxy.endpoint=http://127.0.0.1:$STORE_PORT
s3proxy.identity=local-key
s3proxy.credential=$secret
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$work/store/s3
TEXT
  start store "$java" -Xmx128m -cp "$(cat "$s3_class_path")" org.gaul.s3proxy.Main \
    --properties "$work/run/s3proxy.conf"
  cat >"$work/storage-config/$storage_key" <<TEXT
{"type": "s3", "endpoint_url": "http://127.0.0.1:$STORE_PORT", "region": "us-east-1", "bucket": "models",
 "access_key_id": "local-key", "secret_access_key": "$secret"}
TEXT
}

await_store() {
  local waited=0
  until [ -f "$work/storage-config/$storage_key" ] && { [ "$storage" = pvc ] || is_busy "$STORE_PORT"; }; do
    check_children
    [ "$waited" -lt 1200 ] || fail "The store does not listen. See $work/logs/store.log"
    sleep 0.1
    waited=$((waited + 1))
  done
}
