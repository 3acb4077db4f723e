import numpy as np
import torch
import torch.nn as nn
from tensorflow.keras.datasets import mnist

(x_train, t_train), _ = mnist.load_data()
X = torch.tensor(x_train.reshape(-1, 784) / 255.0, dtype=torch.float32)
t = torch.from_numpy(t_train).long()

net = nn.Sequential(
    nn.Linear(784, 30),
    nn.Sigmoid(),
    nn.Linear(30, 10),
    nn.LogSoftmax(dim=1)
)
loss_fn = nn.NLLLoss()
opt = torch.optim.SGD(net.parameters(), lr=1e-2, momentum=0.9, nesterov=True)
batch_size = 100

for epoch in range(10):
    perm = torch.randperm(len(X))
    for i in range(0, 60000, batch_size):
        idx = perm[i:i + batch_size]
        loss = loss_fn(net(X[idx]), t[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()

#: torch 784-30-10 sigmoid softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.1826 + uniform limit 0.1826
#: minimises crossEntropy classIndices by nesterov learningRate 0.01 momentum 0.9
#: batch 100, epochs 10, shuffled, seed 0, float32
#: built at 10, trained at 20
#: 10>11 a1 dX dW1 db1
#: 10>12 z1 da1
#: 10>13 a2 dW2 db2 dz1
#: 10>14 y_hat
#: 24 Loss
#: 26 dy
#: 27 mW1 W1 mb1 b1 mW2 W2 mb2 b2
#: also 10>11 W1 b1
#: also 10>13 W2 b2
#: also 24 X t
