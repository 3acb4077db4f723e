import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { DataError } from '../../engine/errors.ts';
import { writeIdx } from '../../engine/formats/idx.ts';
import { writeNpz } from '../../engine/formats/npz.ts';
import { downloadMnist, type DownloadOptions } from '../../extension/dataset/download.ts';
import { findLocalDataset } from '../../extension/dataset/local.ts';
import { NodeDisk } from '../../extension/node/disk.ts';
import { resolveFolder } from '../../extension/node/resolveFolder.ts';
import { mnistFolder } from '../engine/golden.ts';

const fault = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DataError, String(error));
  assert.match(error.message, pattern);
  return true;
};

let folder: string;

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'dataset-'));
});
afterEach(async () => {
  await fs.rm(folder, { recursive: true });
});

/** Puts a tiny data set into a folder of this name. */
async function tinyDataset(name: string): Promise<string> {
  const path = join(folder, name);
  await fs.mkdir(path);
  const images = writeIdx({ shape: [2, 3, 3], data: new Uint8Array(18) });
  const labels = writeIdx({ shape: [2], data: Uint8Array.of(0, 1) });
  for (const part of ['train', 't10k']) {
    await fs.writeFile(join(path, `${part}-images-idx3-ubyte`), images);
    await fs.writeFile(join(path, `${part}-labels-idx1-ubyte`), labels);
  }
  return path;
}

describe('finding a data set', () => {
  const places = (changes = {}) => ({
    configured: '',
    cache: join(folder, 'cache'),
    keras: join(folder, 'keras'),
    ...changes,
  });

  it('takes the folder in the setting before all others', async () => {
    await tinyDataset('cache');
    const configured = await tinyDataset('fashion');
    const { dataset } = await findLocalDataset(new NodeDisk(), places({ configured }));
    assert.equal(dataset.name, 'fashion');
  });

  it('says what is wrong with the folder in the setting, and takes no other', async () => {
    const configured = join(folder, 'nowhere');
    await assert.rejects(
      findLocalDataset(new NodeDisk(), places({ configured })),
      fault(/nowhere cannot be read/),
    );
  });

  it("takes the extension's cache, then Keras's", async function () {
    const mnist = await readDataset(mnistFolder() ?? this.skip());
    const keras = join(folder, 'keras');
    await fs.mkdir(keras);
    const array = (data: Uint8Array, ...shape: number[]) => ({ shape, data });
    const npz = writeNpz({
      x_train: array(mnist.train.images, 60_000, 28, 28),
      y_train: array(mnist.train.labels, 60_000),
      x_test: array(mnist.test.images, 10_000, 28, 28),
      y_test: array(mnist.test.labels, 10_000),
    });
    await fs.writeFile(join(keras, 'mnist.npz'), npz);
    assert.deepEqual((await findLocalDataset(new NodeDisk(), places({ keras }))).dataset, mnist);

    const cache = await tinyDataset('cache');
    const { skipped } = await findLocalDataset(new NodeDisk(), places({ cache, keras }));
    assert.match(skipped[0].message, /cache is not MNIST/, 'the cache was not looked at first');
  });

  it('passes over what is not MNIST, and says so', async () => {
    const { dataset, skipped } = await findLocalDataset(
      new NodeDisk(),
      places({ cache: await tinyDataset('cache') }),
    );
    assert.equal(dataset.builtIn, true);
    assert.equal(skipped.length, 1);
    assert.match(skipped[0].message, /cache is not MNIST/);
  });

  it('passes over what is damaged, and says so', async () => {
    const keras = join(folder, 'keras');
    await fs.mkdir(keras);
    await fs.writeFile(join(keras, 'mnist.npz'), 'not an archive');
    const { dataset, skipped } = await findLocalDataset(new NodeDisk(), places({ keras }));
    assert.equal(dataset.builtIn, true);
    assert.match(skipped[0].message, /mnist\.npz is not a zip archive/);
  });

  it('takes the built-in digits where there is nothing, without complaint', async () => {
    await fs.mkdir(join(folder, 'keras'));
    const { dataset, skipped } = await findLocalDataset(new NodeDisk(), places());
    assert.equal(dataset.name, 'built-in digits');
    assert.deepEqual(skipped, []);
  });
});

describe('the path in the setting', () => {
  it('is absolute, from the home folder, or from the workspace', () => {
    assert.equal(resolveFolder('  ', '/home/me', '/work'), '');
    assert.equal(resolveFolder(' /data/mnist ', '/home/me', '/work'), '/data/mnist');
    assert.equal(resolveFolder('~/mnist', '/home/me', '/work'), join('/home/me', 'mnist'));
    assert.equal(resolveFolder('~', '/home/me', '/work'), join('/home/me'));
    assert.equal(resolveFolder('~other/mnist', '/home/me', undefined), '~other/mnist');
    assert.equal(resolveFolder('data', '/home/me', '/work'), join('/work', 'data'));
  });
});

describe('downloading', () => {
  const contents: Record<string, Buffer> = {
    one: Buffer.from('first file, '.repeat(1_000)),
    two: Buffer.from('second file'),
  };
  const files = Object.entries(contents).map(([name, content]) => ({
    name,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  const nameOf = (url = '') => url.slice(1).replace(/\.gz$/, '');
  const serving: RequestListener = ({ url }, response) => response.end(gzipSync(contents[nameOf(url)]));
  const missing: RequestListener = (_, response) => response.writeHead(404).end();

  const servers: Server[] = [];
  /** Starts a mirror and gives its address. */
  async function mirror(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const download = (
    mirrors: string[],
    options: Partial<DownloadOptions> = {},
    writeFile: typeof fs.writeFile = fs.writeFile,
  ) =>
    downloadMnist(new NodeDisk({ ...fs, writeFile }), join(folder, 'storage', 'mnist'), {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      mirrors,
      files,
      ...options,
    });

  async function assertSaved(): Promise<void> {
    assert.deepEqual(await fs.readdir(join(folder, 'storage')), ['mnist']);
    assert.deepEqual(await fs.readdir(join(folder, 'storage', 'mnist')), ['one', 'two']);
    for (const [name, content] of Object.entries(contents)) {
      assert.deepEqual(await fs.readFile(join(folder, 'storage', 'mnist', name)), content);
    }
  }

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(await fs.readdir(join(folder, 'storage')).catch(() => []), []);
  }

  it('saves the decompressed files and says how far it is', async () => {
    let bytes = 0;
    await download([await mirror(serving)], { onProgress: (more) => (bytes += more) });
    await assertSaved();
    assert.equal(bytes, gzipSync(contents.one).length + gzipSync(contents.two).length);
  });

  it('takes the place of what was there', async () => {
    await fs.mkdir(join(folder, 'storage', 'mnist'), { recursive: true });
    await fs.writeFile(join(folder, 'storage', 'mnist', 'old'), 'damaged');
    await download([await mirror(serving)]);
    await assertSaved();
  });

  it('serves as well from a mirror that decompresses on the way', async () => {
    const plain = await mirror(({ url }, response) => response.end(contents[nameOf(url)]));
    const encoded = await mirror(({ url }, response) => {
      response.setHeader('Content-Encoding', 'gzip').end(gzipSync(contents[nameOf(url)]));
    });
    for (const address of [plain, encoded]) {
      await download([address]);
      await assertSaved();
    }
  });

  it('goes on at the next mirror, with what it has, when one refuses, is away or sends another file', async () => {
    const asked: string[] = [];
    const half = await mirror((request, response) => {
      (nameOf(request.url) === 'one' ? serving : missing)(request, response);
    });
    const away = 'http://127.0.0.1:1/';
    const other = await mirror((_, response) => response.end(gzipSync('another file')));
    const whole = await mirror((request, response) => {
      asked.push(nameOf(request.url));
      serving(request, response);
    });
    await download([half, away, other, whole]);
    await assertSaved();
    assert.deepEqual(asked, ['two']);
  });

  it('goes on at the next mirror when one falls silent', async () => {
    const silent = await mirror((_, response) => response.writeHead(200).write('half of it'));
    await download([silent, await mirror(serving)], { patience: 50 });
    await assertSaved();
  });

  it('goes on at the next mirror when one does not stop sending', async () => {
    const endless = await mirror((_, response) => {
      const piece = new Uint8Array(2 ** 20);
      const send = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', send);
      send();
    });
    await download([endless, await mirror(serving)]);
    await assertSaved();
  });

  it('says when no mirror can be reached, or has the file', async () => {
    await assert.rejects(
      download(['http://127.0.0.1:1/']),
      fault(/^http:\/\/127\.0\.0\.1:1\/one\.gz could not be downloaded \(.+\)\. Check the network/),
    );
    await assert.rejects(
      download([await mirror(missing)]),
      fault(/one\.gz could not be downloaded \(HTTP 404\)/),
    );
    await assertNothingLeft();
  });

  it('says when the connection breaks off', async () => {
    const address = await mirror((_, response) => {
      response.setHeader('Content-Length', 1_000).write('half', () => response.destroy());
    });
    await assert.rejects(download([address]), fault(/one\.gz could not be downloaded/));
    await assertNothingLeft();
  });

  it('says when the checksum is wrong, or the file damaged', async () => {
    const other = await mirror((_, response) => response.end(gzipSync('another file')));
    await assert.rejects(download([other]), fault(/one\.gz .* its checksum is wrong/));
    const damaged = await mirror((_, response) => response.end(gzipSync(contents.one).subarray(0, -9)));
    await assert.rejects(download([damaged]), fault(/one\.gz is damaged or was cut short/));
    await assertNothingLeft();
  });

  it('leaves nothing when it is cancelled on the way', async () => {
    const abort = new AbortController();
    const half = await mirror((_, response) => {
      response.writeHead(200).write('half of it, and then nothing more');
    });
    const promise = download([half, half], {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    await assert.rejects(promise, { name: 'AbortError' });
    await assertNothingLeft();
  });

  it('leaves nothing when it is cancelled while it saves', async () => {
    const abort = new AbortController();
    const promise = download([await mirror(serving)], { signal: abort.signal }, async (...args) => {
      await fs.writeFile(...args);
      abort.abort();
    });
    await assert.rejects(promise, { name: 'AbortError' });
    await assertNothingLeft();
  });

  for (const [code, pattern] of [
    ['ENOSPC', /mnist: the disk is full\. Free 60 MB/],
    ['EACCES', /mnist \(EACCES\)\. Check that it can be written to/],
  ] as const) {
    it(`says when the disk answers ${code}, and leaves nothing`, async () => {
      let writes = 0;
      const promise = download([await mirror(serving)], {}, async (...args) => {
        if (++writes === 2) throw Object.assign(new Error(code), { code });
        await fs.writeFile(...args);
      });
      await assert.rejects(promise, fault(pattern));
      await assertNothingLeft();
    });
  }

  it('brings the real MNIST', async function () {
    const mnist = mnistFolder() ?? this.skip();
    const address = await mirror(({ url }, response) => {
      void fs.readFile(join(mnist, `${nameOf(url)}.gz`)).then((bytes) => response.end(bytes));
    });
    const target = join(folder, 'real');
    await downloadMnist(new NodeDisk(), target, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      mirrors: [address],
    });
    assert.equal((await readDataset(target)).name, 'MNIST');
  });
});
