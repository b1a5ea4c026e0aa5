/** Tests that run together. Those of one round have passed before the next begins. */
export interface TestRound {
  /** Paths from the project's root. */
  readonly files: readonly string[];
  /** The name of the only test to run; all if it is not there. */
  readonly only?: string;
}

/** The folders and files in `contracts/test` that are nearest to a source, by its path. */
const NEAREST: [RegExp, string[]][] = [
  [/staking|Staking/, ['staking/', 'attacks/']],
  [/payments|Payments/, ['payments/', 'attacks/']],
  [/[Ss]lash/, ['slashing/', 'attacks/']],
  [/Operators/, ['staking/', 'attacks/', 'disputes/']],
  [/Lottery|ChaCha20/, ['Lottery.t.sol', 'ChaCha20.t.sol']],
  [/Epochs|BlockHeader/, ['Epochs.t.sol', 'disputes/']],
  [/Faucet|CAI/, ['Faucet.t.sol', 'CAI.t.sol']],
  [/Juries|Jury|Docket|Voting|Ballot|Terms|Sortition/, ['juries/', 'attacks/']],
  [/isputes/, ['disputes/', 'juries/', 'attacks/']],
];
/** Each takes seconds; the others of the nearest do not. */
const SLOW = /^(juries\/(Books|Sortition|CaseLife)|attacks\/(Stake|Sortition))\./;
const STATEFUL = /^(invariant|differential)\//;
const TESTS = 'contracts/test/';

/** All tests that need no long sequences of actions, and those that do. */
export function unitsAndStateful(tests: readonly string[]): TestRound[] {
  return rounds(tests, (test) => (STATEFUL.test(test) ? 1 : 0));
}

/**
 * The order in which a mutant of `source` meets the tests: the one that killed it last time, the fast ones
 * nearest to the source, the other units, and the stateful ones. Each file is in one of the last three.
 * @param killer `path:name`
 */
export function roundsFor(source: string, tests: readonly string[], killer?: string): TestRound[] {
  const nearest = NEAREST.find(([pattern]) => pattern.test(source))?.[1] ?? [];
  const isNear = (test: string) => nearest.some((start) => test.startsWith(start)) && !SLOW.test(test);
  const [path = '', only = ''] = killer?.split(':') ?? [];
  return [
    ...(tests.includes(path) ? [only === 'setUp' ? { files: [path] } : { files: [path], only }] : []),
    ...rounds(tests, (test) => (STATEFUL.test(test) ? 2 : isNear(test) ? 0 : 1)),
  ];
}

function rounds(tests: readonly string[], roundOf: (test: string) => number): TestRound[] {
  const files: string[][] = [[], [], []];
  for (const test of tests) files[roundOf(test.slice(TESTS.length))]!.push(test);
  return files.filter(({ length }) => length > 0).map((some) => ({ files: some }));
}
