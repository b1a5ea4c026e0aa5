import type { TextReference } from '#inference/conformance/referenceTask.ts';

/** A test input of a text model before its reference is computed. */
export interface TextInput {
  readonly text: string;
  /** Tokens of the prompt, where the text is repeated and cut to so many; absent: the text as it is. */
  readonly tokens?: number;
  /** Tokens of the answer. */
  readonly answer: number;
  readonly sampling?: TextReference['sampling'];
}

/**
 * What every text model is tested with beside its first input: short and long prompts, around the lengths at
 * which kernels change (one token, a workgroup's 8 to 64, flash attention's 32), scripts whose tokens lie
 * elsewhere in the vocabulary, greedy and sampled answers. Answers are short: their tokens are computed one
 * by one.
 */
export const TEXT_INPUTS: readonly TextInput[] = [
  { text: 'Hi', answer: 2 },
  { text: 'a b c', tokens: 8, answer: 1 },
  { text: 'The fox asked the moon why it was so thin.', answer: 2, sampling: sampled(0.8, 0.9, 1) },
  { text: 'Count: 1, 2, 3; 10, 20, 30; 7 + 8 = 15.', tokens: 33, answer: 1 },
  { text: 'Жила-была кошка, которая любила молоко.', answer: 1 },
  { text: 'كان يا ما كان، في قديم الزمان، طائر صغير.', answer: 2, sampling: sampled(1, 1, 2) },
  { text: '从前有一只小猫，它喜欢在花园里玩。', answer: 1 },
  { text: 'Lily had a red hat. She gave it to her friend Tom. ', tokens: 64, answer: 1 },
  { text: 'for (let i = 0; i < 10; i++) { print("#" + i); }\n', tokens: 100, answer: 2 },
];

/** @param seed of the noise that the answer is drawn with */
function sampled(temperature: number, topP: number, seed: number): NonNullable<TextInput['sampling']> {
  return { temperature, topP, seed };
}

/** A text again and again, until it has so many characters. */
export const repeatedTo = (text: string, characters: number): string =>
  text.repeat(Math.ceil(characters / text.length));
