/** @file What importing WebAssembly means to the bundler: its bytes, for each kind of machine (`KernelModules`). */

declare module '*.wasm' {
  const modules: Record<'vectors' | 'relaxed', Uint8Array<ArrayBuffer>>;
  export default modules;
}
