/** @file Code that trains the network of the `keras` preset. */

/** @param epochs of which a thousand take longer than anybody looks */
export const kerasCode = (epochs: number): string => `from keras import Sequential, layers

model = Sequential([
    layers.Input(shape=(784,)),
    layers.Dense(50, activation='sigmoid'),
    layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=${epochs})
`;
