/** @file Code with the network of the preset in it, which trains for longer than anybody looks. */

export const endlessCode = `from keras import Sequential, layers

model = Sequential([
    layers.Input(shape=(784,)),
    layers.Dense(50, activation='sigmoid'),
    layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=1000)
`;
