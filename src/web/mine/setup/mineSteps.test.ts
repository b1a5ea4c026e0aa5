import { type Address, parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import type { RosterNode } from '#chain/roster.ts';
import { gpuName } from '#web/gpu/gpuFinding.ts';
import { type MineFacts, mineSteps, registrationOf, workOf } from '#web/mine/setup/mineSteps.ts';

const WALLET: Address = '0x00000000000000000000000000000000000000A1';
const MINIMUM = parseEther('20000');
const node = (news: Partial<RosterNode> = {}): RosterNode => ({
  id: 3n,
  owner: WALLET,
  operator: '0x00000000000000000000000000000000000000B2',
  role: 'miner',
  commissionBps: 0,
  active: true,
  retired: false,
  jailedUntil: 0,
  workingUntil: 0,
  weight: MINIMUM,
  assets: MINIMUM,
  selfBond: MINIMUM,
  infoHash: `0x${'0'.repeat(64)}`,
  infoBlock: 0n,
  ...news,
});
const facts = (news: Partial<MineFacts> = {}): MineFacts => ({
  gpu: { state: 'found', name: 'Test GPU', fallback: false },
  wallet: WALLET,
  inWallet: MINIMUM,
  idle: 0n,
  minimum: MINIMUM,
  registration: { kind: 'unregistered' },
  work: 'off',
  nodeName: undefined,
  ...news,
});
const states = (news: Partial<MineFacts>) => mineSteps(facts(news)).map(({ state }) => state);
const detail = (id: string, news: Partial<MineFacts>) =>
  mineSteps(facts(news)).find((step) => step.id === id)?.detail;

describe('mineSteps', () => {
  it.each<[string, Partial<MineFacts>, string[]]>([
    ['nothing is known', { gpu: undefined }, ['current', 'done', 'done', 'waiting', 'waiting']],
    [
      'there is no WebGPU',
      { gpu: { state: 'no-webgpu' } },
      ['blocked', 'done', 'done', 'waiting', 'waiting'],
    ],
    [
      'no wallet is connected',
      { wallet: undefined, inWallet: undefined, idle: undefined },
      ['done', 'current', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'the chain has not been read',
      { inWallet: 0n, registration: undefined },
      ['done', 'done', 'waiting', 'waiting', 'waiting'],
    ],
    ['stake is missing', { inWallet: 0n }, ['done', 'done', 'current', 'waiting', 'waiting']],
    ['stake is enough', {}, ['done', 'done', 'done', 'current', 'waiting']],
    [
      'the key is registered',
      { registration: registrationOf(node(), [], 0) },
      ['done', 'done', 'done', 'done', 'current'],
    ],
    [
      'it is registered and no wallet is connected',
      { wallet: undefined, registration: registrationOf(node(), [], 0), work: 'started' },
      ['done', 'done', 'done', 'done', 'done'],
    ],
    [
      'the bond fell below the minimum',
      { registration: registrationOf(node({ active: false, selfBond: 1n }), [], 0) },
      ['done', 'done', 'current', 'done', 'waiting'],
    ],
    [
      'the node is jailed',
      { registration: registrationOf(node({ active: false, jailedUntil: 10 }), [], 5) },
      ['done', 'done', 'done', 'current', 'waiting'],
    ],
  ])('when %s', (_, news, expected) => {
    expect(states(news)).toEqual(expected);
  });

  it('names the missing stake and the amount that the wallet will add', () => {
    expect(detail('stake', { inWallet: parseEther('5000'), idle: parseEther('1000') })).toBe(
      '14,000 CAI missing of 20,000 CAI.',
    );
    expect(detail('stake', { registration: undefined })).toBe('A miner needs a bond of at least 20,000 CAI.');
    expect(detail('stake', { idle: parseEther('15000') })).toMatch(
      /^5,000 CAI will come from your wallet when you register\./,
    );
    expect(
      detail('stake', { registration: registrationOf(node({ selfBond: parseEther('19000') }), [], 0) }),
    ).toMatch(/1,000 CAI short/);
  });
});

it.each<[string, Partial<MineFacts>, string]>([
  ['serves', { registration: registrationOf(node(), [], 0) }, 'This tab’s key serves node “Ann” (3).'],
  [
    'serves without a name',
    { registration: registrationOf(node(), [], 0), nodeName: undefined },
    'This tab’s key serves node 3.',
  ],
  [
    'serves in jail',
    { registration: registrationOf(node({ jailedUntil: 9 }), [], 5) },
    'Your node “Ann” (3) is jailed.',
  ],
  [
    'does not serve',
    { registration: registrationOf(undefined, [node()], 0) },
    'Your node “Ann” (3) is served by another browser’s key.',
  ],
  [
    'served until it was retired',
    { registration: registrationOf(node({ retired: true }), [], 0) },
    'This tab’s key belongs to node “Ann” (3), which was retired.',
  ],
])('the registration names the node that the key %s', (_, news, sentence) => {
  expect(detail('register', { nodeName: 'Ann', ...news })).toBe(sentence);
});

it.each([
  ['off', 'off', 'Choose models and start.'],
  ['failed', 'off', 'Choose models and start.'],
  ['connecting', 'starting', 'Getting ready…'],
  ['mining', 'started', 'This tab has started to mine.'],
  ['stopping', 'stopping', 'Stopping…'],
] as const)('a miner that is %s is %s in the list of steps', (phase, work, sentence) => {
  expect(workOf(phase)).toBe(work);
  expect(detail('run', { work })).toBe(sentence);
});

it('the last step says that another tab of this browser mines, instead of asking for a start', () => {
  expect(detail('run', { work: 'elsewhere' })).toBe('Another tab of this browser is mining.');
});

describe('registrationOf', () => {
  it('tells the four cases apart', () => {
    expect(registrationOf(undefined, [], 0).kind).toBe('unregistered');
    expect(registrationOf(undefined, [node()], 0).kind).toBe('other-key');
    expect(registrationOf(node(), [node()], 0)).toMatchObject({ kind: 'registered', standing: 'ACTIVE' });
    expect(registrationOf(node({ retired: true }), [], 0).kind).toBe('retired');
  });
});

it.each([
  [{ vendor: 'nvidia', architecture: 'ampere', description: 'RTX' }, 'RTX'],
  [{ vendor: 'google', architecture: 'swiftshader', description: '' }, 'google swiftshader'],
  [{ vendor: '', architecture: '', description: '' }, 'A GPU that the browser does not name'],
])('gpuName names GPU %#', (info, name) => {
  expect(gpuName(info)).toBe(name);
});
