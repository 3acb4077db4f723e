import argparse
from collections import OrderedDict
import torch
from torch.utils.data import DataLoader
from torch.optim.lr_scheduler import StepLR

args = argparse.ArgumentParser().parse_args()
torch.set_default_dtype(torch.float64)

model = torch.nn.Sequential(OrderedDict([
    ('flatten', torch.nn.Flatten()),
    ('hidden', torch.nn.Linear(784, 50)),
    ('gelu', torch.nn.GELU()),
    ('output', torch.nn.Linear(50, 10)),
]))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
scheduler = StepLR(optimizer, step_size=1, gamma=0.7)
loader = DataLoader(data, batch_size=16, drop_last=True)
lossfn = torch.nn.CrossEntropyLoss()

epoch = 0
while epoch < args.epochs:
    for i, (x, y) in enumerate(loader, 1):
        model.zero_grad()
        lossfn(model(x), y).backward()
        optimizer.step()
    scheduler.step()
    epoch += 1

#: torch 784-50-10 gelu softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.1414 + uniform limit 0.1414
#: minimises crossEntropy classIndices by sgd learningRate 0.5
#: batch 16, epochs 1, seed 0, float64
#: built at 10, trained at 22
#: 10>12 a1 dX dW1 db1
#: 10>13 z1 da1
#: 10>14 a2 dW2 db2 dz1
#: 25 y_hat Loss dy
#: 26 W1 b1 W2 b2
#: also 10>12 W1 b1
#: also 10>14 W2 b2
#: also 23 X t
#: hint 17 StepLR is not followed here: training goes on as if it were left out.
#: hint 18 drop_last is not followed here: training goes on as if it were left out.
#: information 22 How many epochs this loop runs is not known: one is taken.
