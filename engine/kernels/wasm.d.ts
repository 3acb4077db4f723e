/** @file What importing WebAssembly means to the bundler: its bytes. */

declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
