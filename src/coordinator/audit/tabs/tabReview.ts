import type { ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { Replicas, type ReplicasDeps } from '#coordinator/audit/tabs/replicas.ts';
import {
  isThirdAlike,
  opinionAmongTabs,
  opinionOnDoubted,
  type TabOpinion,
} from '#coordinator/audit/tabs/tabOpinion.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import { precisionOf } from '#inference/audit/bounds.ts';

export interface TabReviewDeps extends ReplicasDeps {
  catalogue: ModelCatalogue;
  comparer: ResultComparer;
}

/** Audits by other tabs: of results that this coordinator finds wrong, or cannot compute. */
export class TabReview {
  readonly replicas: Replicas;
  readonly #deps: TabReviewDeps & { replicas: Replicas };

  constructor(deps: TabReviewDeps) {
    this.replicas = new Replicas(deps);
    this.#deps = { ...deps, replicas: this.replicas };
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

  /** What other tabs say of a result; undefined where none was asked. */
  async opinionOn(task: TaskRecord): Promise<TabOpinion | undefined> {
    const { audit, replicaOf } = task;
    // With the evidence the replica has begun.
    if (audit?.isDoubted) return audit.evidence === null ? undefined : opinionOnDoubted(this.#deps, task);
    if (audit?.replacement != null) return opinionAmongTabs(this.#deps, task);
    const origin = replicaOf === null ? undefined : await this.#deps.tasks.find(replicaOf);
    // Where our own back ends found that one wrong, they can judge this one.
    if (origin === undefined || origin.audit?.isDoubted) return undefined;
    return opinionAmongTabs(this.#deps, task);
  }

  /** Whether two other owners' tabs came to this result before. */
  isThirdAlike(task: TaskRecord): Promise<boolean> {
    return isThirdAlike(this.#deps, task);
  }
}
