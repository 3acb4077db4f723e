# %%
import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
X = x_train.reshape(-1, 784)[:5] / 255.0
t = np.eye(10)[y_train[:5]]

# %%
W1 = 0.1 * np.random.randn(784, 50)
b1 = np.zeros(50)
a1 = np.dot(X, W1) + b1

# %%
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

z1 = sigmoid(a1)

# %%
def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %%
W1 = 0.1 * np.random.randn(784, 50)
b1 = np.zeros(50)
W2 = 0.1 * np.random.randn(50, 10)
b2 = np.zeros(10)
a1 = X @ W1 + b1
z1 = sigmoid(a1)
a2 = z1 @ W2 + b2
y_hat = softmax(a2)
Loss = -np.sum(t * np.log(y_hat)) / 5
dy = (y_hat - t) / 5
dW2, db2 = z1.T @ dy, np.sum(dy, axis=0)
dz1 = dy @ W2.T
da1 = dz1 * (1 - z1) * z1
dX = da1 @ W1.T
dW1, db1 = X.T @ da1, np.sum(da1, axis=0)

# %%
W1, b1 = W1 - 0.1 * dW1, b1 - 0.1 * db1
W2, b2 = W2 - 0.1 * dW2, b2 - 0.1 * db2

#: numpy 784-50-10 sigmoid softmax
#: starts normal std 0.1, normal std 0.1
#: minimises crossEntropy oneHot by sgd learningRate 0.1
#: batch 5, epochs 1, seed 0, float64, first 5
#: built at 26, trained at 30
#: 30 a1
#: 31>16 z1
#: 32 a2
#: 33>23 y_hat
#: 34 Loss
#: 35 dy
#: 36 dW2 db2
#: 37 dz1
#: 38 da1
#: 39 dX
#: 40 dW1 db1
#: 43 W1 b1
#: 44 W2 b2
#: also 6 X
#: also 7 t
#: also 26 W1
#: also 27 b1
#: also 28 W2
#: also 29 b2
#: also 10 W1
#: also 11 b1
#: also 12 a1
#: also 18>16 z1
