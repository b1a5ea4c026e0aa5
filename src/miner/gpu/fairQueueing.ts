/** Who a task is computed for, and its claim to the GPU. */
export interface GpuClaim {
  /** Names the client. */
  readonly client: string;
  /** The claim of this client relative to those of others, now. One without gets what others leave. */
  weight(): number;
}

interface Flow {
  readonly claim: GpuClaim;
  /** Tasks that wait or run. */
  tasks: number;
  /** GPU time that it was charged divided by its weight: its virtual time. */
  spent: number;
}

/**
 * Start-time fair queueing (Goyal, Vin and Cheng, 1996): who was charged the least GPU time for its weight is
 * next. The time of a task is charged as it passes, so nobody has to know it before. A client that was idle
 * starts at the virtual time of those that were not: it neither saves up time nor has to make up for time
 * that nobody else wanted.
 */
export class FairQueueing {
  readonly #flows = new Map<string, Flow>();
  #virtualTime = 0;

  /** A client has one more task. */
  enter(claim: GpuClaim): void {
    this.#advance();
    const flow = this.#flows.get(claim.client) ?? { claim, tasks: 0, spent: 0 };
    if (flow.tasks === 0) flow.spent = Math.max(flow.spent, this.#virtualTime);
    // The newest claim has the weight of now.
    this.#flows.set(claim.client, { ...flow, claim, tasks: flow.tasks + 1 });
  }

  /** One of a client's tasks has ended, or no longer waits. */
  leave({ client }: GpuClaim): void {
    const flow = this.#flows.get(client)!;
    flow.tasks--;
    this.#advance();
    for (const [name, { tasks, spent }] of this.#flows)
      if (tasks === 0 && spent <= this.#virtualTime) this.#flows.delete(name);
  }

  /** Charges GPU time to tasks that shared it, one claim each. */
  charge(claims: readonly GpuClaim[], ms: number): void {
    for (const { client } of claims) {
      const flow = this.#flows.get(client)!;
      const weight = flow.claim.weight();
      if (weight > 0) flow.spent += ms / claims.length / weight;
    }
    this.#advance();
  }

  /** The claim that is next; of equal ones the first. */
  next<T extends { readonly claim: GpuClaim }>(waiting: readonly T[]): T | undefined {
    const spent = ({ claim }: T) => {
      const flow = this.#flows.get(claim.client)!;
      return flow.claim.weight() > 0 ? flow.spent : Infinity;
    };
    const [first, ...others] = waiting;
    return first && others.reduce((best, other) => (spent(other) < spent(best) ? other : best), first);
  }

  /** The virtual time is that of the busy client that got the least. It never goes back. */
  #advance(): void {
    const flows = [...this.#flows.values()];
    const busy = flows.filter(({ tasks, claim }) => tasks > 0 && claim.weight() > 0);
    const least =
      busy.length > 0
        ? Math.min(...busy.map(({ spent }) => spent))
        : Math.max(0, ...flows.map(({ spent }) => spent));
    this.#virtualTime = Math.max(this.#virtualTime, least);
    for (const flow of flows)
      if (!(flow.claim.weight() > 0)) flow.spent = Math.max(flow.spent, this.#virtualTime);
  }
}
