from tensorflow.keras import Sequential, regularizers
from tensorflow.keras.layers import Dense, Input

reg = regularizers.l2(1e-4)
model = Sequential([
    Input((784,)),
    Dense(40, activation='softplus', kernel_regularizer=reg, kernel_initializer='lecun_uniform'),
    Dense(10, activation='softmax', kernel_regularizer=reg),
])
model.compile(optimizer='RMSprop', loss='sparse_categorical_crossentropy')

#: keras 784-40-10 softplus softmax
#: starts uniform limit 0.06186, glorotUniform
#: minimises crossEntropy classIndices l2 0.0002 by rmsprop learningRate 0.001 rho 0.9 epsilon 1e-7
#: batch 32, epochs 1, shuffled, seed 0, float32
#: built at 5
#: 5>7 a1 z1 da1 dX dW1 db1
#: 5>8 a2 y_hat dW2 db2 dz1
#: 10 Loss dy vW1 W1 vb1 b1 vW2 W2 vb2 b2
#: also 5>7 W1 b1
#: also 5>8 W2 b2
