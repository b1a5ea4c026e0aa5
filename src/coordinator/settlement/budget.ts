import type { Address } from 'viem';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import type { TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/** Tokens that a chat template writes by itself: some introduce the model at length, with the date. */
const TEMPLATE_TOKENS = 1_024;
/** And around each message. */
const TEMPLATE_TOKENS_PER_MESSAGE = 16;

/** A task that is accepted and not over. */
export interface PromisedTask {
  readonly request: TaskRequest;
  /** Who does it; undefined while it waits for a miner. */
  readonly miner: Address | undefined;
}

export interface BudgetDeps {
  catalogue: ModelCatalogue;
  solvency: Pick<SolvencyWatch, 'available' | 'spareOf'>;
  openTasks(): readonly PromisedTask[];
  /** Miners that may get a task of this model. */
  minersOf(model: string): readonly Address[];
}

/**
 * Decides whether the operator's CAI can pay for another task, whatever the open ones turn out to cost. What
 * a miner's channel holds in reserve pays for its own work. Who is drawn for a waiting task is not known, so
 * the miner with the least reserve counts.
 */
export class Budget {
  readonly #deps: BudgetDeps;
  /** Tokens of each text: every new task counts all that are open again. */
  readonly #tokens = new WeakMap<TextRequest, number>();

  constructor(deps: BudgetDeps) {
    this.#deps = deps;
  }

  /** Whether a task can be paid; false while that is not known. */
  affords(request: TaskRequest): boolean {
    const { solvency, openTasks } = this.#deps;
    const available = solvency.available();
    if (available === undefined) return false;
    const assigned = new Map<Address, bigint>();
    const waiting = [request];
    for (const task of openTasks()) {
      if (task.miner === undefined) waiting.push(task.request);
      else assigned.set(task.miner, (assigned.get(task.miner) ?? 0n) + this.mostOf(task.request));
    }
    const ofAssigned = sum([...assigned].map(([miner, wei]) => beyond(wei, solvency.spareOf(miner))));
    const ofWaiting = sum(waiting.map((each) => this.mostOf(each)));
    // Only a wallet that cannot pay for all by itself needs the reserves, of up to thousands of miners.
    if (ofAssigned + ofWaiting <= available) return true;
    return ofAssigned + beyond(ofWaiting, this.#leastLeft(waiting, assigned)) <= available;
  }

  /** What the channels cover of the waiting tasks, whoever gets them, in wei. */
  #leastLeft(waiting: readonly TaskRequest[], assigned: ReadonlyMap<Address, bigint>): bigint {
    const { solvency, minersOf } = this.#deps;
    const drawable = [...new Set(waiting.map(({ model }) => model))].map((model) => minersOf(model));
    if (drawable.some((miners) => miners.length === 0)) return 0n;
    // All that waits may go to one miner: that with the least left costs the wallet the most.
    const left = drawable.flat().map((miner) => beyond(solvency.spareOf(miner), assigned.get(miner) ?? 0n));
    return left.reduce((least, wei) => (wei < least ? wei : least));
  }

  /** The most that a task may cost, in wei of CAI: a token is at least one byte of text. */
  mostOf(request: TaskRequest): bigint {
    const model = this.#deps.catalogue.find(request.model);
    if (model === undefined) return 0n;
    if (request.kind === 'image') return BigInt(request.steps) * model.unitPrice;
    const tokens = this.#tokensOf(request);
    const context = isTextModel(model) ? model.manifest.context : tokens;
    return BigInt(Math.min(tokens, context)) * model.unitPrice;
  }

  #tokensOf(request: TextRequest): number {
    const known = this.#tokens.get(request);
    if (known !== undefined) return known;
    const { messages, maxTokens } = request;
    const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const tokens = bytes + TEMPLATE_TOKENS + messages.length * TEMPLATE_TOKENS_PER_MESSAGE + maxTokens;
    this.#tokens.set(request, tokens);
    return tokens;
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, wei) => all + wei, 0n);
const beyond = (wei: bigint, covered: bigint): bigint => (wei > covered ? wei - covered : 0n);
