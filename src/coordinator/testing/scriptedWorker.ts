import type { WorkCall, WorkKind, WorkResult } from '#coordinator/tokenizer/textWork.ts';
import type { TextWorker, Turn } from '#coordinator/tokenizer/tokenizerThread.ts';

/** A worker that answers each kind of work with a value, or fails with an error. */
export class ScriptedWorker implements TextWorker {
  readonly calls: WorkCall[] = [];
  readonly turns: Turn[] = [];
  readonly #answers: Partial<Record<WorkKind, unknown>>;

  constructor(answers: Partial<Record<WorkKind, unknown>>) {
    this.#answers = answers;
  }

  async run<K extends WorkKind>(call: WorkCall<K>, turn: Turn): Promise<WorkResult<K>> {
    this.calls.push(call as unknown as WorkCall);
    this.turns.push(turn);
    const answer = this.#answers[call.kind];
    if (answer instanceof Error) throw answer;
    return answer as WorkResult<K>;
  }
}
