import { parseArgs } from 'node:util';

export interface ArmOptions {
  /** Tokens in a prompt. */
  readonly prompt: number;
  /** Tokens in an answer. */
  readonly tokens: number;
  readonly rounds: number;
  /** Part of the ids of the models to run: small ones by default, `enlarged` for a real GPU. */
  readonly model: string;
}

/** The command-line options of a text benchmark. */
export function readArmOptions(defaults: Omit<ArmOptions, 'model'>): ArmOptions {
  const number = (value: number) => ({ type: 'string', default: String(value) }) as const;
  const { values } = parseArgs({
    options: {
      prompt: number(defaults.prompt),
      tokens: number(defaults.tokens),
      rounds: number(defaults.rounds),
      model: { type: 'string', default: 'stories15m' },
    },
  });
  const { prompt, tokens, rounds, model } = values;
  return { prompt: Number(prompt), tokens: Number(tokens), rounds: Number(rounds), model };
}
