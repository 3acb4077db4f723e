/** @file Lets the compiler accept the stylesheets that esbuild bundles beside the scripts. */

declare module '*.css';
