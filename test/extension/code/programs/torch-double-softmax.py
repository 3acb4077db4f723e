import torch
import torch.nn as nn
from torch.utils.data import DataLoader

def load():
    from torchvision import datasets, transforms
    return DataLoader(datasets.MNIST('.', transform=transforms.ToTensor()), 50)

model = nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.ReLU(), nn.Linear(20, 10), nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
for x, y in load():
    loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

#: hint 11 ε stands in the update of AdamW as Keras has it, not as PyTorch: a difference about as small as ε.
#: warning 13 CrossEntropyLoss has a softmax of its own: that of the model is one too many, and such a model cannot be followed.
