import numpy as np
from tensorflow.keras.datasets import mnist
from tensorflow.keras.utils import to_categorical

(images, labels), _ = mnist.load_data()
images = images.reshape((60000, 28 * 28)) / 255
targets = to_categorical(labels, 10)

np.random.seed(1)
W1 = np.random.uniform(-0.05, 0.05, (784, 20))
b1 = np.zeros(20)
W2 = np.random.uniform(-0.05, 0.05, (20, 10))
b2 = np.zeros(10)
vW1 = np.zeros_like(W1)
vb1 = np.zeros_like(b1)
vW2 = np.zeros_like(W2)
vb2 = np.zeros_like(b2)
lr, mu = 0.01, 0.9

for epoch in range(5):
    for i in range(0, 60000, 50):
        x = images[i:i + 50]
        t = targets[i:i + 50]
        z = np.tanh(x.dot(W1) + b1)
        logits = z.dot(W2) + b2
        e = np.exp(logits - logits.max(axis=1)[:, None])
        y = e / e.sum(axis=1)[:, None]
        dlogits = (y - t) / 50
        da = dlogits.dot(W2.T) * (1 - z * z)
        vW2 = mu * vW2 - lr * z.T.dot(dlogits)
        vb2 = mu * vb2 - lr * dlogits.sum(axis=0)
        vW1 = mu * vW1 - lr * x.T.dot(da)
        vb1 = mu * vb1 - lr * da.sum(axis=0)
        W2 += vW2
        b2 += vb2
        W1 += vW1
        b1 += vb1

#: numpy 784-20-10 tanh softmax
#: starts uniform limit 0.05, uniform limit 0.05
#: minimises crossEntropy oneHot by momentum learningRate 0.01 momentum 0.9
#: batch 50, epochs 5, seed 1, float64
#: built at 10, trained at 20
#: 24 a1 z1=z
#: 25 a2=logits
#: 27 y_hat=y
#: 28 dy=dlogits
#: 30 dW2 mW2=vW2
#: 31 db2 mb2=vb2
#: 29 dz1 da1=da
#: 32 dW1 mW1=vW1
#: 33 db1 mb1=vb1
#: 36 W1
#: 37 b1
#: 34 W2
#: 35 b2
#: also 22 X=x
#: also 23 t
#: also 10 W1
#: also 11 b1
#: also 12 W2
#: also 13 b2
