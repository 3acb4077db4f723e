/** @file Read by Mocha before all tests: random lists become as long as a test says that they may, not ten elements at most. */

import fc from 'fast-check';

fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
