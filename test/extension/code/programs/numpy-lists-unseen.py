import numpy as np
import digits


class Network:
    def __init__(self, sizes):
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def train(self, pairs, epochs, size, rate):
        for _ in range(epochs):
            for batch in [pairs[k : k + size] for k in range(0, len(pairs), size)]:
                slopes = [np.zeros(w.shape) for w in self.weights]
                for x, y in batch:
                    slopes = [s + d for s, d in zip(slopes, self.backward(x, y))]
                self.weights = [w - (rate / len(batch)) * s for w, s in zip(self.weights, slopes)]

    def backward(self, x, y):
        outputs = [x]
        for b, w in zip(self.biases, self.weights):
            outputs.append(1 / (1 + np.exp(-(np.dot(w, outputs[-1]) + b))))
        delta = (outputs[-1] - y) * outputs[-1] * (1 - outputs[-1])
        return [None, np.dot(delta, outputs[-2].T)]


Network([784, 30, 10]).train(digits.pairs(), 30, 10, 3.0)

#: hint 16 No network is seen here: by what self.weights is changed cannot be followed.
