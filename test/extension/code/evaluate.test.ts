import assert from 'node:assert/strict';
import { evaluate } from '../../../extension/code/python/evaluate.ts';
import { parse } from '../../../extension/code/python/parse.ts';
import { Trees } from '../../../extension/code/python/parsing/trees.ts';
import type { Assignment, Evaluation, Value } from '../../../extension/code/python/values.ts';

function evaluated(...cells: readonly string[]): Evaluation {
  return evaluate(
    parse(
      cells.map((text) => ({ text })),
      new Trees(),
    ),
    [],
  );
}

/** A value as Python writes it; `?` for what is not known. */
function written(value: Value | undefined): string {
  switch (value?.kind) {
    case 'number':
    case 'boolean':
      return String(value.value);
    case 'string':
      return `'${value.value}'`;
    case 'none':
      return 'None';
    case 'sequence':
      return `[${value.items.map(written).join(', ')}]`;
    case 'dictionary':
      return `{${[...value.entries].map(([key, entry]) => `${key}: ${written(entry)}`).join(', ')}}`;
    case 'library':
      return `<${value.path}>`;
    default:
      return '?';
  }
}

/** What `x` is at the end of a program. */
function x(...cells: readonly string[]): string {
  return written(evaluated(...cells).names.get('x'));
}

const cases: readonly (readonly [what: string, expected: string, ...cells: string[]])[] = [
  ['arithmetic as Python has it', '[2.5, 2, 1, 8, -3, 6]', 'x = 5 / 2, 5 // 2, 7 % 3, 2 ** 3, -3, 1_0 - 0x4'],
  ['numbers without digits behind the point', '[255, 0.5, 0.001, 3]', 'x = 255., 1./2, 1.e-3, (3.)'],
  ['a point in a string or behind a name', "['1. ', 2]", 'a1 = 2 # 1.\nx = ["1. ", a1.real if 0 else a1]'],
  ['division by zero', '?', 'x = 1 / 0'],
  ['strings', "'W1b'", "x = 'W' + str(1) + f'{\"b\"}'"],
  ['strings put together by format', "['W1', 'W2']", "x = ['W%d' % 1, 'W{}'.format(2)]"],
  ['comparisons in a chain', '[true, false]', 'x = [1 < 2 < 3, 1 < 2 > 3]'],
  ['names across cells', '3', 'a = 1', 'b = a + 1', 'x = a + b'],
  ['an import under another name', '<keras.layers.Dense>', 'from tensorflow.keras.layers import Dense as x'],
  ['an import of a module', '<keras.layers.Dense>', 'import tensorflow as tf\nx = tf.keras.layers.Dense'],
  ['an import of everything', '<numpy.dot>', 'from numpy import *\nx = dot'],
  ['an import of everything unknown', '?', 'from helpers import *\nx = dot'],
  [
    'an import that is tried',
    '<keras.layers>',
    'try:\n  from keras import layers as x\nexcept ImportError:\n  x = 1',
  ],
  ['several at once', '[1, 2, 3]', 'a, (b, c) = 1, (2, 3)\nx = [a, b, c]'],
  ['a star among several', '[1, [2, 3], 4]', 'a, *b, c = 1, 2, 3, 4\nx = [a, b, c]'],
  ['a chain of targets', '[3, 3]', 'a = b = 3\nx = [a, b]'],
  ['an assignment in an expression', '[4, 4]', 'x = [(a := 4), a]'],
  ['adding on', '7', 'x = 3\nx += 4'],
  ['parts of lists', '[2, 3, [2, 3], [3, 2, 1]]', 'a = [1, 2, 3]\nx = [a[1], a[-1], a[1:], a[::-1]]'],
  ['a list that grows', '[1, 2, 3]', 'x = []\nx.append(1)\nx.extend([2, 3])'],
  ['a dictionary', '[1, 2, 0]', "d = {'a': 1}\nd['b'] = 2\nx = [d['a'], d['b'], d.get('c', 0)]"],
  ['a comprehension', '[0, 4]', 'x = [i * i for i in range(4) if i % 2 == 0]'],
  ['a comprehension of a dictionary', '{W1: 1, W2: 2}', "x = {f'W{i}': i for i in (1, 2)}"],
  [
    'defaults, keywords and stars',
    '[1, 5, [7], 9]',
    'def f(a, b=2, *c, d=0):\n  return a, b, c, d\nx = f(1, 5, 7, d=9)',
  ],
  ['arguments that are spread', '[1, 2]', "def f(a, b): return [a, b]\nx = f(*[1], **{'b': 2})"],
  ['a star of what is not known', '?', 'def f(a=1): return a\nx = f(*y)'],
  ['an early return', '[1, 2]', 'def f(a):\n  if a > 0:\n    return 1\n  return 2\nx = [f(1), f(-1)]'],
  [
    'an early return that cannot be decided',
    '?',
    'def f(a):\n  if a > 0:\n    return 1\n  return 2\nx = f(y)',
  ],
  ['a function without a return', 'None', 'def f(): pass\nx = f()'],
  ['a function of a function', '4', 'def f(g): return g(g(1))\nx = f(lambda a: 2 * a)'],
  ['a closure', '[3, 30]', 'def f(a):\n  def g(b): return a * b\n  return g\nx = [f(1)(3), f(10)(3)]'],
  ['a recursion', '?', 'def f(a): return f(a - 1) + 1\nx = f(3)'],
  ['a global name', '5', 'x = 1\ndef f():\n  global x\n  x = 5\nf()'],
  ['a name of its own', '1', 'x = 1\ndef f():\n  x = 5\nf()'],
  ['branches that agree', '1', 'if y:\n  x = 1\nelse:\n  x = 1'],
  ['branches that do not', '?', 'if y:\n  x = 1\nelse:\n  x = 2'],
  ['a branch that is not gone', '1', 'if False:\n  x = 2\nelif 1 < 2:\n  x = 1\nelse:\n  x = 3'],
  ['a branch that may change it', '?', 'x = 1\nif y: x = 2'],
  ['a branch that leaves', '2', 'def f():\n  if y: raise ValueError\n  return 2\nx = f()'],
  ['what only one branch gives', '1', 'if y: x = 1'],
  ['a main program', '1', "if __name__ == '__main__': x = 1"],
  ['a loop over what is known', '6', 'x = 0\nfor i in [1, 2, 3]: x += i'],
  ['a loop that counts', '?', 'x = 0\nfor i in range(3): x += 1'],
  ['a loop whose count chooses', '[1, 2, 3]', 'a = [1, 2, 3]\nx = []\nfor i in range(3): x.append(a[i])'],
  ['a loop whose count names', '{W0: 1, W1: 1}', "x = {}\nfor i in range(2): x['W' + str(i)] = 1"],
  ['a condition on a count', '?', 'x = 0\nfor i in range(5):\n  if i == 0: x = 1\n  else: x = 2'],
  ['a loop of no turn', '0', 'x = 0\nfor i in range(0): x = 1'],
  ['a loop that a break leaves', "'b'", "while True:\n  x = 'b'\n  break\n  x = 'c'"],
  ['two lists side by side', '[[1, 3], [2, 4]]', 'x = list(zip([1, 2], [3, 4]))'],
  ['a list with its numbers', '[[1, 5], [2, 6]]', 'x = list(enumerate([5, 6], 1))'],
  ['a generator', '[1, 2]', 'def f():\n  while True: yield 1, 2\nfor a, b in f(): x = [a, b]'],
  ['a progress bar', '[1, 2]', 'from tqdm import tqdm\nx = []\nfor i in tqdm([1, 2]): x.append(i)'],
  ['mathematics', '[2, 3.141592653589793]', 'import math\nx = [math.sqrt(4), math.pi]'],
  ['an object', '[3, 4]', 'class A:\n  k = 3\n  def __init__(self, n): self.n = n\nx = [A(4).k, A(4).n]'],
  ['a method', '7', 'class A:\n  def f(self, a): return self.n + a\no = A()\no.n = 3\nx = o.f(4)'],
  [
    'a base',
    '[1, 2]',
    'class A:\n  def __init__(self, a): self.a = a\nclass B(A):\n  def __init__(self):\n    super().__init__(1)\n    self.b = 2\nx = [B().a, B().b]',
  ],
  ['a property', '4', 'class A:\n  @property\n  def p(self): return 4\nx = A().p'],
  ['a static method', '4', 'class A:\n  @staticmethod\n  def f(a): return a\nx = A().f(4)'],
  ['an object that is called', '4', 'class A:\n  def __call__(self, a): return a\nx = A()(4)'],
];

describe('Evaluating Python', () => {
  for (const [what, expected, ...cells] of cases) {
    it(`knows ${what}`, () => {
      assert.equal(x(...cells), expected);
    });
  }

  it('keeps where a number is said, through names', () => {
    const text = 'rate = -0.1\ndef f(r): return r\nx = f(rate)';
    const value = evaluated(text).names.get('x');
    assert.ok(value?.kind === 'number' && value.at);
    assert.equal(text.slice(value.at.from, value.at.to), '-0.1');
  });

  it('lists assignments with the way to them and the loops around it', () => {
    const text = 'def f(a):\n  b = a\n  return b\nfor i in range(7):\n  x = f(1)\n';
    const told = evaluated(text).assignments.map(({ name, path, loops }: Assignment) => {
      const lines = path.map(({ from, to }) => text.slice(from, to).split('\n')[0]);
      return `${name}: ${lines.join(' > ')} (${loops.map(({ count }) => count ?? '?').join(', ')})`;
    });
    assert.deepEqual(told, [
      'i: for i in range(7): (7)',
      'a: x = f(1) (7)',
      'b: x = f(1) > b = a (7)',
      'x: x = f(1) (7)',
    ]);
  });

  it('writes what is assigned to as it is written, with keys that are known', () => {
    const text = "class A: pass\no = A()\no.p = {}\nfor k in ('W', 'b'): o.p[k] = 1\nl = [0]\nl[0] = 2";
    const names = evaluated(text).assignments.map(({ name }) => name);
    assert.deepEqual(names, ['o', 'o.p', 'k', "o.p['W']", 'k', "o.p['b']", 'l', 'l[0]']);
  });
});
