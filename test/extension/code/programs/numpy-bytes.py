import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784)
t_train = np.eye(10)[y_train]

W1 = np.random.randn(784, 40) * 0.05
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.05
b2 = np.zeros(10)

for i in range(0, 60000, 25):
    x = x_train[i:i + 25]
    t = t_train[i:i + 25]
    z1 = np.maximum(0, x @ W1 + b1)
    out = z1 @ W2 + b2
    error = out - t
    loss = np.sum((out - t) ** 2) / 250
    delta2 = 2 * error / 250
    delta1 = delta2 @ W2.T * (z1 > 0)
    W2 -= 0.1 * z1.T @ delta2
    b2 -= 0.1 * delta2.sum(axis=0)
    W1 -= 0.1 * x.T @ delta1
    b1 -= 0.1 * delta1.sum(axis=0)

#: numpy 784-40-10 relu linear
#: starts normal std 0.05, normal std 0.05
#: minimises meanSquaredError by sgd learningRate 0.1
#: batch 25, epochs 1, seed 0, float64
#: built at 8, trained at 13
#: 16 a1 z1
#: 17 a2=out
#: 19 Loss=loss
#: 20 dy=delta2
#: 22 dW2 W2
#: 23 db2 b2
#: 21 dz1 da1=delta1
#: 24 dW1 W1
#: 25 db1 b1
#: also 14 X=x
#: also 15 t
#: also 8 W1
#: also 9 b1
#: also 10 W2
#: also 11 b2
#: hint 14 The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.
