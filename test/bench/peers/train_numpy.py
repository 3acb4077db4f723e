"""The network in NumPy, with every temporary that can be spared: train_numpy.py FOLDER float32|float64 THREADS."""

import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[3]  # Read when NumPy is imported.

import numpy as np

from peer import batches, initial_weights, serve

DTYPE = np.dtype(sys.argv[2]).type


class Network:
    def __init__(self, workload, train):
        self.x, self.t = train[0].astype(DTYPE), train[1]
        self.batches = batches(workload, len(self.t))
        self.is_adam = workload["optimizer"] == "adam"
        self.rate = workload["rate"]
        weights = [w.astype(DTYPE) for w in initial_weights(workload)]
        self.layers = [(w, np.zeros(w.shape[1], DTYPE)) for w in weights]
        self.parameters = [p for layer in self.layers for p in layer]
        self.moments = [(np.zeros_like(p), np.zeros_like(p), np.empty_like(p)) for p in self.parameters]
        self.steps = 0

    def forward(self, x):
        inputs = [x]
        for W, b in self.layers[:-1]:
            a = inputs[-1] @ W
            a += b
            np.negative(a, out=a)
            np.exp(a, out=a)
            a += 1
            inputs.append(np.reciprocal(a, out=a))
        W, b = self.layers[-1]
        y = inputs[-1] @ W
        y += b
        y -= y.max(axis=1, keepdims=True)
        np.exp(y, out=y)
        y /= y.sum(axis=1, keepdims=True)
        return inputs, y

    def run(self, steps):
        for _ in range(steps):
            rows = next(self.batches)
            t = self.t[rows]
            inputs, da = self.forward(self.x[rows])
            examples = np.arange(len(t))
            self.loss = -np.log(da[examples, t]).mean()
            da[examples, t] -= 1
            da /= DTYPE(len(t))
            gradients = []
            for (W, _), z in zip(reversed(self.layers), reversed(inputs)):
                gradients += [da.sum(axis=0), z.T @ da]
                if z is not inputs[0]:
                    da = da @ W.T
                    da *= z
                    da *= 1 - z
            self.update(gradients[::-1])

    def update(self, gradients):
        self.steps += 1
        if not self.is_adam:
            for p, g in zip(self.parameters, gradients):
                g *= DTYPE(self.rate)
                p -= g
            return
        rate = DTYPE(self.rate * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps))
        for p, g, (m, v, room) in zip(self.parameters, gradients, self.moments):
            np.subtract(g, m, out=room)
            room *= DTYPE(0.1)
            m += room
            np.multiply(g, g, out=room)
            room -= v
            room *= DTYPE(0.001)
            v += room
            np.sqrt(v, out=room)
            room += DTYPE(1e-7)
            np.divide(m, room, out=room)
            room *= rate
            p -= room

    def predict(self, x):
        return self.forward(x.astype(DTYPE, copy=False))[1].argmax(axis=1)


serve(Network, {"NumPy": np.__version__})
