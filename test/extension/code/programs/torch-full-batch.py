import torch
from torchvision.datasets import MNIST

data = MNIST('.', train=True)
x = torch.tensor(data.data[:1000]).reshape(1000, 784) / 255
y = data.targets[:1000]

model = torch.nn.Sequential(torch.nn.Linear(784, 10))
opt = torch.optim.RMSprop(model.parameters(), lr=0.001)

for step in range(100):
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    opt.step()

#: torch 784-10 softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571
#: minimises crossEntropy classIndices by rmsprop learningRate 0.001 rho 0.99 epsilon 1e-8
#: batch 1000, epochs 100, seed 0, float32, first 1000
#: built at 8, trained at 11
#: 8 a1 dX dW1 db1
#: 12 y_hat Loss
#: 13 dy
#: 14 vW1 W1 vb1 b1
#: also 8 W1 b1
#: also 5 X t
#: hint 9 ε stands in the update of RMSprop as Keras has it, not as PyTorch: a difference about as small as ε.
#: warning 14 The gradients are never set to zero: they add up from step to step. Call optimizer.zero_grad() in the loop.
