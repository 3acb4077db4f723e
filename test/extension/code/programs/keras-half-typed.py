from keras.models import Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(20, activation='tanh', input_shape=(784,)))
x = model.predict(
model.add(Dense(10, activation='softmax'))
for i in
def f(:
    return
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy'
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=3) if x else
model.fit(x_train, y_train, epochs=4)

#: keras 784-20-10 tanh softmax
#: starts glorotUniform, glorotUniform
#: minimises crossEntropy classIndices by sgd learningRate 0.01
#: batch 32, epochs 4, shuffled, seed 0, float32
#: built at 4, trained at 14
#: 5 a1 z1 da1 dX dW1 db1
#: 7 a2 y_hat dW2 db2 dz1
#: 12 Loss dy W1 b1 W2 b2
#: also 5 W1 b1
#: also 7 W2 b2
#: also 14 X t
