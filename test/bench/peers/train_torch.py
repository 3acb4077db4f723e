"""The network in PyTorch on the processor: train_torch.py FOLDER THREADS."""

import sys

import torch

from peer import batches, initial_weights, layer_sizes, serve

torch.set_num_threads(int(sys.argv[2]))


class Network:
    def __init__(self, workload, train):
        self.x, self.t = (torch.from_numpy(array) for array in train)
        self.batches = batches(workload, len(self.t))
        sizes = layer_sizes(workload)
        layers = []
        for inputs, units, W in zip(sizes, sizes[1:], initial_weights(workload)):
            linear = torch.nn.Linear(inputs, units)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(W.T.copy()))
                linear.bias.zero_()
            layers += [linear, torch.nn.Sigmoid()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.loss = torch.nn.CrossEntropyLoss()
        if workload["optimizer"] == "adam":
            self.optimizer = torch.optim.Adam(self.model.parameters(), lr=workload["rate"], eps=1e-7)
        else:
            self.optimizer = torch.optim.SGD(self.model.parameters(), lr=workload["rate"])

    def run(self, steps):
        for _ in range(steps):
            rows = next(self.batches)
            self.optimizer.zero_grad(set_to_none=True)
            self.loss(self.model(self.x[rows]), self.t[rows]).backward()
            self.optimizer.step()

    def predict(self, x):
        with torch.no_grad():
            return self.model(torch.from_numpy(x)).argmax(dim=1).numpy()


serve(Network, {"PyTorch": torch.__version__})
