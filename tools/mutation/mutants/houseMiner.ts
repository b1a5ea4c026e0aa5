import type { Mutant } from '#tools/mutation/mutant.ts';

const watch = 'src/devnet/browser/houseMinerWatch.ts';
const waiting = 'src/web/create/waiting';

/** Of what a devnet tells of its first miner. */
export const houseMinerMutants: readonly Mutant[] = [
  {
    name: 'times of other models forgotten',
    file: watch,
    from: '{ ...this.#lastSeconds, ...Object.fromEntries(this.#modelSeconds) }',
    to: 'Object.fromEntries(this.#modelSeconds)',
    breaks: 'After a start with one model nobody is told how long the others take.',
  },
  {
    name: 'ready miner prepares on',
    file: watch,
    from: 'this.#seconds ?? (this',
    to: '(this',
    breaks: 'The time that it took grows for ever.',
  },
  {
    name: 'asked where there is none',
    file: `${waiting}/useHouseMiner.ts`,
    from: 'enabled: devnet,',
    to: 'enabled: true,',
    breaks: 'Each visitor of a public network asks the site for a file that is not there.',
  },
  {
    name: 'wait begins at each look',
    file: `${waiting}/useHouseMiner.ts`,
    from: 'Date.now() - news.seconds * 1_000',
    to: 'Date.now()',
    breaks: 'A newcomer is told that the first miner has just begun.',
  },
  {
    name: 'ready miner not counted',
    file: `${waiting}/useHouseMiner.ts`,
    from: "if (miner.state === 'ready') void",
    to: "if (miner.state === 'failed') void",
    breaks: 'The page says for a while that nobody serves a model, though a miner is ready.',
  },
  {
    name: 'no miner told twice',
    file: 'src/web/create/prompt/ModelNote.tsx',
    from: 'miners === 0 && !away && !working',
    to: 'miners === 0 && !away',
    breaks: 'The page says beside the order and below it why it waits.',
  },
];
