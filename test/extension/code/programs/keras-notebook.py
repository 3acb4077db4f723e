# %% Libraries
!pip install -q tensorflow
%matplotlib inline
import matplotlib.pyplot as plt
from tensorflow.keras import *
from tensorflow.keras.layers import *
# %% Data
%%time
(x, y), test = datasets.mnist.load_data()
x = x.reshape(len(x), -1) / 255
plt.imshow(x[0].reshape(28, 28)); plt.show()
# %% A cell in bash is none of Python's
%%bash
ls -l ( [
# %% Model
hidden = 50
model = Sequential()
model.add(Dense(hidden, activation='sigmoid', input_shape=(x.shape[1],)))
model.add(Dense(10, activation='softmax'))
# %% Half typed
broken = [1, 2, (3
# %% Training
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
%time model.fit(x, y, epochs=2, verbose=0)

#: keras 784-50-10 sigmoid softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by adam learningRate 0.001 beta1 0.9 beta2 0.999 epsilon 1e-7
#: batch 32, epochs 2, shuffled, seed 0, float32
#: built at 17, trained at 24
#: 18 a1 z1 da1 dX dW1 db1
#: 19 a2 y_hat dW2 db2 dz1
#: 23 Loss dy mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2
#: also 18 W1 b1
#: also 19 W2 b2
#: also 24 X t
