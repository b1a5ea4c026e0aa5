import type { ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { isFoundWrong, Replicas, type ReplicasDeps } from '#coordinator/audit/tabs/replicas.ts';
import {
  isThirdAlike,
  opinionAmongTabs,
  opinionOnDoubted,
  type TabOpinion,
  type TabOpinionDeps,
} from '#coordinator/audit/tabs/tabOpinion.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import { precisionOf } from '#inference/bounds/bounds.ts';

export interface TabReviewDeps extends ReplicasDeps {
  catalogue: ModelCatalogue;
  comparer: ResultComparer;
}

/** Audits by other tabs: of results that this coordinator finds wrong, or cannot compute. */
export class TabReview {
  readonly replicas: Replicas;
  readonly #deps: TabReviewDeps & TabOpinionDeps;

  constructor(deps: TabReviewDeps) {
    this.replicas = new Replicas(deps);
    this.#deps = { ...deps, replicas: this.replicas, compared: new Map() };
  }

  /**
   * Has a result that this coordinator cannot compute made again by another tab.
   * @returns false where tabs cannot tell: in 16 bits honest texts part ways, each GPU rounding in its own
   */
  async begin(task: TaskRecord): Promise<boolean> {
    const manifest = this.#deps.catalogue.find(task.model)?.manifest;
    if (task.request === null || manifest === undefined) return false;
    if (task.kind === 'text' && precisionOf(manifest) === 'float16') return false;
    await this.replicas.begin(task);
    return true;
  }

  /**
   * What other tabs say of a result; undefined where none was asked.
   * @param canCompute whether this coordinator has back ends of its own
   */
  async opinionOn(task: TaskRecord, canCompute: boolean): Promise<TabOpinion | undefined> {
    const isAsked = task.audit?.replacement != null;
    if (isFoundWrong(task)) return isAsked ? opinionOnDoubted(this.#deps, task) : undefined;
    if (isAsked) return opinionAmongTabs(this.#deps, task);
    const origin = task.replicaOf === null ? undefined : await this.#deps.tasks.find(task.replicaOf);
    if (origin === undefined) return undefined;
    // Where our own back ends found that one wrong, they can judge this one.
    return isFoundWrong(origin) && canCompute ? undefined : opinionAmongTabs(this.#deps, task);
  }

  /** Whether two other owners' tabs came to this result before. */
  isThirdAlike(task: TaskRecord): Promise<boolean> {
    return isThirdAlike(this.#deps, task);
  }
}
