# What is left out or taken for granted is said, and the model is read all the same.
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Flatten
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.losses import SparseCategoricalCrossentropy

model = Sequential()
model.add(Flatten())
model.add(Dense(16, activation='relu', kernel_initializer='he_normal'))
model.add(Dense(10, activation='softmax'))
model.compile(loss=SparseCategoricalCrossentropy(from_logits=True))
model.fit(images, labels, callbacks=[EarlyStopping(patience=3)])

#: keras 784-16-10 relu softmax
#: starts heNormal, glorotUniform
#: minimises crossEntropy classIndices by rmsprop learningRate 0.001 rho 0.9 epsilon 1e-7
#: batch 32, epochs 1, shuffled, seed 0, float32
#: built at 7, trained at 12
#: 9 a1 z1 da1 dX dW1 db1
#: 10 a2 y_hat dW2 db2 dz1
#: 11 Loss dy vW1 W1 vb1 b1 vW2 W2 vb2 b2
#: also 9 W1 b1
#: also 10 W2 b2
#: also 12 X t
#: information 7 The shape of the input is not said here: images of 28×28 are taken.
#: hint 9 Keras draws he_normal without the numbers beyond two standard deviations; here they are drawn with them.
#: warning 11 The last layer has a softmax already: the loss must not be given from_logits=True.
#: hint 12 callbacks is not followed here: training goes on as if it were left out.
