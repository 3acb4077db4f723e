import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { evaluate, ExpressionError, float, int, parse, type Value } from '../../engine/expression/index.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { hasNumpy } from './golden.ts';

/** What Python made of an expression. Floats travel as text, since JSON has no NaN. */
type Answer =
  | { readonly error: string }
  | { readonly dtype: string; readonly shape: number[]; readonly isPython: boolean; readonly data: string[] };

/** Evaluates all expressions over the same arrays in one Python. */
const script = `
import json, sys, warnings
import numpy as np
warnings.simplefilter('ignore')
task = json.load(sys.stdin)
scope = {'np': np, 'norm': np.linalg.norm, 'inf': np.inf, 'nan': np.nan}
for name in 'shape min max mean std sum abs sqrt exp log argmax argmin any all isnan isinf where'.split():
    scope[name] = getattr(np, name)
for name, array in task['arrays'].items():
    scope[name] = np.array([float(x) for x in array['data']]).astype(array['dtype']).reshape(array['shape'])
scope['Loss'] = scope['Loss'][()]
scope.update(task['scalars'])
def answer(text):
    try:
        with np.errstate(all='ignore'):
            value = eval(text, dict(scope))
        array = np.asarray(value)
        return {'dtype': str(array.dtype), 'shape': array.shape, 'isPython': type(value) in (int, float, bool, tuple),
                'data': [repr(float(x)) for x in array.ravel()]}
    except Exception as error:
        return {'error': type(error).__name__}
json.dump({'version': np.__version__, 'answers': [answer(text) for text in task['texts']]}, sys.stdout)
`;

/** Multiples of 1/8, whose sums and products are exact in either precision, so that no rounding flips a comparison. */
function arrays(): Record<string, Value> {
  const random = new NumpyRandom(8);
  const fill = (data: Float32Array | Float64Array) => data.map(() => random.randint(-40, 41) / 8);
  const special = fill(new Float32Array(12));
  special.set([NaN, Infinity, -Infinity, -0], 2);
  return {
    X: { shape: [5, 4], dtype: 'float32', data: fill(new Float32Array(20)) },
    W: { shape: [4, 3], dtype: 'float32', data: fill(new Float32Array(12)) },
    b: { shape: [3], dtype: 'float32', data: fill(new Float32Array(3)) },
    A: { shape: [5, 4], dtype: 'float64', data: fill(new Float64Array(20)) },
    v: { shape: [4], dtype: 'float64', data: fill(new Float64Array(4)) },
    odd: { shape: [3, 4], dtype: 'float32', data: special },
    Loss: { shape: [], dtype: 'float32', data: Float32Array.of(0.625) },
  };
}

const scalars = { step: int(100), epoch: int(2), loss: float(0.25), accuracy: float(0.5) };

/** Expressions whose values are exact. */
const { exact } = fc.letrec<{ exact: string; operand: string }>((tie) => ({
  operand: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('X', 'X', 'A', 'A', 'v', 'v', 'W', 'b', 'odd', 'Loss') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('step', 'epoch', 'loss', 'accuracy', '2', '0.5', '3', 'True', 'inf', 'nan'),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom('X[1]', 'W[:, 1]', 'A[-1, ::2]', 'X[1:4:2, 3]', 'odd[..., -1]', 'v[::-1]'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'X[2, 3]',
        'W[-1, -1]',
        'v[0]',
        'A[1, 1]',
        'b[2:]',
        'X[X > 0]',
        'A[A[:, 0] > 0]',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'X.T',
        'W.shape[0]',
        'A.size',
        'W.ndim',
        '(X > 1)',
        '(v < 0)',
        '(b == b)',
        '(Loss > 0)',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'argmax(W, axis=0)',
        'argmin(v)',
        'sum(X > 0, 1)',
        'any(odd)',
        'shape(b)[0]',
      ),
    },
    { maxDepth: 2, weight: 3, arbitrary: tie('exact') },
  ),
  exact: fc.oneof(
    { weight: 3, arbitrary: tie('operand') },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('operand'), fc.constantFrom('+', '-', '*', '@'), tie('operand'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('sum', 'min', 'max', 'abs', 'sum'),
          tie('operand'),
          fc.constantFrom('', ', axis=0', ', axis=1', ', axis=-1, keepdims=True', ', axis=(0, 1)'),
        )
        .map(([name, x, axis]) => `${name}(${x}${name === 'abs' ? '' : axis})`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('operand'), tie('operand'), tie('operand'))
        .map(([condition, x, y]) => `where(${condition}, ${x}, ${y})`),
    },
    { weight: 1, arbitrary: tie('operand').map((x) => `(-${x})`) },
  ),
}));

/** One operation on exact values whose result may be rounded, or is a truth value. */
const whole = fc.oneof(
  fc
    .tuple(
      exact,
      fc.constantFrom('/', '//', '%', '**', '<', '<=', '>', '>=', '==', '!=', '&', '|', ' and ', ' or '),
      exact,
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('mean', 'std', 'norm', 'argmax', 'argmin', 'any', 'all', 'np.sum', 'np.linalg.norm'),
      exact,
      fc.constantFrom('', ', axis=0', ', axis=1', ', axis=(0, 1)', ', keepdims=True', ', axis=5'),
    )
    .map(([name, x, axis]) => `${name}(${x}${axis})`),
  fc
    .tuple(fc.constantFrom('sqrt', 'exp', 'log', 'isnan', 'isinf', 'not ', 'np.abs', 'shape'), exact)
    .map(([name, x]) => `${name}(${x})`),
  fc.tuple(exact, exact, exact).map((parts) => parts.join(' < ')),
);

/** Where this language is stricter: among others, some of NumPy's reductions (but not its mean) give a scalar an axis. */
const stricter =
  /axis -?\d in an array of shape \(\)|divided by zero|exact only up to|does not take a tuple|takes truth values alone|holds whole numbers/;
/** What Python raises where NumPy goes on with inf. */
const raisedByPythonAlone = new Set(['ZeroDivisionError', 'OverflowError']);

/** Our name for a type of NumPy's, of which half precision has none. */
function named(dtype: string): string {
  return dtype.startsWith('int') ? 'int' : dtype;
}

function assertSame(text: string, scope: Record<string, Value>, answer: Answer): 'same' | 'skipped' {
  let value: Value;
  try {
    value = evaluate(parse(text), (name) => scope[name]);
  } catch (error) {
    assert.ok(error instanceof ExpressionError, `${text}: ${String(error)}`);
    if (stricter.test(error.message)) return 'skipped';
    assert.ok('error' in answer, `${text}: NumPy has a value, but here: ${error.message}`);
    return 'same';
  }
  if ('error' in answer) {
    assert.ok(raisedByPythonAlone.has(answer.error), `${text}: NumPy raises ${answer.error}`);
    return 'skipped';
  }
  if (answer.dtype === 'float16' || answer.dtype === 'object') return 'skipped';
  // An empty tuple has no type.
  if (answer.data.length > 0 || !answer.isPython)
    assert.equal(value.dtype, named(answer.dtype), `${text}: dtype`);
  assert.deepEqual(value.shape, answer.shape, `${text}: shape`);
  assert.equal(Boolean(value.weak), answer.isPython, `${text}: Python number`);
  const tolerance = value.dtype === 'float32' ? 1e-5 : 1e-12;
  answer.data.forEach((number, cell) => {
    const theirs = Number(number.replace('inf', 'Infinity'));
    const ours = value.data[cell];
    const isSame =
      Object.is(ours, theirs) || ours === theirs || Math.abs(ours - theirs) <= tolerance * Math.abs(theirs);
    assert.ok(isSame, `${text}: cell ${cell} is ${ours}, NumPy has ${theirs}`);
  });
  return 'same';
}

describe('an expression, compared with NumPy', () => {
  it('has its values, shapes, types and refusals over 4,000 random expressions', function () {
    if (!hasNumpy()) this.skip();
    const scope = { ...arrays(), ...scalars };
    const texts = [...new Set(fc.sample(whole, { numRuns: 4000, seed: 20 }))];
    const input = JSON.stringify({
      texts,
      arrays: Object.fromEntries(
        Object.entries(arrays()).map(([name, { shape, dtype, data }]) => [
          name,
          { shape, dtype, data: Array.from(data, (x) => (Object.is(x, -0) ? '-0.0' : String(x))) },
        ]),
      ),
      scalars: Object.fromEntries(Object.entries(scalars).map(([name, { data }]) => [name, data[0]])),
    });
    const output = execFileSync('python3', ['-c', script], { input, maxBuffer: 1 << 28 }).toString();
    const { version, answers } = JSON.parse(output) as { version: string; answers: Answer[] };
    // The types of results are those of NumPy 2 (NEP 50).
    if (Number.parseInt(version) < 2) this.skip();
    const results = texts.map((text, i) => assertSame(text, scope, answers[i]));
    const compared = results.filter((result) => result === 'same').length;
    assert.ok(compared > 0.8 * texts.length, `only ${compared} of ${texts.length} were compared`);
    const withValue = answers.filter((answer) => !('error' in answer)).length;
    assert.ok(withValue > 0.3 * texts.length, `only ${withValue} of ${texts.length} have a value`);
  });
});
