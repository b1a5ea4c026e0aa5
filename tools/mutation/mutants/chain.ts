import type { Mutant } from '#tools/mutation/mutant.ts';

const chain = 'src/chain';

export const chainMutants: readonly Mutant[] = [
  {
    name: 'rotated key still valid',
    file: `${chain}/standing.ts`,
    from: 'return node.operator.toLowerCase() === operator.toLowerCase() ? node : undefined;',
    to: 'return node;',
    breaks: 'A key that its owner replaced still passes for the node’s operator.',
  },
  {
    name: 'jail ends a second late',
    file: `${chain}/standing.ts`,
    from: 'node.jailedUntil > nowSeconds',
    to: 'node.jailedUntil >= nowSeconds',
    breaks: 'A miner that is free again is turned away.',
  },
  {
    name: 'node behind is young enough',
    file: `${chain}/chainHealth.ts`,
    from: "state: 'behind', sinceMs, problem, tooOld: true",
    to: "state: 'behind', sinceMs, problem, tooOld",
    breaks: 'Tasks are drawn from the blocks of a node that stands still.',
  },
  {
    name: 'limit taken for a missing block',
    file: `${chain}/chainError.ts`,
    from: 'failed?.status === 429 || (rpc !== undefined && LIMIT_CODES.includes(rpc.code))',
    to: 'failed?.status === 429',
    breaks: 'A node that asks for fewer requests gets more.',
  },
  {
    name: 'lower head taken at once',
    file: `${chain}/rosterFollower.ts`,
    from: '(isLower && this.#lowerPolls < LAG_POLLS)',
    to: '(isLower && this.#lowerPolls < 1)',
    breaks: 'A stale answer of a node that lags replaces the newer roster.',
  },
  {
    name: 'lower head never taken',
    file: `${chain}/rosterFollower.ts`,
    from: 'this.#lowerPolls = isLower ? this.#lowerPolls + 1 : 0;',
    to: 'this.#lowerPolls = isLower ? 1 : 0;',
    breaks: 'After a chain’s rollback the old roster stays.',
  },
  {
    name: 'failed reading kept',
    file: `${chain}/rosterFollower.ts`,
    from: 'reading.catch(() => this.#kept.delete(head.hash));',
    to: 'reading.catch(() => undefined);',
    breaks: 'A block that could not be read once can never be read.',
  },
  {
    name: 'failing node asked for ever',
    file: `${chain}/rosterFollower.ts`,
    from: "if (this.#failure !== undefined || this.health().state === 'behind') this.#turn += 1;",
    to: "if (this.#failure !== undefined && this.health().state === 'behind') this.#turn += 1;",
    breaks: 'The other nodes are not asked when one fails.',
  },
  {
    name: 'roster of another block',
    file: `${chain}/rosterFollower.ts`,
    from: 'if (blockNumber === roster.blockNumber) return roster;',
    to: 'if (blockNumber <= roster.blockNumber) return roster;',
    breaks: 'A draw is checked with the roster of a newer block.',
  },
  {
    name: 'roster after a stop',
    file: `${chain}/rosterFollower.ts`,
    from: '    if (this.#stopped) return;\n    this.#lowerPolls = 0;',
    to: '    this.#lowerPolls = 0;',
    breaks: 'A follower that was stopped changes its roster.',
  },
  {
    name: 'pause without an end',
    file: `${chain}/rosterFollower.ts`,
    from: 'Math.min(this.#failure.details.pauseMs, MAX_PAUSE_MS)',
    to: 'this.#failure.details.pauseMs',
    breaks: 'One answer of a node stops a miner for days.',
  },
  {
    name: 'block replaced while it was read',
    file: `${chain}/rosterReader.ts`,
    from: 'if ((await this.block(head.number)).hash !== head.hash)',
    to: 'if ((await this.block(head.number)).number !== head.number)',
    breaks: 'The roster of one block is taken for that of another with its number.',
  },
  {
    name: 'roster of another chain',
    file: `${chain}/rosterReader.ts`,
    from: 'if (print === undefined) await this.#expectOwnChain();',
    to: '',
    breaks: 'A node of another chain decides who is staked.',
  },
];
