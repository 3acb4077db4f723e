/** @file What importing WebAssembly means to the bundler: its bytes, for each kind of machine. */

declare module '*.wasm' {
  import type { KernelModules } from './simd.ts';
  const modules: KernelModules;
  export default modules;
}
