# Examples as columns, in functions: said at the product. Below, products that have nothing to do with layers.
import numpy as np
from keras.datasets import mnist

def initialize(n_x, n_h, n_y):
    return {'W1': np.random.randn(n_h, n_x) * 0.01, 'b1': np.zeros((n_h, 1)),
            'W2': np.random.randn(n_y, n_h) * 0.01, 'b2': np.zeros((n_y, 1))}

def linear_forward(A_prev, W, b):
    Z = np.dot(W, A_prev) + b
    return Z

(train_x, train_y), _ = mnist.load_data()
train_x = train_x.reshape(train_x.shape[0], -1).T / 255.
parameters = initialize(784, 7, 10)
A1 = np.maximum(0., linear_forward(train_x, parameters['W1'], parameters['b1']))
A2 = linear_forward(A1, parameters['W2'], parameters['b2'])

points = np.random.randn(500, 2) @ np.array([[2., 1.], [1., 3.]])
observed = np.random.randn(100, 784) @ train_x[:, :1] + 0.1 * np.random.randn(100, 1)

#: hint 10 Not understood: the weights stand on the left of the data here, so that examples are columns. With examples as rows it is X @ W + b.
