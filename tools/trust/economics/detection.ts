import { chanceOfCatching, countOfAudited } from '#inference/audit/auditedSteps.ts';

/** What is wrong with a result that was not computed as ordered. */
export type Fault =
  | 'nothing computed'
  | 'smaller model'
  | 'stronger quantization'
  | 'cheap model writes, real one proves'
  | 'fewer steps'
  | 'one step of four left out'
  | 'one step of fifty left out'
  | 'five tokens of 100';

/** How likely an audit finds the step that was left out if it is among those that it takes again. */
const SEEN = 0.8;

/** How likely one left-out step of so many is among those that are taken again. */
const oneStepOf = (steps: number): number =>
  chanceOfCatching({ steps, audited: countOfAudited(steps), faked: 1 });

/** How likely an audit finds a fault: with the parts of the trace that it asks for, and without any. */
export interface Detection {
  withTrace: number;
  /** The whole result is computed again and compared with a looser bound. */
  withoutTrace: number;
}

/**
 * Chances that one audit finds each fault. They are inputs, and set low on purpose: `npm run trust:table`
 * measures them, and the page says how low each may be before the attack pays. A text's token ids are in the
 * result, so withholding its trace hides nothing. An audit takes some steps again, of however many there
 * are.
 */
export const DETECTION: Readonly<Record<Fault, Detection>> = {
  'nothing computed': { withTrace: 0.999, withoutTrace: 0.999 },
  'smaller model': { withTrace: 0.95, withoutTrace: 0.95 },
  'stronger quantization': { withTrace: 0.5, withoutTrace: 0.3 },
  'cheap model writes, real one proves': { withTrace: 0.95, withoutTrace: 0.95 },
  'fewer steps': { withTrace: 0.95, withoutTrace: 0.8 },
  'one step of four left out': { withTrace: oneStepOf(4) * SEEN, withoutTrace: 0.3 },
  'one step of fifty left out': { withTrace: oneStepOf(50) * SEEN, withoutTrace: 0.03 },
  'five tokens of 100': { withTrace: 0.5, withoutTrace: 0.5 },
};

/**
 * How likely each check finds an honest result wrong. The audit's is the bar of the trust table; the two
 * others run on another back end and on another tab, and are taken to fail together far more often than they
 * should.
 */
export const FALSE_ALARM = { audit: 0.001, otherBackEnd: 0.01, otherTab: 0.1 };
