"""The runtime as a process of its own, and requests to it over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import case as cases


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Runtime:
    """Serves a folder of models until it is left, as a context manager."""

    def __init__(self, program, repository):
        self.program = program
        self.repository = repository
        self.port = free_port()

    def __enter__(self):
        environment = dict(
            os.environ,
            MLSERVER_HOST="127.0.0.1",
            MLSERVER_HTTP_PORT=str(self.port),
            MLSERVER_GRPC_PORT="0",
            MLSERVER_METRICS_PORT=str(free_port()),
        )
        log = open(str(self.repository.parent / "runtime.log"), "w")
        command = ["sh", str(self.program), "start", str(self.repository)]
        self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        for _ in range(600):
            try:
                urllib.request.urlopen(self.url("/v2/health/ready"))
                return self
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"the runtime ended with {self.process.returncode}:\n{open(log.name).read()[-2000:]}")
                time.sleep(0.2)
        self.__exit__()
        sys.exit("the runtime was not ready within 120 s")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def reasons(self):
        """Why models are not ready, by name."""
        request = urllib.request.Request(self.url("/v2/repository/index"), b"{}")
        return {entry["name"]: entry["reason"] for entry in json.load(urllib.request.urlopen(request)) if entry["reason"]}

    def ask(self, model, question, output):
        """The output's tensor as JSON, and the error where there is one."""
        body = {"inputs": [encoded(tensor) for tensor in question.inputs], "outputs": [{"name": output}]}
        if question.content_type:
            body["parameters"] = {"content_type": question.content_type}
        url = self.url(f"/v2/models/{model}/infer")
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            return json.load(urllib.request.urlopen(request))["outputs"][0], None
        except urllib.error.HTTPError as e:
            return None, f"HTTP {e.code}: {e.read().decode()[:400]}"


def encoded(tensor):
    values = tensor.values
    data = [None if value is None or value != value else value for value in values.ravel().tolist()]
    body = {"name": tensor.name, "shape": list(values.shape), "datatype": cases.datatype(values), "data": data}
    if tensor.content_type:
        body["parameters"] = {"content_type": tensor.content_type}
    return body
