import numpy as np
from tensorflow import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
t = np.zeros((60000, 10))
t[np.arange(60000), y] = 1

W1 = np.random.randn(784, 32) * np.sqrt(1 / 784)
b1 = np.zeros(32)
W2 = np.random.randn(32, 10) * np.sqrt(1 / 32)
b2 = np.zeros(10)

for epoch in range(100):
    z1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    out = 1 / (1 + np.exp(-(z1 @ W2 + b2)))
    loss = np.mean((out - t) ** 2)
    dout = 2 * (out - t) / out.size
    da2 = dout * out * (1 - out)
    dz1 = da2 @ W2.T
    da1 = dz1 * z1 * (1 - z1)
    W2 -= 0.3 * z1.T @ da2
    b2 -= 0.3 * np.sum(da2, axis=0)
    W1 -= 0.3 * x.T @ da1
    b1 -= 0.3 * np.sum(da1, axis=0)

#: numpy 784-32-10 sigmoid sigmoid
#: starts normal std 0.03571, normal std 0.1768
#: minimises meanSquaredError by sgd learningRate 0.3
#: batch 60000, epochs 100, seed 0, float64
#: built at 9, trained at 14
#: 15 a1 z1
#: 16 a2 y_hat=out
#: 17 Loss=loss
#: 18 dy=dout
#: 19 da2
#: 22 dW2 W2
#: 23 db2 b2
#: 20 dz1
#: 21 da1
#: 24 dW1 W1
#: 25 db1 b1
#: also 5 X=x
#: also 7 t
#: also 9 W1
#: also 10 b1
#: also 11 W2
#: also 12 b2
