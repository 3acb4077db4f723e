import torch
from torch import nn
from torch.utils.data import DataLoader

loader = DataLoader(train_set, batch_size=10)


def train(model, criterion=nn.CrossEntropyLoss(), make=torch.optim.SGD, **options):
    optimizer = make(model.parameters(), **options)
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


train(nn.Sequential(nn.Linear(784, 10), nn.Dropout(0.2)))
train(nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(40, 10)))
train(nn.Sequential(nn.Linear(784, 10, bias=False)))
train(nn.Sequential(nn.Linear(784, 10)), make=torch.optim.Adagrad)
train(nn.Sequential(nn.Linear(784, 10)), momentum=0.9, dampening=0.1)
train(nn.Sequential(nn.Linear(784, 10)), lr=args.lr)
train(nn.Sequential(nn.Linear(784, 10)), criterion=nn.BCELoss())
train(nn.Sequential(nn.Linear(784, 10)), criterion=nn.NLLLoss())
train(nn.Sequential(nn.Linear(784, 10)), criterion=nn.CrossEntropyLoss(reduction='sum'))
train(nn.Sequential(nn.Linear(784, 10), nn.Sigmoid()))
train(nn.Sequential(nn.Linear(784, hidden)))
train(lambda x: nn.Linear(784, 10)(x) * 2)

#: hint 9 The optimizer Adagrad cannot be followed, and so this model is not. Known are SGD, RMSprop, Adam and AdamW.
#: hint 9 The argument dampening of SGD cannot be followed, and so this model is not.
#: hint 9 An argument of SGD is not known as a number, so this model is not followed. A schedule cannot be either.
#: hint 12 NLLLoss takes the logarithms of probabilities: give the model a LogSoftmax at its end.
#: hint 12 CrossEntropyLoss takes what stands before an activation, but the last layer is a sigmoid, so this model is not followed.
#: hint 12 What the loss is computed of cannot be followed back to the input, so this model is not.
#: hint 17 Dropout is not a layer of an MLP, so this model is not followed. Linear, Flatten and activations can be.
#: hint 18 This layer takes 40 numbers, but the one before it gives 50.
#: hint 19 A layer without a bias cannot be followed, and so this model is not.
#: hint 23 The loss BCELoss cannot be followed, and so this model is not. Known are CrossEntropyLoss, NLLLoss and MSELoss.
#: hint 25 The argument reduction of CrossEntropyLoss cannot be followed, and so this model is not.
#: hint 27 How many units this layer has is not known, so this model is not followed. Write a number, or a name that is given one.
