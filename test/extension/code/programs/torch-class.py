import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor
from tqdm.auto import tqdm

device = 'cuda' if torch.cuda.is_available() else 'cpu'
EPOCHS = 3


class Net(nn.Module):
    def __init__(self, hidden=64):
        super().__init__()
        self.fc1 = nn.Linear(784, hidden)
        self.fc2 = nn.Linear(hidden, 32)
        self.out = nn.Linear(32, 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = F.relu(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        return self.out(x)


def train(model, loader, optimizer):
    model.train()
    for i, (x, y) in enumerate(tqdm(loader)):
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        if i % 100 == 0:
            print(loss.item())


def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        correct = sum((model(x).argmax(1) == y).sum().item() for x, y in loader)
    return correct


train_loader = DataLoader(MNIST('.', transform=ToTensor()), batch_size=32, shuffle=True)
test_loader = DataLoader(MNIST('.', train=False, transform=ToTensor()), batch_size=1000)
model = Net().to(device)
optimizer = torch.optim.Adam(model.parameters())

for epoch in range(EPOCHS):
    train(model, train_loader, optimizer)
    print(evaluate(model, test_loader))

#: torch 784-64-32-10 relu tanh softmax
#: starts uniform limit 0.03571 + uniform limit 0.03571, uniform limit 0.125 + uniform limit 0.125, uniform limit 0.1768 + uniform limit 0.1768
#: minimises crossEntropy classIndices by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-8
#: batch 32, epochs 3, shuffled, seed 0, float32
#: built at 13, trained at 51
#: 52>32>22 a1 z1 da1 dX dW1 db1
#: 52>32>23 a2 z2 da2 dW2 db2 dz1
#: 52>32>24 a3 dW3 db3 dz2
#: 52>32 y_hat Loss
#: 52>33 dy
#: 52>34 mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2 mW3 vW3 W3 mb3 vb3 b3
#: also 48>16 W1 b1
#: also 48>17 W2 b2
#: also 48>18 W3 b3
#: also 52>29 X t
#: hint 49 ε stands in the update of Adam as Keras has it, not as PyTorch: a difference about as small as ε.
