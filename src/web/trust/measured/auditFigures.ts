/** What the committed measurements of docs/trust/audits.jsonl show; shares and probabilities are 0..1. */
export interface AuditFigures {
  readonly models: readonly ModelFigures[];
  readonly attacks: readonly AttackFigures[];
}

/** Honest results of a model. */
export interface ModelFigures {
  readonly name: string;
  readonly honest: number;
  /** Beyond the bounds of the first audit. */
  readonly doubted: number;
  /** Beyond those of the second one, on another back end, too. */
  readonly convicted: number;
  /**
   * An audit's processor time as a share of the task's; undefined for models that are too small for it to say
   * anything.
   */
  readonly auditCost: number | undefined;
  /** All audits of miners with long records as a share of the work. */
  readonly steadyCost: number | undefined;
}

/** What a miner does in place of the work, with all models together. */
export interface AttackFigures {
  readonly name: string;
  /** As `Attack` in tools/trust/audits/trial.ts. */
  readonly kind: 'whole' | 'part' | 'inside';
  readonly tried: number;
  readonly caught: number;
  /**
   * The probability that a miner which always does it is caught within 1, 10 and 100 tasks, with the model
   * whose audits catch it least.
   */
  readonly newMiner: readonly number[];
  readonly agedMiner: readonly number[];
}
