"""What the peers in Python have in common: the data, how weights begin, and the jobs that the bench sends them."""

import json
import pathlib
import sys
import time

import numpy as np


def read_set(folder, name):
    """Images as float32 rows between 0 and 1, and class indices."""
    labels = np.fromfile(pathlib.Path(folder) / f"{name}-labels", dtype=np.uint8).astype(np.int64)
    images = np.fromfile(pathlib.Path(folder) / f"{name}-images", dtype=np.uint8)
    return images.reshape(len(labels), -1).astype(np.float32) / np.float32(255), labels


def layer_sizes(workload):
    return [784, *workload["hidden"], 10]


def initial_weights(workload):
    """The distributions that the notebook's two systems draw from."""
    random = np.random.RandomState(0)
    sizes = layer_sizes(workload)
    for inputs, units in zip(sizes, sizes[1:]):
        if workload["optimizer"] == "sgd":
            yield 0.1 * random.randn(inputs, units)
        else:
            limit = np.sqrt(6 / (inputs + units))
            yield random.uniform(-limit, limit, (inputs, units))


def serve(make_network, versions):
    """One line of JSON for each that comes in: a workload to begin, a number of steps to run, "evaluate", or "peak"."""
    folder = sys.argv[1]
    train, test = read_set(folder, "train"), read_set(folder, "test")
    print(json.dumps({"versions": versions}), flush=True)
    network = None
    for line in sys.stdin:
        job = json.loads(line)
        begin = time.perf_counter()
        answer = {}
        if isinstance(job, dict):
            network = make_network(job, train)
        elif job == "evaluate":
            answer["accuracy"] = float((network.predict(test[0]) == test[1]).mean())
        elif job == "peak":
            answer["multiplyAdds"] = multiply_adds()
        else:
            network.run(job)
        answer["seconds"] = time.perf_counter() - begin
        print(json.dumps(answer), flush=True)


def multiply_adds():
    """Multiply-adds a second of the product of two square float32 matrices, at best."""
    rows = 512
    x = np.ones((rows, rows), np.float32)
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        x @ x
        times.append(time.perf_counter() - begin)
    return rows**3 / min(times)


def batches(workload, count):
    """Rows of one mini-batch after the other, without end: a slice, or indices where the epoch is shuffled."""
    random = np.random.RandomState(0)
    while True:
        order = random.permutation(count) if workload["shuffle"] else None
        for start in range(0, count, workload["batch"]):
            rows = slice(start, start + workload["batch"])
            yield rows if order is None else order[rows]
