import { type Judgement, judgeResult, type ResultCase } from '#coordinator/results/judgeResult.ts';
import { type ReadAnswer, readAnswer } from '#coordinator/results/readAnswer.ts';
import type { TextModelParts } from '#inference/text/answer/answerFault.ts';
import { isResultSigned } from '#protocol/signed/resultSignature.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

export type Prompt = Pick<TextRequest, 'messages' | 'date'>;
type Model = TextModelParts | undefined;

/** The work that runs in the tokenizer's threads: its time grows with what a client or a miner sent. */
export const TEXT_WORK = {
  /** Number of tokens before the answer. @throws InferenceError BAD_REQUEST */
  count: (model: Model, { messages, date }: Prompt): number =>
    loaded(model).tokenizer.encodeChat(messages, date).length,

  /** Whether a result has the form that its task asks for; an image model needs no tokenizer. */
  judge: (model: Model, resultCase: ResultCase, bytes: Uint8Array): Promise<Judgement> =>
    judgeResult(model, resultCase, bytes),

  /** Whether a miner signed a result: the curve takes milliseconds. */
  isSigned: (_model: Model, ...signed: Parameters<typeof isResultSigned>): Promise<boolean> =>
    isResultSigned(...signed),

  /** A stored text result for its client. */
  read: (model: Model, bytes: Uint8Array): ReadAnswer => readAnswer(loaded(model), bytes),
};

function loaded(model: Model): TextModelParts {
  if (model === undefined) throw new Error('The model’s tokenizer is not loaded.');
  return model;
}

export type WorkKind = keyof typeof TEXT_WORK;
type Work<K extends WorkKind> = (typeof TEXT_WORK)[K];

/** One piece of work as it crosses to a thread. */
export interface WorkCall<K extends WorkKind = WorkKind> {
  readonly model: string;
  readonly kind: K;
  readonly args: Parameters<Work<K>> extends [Model, ...infer Rest] ? Rest : never;
}
export type WorkResult<K extends WorkKind> = Awaited<ReturnType<Work<K>>>;

/** Does a piece of work. */
export async function doWork<K extends WorkKind>(
  model: Model,
  { kind, args }: WorkCall<K>,
): Promise<WorkResult<K>> {
  const work = TEXT_WORK[kind] as (model: Model, ...args: unknown[]) => WorkResult<K>;
  return work(model, ...args);
}
