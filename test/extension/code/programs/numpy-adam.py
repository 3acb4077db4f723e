import numpy as np
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0

W1 = np.random.randn(784, 40) * 0.05
b1 = np.zeros(40)
W2 = np.random.randn(40, 10) * 0.05
b2 = np.zeros(10)

params = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
m = {key: np.zeros_like(value) for key, value in params.items()}
v = {key: np.zeros_like(value) for key, value in params.items()}
beta1, beta2, eps, lr = 0.9, 0.999, 1e-8, 0.001
step = 0
t_train = np.eye(10)[y_train]


def softmax(s):
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s)
    return p / np.sum(p, axis=1, keepdims=True)


for epoch in range(2):
  for i in range(0, 60000, 64):
    x, t = x_train[i:i + 64], t_train[i:i + 64]
    W1, b1, W2, b2 = params['W1'], params['b1'], params['W2'], params['b2']
    h = np.tanh(x @ W1 + b1)
    y = softmax(h @ W2 + b2)
    g = (y - t) / len(x)
    gW2, gb2 = h.T @ g, g.sum(axis=0)
    gh = g @ W2.T * (1 - h ** 2)
    gW1, gb1 = x.T @ gh, gh.sum(axis=0)
    grads = {'W1': gW1, 'b1': gb1, 'W2': gW2, 'b2': gb2}
    step += 1
    for key in params:
        m[key] = beta1 * m[key] + (1 - beta1) * grads[key]
        v[key] = beta2 * v[key] + (1 - beta2) * grads[key] ** 2
        m_hat = m[key] / (1 - beta1 ** step)
        v_hat = v[key] / (1 - beta2 ** step)
        params[key] = params[key] - lr * m_hat / (np.sqrt(v_hat) + eps)

#: numpy 784-40-10 tanh softmax
#: starts normal std 0.05, normal std 0.05
#: minimises crossEntropy oneHot by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-8
#: batch 64, epochs 2, seed 0, float64
#: built at 7, trained at 26
#: 30 a1 z1=h
#: 31 a2=s
#: 31>23 y_hat=y
#: 32 dy=g
#: 33 dW2=gW2 db2=gb2
#: 34 dz1 da1=gh
#: 35 dW1=gW1 db1=gb1
#: 39 mW1=m['W1'] mb1=m['b1'] mW2=m['W2'] mb2=m['b2']
#: 40 vW1=v['W1'] vb1=v['b1'] vW2=v['W2'] vb2=v['b2']
#: 43 W1=params['W1'] b1=params['b1'] W2=params['W2'] b2=params['b2']
#: also 28 X=x t
#: also 7 W1
#: also 13 W1=value
#: also 14 W1=value
#: also 29 W1
#: also 8 b1
#: also 9 W2
#: also 10 b2
