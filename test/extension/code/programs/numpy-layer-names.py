import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0

rng = np.random.RandomState(0)
layers = [784, 100, 30, 10]
params = {}
for i in range(1, len(layers)):
    params[f'W{i}'] = rng.uniform(-1, 1, (layers[i - 1], layers[i])) * np.sqrt(6 / (layers[i - 1] + layers[i]))
    params[f'b{i}'] = np.zeros(layers[i])


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


def forward(x):
    cache = {'z0': x}
    for i in range(1, 4):
        a = cache[f'z{i - 1}'] @ params[f'W{i}'] + params[f'b{i}']
        cache[f'z{i}'] = softmax(a) if i == 3 else 1 / (1 + np.exp(-a))
    return cache


def backward(cache, labels):
    grads = {}
    d = cache['z3'].copy()
    d[np.arange(len(labels)), labels] -= 1
    d /= len(labels)
    for i in (3, 2, 1):
        grads[f'W{i}'] = cache[f'z{i - 1}'].T @ d
        grads[f'b{i}'] = d.sum(0)
        if i > 1:
            z = cache[f'z{i - 1}']
            d = d @ params[f'W{i}'].T * z * (1 - z)
    return grads


n = len(x_train)
for epoch in range(3):
    indices = np.arange(n)
    np.random.shuffle(indices)
    for start in range(0, n, 20):
        chosen = indices[start:start + 20]
        cache = forward(x_train[chosen])
        grads = backward(cache, y_train[chosen])
        for name, grad in grads.items():
            params[name] -= 0.2 * grad

#: numpy 784-100-30-10 sigmoid sigmoid softmax
#: starts glorotUniform, glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by sgd learningRate 0.2
#: batch 20, epochs 3, shuffled, seed 0, float64
#: built at 11, trained at 44
#: 49>24 a1=a a2=a a3=a
#: 49>25 z1=cache['z1'] z2=cache['z2']
#: 49>25>18 y_hat=cache['z3']
#: 50>33 dy=d
#: 50>35 dW3=grad dW2=grad dW1=grad
#: 50>36 db3=grad db2=grad db1=grad
#: 50>39 dz2 da2=d dz1 da1=d
#: 52 W1=params['W1'] b1=params['b1'] W2=params['W2'] b2=params['b2'] W3=params['W3'] b3=params['b3']
#: also 11 W1=params['W1']
#: also 12 b1=params['b1']
#: also 51 dW3=grad
