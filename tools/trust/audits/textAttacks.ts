import { generateText } from '#inference/text/textGeneration.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { answerInsideBounds } from '#tools/trust/audits/insideTexts.ts';
import type { OpenText } from '#tools/trust/audits/textArm.ts';
import type { TextClaim, TextTask } from '#tools/trust/audits/textTask.ts';
import { type Attack, randomAt } from '#tools/trust/audits/trial.ts';

export interface TextAttack extends Attack {
  /** @returns undefined where there is nothing to cheat with */
  forge(task: TextTask): Promise<TextClaim | undefined>;
}

const write = async (model: OpenText, request: TextRequest): Promise<TextClaim> =>
  (await generateText(model, request)).result;

/** The miner answers something else, and says that it was asked this. */
async function answered(
  { model, request, honest }: TextTask,
  change: Partial<TextRequest>,
): Promise<TextClaim> {
  const answer = await write(model, { ...request, ...change });
  return { ...answer, promptTokens: honest.promptTokens };
}

/** An answer of these tokens, which keeps its form. */
function retold({ model, request, honest }: TextTask, given: readonly number[]): TextClaim {
  const tokens = given.slice(0, request.maxTokens);
  const { logprobs: _, ...rest } = honest;
  const some = {
    logprob: -1,
    top: [
      [5, -1],
      [6, -2],
      [7, -3],
    ] as [number, number][],
  };
  return {
    ...rest,
    tokens,
    text: model.tokenizer.decode(tokens),
    finishReason: tokens.length < request.maxTokens ? 'stop' : 'length',
    ...(request.topLogprobs !== undefined && {
      logprobs: tokens.map((__, at) => honest.logprobs?.[at] ?? some),
    }),
  };
}

const FIRST_WORD = 300;
const WORDS = 3_000;

/** Other tokens at so many random places. */
function changed(task: TextTask, count: number): TextClaim {
  const random = randomAt(task.index, 11);
  const tokens = [...task.honest.tokens];
  const places = tokens.map((_, at) => at);
  for (let left = Math.min(count, tokens.length); left > 0; left--) {
    const [place] = places.splice(Math.floor(random() * places.length), 1);
    tokens[place!] = FIRST_WORD + Math.floor(random() * WORDS);
  }
  return retold(task, tokens);
}

const contentOf = ({ request }: TextTask) => request.messages[0]!.content;
const asked = (content: string): Partial<TextRequest> => ({ messages: [{ role: 'user', content }] });
const cheap =
  (name: string) =>
  async ({ arm, request }: TextTask) => {
    const model = arm.cheap[name];
    return model && write(model, request);
  };

/** An honest answer, and what miners may send instead. */
export const TEXT_ATTACKS: readonly TextAttack[] = [
  { name: 'honest', kind: 'honest', forge: async ({ honest }) => honest },
  { name: 'weights in 8 bits', kind: 'whole', forge: cheap('weights in 8 bits') },
  { name: 'weights in 4 bits', kind: 'whole', forge: cheap('weights in 4 bits') },
  { name: 'a smaller model, with the task’s noise', kind: 'whole', forge: cheap('a smaller model') },
  {
    ...{ name: 'pre-fill: a smaller model’s likeliest tokens', kind: 'whole' },
    forge: async ({ arm, request }) =>
      request.temperature === 0
        ? undefined
        : write(arm.cheap['a smaller model']!, { ...request, temperature: 0 }),
  },
  {
    ...{ name: 'pre-fill: the model’s own likeliest tokens', kind: 'whole' },
    forge: async (task) => (task.request.temperature === 0 ? undefined : answered(task, { temperature: 0 })),
  },
  {
    ...{ name: 'wrong seed', kind: 'whole' },
    forge: async (task) =>
      task.request.temperature === 0 ? undefined : answered(task, { seed: task.request.seed + 1 }),
  },
  { ...{ name: 'ignored prompt', kind: 'whole' }, forge: (task) => answered(task, asked('a story')) },
  {
    ...{ name: 'shortened prompt', kind: 'whole' },
    forge: (task) => {
      const words = contentOf(task).split(' ');
      return answered(task, asked(words.slice(0, Math.ceil(words.length / 2)).join(' ')));
    },
  },
  {
    ...{ name: 'copied answer to another prompt', kind: 'whole' },
    forge: (task) => answered(task, { ...asked('a brave little tractor'), seed: 1 }),
  },
  {
    ...{ name: 'truncated answer', kind: 'whole' },
    forge: async (task) => retold(task, task.honest.tokens.slice(0, task.honest.tokens.length >> 1)),
  },
  { ...{ name: 'random tokens', kind: 'whole' }, forge: async (task) => changed(task, Infinity) },
  { ...{ name: 'five tokens of 100 changed', kind: 'part' }, forge: async (task) => changed(task, 5) },
  { ...{ name: 'one token of 100 changed', kind: 'part' }, forge: async (task) => changed(task, 1) },
  {
    ...{ name: 'just inside the bounds', kind: 'inside' },
    // Its log-probabilities are not worth the trouble.
    forge: async (task) => (task.request.topLogprobs === undefined ? answerInsideBounds(task) : undefined),
  },
];
