import type { Address } from 'viem';
import { withPhase } from '#miner/status/minerPhase.ts';
import {
  type CoordinatorStatus,
  initialStatus,
  type MinerFacts,
  type MinerStatus,
  type ModelStatus,
  NO_FIGURES,
} from '#miner/status/minerStatus.ts';

/** Keeps the miner's facts and derives its phase. Every change is a new object, told to all listeners. */
export class StatusBoard {
  #status: MinerStatus = initialStatus;
  readonly #listeners = new Set<() => void>();

  current(): MinerStatus {
    return this.#status;
  }

  set(change: Partial<MinerFacts>): void {
    this.#status = withPhase({ ...this.#status, ...change });
    for (const listener of this.#listeners) listener();
  }

  setModel(id: string, change: Partial<ModelStatus>): void {
    this.set({
      models: this.#status.models.map((model) => (model.id === id ? { ...model, ...change } : model)),
    });
  }

  /** Adds the coordinator if it is new. */
  setCoordinator(operator: Address, change: Partial<CoordinatorStatus>): void {
    const known = this.#status.coordinators;
    const added: CoordinatorStatus = {
      ...{ operator, name: '', state: 'connecting', code: null, sentence: null, figures: NO_FIGURES },
    };
    const all = known.some((entry) => entry.operator === operator) ? known : [...known, added];
    this.set({
      coordinators: all.map((entry) => (entry.operator === operator ? { ...entry, ...change } : entry)),
    });
  }

  dropCoordinator(operator: Address): void {
    this.set({ coordinators: this.#status.coordinators.filter((entry) => entry.operator !== operator) });
  }

  /** Returns the way to stop listening. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
