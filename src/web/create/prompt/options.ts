import type { ApiModel } from '#protocol/messages/api.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { DraftView } from '#web/create/prompt/draft.ts';
import { type NumberBounds, optionalNumber } from '#web/create/prompt/optionalNumber.ts';

const FIELDS = ['seed', 'steps', 'guidance', 'temperature', 'maxTokens'] as const;
export type OptionName = (typeof FIELDS)[number];

/** The protocol's limits; a model's own may be tighter. */
function boundsOf(model: ApiModel | undefined): Record<OptionName, NumberBounds> {
  return {
    seed: { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true },
    steps: { min: 1, max: model?.cuckoo.steps?.max ?? TASK_LIMIT.steps, whole: true },
    guidance: { min: 0, max: TASK_LIMIT.guidance, whole: false },
    temperature: { min: 0, max: TASK_LIMIT.temperature, whole: false },
    maxTokens: { min: 1, max: TASK_LIMIT.maxTokens, whole: true },
  };
}

/** The advanced options: what is typed, and what it means. */
export function optionsOf(model: ApiModel | undefined, { draft, change }: DraftView) {
  const texts = draft.options;
  const bounds = boundsOf(model);
  const field = (name: OptionName) => ({
    text: texts[name] ?? '',
    read: optionalNumber(texts[name] ?? '', bounds[name]),
    onChange: (text: string) => change(({ options }) => ({ options: { ...options, [name]: text } })),
  });
  /** The options that were set, to be spread into an order. */
  function values<const N extends OptionName>(names: readonly N[]): { [name in N]?: number } {
    const read = names.map((name) => [name, field(name).read.value] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as { [name in N]?: number };
  }
  const valid = (names: readonly OptionName[]) => names.every((name) => field(name).read.problem === null);
  return { field, values, valid };
}

export type Options = ReturnType<typeof optionsOf>;
