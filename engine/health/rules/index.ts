/** @file The table of all rules, the worst first. */

import type { HealthRule } from '../rule.ts';
import { deadRelu, saturation } from './activations.ts';
import { classIgnored, overfitting } from './generalization.ts';
import { explodingGradient, vanishingGradient } from './gradients.ts';
import { inputsNotNormalized } from './inputs.ts';
import { lossDiverging, lossNotFalling } from './loss.ts';
import { nonFinite } from './nonFinite.ts';
import { poorInitialization, updateTooLarge, updateTooSmall } from './weights.ts';

export const healthRules: readonly HealthRule[] = [
  nonFinite,
  lossDiverging,
  explodingGradient,
  vanishingGradient,
  deadRelu,
  saturation,
  lossNotFalling,
  poorInitialization,
  updateTooLarge,
  updateTooSmall,
  classIgnored,
  overfitting,
  inputsNotNormalized,
];
