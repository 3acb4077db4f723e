import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  evaluate,
  ExpressionError,
  float,
  format,
  functions,
  int,
  isTruthy,
  names,
  parse,
  type Value,
} from '../../engine/expression/index.ts';
import type { Tensor } from '../../engine/tensor.ts';

const W1: Tensor = {
  name: 'W1',
  shape: [3, 4],
  dtype: 'float32',
  data: Float32Array.from({ length: 12 }, (_, c) => c / 8),
};
const values: Readonly<Partial<Record<string, Value>>> = {
  W1,
  b1: { shape: [4], dtype: 'float64', data: Float64Array.of(1, 2, 3, 4) },
  none: { shape: [0], dtype: 'float32', data: new Float32Array() },
  Loss: { shape: [], dtype: 'float32', data: Float32Array.of(0.1) },
  step: int(100),
  loss: float(0.25),
};
const scope = (name: string) => values[name];

function valueOf(text: string): Value {
  return evaluate(parse(text), scope);
}

/** The column and the English of what an expression fails with. */
function failure(text: string): [number, string] {
  try {
    valueOf(text);
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error));
    return [error.column, error.message];
  }
  return assert.fail(`${text} has a value`);
}

describe('an expression', () => {
  it('has the value that Python and NumPy give it', () => {
    const table: [string, string][] = [
      // Precedence and grouping.
      ['2 + 3 * 4', '14'],
      ['(2 + 3) * 4', '20'],
      ['10 - 4 - 3', '3'],
      ['2 ** 3 ** 2', '512'],
      ['-2 ** 2', '-4'],
      ['2 ** -1', '0.5'],
      ['2 ** -1 * 4', '2.0'],
      ['not 1 == 2', 'True'],
      ['not 0 and 0', '0'],
      ['1 or 0 and 0', '1'],
      ['-7 // 2', '-4'],
      ['-7 % 3', '2'],
      ['7 % -3', '-2'],
      ['1 // 0.1', '9.0'],
      ['7 / 2', '3.5'],
      ['1 ** nan', '1.0'],
      ['(-1) ** -inf', '1.0'],
      ['2 ** nan', 'nan'],
      ['1 + 1e-3', '1.001'],
      ['.5 + 1.', '1.5'],
      ['1/0', 'inf'],
      ['-1/0', '-inf'],
      ['0/0', 'nan'],
      ['True + True', '2'],
      ['1 / (0 * -1)', 'inf'],
      ['inf > 1e308', 'True'],
      ['np.nan != np.nan', 'True'],
      // Chains and logic, whose right side is read only where it matters.
      ['0 < loss < 1', 'True'],
      ['0 < loss < 0.1', 'False'],
      ['1 > 2 > missing', 'False'],
      ['step % 100 == 0 and loss < 0.3', 'True'],
      ['loss or missing', '0.25'],
      ['0 and missing', '0'],
      ['not loss', 'False'],
      // Indices and slices.
      ['W1[1, 2]', '0.75'],
      ['W1[-1, -1]', '1.375'],
      ['W1[2]', 'array([1.0, 1.125, 1.25, 1.375], dtype=float32)'],
      ['W1[:, 3]', 'array([0.375, 0.875, 1.375], dtype=float32)'],
      ['W1[-1, ::2]', 'array([1.0, 1.25], dtype=float32)'],
      ['W1[..., 0]', 'array([0.0, 0.5, 1.0], dtype=float32)'],
      ['W1[0, 5:1:-2]', 'array([0.375], dtype=float32)'],
      ['W1[1:2, 1:3]', 'array([[0.625, 0.75]], dtype=float32)'],
      ['W1[W1 > 1.2]', 'array([1.25, 1.375], dtype=float32)'],
      ['b1[b1 < 0]', 'array([], shape=(0,))'],
      ['W1[W1[:, 0] > 0.6][0, 0]', '1.0'],
      // Attributes, functions, methods.
      ['W1.T[3, 1]', '0.875'],
      ['W1.shape', '(3, 4)'],
      ['W1.T.shape == (4, 3)', 'True'],
      ['shape(Loss) == ()', 'True'],
      ['b1.shape', '(4,)'],
      ['W1.shape[0] * W1.size + W1.ndim', '38'],
      ['max(W1)', '1.375'],
      ['np.linalg.norm(b1) == norm(b1)', 'True'],
      ['sum(W1, 0)', 'array([1.5, 1.875, 2.25, 2.625], dtype=float32)'],
      ['W1.sum(axis=-1, keepdims=True).shape', '(3, 1)'],
      ['mean(W1, axis=(0, 1))', '0.6875'],
      ['argmax(W1 == 0.5)', '4'],
      ['all((0 <= W1) & (W1 < 2)) and not any(~(W1 == W1))', 'True'],
      ['any(isnan(log(-W1[1:])))', 'True'],
      ['where(b1 > 2, b1, -1)', 'array([-1.0, -1.0, 3.0, 4.0])'],
      ['b1 @ b1', '30.0'],
      ['W1 @ b1', 'array([2.5, 7.5, 12.5])'],
      ['sum(none)', '0.0'],
      // A Python number takes the precision of what it meets (NumPy 2): 0.1 is no float64 beside a float32.
      ['Loss == 0.1', 'True'],
      ['Loss == sqrt(0.01)', 'False'],
    ];
    for (const [text, expected] of table) assert.equal(format(valueOf(text)), expected, text);
  });

  it('points at what is wrong', () => {
    const table: [string, number, RegExp][] = [
      ['', 1, /value is missing/],
      ['  W1 + ', 7, /value is missing/],
      ['W1 + * 2', 6, /instead of \*/],
      ['W1 W1', 4, /operator .* instead of W1/],
      ['W1 == 1)', 8, /instead of \)/],
      ['(W1 + 1', 8, /\) is missing.*\( of column 1/],
      ['max(W1 W1)', 8, /\) is missing.*\( of column 4/],
      ['W1[1, 2', 8, /\] is missing.*\[ of column 3/],
      ['W1[]', 4, /index is missing/],
      ['W1[0, , 1]', 7, /index is missing/],
      ['loss = 1', 6, /For = write ==/],
      ['loss && 1', 6, /For && write and/],
      ['!loss', 1, /For ! write not/],
      ['loss ^ 2', 6, /For \^ write \*\*/],
      ['loss # 2', 6, /#/],
      ['loss < "a"', 8, /"/],
      ['1 + w1', 5, /no w1 here\. Did you mean W1/],
      ['W2 > 0', 1, /Did you mean W1/],
      ['gradient', 1, /names are those of tensors/],
      ['2 * mx(W1)', 5, /no function mx here\. Did you mean max\?/],
      ['np.dot(W1, W1)', 4, /no function dot here/],
      ['W1(0)', 1, /no function W1/],
      ['max', 1, /called as max\(x, axis=None, keepdims=False\)/],
      ['max()', 1, /called as max/],
      ['max(W1, 0, 1, 2)', 12, /called as max/],
      ['max(W1, axes=0)', 9, /called as max/],
      ['max(W1, 0, axis=0)', 1, /called as max/],
      ['norm(W1, 1)', 10, /called as norm\(x, \*, axis/],
      ['1 + W1.max', 8, /called as max/],
      ['W1.dtype', 4, /no \.dtype here/],
      ['W1.sqrt()', 4, /no \.sqrt here/],
      ['1 + W1[3, 0]', 8, /index 3 is outside axis 0, whose length is 3/],
      ['W1[0, -5]', 7, /index -5 is outside axis 1/],
      ['W1[0, 0, 0]', 3, /3 indices .* at most 2/],
      ['W1[..., ...]', 3, /Only one/],
      ['W1[0.5]', 4, /whole number/],
      ['W1[0, W1 > 0]', 7, /whole number/],
      ['W1[::0]', 4, /step/],
      ['W1[b1 > 0]', 4, /mask of shape \(4,\)/],
      ['W1 + W1.T', 4, /\(3, 4\) and \(4, 3\) do not go together in \+/],
      ['W1 @ W1', 4, /4 columns .* 3 rows.*\.T/],
      ['W1 @ 2', 4, /vectors and matrices/],
      ['W1 > 0 and loss > 0', 4, /any\(…\) or all\(…\)/],
      ['0 < W1 < 1', 3, /any\(…\) or all\(…\)/],
      ['not (W1 > 0)', 9, /any\(…\) or all\(…\)/],
      ['not none', 5, /any\(…\) or all\(…\)/],
      ['1 + max(W1, axis=2)', 5, /no axis 2 in an array of shape \(3, 4\)/],
      ['sum(W1, (0, -2))', 1, /twice/],
      ['argmax(W1, (0, 1))', 1, /one axis/],
      ['min(none)', 1, /no min of an array without cells/],
      ['step // 0', 6, /divided by zero/],
      ['step % (1 - 1)', 6, /divided by zero/],
      ['argmax(b1) ** -1', 12, /negative power/],
      ['2 ** 60', 3, /2\*\*53/],
      ['99999999999999999999', 1, /2\*\*53/],
      ['-(W1 > 0)', 1, /no minus/],
      ['(W1 > 0) - (W1 > 1)', 10, /no minus/],
      ['W1 & 1', 4, /truth values alone/],
      ['~W1', 1, /truth values alone/],
      ['W1.shape + 1', 10, /does not take a tuple/],
      ['-W1.shape', 1, /does not take a tuple/],
      ['W1.shape == (3, 0.5)', 17, /whole numbers/],
    ];
    for (const [text, column, message] of table) {
      const [at, said] = failure(text);
      assert.equal(at, column, `${text}: ${said}`);
      assert.match(said, message, text);
    }
  });

  it('reads a tensor as it stands and never writes to it', () => {
    const before = W1.data.slice();
    assert.equal(valueOf('W1').data, W1.data);
    for (const text of ['-W1', 'W1 * 0', 'abs(W1[0])', 'W1.T', 'W1[:]', 'argmax(W1.shape)']) {
      assert.notEqual(valueOf(text).data, W1.data, text);
    }
    assert.deepEqual(W1.data, before);
  });

  it('says which names it reads', () => {
    const text = 'norm(dW1[step, :lo], axis=k) > 5 and not np.inf < loss < x.T or (a,) == -y.shape';
    assert.deepEqual([...names(parse(text))].sort(), ['a', 'dW1', 'k', 'lo', 'loss', 'step', 'x', 'y']);
    assert.deepEqual([...names(parse('max(1) + nan'))], []);
  });

  it('refuses what would exhaust the machine', () => {
    const deep = (depth: number) => '('.repeat(depth) + '1' + ')'.repeat(depth);
    assert.equal(format(valueOf(deep(99))), '1');
    assert.match(failure(deep(900))[1], /nested/);
    for (const nest of ['-', 'not ', '~', 'max(', 'W1[', '2**']) {
      assert.match(failure(nest.repeat(300))[1], /nested/, nest);
    }
    assert.match(failure('1' + '+1'.repeat(1000))[1], /longer than 2000/);
    assert.equal(format(valueOf('1' + '+1'.repeat(999))), '1000');
    assert.equal(format(valueOf('W1' + '.T'.repeat(992) + '[0, 1]')), '0.125');

    const long: Value = { shape: [2 ** 14], dtype: 'float32', data: new Float32Array(2 ** 14) };
    const column: Value = { ...long, shape: [2 ** 14, 1] };
    const large = (name: string) => (name === 'long' ? long : name === 'column' ? column : undefined);
    assert.throws(() => evaluate(parse('1 + long * column'), large), { column: 10 });
    assert.throws(() => evaluate(parse('where(long > 0, column, 0)'), large), { column: 1 });
    assert.throws(() => evaluate(parse('column @ column.T'), large), { column: 8 });
  });

  it('fails on any other text only with an error of its own, inside the text', () => {
    const soup = fc.array(
      fc.constantFrom(
        ...[
          'W1',
          'b1',
          'none',
          'step',
          'max',
          'norm',
          'where',
          'np',
          '.',
          'T',
          'shape',
          'linalg',
          'axis',
          '=',
        ],
        ...['(', ')', '[', ']', ',', ':', '...', '0', '1', '-3', '2.5', 'True', 'inf', 'not', 'and', 'or'],
        ...['+', '-', '*', '/', '//', '%', '**', '@', '<', '==', '&', '|', '~', '!', ' ', '가', '😀', '"'],
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(soup, (tokens) => {
        const text = tokens.join(' ');
        try {
          format(valueOf(text));
        } catch (error) {
          assert.ok(error instanceof ExpressionError, `${text}: ${String(error)}`);
          assert.ok(error.column >= 1 && error.column <= text.length + 1, `${text}: ${error.column}`);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('slices as counting does', () => {
    const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined });
    const by = fc.integer({ min: -4, max: 4 }).filter((step) => step !== 0);
    fc.assert(
      fc.property(fc.nat(7), bound, bound, by, (length, start, stop, step) => {
        const x = {
          shape: [length],
          dtype: 'float64' as const,
          data: Float64Array.from({ length }, (_, i) => i),
        };
        const text = `x[${start ?? ''}:${stop ?? ''}:${step}]`;
        const fromEnd = (index: number) => (index < 0 ? index + length : index);
        const first = start === undefined ? (step > 0 ? 0 : length - 1) : fromEnd(start);
        const end = stop === undefined ? (step > 0 ? length : -1) : fromEnd(stop);
        // A start outside is moved to the nearest cell before counting.
        const expected: number[] = [];
        let i = step > 0 ? Math.max(first, 0) : Math.min(first, length - 1);
        for (; step > 0 ? i < Math.min(end, length) : i > Math.max(end, -1); i += step) expected.push(i);
        assert.deepEqual([...evaluate(parse(text), () => x).data], expected, `${text} of ${length}`);
      }),
    );
  });

  it('broadcasts as indexing with remainders does', () => {
    const side = fc.constantFrom(1, 3);
    const shapes = fc.array(side, { maxLength: 3 });
    fc.assert(
      fc.property(shapes, shapes, (ofX, ofY) => {
        const counting = (shape: number[], scale: number): Value => {
          const size = shape.reduce((product, length) => product * length, 1);
          return { shape, dtype: 'float64', data: Float64Array.from({ length: size }, (_, c) => scale * c) };
        };
        const [x, y] = [counting(ofX, 1), counting(ofY, 100)];
        const result = evaluate(parse('x + y'), (name) => (name === 'x' ? x : y));
        const shape = Array.from({ length: Math.max(ofX.length, ofY.length) }, (_, axis, back = axis + 1) =>
          Math.max(ofX.at(-back) ?? 1, ofY.at(-back) ?? 1),
        ).reverse();
        assert.deepEqual(result.shape, shape);
        result.data.forEach((sum: number, cell: number) => {
          const at = (own: readonly number[]) => {
            let [rest, stride, index] = [cell, 1, 0];
            for (let back = 1; back <= shape.length; back++) {
              const length = shape.at(-back) ?? 1;
              const ownLength = own.at(-back) ?? 1;
              index += ((rest % length) % ownLength) * stride;
              rest = Math.floor(rest / length);
              stride *= ownLength;
            }
            return index;
          };
          assert.equal(sum, at(ofX) + 100 * at(ofY));
        });
      }),
    );
  });
});

describe('isTruthy', () => {
  it('is what Python’s if makes of a number', () => {
    for (const text of ['1', '-0.5', 'nan', 'True', 'W1[0, 1]', 'W1[:1, 1:2]'])
      assert.ok(isTruthy(valueOf(text)), text);
    for (const text of ['0', '0.0', '-0.0', 'False', 'W1[0, 0]']) assert.ok(!isTruthy(valueOf(text)), text);
    assert.throws(() => isTruthy(W1), ExpressionError);
  });
});

describe('format', () => {
  it('writes numbers as Python does', () => {
    const table: [number, string][] = [
      [1, '1.0'],
      [-0, '-0.0'],
      [0.0312, '0.0312'],
      [1e-4, '0.0001'],
      [1e-5, '1e-05'],
      [1.5e-10, '1.5e-10'],
      [1e15, '1000000000000000.0'],
      [1e16, '1e+16'],
      [1.25e100, '1.25e+100'],
      [-Infinity, '-inf'],
      [NaN, 'nan'],
    ];
    for (const [x, expected] of table) assert.equal(format(float(x)), expected);
  });

  it('writes the shortest text that a float32 can be read back from', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const text = format({ shape: [], dtype: 'float32', data: Float32Array.of(x) });
        assert.equal(Math.fround(Number(text)), x);
        assert.ok(text.replace(/e.*|\D/g, '').length <= 17, text);
      }),
    );
    assert.equal(format({ shape: [], dtype: 'float32', data: Float32Array.of(0.1) }), '0.1');
  });

  it('shortens what is long and then says its shape', () => {
    const data = Float32Array.from({ length: 784 * 50 }, (_, c) => c / 3);
    assert.equal(
      format({ shape: [784, 50], dtype: 'float32', data }),
      'array([[0.0, 0.3333, ..., 16.0, 16.33], [16.67, 17.0, ..., 32.67, 33.0], ..., ' +
        '[13030.0, 13030.0, ..., 13050.0, 13050.0], [13050.0, 13050.0, ..., 13070.0, 13070.0]], ' +
        'shape=(784, 50), dtype=float32)',
    );
    assert.equal(
      format({ shape: [7], dtype: 'bool', data: new Uint8Array(7) }),
      'array([False, False, False, ..., False, False, False], shape=(7,))',
    );
    assert.equal(format({ shape: [2], dtype: 'int', data: Float64Array.of(1, -2) }), 'array([1, -2])');
  });
});

describe('functions', () => {
  it('can each be called as their signature says', () => {
    for (const [name, { signature, positional }] of functions) {
      const [, parameters] = /^\w+\((.*)\)$/.exec(signature) ?? assert.fail(signature);
      assert.ok(signature.startsWith(`${name}(`));
      const required = parameters.split(', ').filter((part) => part !== '*' && !part.includes('='));
      assert.equal(required.length, positional.least, signature);
      assert.ok(valueOf(`${name}(${required.map(() => 'W1').join(', ')})`).data.length > 0);
    }
  });
});
