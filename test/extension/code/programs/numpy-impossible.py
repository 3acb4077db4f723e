import sys
import numpy as np
from sklearn.datasets import fetch_openml

X, labels = fetch_openml('mnist_784', return_X_y=True, as_frame=False)
T = np.eye(10)[labels.astype(int)]
n = int(sys.argv[1])

W1, W2 = np.random.randn(784, 30) * 0.01, np.random.randn(30, 10) * 0.01
vast = np.ones((9, 9, 9, 9, 9, 9, 9, 9, 9, 10))
empty = [] * 1000000000
V, U = np.zeros((784, 2000)), np.eye(2000)[labels.astype(int)]
for i in range(100):
    h = np.tanh(X @ W1)
    y = h @ W2
    g = (y - T) / X.size
    print(g * np.zeros((n, 10)), g.sum(axis=0) * vast, g @ np.ones((10, -7)), g * np.ones(2.5), g.max())
    print(X @ np.random.randn(784, 1000000), X @ np.zeros((784, -7)))
    W1 -= 0.1 * X.T @ (g @ W2.T * (1 - h ** 2))
    W2 -= 0.1 * h.T @ g
    V -= 0.1 * X.T @ (X @ V - U)

#: numpy 784-30-10 tanh linear
#: starts normal std 0.01, normal std 0.01
#: minimises meanSquaredError by sgd learningRate 0.0006378
#: batch 70000, epochs 100, seed 0, float64
#: built at 9, trained at 13
#: 14 a1 z1=h
#: 15 a2=y
#: 16 dy=g
#: 20 dW2 W2
#: 17 db2
#: 19 dz1 da1 dW1 W1
#: also 5 X
#: also 6 t=T
#: also 9 W1 W2
#: hint 5 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
#: hint 9 This layer has no bias; the one that is trained here has one, which starts at zero.
#: hint 9 This layer has no bias; the one that is trained here has one, which starts at zero.
