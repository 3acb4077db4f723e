/** @file The small language over tensors that conditions, watch, hover and the debug console share. */

export { ExpressionError } from './error.ts';
export { evaluate, type Scope } from './evaluate.ts';
export { format } from './format.ts';
export { functions, type ExpressionFunction } from './functions.ts';
export { parse } from './parser.ts';
export { attributes, names, type Expression } from './syntax.ts';
export { bool, float, int, isTruthy, type Value, type ValueType } from './value.ts';
