import { type Journal, nameOf } from '#tools/trust/kills/journal.ts';
import { type KillPoint, type Moment, type Side, STEPS, type Step } from '#tools/trust/kills/killPoints.ts';

/** Watches the steps of the story pass by, and says at which moment somebody is to be killed. */
export class Trap {
  readonly #armed: ReadonlyMap<string, KillPoint>;
  readonly #journal: Journal;
  readonly #kill: (point: KillPoint) => void;

  /** @param deps.armed where to kill; each point once, over all processes that share the journal */
  constructor(deps: { armed: readonly KillPoint[]; journal: Journal; kill(point: KillPoint): void }) {
    this.#armed = new Map(deps.armed.map((point) => [nameOf(point), point]));
    this.#journal = deps.journal;
    this.#kill = deps.kill;
  }

  /** The steps to which a moment belongs now. */
  stepsAt(kind: Moment['kind'], isIt: (moment: Moment) => boolean): string[] {
    return (STEPS as readonly Step[])
      .filter(({ moment, since }) => moment.kind === kind && isIt(moment) && this.#isReached(since))
      .map(({ name }) => name);
  }

  /** @returns whether somebody was killed */
  pass(steps: readonly string[], side: Side): boolean {
    for (const step of steps) {
      this.#journal.note({ step, side });
      const name = nameOf({ step, side });
      const point = this.#armed.get(name);
      if (point === undefined || this.#journal.kills().includes(name)) continue;
      this.#journal.noteKill(point);
      this.#kill(point);
      return true;
    }
    return false;
  }

  #isReached(since: string | undefined): boolean {
    return since === undefined || this.#journal.has({ step: since, side: 'after' });
  }
}
