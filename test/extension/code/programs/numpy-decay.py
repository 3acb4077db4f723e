# What changes during training and how pixels are prepared is said, where training does not go the same way.
import numpy as np
from keras.datasets import mnist

(x, y), _ = mnist.load_data()
x = x.reshape(-1, 784).astype(np.float32) / 255
x = (x - x.mean()) / x.std()
t = np.eye(10)[y]
np.random.seed(7)
W1 = np.random.randn(784, 32) * np.sqrt(2. / 784)
b1 = np.zeros(32)
W2 = np.random.randn(32, 10) * np.sqrt(2. / 32)
b2 = np.zeros(10)
lr = 0.2
for epoch in range(10):
    order = np.random.permutation(len(x))
    for k in range(0, len(x), 100):
        batch = order[k:k+100]
        xb, tb = x[batch], t[batch]
        h = np.maximum(0, xb.dot(W1) + b1)
        s = h.dot(W2) + b2
        s = s - np.max(s, axis=1, keepdims=True)
        p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        ds = (p - tb) / len(xb)
        dW2, db2 = h.T @ ds, ds.sum(0)
        dh = ds @ W2.T
        dh[h == 0] = 0
        dW1, db1 = xb.T @ dh, dh.sum(0)
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        b2 -= lr * db2
    lr *= 0.95

#: numpy 784-32-10 relu softmax
#: starts heNormal, heNormal
#: minimises crossEntropy oneHot by sgd learningRate 0.2
#: batch 100, epochs 10, shuffled, seed 7, float64
#: built at 10, trained at 15
#: 20 a1 z1=h
#: 21 a2=s
#: 23 y_hat=p
#: 24 dy=ds
#: 25 dW2 db2
#: 26 dz1=dh
#: 27 da1=dh
#: 28 dW1 db1
#: 29 W1
#: 30 b1
#: 31 W2
#: 32 b2
#: also 19 X=xb t=tb
#: also 10 W1
#: also 11 b1
#: also 12 W2
#: also 13 b2
#: hint 7 The pixels are normalised here; in the training that is shown they go from 0 to 1.
#: hint 33 The learning rate changes here; in the training that is shown it stays at 0.2.
