/** @file Data that is another than the training's own: the code's model can be trained on MNIST, but not on its data. */

import type { Call, Library, Value } from '../python/values.ts';
import { remark, type Remark } from '../reading.ts';
import { nameOf } from './arguments.ts';

/** Data sets of images that are often put in the place of MNIST, and what they are called. */
const others: Readonly<Record<string, string>> = {
  fashion_mnist: 'Fashion-MNIST',
  'Fashion-MNIST': 'Fashion-MNIST',
  FashionMNIST: 'Fashion-MNIST',
  KMNIST: 'Kuzushiji-MNIST',
  EMNIST: 'EMNIST',
  cifar10: 'CIFAR-10',
  CIFAR10: 'CIFAR-10',
};

/** Watches how data is loaded and prepared; everything of it is left to the other libraries. */
export class DataLibrary implements Library {
  /** What there is to say where a model is trained on it. */
  readonly remarks: Remark[] = [];

  call(path: string, call: Call): null {
    const name = setIn(path, call);
    if (name !== null && Object.hasOwn(others, name)) {
      this.hint(
        call,
        remark('The data here is {0}; the training that is shown takes MNIST instead.', others[name]),
      );
    }
    if (/^torchvision\.transforms\.(?:v2\.)?Normalize$/.test(path)) {
      this.hint(
        call,
        remark('The pixels are normalised here; in the training that is shown they go from 0 to 1.'),
      );
    }
    return null;
  }

  method(): Value | null {
    return null;
  }

  private hint({ path }: Call, said: Pick<Remark, 'template' | 'args'>): void {
    const at = path[path.length - 1];
    const isNew = this.remarks.every((other) => other.template !== said.template);
    if (isNew) this.remarks.push({ at, severity: 'hint', ...said });
  }
}

/** The data set that a call loads, by the name it has in the library. */
function setIn(path: string, { positional, named }: Call): string | null {
  if (/(^|\.)fetch_openml$/.test(path)) return nameOf(positional.at(0) ?? named.get('name'));
  return /\bdatasets\.(\w+)(?:\.load_data)?$/.exec(path)?.[1] ?? null;
}
