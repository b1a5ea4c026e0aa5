/**
 * Generates random sequences of actions on stake and payments, with the outcome that an exact model computes,
 * for the differential forge test to replay. Prints how often each action occurs. Run: `tsx
 * tools/contracts/differential/generate.ts FILE [--sequences 24] [--seed 1]`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ACTIONS, type Step, type World } from './actions.ts';
import { Fraction } from './fraction.ts';
import { isLapsed, PaymentsModel } from './paymentsModel.ts';
import { StakeModel } from './stakeModel.ts';

const USERS = 3;
const NODES = 3;
const STEPS = 40;
const COOL_DOWN = 7n * 86_400n;
const START = 1_800_000_000n;
/** The voters' part of payments, and the part of that for the payer's pool, in basis points. */
const FEES: [bigint, bigint] = [777n, 5_000n];
/** As the contract shows a request that was never made, was taken, cancelled or has lapsed. */
const NO_REQUEST = { amount: 0n, readyAt: 0n };
/** Bytes of each amount; a step has 52 bytes. */
const WIDE = 16;

const {
  values,
  positionals: [file = 'contracts/test/vectors/differential.bin'],
} = parseArgs({
  allowPositionals: true,
  options: { sequences: { type: 'string', default: '24' }, seed: { type: 'string', default: '1' } },
});

let state = BigInt(values.seed) * 0x9e3779b97f4a7c15n + 1n;
/** SplitMix64, once for each 64 bits of the limit. */
function below(limit: bigint): bigint {
  let value = 0n;
  for (let wide = limit; wide > 0n; wide >>= 64n) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    value = (value << 64n) | (z ^ (z >> 31n));
  }
  return value % limit;
}
const MASK = 2n ** 64n - 1n;

const counts = new Map<string, number>();
const sequences = Array.from({ length: Number(values.sequences) }, () => sequence());
writeFileSync(file, Buffer.concat(sequences));
console.log(`${sequences.length} sequences in ${file}: ${JSON.stringify(Object.fromEntries(counts))}`);

/** Steps, then the state they must lead to. */
function sequence(): Buffer {
  const stake = new StakeModel(USERS, COOL_DOWN);
  stake.now = START;
  const wallets = Array.from({ length: USERS }, () => Fraction.ZERO);
  const world: World = { stake, payments: new PaymentsModel(NODES, ...FEES), wallets, below };
  const steps: Buffer[] = [];
  while (steps.length < STEPS) {
    const user = Number(below(BigInt(USERS)));
    const node = stake.nodes[Number(below(BigInt(NODES)))];
    // The first eight steps stake and register, or little else could happen. After that, about every fourth
    // step is the list's last action, which lets time pass, or little would fall due.
    const opening = steps.length < 8;
    const passes = !opening && below(4n) === 0n;
    const action = passes ? ACTIONS.length - 1 : Number(below(opening ? 2n : BigInt(ACTIONS.length)));
    const step = ACTIONS[action]?.(world, user, node);
    if (!step) continue;
    stake.review();
    const { name } = ACTIONS[action]!;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const nothing = { user, node: node?.id ?? 0, other: 0, amount: 0n, duration: 0n, expected: 0n };
    steps.push(encode({ ...nothing, action, ...step }));
  }
  return Buffer.concat([...steps, ...outcome(world).map((value) => number(value))]);
}

function encode({ action, user, node, other, amount, duration, expected }: Step): Buffer {
  return Buffer.concat([
    Buffer.from([action, user, node, other]),
    number(amount),
    number(duration),
    number(expected),
  ]);
}

/** The final state that is compared, in the order in which the Solidity side reads it. */
function outcome({ stake, payments, wallets }: World): bigint[] {
  const values: bigint[] = [stake.total().floor(), stake.vault.floor(), stake.now];
  for (let user = 0; user < USERS; user++) {
    values.push(stake.idle[user]!.floor(), wallets[user]!.floor(), stake.due[0]![user]!.floor());
    for (let id = 1; id <= NODES; id++) {
      values.push(stake.nodes[id - 1]?.votes[user]!.floor() ?? 0n, stake.due[id]?.[user]!.floor() ?? 0n);
    }
  }
  for (let id = 1; id <= NODES; id++) {
    const node = stake.nodes[id - 1];
    values.push(
      ...(node ? [stake.assets(node), stake.unbonding(node), stake.weight(node)] : []).map((f) => f.floor()),
    );
    if (!node) values.push(0n, 0n, 0n);
    values.push(node?.working ? node.paidUntil : 0n);
  }
  for (let payer = 0; payer < 2; payer++) {
    for (let payee = 1; payee <= NODES; payee++) {
      const { balance, redeemed, fees, request } = payments.channel(payer, payee);
      const { amount, readyAt } = request && !isLapsed(request, stake.now) ? request : NO_REQUEST;
      values.push(balance, redeemed, fees, amount, readyAt);
    }
  }
  return values;
}

function number(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * WIDE, '0'), 'hex');
}
