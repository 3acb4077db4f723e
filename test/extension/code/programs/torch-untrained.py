from collections import OrderedDict
from torch import nn

model = nn.Sequential(OrderedDict([
    ('hidden', nn.Linear(784, 50)),
    ('relu', nn.ReLU()),
    ('output', nn.Linear(50, 10)),
]))

class Net(nn.Module):
    def forward(self, x):
        return x

#: hint 4 No loop is found that trains this model: there is no step of an optimizer on the gradients of its loss.
#: hint 10 No loop is found that trains this model: there is no step of an optimizer on the gradients of its loss.
