import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { DataError } from '../../engine/errors.ts';
import { gunzip } from '../../engine/formats/gzip.ts';
import { readIdx, writeIdx } from '../../engine/formats/idx.ts';
import { readNpy, writeNpy, type NpyArray } from '../../engine/formats/npy.ts';
import { readNpz, writeNpz } from '../../engine/formats/npz.ts';
import { sizeOf } from '../../engine/tensor.ts';
import { hasNumpy } from './golden.ts';

/** What `assert.throws` and `assert.rejects` want: a fault that names the file. */
const fault = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DataError, String(error));
  assert.match(error.message, /^some-file/);
  assert.match(error.message, pattern);
  return true;
};

describe('IDX', () => {
  const images = writeIdx({ shape: [2, 3, 4], data: Uint8Array.from({ length: 24 }, (_, i) => i) });

  it('reads what it writes, wherever the bytes lie', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 3, minLength: 1 }), fc.nat(7), (shape, offset) => {
        const data = Uint8Array.from({ length: sizeOf(shape) }, (_, i) => i * 7);
        const bytes = writeIdx({ shape, data });
        const buffer = new Uint8Array(offset + bytes.length);
        buffer.set(bytes, offset);
        assert.deepEqual(readIdx(buffer.subarray(offset), shape.length, 'some-file'), { shape, data });
      }),
    );
  });

  it('has the magic numbers of MNIST', () => {
    assert.equal(new DataView(images.buffer).getUint32(0), 2051);
    assert.equal(new DataView(writeIdx({ shape: [0], data: new Uint8Array() }).buffer).getUint32(0), 2049);
  });

  it('says when the header is cut short', () => {
    for (const length of [0, 3, 4, 15]) {
      assert.throws(() => readIdx(images.subarray(0, length), 3, 'some-file'), fault(/inside its header/));
    }
  });

  it('says when the data is cut short, or goes on', () => {
    const cut = images.subarray(0, -1);
    assert.throws(() => readIdx(cut, 3, 'some-file'), fault(/24 bytes .*2 × 3 × 4.* holds 23/));
    const longer = Uint8Array.of(...images, 0);
    assert.throws(() => readIdx(longer, 3, 'some-file'), fault(/holds 25/));
  });

  it('says when the magic number is another', () => {
    assert.throws(() => readIdx(images, 1, 'some-file'), fault(/begins with 2051, not with 2049/));
  });

  it('takes no memory on the word of a header', () => {
    const promise = Uint8Array.of(0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4);
    const before = process.memoryUsage().arrayBuffers;
    assert.throws(() => readIdx(promise, 3, 'some-file'), fault(/4294967296 bytes .* holds 4/));
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
  });
});

describe('gzip', () => {
  const content = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i) >> 5);
  const packed = gzipSync(content);

  it('gives back what was compressed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        assert.deepEqual(await gunzip(gzipSync(bytes), 'some-file'), bytes);
      }),
    );
  });

  it('says when it was cut short, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), async (length) => {
        await assert.rejects(
          gunzip(packed.subarray(0, length), 'some-file'),
          fault(/cannot be decompressed/),
        );
      }),
    );
  });

  it('says when checksum, length or magic number are wrong', async () => {
    for (const at of [packed.length - 8, packed.length - 1, 0]) {
      const damaged = Uint8Array.from(packed);
      damaged[at] ^= 1;
      await assert.rejects(gunzip(damaged, 'some-file'), fault(/cannot be decompressed/));
    }
  });

  it('stops at the limit', async () => {
    assert.equal((await gunzip(packed, 'some-file', content.length)).length, content.length);
    await assert.rejects(gunzip(packed, 'some-file', content.length - 1), fault(/more than 49999 bytes/));
  });
});

const arrays: Record<string, NpyArray> = {
  bytes: { shape: [2, 3], data: Uint8Array.of(0, 1, 2, 3, 4, 255) },
  int8: { shape: [2], data: Int8Array.of(-128, 127) },
  uint16: { shape: [1], data: Uint16Array.of(65535) },
  int16: { shape: [1], data: Int16Array.of(-32768) },
  uint32: { shape: [1], data: Uint32Array.of(4294967295) },
  int32: { shape: [1, 1, 2], data: Int32Array.of(-5, 7) },
  uint64: { shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
  int64: { shape: [3], data: BigInt64Array.of(-1n, 0n, 2n ** 62n) },
  float32: { shape: [2, 2], data: Float32Array.of(1.5, -0, Infinity, 1e-45) },
  float64: { shape: [3], data: Float64Array.of(Math.PI, NaN, -1e308) },
  Loss: { shape: [], data: Float32Array.of(2.25) },
  empty: { shape: [0, 5], data: new Float64Array() },
};

describe('npy', () => {
  it('reads what it writes, wherever the bytes lie', () => {
    for (const array of Object.values(arrays)) {
      const bytes = writeNpy(array);
      const buffer = new Uint8Array(bytes.length + 1);
      buffer.set(bytes, 1);
      assert.deepEqual(readNpy(buffer.subarray(1), 'some-file'), array);
    }
  });

  it('reads version 2', () => {
    const version1 = writeNpy(arrays.float64);
    const version2 = Uint8Array.of(...version1.subarray(0, 10), 0, 0, ...version1.subarray(10));
    version2[6] = 2;
    assert.deepEqual(readNpy(version2, 'some-file'), arrays.float64);
  });

  it('says when it was cut short, wherever', () => {
    const bytes = writeNpy(arrays.int64);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(
        () => readNpy(bytes.subarray(0, length), 'some-file'),
        fault(/Get the file again|not a \.npy/),
      );
    }
  });

  it('says what it cannot read', () => {
    const withHeader = (from: string, to: string) =>
      Uint8Array.from(
        Buffer.from(Buffer.from(writeNpy(arrays.bytes)).toString('latin1').replace(from, to), 'latin1'),
      );
    assert.throws(() => readNpy(withHeader("'|u1'", "'>u1'"), 'some-file'), fault(/'>u1'/));
    assert.throws(() => readNpy(withHeader('False', 'True '), 'some-file'), fault(/Fortran order/));
    assert.throws(() => readNpy(withHeader('(2, 3), ', '(2, 999)'), 'some-file'), fault(/1998 bytes/));
  });
});

describe('npz', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'npz-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads what it writes', async () => {
    const read = await readNpz(writeNpz(arrays), 'some-file');
    assert.deepEqual(Object.fromEntries(read), arrays);
  });

  it('is read by np.load', function () {
    if (!hasNumpy()) this.skip();
    const file = join(folder, 'ours.npz');
    writeFileSync(file, writeNpz(arrays));
    const script = `
import json, numpy as np, sys
print(json.dumps({name: [str(a.dtype), list(a.shape), [str(x) for x in a.ravel().tolist()]] for name, a in np.load(sys.argv[1]).items()}))`;
    const read: unknown = JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
    assert.deepEqual(read, {
      bytes: ['uint8', [2, 3], ['0', '1', '2', '3', '4', '255']],
      int8: ['int8', [2], ['-128', '127']],
      uint16: ['uint16', [1], ['65535']],
      int16: ['int16', [1], ['-32768']],
      uint32: ['uint32', [1], ['4294967295']],
      int32: ['int32', [1, 1, 2], ['-5', '7']],
      uint64: ['uint64', [1], ['18446744073709551615']],
      int64: ['int64', [3], ['-1', '0', '4611686018427387904']],
      float32: ['float32', [2, 2], ['1.5', '-0.0', 'inf', '1.401298464324817e-45']],
      float64: ['float64', [3], ['3.141592653589793', 'nan', '-1e+308']],
      Loss: ['float32', [], ['2.25']],
      empty: ['float64', [0, 5], []],
    });
  });

  it('reads what np.savez and np.savez_compressed write', async function () {
    if (!hasNumpy()) this.skip();
    for (const save of ['savez', 'savez_compressed']) {
      const file = join(folder, `${save}.npz`);
      const script = `
import numpy as np, sys
np.${save}(sys.argv[1], x=np.arange(200000, dtype='u1').reshape(2, 100000), s=np.float64(0.5))`;
      execFileSync('python3', ['-c', script, file]);
      const read = await readNpz(readFileSync(file), 'some-file');
      const data = Uint8Array.from({ length: 200_000 }, (_, i) => i);
      assert.deepEqual(Object.fromEntries(read), {
        x: { shape: [2, 100_000], data },
        s: { shape: [], data: Float64Array.of(0.5) },
      });
    }
  });

  const archives = {
    stored: writeNpz({ a: arrays.float64, b: arrays.bytes }),
    deflated: zipSync({ 'a.npy': writeNpy(arrays.float64), 'b.npy': writeNpy(arrays.bytes) }),
  };
  for (const [kind, archive] of Object.entries(archives)) {
    it(`says when it was cut short, wherever (${kind})`, async () => {
      for (let length = 0; length < archive.length; length += 7) {
        await assert.rejects(readNpz(archive.subarray(0, length), 'some-file'), fault(/cut short/));
      }
    });

    it(`never hands out a changed array, whichever bit is wrong (${kind})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(archive.length - 1), fc.nat(7), async (at, bit) => {
          const damaged = Uint8Array.from(archive);
          damaged[at] ^= 1 << bit;
          try {
            const read = [...(await readNpz(damaged, 'some-file')).values()];
            assert.deepEqual(read, [arrays.float64, arrays.bytes].slice(0, read.length));
          } catch (error) {
            if (!(error instanceof DataError)) throw error;
          }
        }),
        { numRuns: 500 },
      );
    });
  }

  it('takes no memory on the word of a directory', async () => {
    const archive = Uint8Array.from(archives.deflated);
    const directory = Buffer.from(archive).indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
    new DataView(archive.buffer).setUint32(directory + 24, 0xffffffff, true);
    await assert.rejects(readNpz(archive, 'some-file'), fault(/damaged/));
  });

  it('says which method of compression it does not know', async () => {
    const archive = Uint8Array.from(archives.deflated);
    const directory = Buffer.from(archive).indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
    new DataView(archive.buffer).setUint16(directory + 10, 14, true);
    await assert.rejects(readNpz(archive, 'some-file'), fault(/a\.npy .* method .*14/));
  });
});
