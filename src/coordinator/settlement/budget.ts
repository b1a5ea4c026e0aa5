import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** Tokens that a chat template writes by itself: some introduce the model at length, with the date. */
const TEMPLATE_TOKENS = 1_024;
/** And around each message. */
const TEMPLATE_TOKENS_PER_MESSAGE = 16;

export interface BudgetDeps {
  catalogue: ModelCatalogue;
  solvency: Pick<SolvencyWatch, 'available'>;
  /** Tasks that are accepted and not over. */
  openTasks(): readonly { readonly request: TaskRequest }[];
}

/** Decides whether the operator's CAI can pay for another task, whatever the open ones turn out to cost. */
export class Budget {
  readonly #deps: BudgetDeps;

  constructor(deps: BudgetDeps) {
    this.#deps = deps;
  }

  /** Whether a task can be paid; false while that is not known. */
  affords(request: TaskRequest): boolean {
    const { solvency, openTasks } = this.#deps;
    const available = solvency.available();
    if (available === undefined) return false;
    const promised = openTasks().reduce((sum, task) => sum + this.mostOf(task.request), 0n);
    return promised + this.mostOf(request) <= available;
  }

  /** The most that a task may cost, in wei of CAI: a token is at least one byte of text. */
  mostOf(request: TaskRequest): bigint {
    const model = this.#deps.catalogue.find(request.model);
    if (model === undefined) return 0n;
    if (request.kind === 'image') return BigInt(request.steps) * model.unitPrice;
    const { messages, maxTokens } = request;
    const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const tokens = bytes + TEMPLATE_TOKENS + messages.length * TEMPLATE_TOKENS_PER_MESSAGE + maxTokens;
    const context = isTextModel(model) ? model.manifest.context : tokens;
    return BigInt(Math.min(tokens, context)) * model.unitPrice;
  }
}
