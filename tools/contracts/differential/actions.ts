import { type Fraction, whole } from './fraction.ts';
import { type Channel, isLapsed, isReady, type PaymentsModel } from './paymentsModel.ts';
import type { ModelNode, StakeModel } from './stakeModel.ts';

/**
 * One step of a sequence, and what the contract must pay out for it, in the numbers that the Solidity side
 * reads.
 */
export interface Step {
  action: number;
  user: number;
  node: number;
  other: number;
  amount: bigint;
  duration: bigint;
  expected: bigint;
}

export interface World {
  stake: StakeModel;
  payments: PaymentsModel;
  /** Tokens in the users' wallets. */
  wallets: Fraction[];
  below: (limit: bigint) => bigint;
}

export const MINER_MINIMUM = 20_000n * 10n ** 18n;
export const COORDINATOR_MINIMUM = 30_000n * 10n ** 18n;
export const WITHDRAWAL_DELAY = 2n * 86_400n;
const MAX_NODES = 3;
/** Wei by which an amount stays below what the model holds: the contract may hold less by rounding. */
const MARGIN = 100n;
/** Stays above the hundredth of its first price at which a pool is ruined, a rule that the model lacks. */
const LEAST_PRICE = whole(2n).over(whole(100n));

type Try = (world: World, user: number, node: ModelNode | undefined) => Partial<Step> | undefined;

const upTo = ({ below }: World, greatest: bigint) => 1n + below(greatest);
/** A random part of what is held, or undefined if there is hardly anything. */
const partOf = (world: World, held: Fraction | undefined) => {
  const most = (held?.floor() ?? 0n) - MARGIN;
  return most > 0n ? upTo(world, most) : undefined;
};
/** In a smaller pool, a wei of rounding would show in its rewards. */
const isFilled = ({ stake }: World, node: ModelNode) => stake.assets(node).atLeast(whole(MINER_MINIMUM));
const isServing = (node: ModelNode | undefined): node is ModelNode => node !== undefined && !node.retired;

/**
 * All actions, in the order of their numbers on the Solidity side. Each returns what it did, or undefined if
 * it is not possible now.
 */
export const ACTIONS: Try[] = [
  function stake(world, user) {
    const amount = upTo(world, 10n * MINER_MINIMUM);
    world.stake.changeIdle(user, whole(amount));
    return { amount };
  },
  function register(world, user) {
    const id = world.stake.nodes.length + 1;
    const minimum = id === MAX_NODES ? COORDINATOR_MINIMUM : MINER_MINIMUM;
    const idle = world.stake.idle[user]!.floor() - MARGIN;
    if (id > MAX_NODES || idle <= minimum) return undefined;
    const amount = minimum + upTo(world, idle - minimum);
    const bps = world.below(5_001n);
    const node = world.stake.addNode(user, minimum, bps);
    world.stake.changeIdle(user, whole(-amount));
    world.stake.changeVotes(node, user, whole(amount));
    return { amount, node: id, duration: bps };
  },
  function vote(world, user, node) {
    const amount = partOf(world, world.stake.idle[user]);
    if (!world.stake.takesVotes(node, user) || !amount) return undefined;
    world.stake.changeIdle(user, whole(-amount));
    world.stake.changeVotes(node, user, whole(amount));
    return { amount };
  },
  function unvote(world, user, node) {
    const amount = partOf(world, node?.votes[user]);
    if (!node || !amount) return undefined;
    world.stake.changeVotes(node, user, whole(-amount));
    world.stake.leave(user, node.id, whole(amount), 0);
    return { amount };
  },
  function unvoteAll(world, user, node) {
    const held = node?.votes[user];
    if (!node || !held || held.floor() <= MARGIN) return undefined;
    world.stake.changeVotes(node, user, whole(0).minus(held));
    world.stake.leave(user, node.id, held, 0);
    return {};
  },
  function moveVote(world, user, node) {
    const amount = partOf(world, node?.votes[user]);
    const to = world.stake.nodes[Number(world.below(BigInt(MAX_NODES)))];
    if (!node || !world.stake.takesVotes(to, user) || to === node || !amount) return undefined;
    world.stake.changeVotes(node, user, whole(-amount));
    world.stake.leave(user, node.id, whole(amount), to.id);
    return { amount, other: to.id };
  },
  function unstake(world, user) {
    const amount = partOf(world, world.stake.idle[user]);
    if (!amount) return undefined;
    world.stake.changeIdle(user, whole(-amount));
    world.stake.leave(user, 0, whole(amount), 0);
    return { amount };
  },
  function withdraw(world) {
    const exit = world.stake.exits.find(({ readyAt }) => readyAt <= world.stake.now);
    if (!exit) return undefined;
    world.stake.takeExit(exit);
    world.wallets[exit.user] = world.wallets[exit.user]!.plus(exit.amount);
    return { user: exit.user, amount: exit.id, expected: exit.amount.floor() };
  },
  function restake(world) {
    const exit = world.stake.exits.findLast(
      ({ nodeId, readyAt }) => nodeId === 0 || readyAt <= world.stake.now,
    );
    if (!exit) return undefined;
    world.stake.takeExit(exit);
    const target = world.stake.nodes[exit.target - 1];
    if (world.stake.takesVotes(target, exit.user)) world.stake.changeVotes(target, exit.user, exit.amount);
    else world.stake.changeIdle(exit.user, exit.amount);
    return { user: exit.user, amount: exit.id };
  },
  function claim(world, user) {
    const pool = Number(world.below(BigInt(world.stake.nodes.length + 1)));
    const amount = world.stake.claim(user, pool);
    world.wallets[user] = world.wallets[user]!.plus(amount);
    return { node: pool, expected: amount.floor() };
  },
  function compound(world, user) {
    const pool = Number(world.below(BigInt(world.stake.nodes.length + 1)));
    const target = world.stake.nodes[Number(world.below(BigInt(MAX_NODES)))];
    const amount = world.stake.claim(user, pool);
    const votes = world.stake.takesVotes(target, user);
    if (votes) world.stake.changeVotes(target, user, amount);
    else world.stake.changeIdle(user, amount);
    return { node: pool, other: votes ? target.id : 0, expected: amount.floor() };
  },
  function fund(world) {
    const duration = upTo(world, 30n * 86_400n);
    const amount = duration + world.below(100_000n * 10n ** 18n);
    const { rate, end, now } = world.stake;
    const left = end > now ? rate * (end - now) : 0n;
    if ((left + amount) / duration >= 2n ** 64n) return undefined;
    world.stake.fund(amount, duration);
    return { amount, duration };
  },
  function slash(world, _user, node) {
    if (!node) return undefined;
    const there = world.stake.assets(node).plus(world.stake.unbonding(node));
    const most = (there.floor() * 2n) / 5n;
    if (most === 0n || !node.price.times(whole(3n).over(whole(5n))).atLeast(LEAST_PRICE)) return undefined;
    const amount = upTo(world, most);
    world.stake.slash(node, amount);
    return { amount, expected: amount };
  },
  function jail(world, _user, node) {
    if (!node || world.below(4n) !== 0n) return undefined;
    node.jailedUntil = world.stake.now + upTo(world, 3n * 86_400n);
    return { amount: node.jailedUntil };
  },
  function unjail(world, _user, node) {
    if (!node || node.jailedUntil === 0n || node.jailedUntil > world.stake.now) return undefined;
    node.jailedUntil = 0n;
    return {};
  },
  function setCommission(world, _user, node) {
    if (!isServing(node)) return undefined;
    const bps = world.below(5_001n);
    if (bps > node.commissionBps) node.announced = { bps, at: world.stake.now + world.stake.coolDown };
    else [node.commissionBps, node.announced] = [bps, undefined];
    return { amount: bps };
  },
  function applyCommission(world, _user, node) {
    const { now, coolDown } = world.stake;
    if (!node?.announced || node.announced.at > now || node.announced.at + coolDown < now) return undefined;
    [node.commissionBps, node.announced] = [node.announced.bps, undefined];
    return {};
  },
  function retire(world, _user, node) {
    if (!isServing(node) || world.below(6n) !== 0n) return undefined;
    node.retired = true;
    return {};
  },
  function reward(world, _user, node) {
    if (!node || !isFilled(world, node)) return undefined;
    // Half of the fees pay for up to two weeks of work, the others mostly for all four.
    const amount = upTo(world, world.stake.assets(node).floor() / (world.below(2n) === 0n ? 100n : 5_000n));
    world.stake.payFee(node, amount);
    return { amount };
  },
  function deposit(world, user) {
    const [payer, payee] = pairOf(world, user);
    const amount = upTo(world, 1_000n * 10n ** 18n);
    world.payments.channel(payer, payee).balance += amount;
    return { user: payer, node: payee, amount };
  },
  function redeem(world, user) {
    const [payer, payee] = pairOf(world, user);
    // Every fourth payment is of about the gwei that fees are rounded to.
    const most = world.below(4n) === 0n ? 4n * 10n ** 9n : 1_000n * 10n ** 18n;
    const amount = world.payments.channel(payer, payee).redeemed + world.below(most);
    const owner = world.stake.nodes[payee - 1]?.owner;
    const expected = world.payments.redeem(payer, payee, amount, owner !== undefined);
    if (owner !== undefined) world.wallets[owner] = world.wallets[owner]!.plus(whole(expected));
    return { user: payer, node: payee, amount, expected };
  },
  function shareFees(world, user) {
    const [payer, payee] = pairOf(world, user);
    const node = world.stake.nodes[payee - 1];
    const payerNode = payer === 1 ? world.stake.nodes[0] : undefined;
    if (!node || !isFilled(world, node) || (payerNode && !isFilled(world, payerNode))) return undefined;
    const { toPayer, toPayee } = world.payments.takeFees(payer, payee, payerNode !== undefined);
    if (payerNode) world.stake.payFee(payerNode, toPayer);
    world.stake.payFee(node, toPayee);
    return { user: payer, node: payee };
  },
  function requestWithdrawal(world) {
    const pair = findPair(({ balance }) => balance > 0n, world);
    if (!pair) return undefined;
    const channel = world.payments.channel(...pair);
    const amount = upTo(world, channel.balance);
    channel.request = { amount, readyAt: world.stake.now + WITHDRAWAL_DELAY };
    return { user: pair[0], node: pair[1], amount };
  },
  function withdrawFromChannel(world) {
    const { now } = world.stake;
    const pair = findPair(({ request }) => request !== undefined && isReady(request, now), world);
    return pair && { user: pair[0], node: pair[1], expected: world.payments.withdraw(...pair) };
  },
  function cancelWithdrawal(world) {
    const { now } = world.stake;
    const pair = findPair(({ request }) => request !== undefined && !isLapsed(request, now), world);
    // Most requests are left to be taken or to lapse.
    if (!pair || world.below(4n) !== 0n) return undefined;
    world.payments.channel(...pair).request = undefined;
    return { user: pair[0], node: pair[1] };
  },
  function rebond(world) {
    const exit = world.stake.exits.find(({ nodeId }) => isServing(world.stake.nodes[nodeId - 1]));
    if (!exit) return undefined;
    world.stake.takeExit(exit);
    world.stake.changeVotes(world.stake.nodes[exit.nodeId - 1]!, exit.user, exit.amount);
    return { user: exit.user, amount: exit.id };
  },
  function restore(world, _user, node) {
    if (!node || !isFilled(world, node)) return undefined;
    const amount = upTo(world, 1_000n * 10n ** 18n);
    world.stake.slash(node, -amount);
    return { amount };
  },
  function transferNode(world, user, node) {
    if (!isServing(node) || user === node.owner || !world.stake.takesVotes(node, user)) return undefined;
    // The next owner votes first: with the minimum more than the one before has at stake.
    const amount = node.minimum + MARGIN + world.stake.exposure(node, node.owner).floor();
    if (world.stake.idle[user]!.floor() - MARGIN < amount) return undefined;
    world.stake.changeIdle(user, whole(-amount));
    world.stake.changeVotes(node, user, whole(amount));
    node.owner = user;
    return { amount };
  },
  function unstakeAll(world, user) {
    const amount = world.stake.idle[user]!;
    if (amount.floor() <= MARGIN) return undefined;
    world.stake.changeIdle(user, whole(0).minus(amount));
    world.stake.leave(user, 0, amount, 0);
    return {};
  },
  function lapse(world, _user, node) {
    if (!node) return undefined;
    if (world.stake.timeLeft(node) === 0n) node.working = false;
    return {};
  },
  function pass(world) {
    // Up to an hour or up to six days.
    const duration = upTo(world, world.below(2n) === 0n ? 3_600n : 6n * 86_400n);
    world.stake.pass(duration);
    return { duration };
  },
];

/**
 * Payer 0 has no node; payer 1 has the key of the first node, if that exists. The payee is an operator key,
 * but never the payer's own.
 */
type Pair = [payer: number, payee: number];
const PAIRS: Pair[] = [
  [0, 1],
  [0, 2],
  [1, 2],
  [1, 3],
];

function pairOf(world: World, user: number): Pair {
  const payer = user % 2;
  return PAIRS[2 * payer + Number(world.below(2n))]!;
}

const findPair = (fits: (channel: Channel) => boolean, { payments }: World) =>
  PAIRS.find((pair) => fits(payments.channel(...pair)));
