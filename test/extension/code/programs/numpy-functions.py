import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
X = x_train.reshape(-1, 784)[:100] / 255.0
T = np.eye(10)[y_train[:100]]

np.random.seed(42)
W1 = 0.1 * np.random.randn(784, 30)
b1 = np.zeros(30)
W2 = 0.1 * np.random.randn(30, 10)
b2 = np.zeros(10)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def forward(x):
    h = sigmoid(x @ W1 + b1)
    return h, softmax(h @ W2 + b2)


for epoch in range(20):
    h, y = forward(X)
    loss = -np.sum(T * np.log(y)) / len(X)
    d_out = (y - T) / len(X)
    d_hidden = (d_out @ W2.T) * h * (1 - h)
    W2 -= 0.5 * (h.T @ d_out)
    b2 -= 0.5 * d_out.sum(axis=0)
    W1 -= 0.5 * (X.T @ d_hidden)
    b1 -= 0.5 * d_hidden.sum(axis=0)
    print(epoch, loss)

#: numpy 784-30-10 sigmoid softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy oneHot by sgd learningRate 0.5
#: batch 100, epochs 20, seed 42, float64, first 100
#: built at 9, trained at 29
#: 30>25 a1=x
#: 30>25>16 z1=h
#: 30>26 a2=x
#: 30>26>21 y_hat=y
#: 31 Loss=loss
#: 32 dy=d_out
#: 34 dW2 W2
#: 35 db2 b2
#: 33 dz1 da1=d_hidden
#: 36 dW1 W1
#: 37 db1 b1
#: also 5 X
#: also 6 t=T
#: also 9 W1
#: also 10 b1
#: also 11 W2
#: also 12 b2
