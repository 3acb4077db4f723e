import numpy as np
from tensorflow import keras

(x, y), _ = keras.datasets.mnist.load_data()
X = x.reshape(60000, 784).T / 255
W1 = np.random.randn(20, 784) * 0.01
b1 = np.zeros((20, 1))
W2 = np.random.randn(10, 20) * 0.01
b2 = np.zeros((10, 1))
A1 = np.tanh(W1.dot(X) + b1)
Z2 = W2.dot(A1) + b2

#: hint 10 Not understood: the weights stand on the left of the data here, so that examples are columns. With examples as rows it is X @ W + b.
