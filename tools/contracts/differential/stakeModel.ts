import { Fraction, whole } from './fraction.ts';

/** A node of the model, with what each user holds of it in exact fractions of a wei. */
export interface ModelNode {
  id: number;
  owner: number;
  minimum: bigint;
  commissionBps: bigint;
  announced: { bps: bigint; at: bigint } | undefined;
  votes: Fraction[];
  /** As of the last `review`. */
  active: boolean;
  /** Its weight in wei as of the last `review`. */
  reviewed: bigint;
  /** Earns double. */
  working: boolean;
  /** Up to when fees have paid for its work. */
  paidUntil: bigint;
  retired: boolean;
  jailedUntil: bigint;
  /** What slashes have left of one wei that was here from the start. */
  price: Fraction;
}

export interface ModelExit {
  id: bigint;
  user: number;
  /** 0 if it was idle stake. */
  nodeId: number;
  amount: Fraction;
  readyAt: bigint;
  target: number;
}

const LEAST_WEIGHT = whole(10n ** 18n);
const BPS = whole(10_000);
const DAY = 86_400n;
/** The most that can be paid ahead. */
const MOST_AHEAD = 28n * DAY;

/**
 * The simplest model of stake: every holder has an amount in every pool, a slash lowers each by the same
 * part, and each second's emission goes straight to the holders. No shares, no accumulators, no rounding.
 */
export class StakeModel {
  now = 0n;
  rate = 0n;
  end = 0n;
  vault = Fraction.ZERO;
  readonly idle: Fraction[];
  readonly nodes: ModelNode[] = [];
  readonly exits: ModelExit[] = [];
  /** By pool and user; pool 0 is idle. What a node's owner is due includes its commission. */
  readonly due: Fraction[][] = [];

  readonly coolDown: bigint;
  private readonly users: number;

  constructor(users: number, coolDown: bigint) {
    this.users = users;
    this.coolDown = coolDown;
    this.idle = Array.from({ length: users }, () => Fraction.ZERO);
    this.due.push(this.nobody());
  }

  assets(node: ModelNode): Fraction {
    return node.votes.reduce((sum, part) => sum.plus(part), Fraction.ZERO);
  }

  unbonding(node: ModelNode): Fraction {
    return this.exits
      .filter(({ nodeId }) => nodeId === node.id)
      .reduce((sum, { amount }) => sum.plus(amount), Fraction.ZERO);
  }

  /** Whether the node is neither retired nor in jail. */
  private isOpen = (node: ModelNode | undefined): node is ModelNode =>
    node !== undefined && !node.retired && node.jailedUntil === 0n;

  /** Whether the node takes votes of this user: while it is inactive, of its owner alone. */
  takesVotes = (node: ModelNode | undefined, user: number): node is ModelNode =>
    this.isOpen(node) && (node.active || node.owner === user);

  /** What the user has in the node and on its way out of it. */
  exposure(node: ModelNode, user: number): Fraction {
    return this.exits
      .filter((exit) => exit.nodeId === node.id && exit.user === user)
      .reduce((sum, { amount }) => sum.plus(amount), node.votes[user]!);
  }

  /**
   * For after each action: an active node is active until a twentieth of its minimum is missing. What is
   * left of its time shrinks as its weight grows, rounded up, and the other way round; it goes with its
   * activity.
   */
  review(): void {
    for (const node of this.nodes) {
      const bond = node.votes[node.owner] ?? Fraction.ZERO;
      const least = node.active ? node.minimum - node.minimum / 20n : node.minimum;
      node.active = this.isOpen(node) && bond.atLeast(whole(least));
      const weight = this.weight(node).floor();
      if (weight === 0n) [node.working, node.paidUntil] = [false, 0n];
      else if (this.timeLeft(node) > 0n) {
        const up = weight > node.reviewed ? weight - 1n : 0n;
        this.setTimeLeft(node, (this.timeLeft(node) * node.reviewed + up) / weight);
      }
      node.reviewed = weight;
    }
  }

  timeLeft(node: ModelNode): bigint {
    return node.paidUntil > this.now ? node.paidUntil - this.now : 0n;
  }

  private setTimeLeft(node: ModelNode, left: bigint): void {
    node.paidUntil = this.now + (left < MOST_AHEAD ? left : MOST_AHEAD);
  }

  /**
   * Pays a fee in: a tenth is burnt, the rest shared; a ten-thousandth of an active pool pays for a week. A
   * node works from a day ahead on, also for what is on its way out, and starts anew once its time is over.
   */
  payFee(node: ModelNode, fee: bigint): void {
    const shared = whole(fee - fee / 10n);
    this.vault = this.vault.plus(shared);
    this.share(node, shared);
    if (!node.active || fee === 0n) return;
    const [weight, before] = [this.weight(node).floor(), this.timeLeft(node)];
    this.setTimeLeft(node, before + (fee * 10_000n * 7n * DAY) / weight);
    const enough = this.timeLeft(node) * weight >= DAY * (weight + this.unbonding(node).floor());
    if (before === 0n || enough) node.working = enough;
  }

  /** How often the node's stake counts in the emission. */
  private factor = (node: ModelNode): Fraction => whole(node.working ? 2 : 1);

  weight(node: ModelNode): Fraction {
    return node.active ? this.assets(node) : Fraction.ZERO;
  }

  total(): Fraction {
    const inNodes = this.nodes.map((node) => this.assets(node));
    return [...this.idle, ...inNodes, ...this.exits.map(({ amount }) => amount)].reduce(
      (a, b) => a.plus(b),
      Fraction.ZERO,
    );
  }

  /** Lets time pass and divides what is emitted meanwhile among the holders of weight, in proportion. */
  pass(seconds: bigint): void {
    const until = this.now + seconds;
    const emitting = (this.end < until ? this.end : until) - this.now;
    const active = this.nodes.filter((node) => node.active);
    const idle = this.idle.reduce((a, b) => a.plus(b), Fraction.ZERO);
    const weight = active.reduce((sum, node) => sum.plus(this.assets(node).times(this.factor(node))), idle);
    const began = this.now;
    this.now = until;
    if (emitting <= 0n) return;
    if (!weight.atLeast(LEAST_WEIGHT)) {
      this.end += until - began;
      return;
    }
    const perWeight = whole(this.rate * emitting).over(weight);
    this.idle.forEach((held, user) => this.owe(0, user, held.times(perWeight)));
    for (const node of active) {
      const reward = this.assets(node).times(this.factor(node)).times(perWeight);
      const commission = reward.times(whole(node.commissionBps)).over(BPS);
      this.owe(node.id, node.owner, commission);
      this.share(node, reward.minus(commission));
    }
  }

  /** Divides a reward among a node's holders. */
  share(node: ModelNode, reward: Fraction): void {
    const perWei = reward.over(this.assets(node));
    node.votes.forEach((held, user) => this.owe(node.id, user, held.times(perWei)));
  }

  fund(amount: bigint, duration: bigint): void {
    const left = this.end > this.now ? this.rate * (this.end - this.now) : 0n;
    this.rate = (left + amount) / duration;
    this.end = this.now + duration;
    this.vault = this.vault.plus(whole(this.rate * duration - left));
  }

  addNode(owner: number, minimum: bigint, commissionBps: bigint): ModelNode {
    const id = this.nodes.length + 1;
    const node: ModelNode = {
      id,
      owner,
      minimum,
      commissionBps,
      announced: undefined,
      votes: this.nobody(),
      active: false,
      reviewed: 0n,
      working: false,
      paidUntil: 0n,
      retired: false,
      jailedUntil: 0n,
      price: whole(1),
    };
    this.nodes.push(node);
    this.due.push(this.nobody());
    return node;
  }

  changeIdle(user: number, by: Fraction): void {
    this.idle[user] = this.idle[user]!.plus(by);
  }

  changeVotes(node: ModelNode, user: number, by: Fraction): void {
    node.votes[user] = node.votes[user]!.plus(by);
  }

  leave(user: number, nodeId: number, amount: Fraction, target: number): void {
    const readyAt = this.now + this.coolDown;
    const id = (readyAt << 48n) | (BigInt(nodeId) << 24n) | BigInt(target);
    const same = this.exits.find((exit) => exit.user === user && exit.id === id);
    if (same) same.amount = same.amount.plus(amount);
    else this.exits.push({ id, user, nodeId, amount, readyAt, target });
  }

  takeExit(exit: ModelExit): void {
    this.exits.splice(this.exits.indexOf(exit), 1);
  }

  /** Takes the same part from everybody in the node and everybody leaving it; a negative amount is given. */
  slash(node: ModelNode, amount: bigint): void {
    const there = this.assets(node).plus(this.unbonding(node));
    const left = there.minus(whole(amount)).over(there);
    node.votes = node.votes.map((held) => held.times(left));
    for (const exit of this.exits) if (exit.nodeId === node.id) exit.amount = exit.amount.times(left);
    node.price = node.price.times(left);
  }

  claim(user: number, pool: number): Fraction {
    const amount = this.due[pool]![user]!;
    this.due[pool]![user] = Fraction.ZERO;
    this.vault = this.vault.minus(amount);
    return amount;
  }

  private owe(pool: number, user: number, amount: Fraction): void {
    this.due[pool]![user] = this.due[pool]![user]!.plus(amount);
  }

  private nobody(): Fraction[] {
    return Array.from({ length: this.users }, () => Fraction.ZERO);
  }
}
