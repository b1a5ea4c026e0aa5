import type { ImageRequest, TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { interpolated, replaced } from '#tools/trust/audits/forgedTrace.ts';
import { type Attack, randomAt } from '#tools/trust/audits/trial.ts';
import type { BrowserResult } from '#tools/trust/browsers/result.worker.ts';

/** A task that a tab was given, and its honest result. */
export interface BrowserTask<R extends TaskRequest = TaskRequest> {
  readonly request: R;
  readonly honest: BrowserResult;
  readonly index: number;
}

/** A cheat that computes on the tab's own GPU: another order than it was given, sold as the given one. */
interface Forgery<R extends TaskRequest = TaskRequest> extends Attack {
  /** @returns undefined where this comes to the same as the given order */
  instead(task: BrowserTask<R>): R | undefined;
  /** What it signs; absent: what it computed. */
  claim?(made: BrowserResult, task: BrowserTask<R>): BrowserResult;
}

const otherSeed = ({ request }: BrowserTask<ImageRequest>) => ({ ...request, seed: request.seed + 1 });

/** Names are those of the native back ends' table. */
const IMAGE_FORGERIES: readonly Forgery<ImageRequest>[] = [
  {
    ...{ name: 'half of the steps, straight lines between', kind: 'whole' },
    instead: ({ request }) => ({ ...request, steps: request.steps / 2 }),
    claim: (made) => ({ ...made, trace: interpolated(made.trace, 2) }),
  },
  { ...{ name: 'ignored prompt', kind: 'whole' }, instead: ({ request }) => ({ ...request, prompt: '' }) },
  {
    ...{ name: 'shortened prompt', kind: 'whole' },
    instead: ({ request }) => ({ ...request, prompt: request.prompt.split(' on ')[0]! }),
  },
  {
    ...{ name: 'copied picture of another prompt, with its trace', kind: 'whole' },
    instead: ({ request }) => ({ ...request, prompt: 'a flat umbrella next to a glossy apple', seed: 1 }),
  },
  { ...{ name: 'wrong seed', kind: 'whole' }, instead: otherSeed },
  {
    ...{ name: 'wrong seed behind the right noise', kind: 'whole' },
    instead: otherSeed,
    claim: (made, { honest }) => ({ ...made, trace: replaced(made.trace, 0, honest.trace[0]!) }),
  },
  {
    ...{ name: 'trace kept from another seed, joined at one step', kind: 'part' },
    instead: otherSeed,
    claim: (made, { request: { steps }, honest, index }) => {
      const step = 2 + Math.floor(randomAt(index, 8)() * (steps - 1));
      return { ...made, trace: [...honest.trace.slice(0, step), ...made.trace.slice(step)] };
    },
  },
];

const sampled = (change: Partial<TextRequest>) => (task: BrowserTask<TextRequest>) =>
  task.request.temperature === 0 ? undefined : { ...task.request, ...change };
const asked =
  (contentOf: (content: string) => string) =>
  ({ request }: BrowserTask<TextRequest>): TextRequest => {
    const content = contentOf(request.messages.at(-1)!.content);
    return { ...request, messages: [{ role: 'user', content }] };
  };
const promptTokensOf = (result: TaskResult) => (result.kind === 'text' ? result.promptTokens : 0);
/** The answer to another prompt, with the count of the given one. */
const asAsked: Forgery<TextRequest>['claim'] = ({ result, trace }, { honest }) => ({
  result: result.kind === 'text' ? { ...result, promptTokens: promptTokensOf(honest.result) } : result,
  trace,
});

const TEXT_FORGERIES: readonly Forgery<TextRequest>[] = [
  {
    ...{ name: 'pre-fill: the model’s own likeliest tokens', kind: 'whole' },
    instead: sampled({ temperature: 0 }),
  },
  {
    ...{ name: 'wrong seed', kind: 'whole' },
    instead: (task) => sampled({ seed: task.request.seed + 1 })(task),
  },
  { ...{ name: 'ignored prompt', kind: 'whole' }, instead: asked(() => 'a story'), claim: asAsked },
  {
    ...{ name: 'shortened prompt', kind: 'whole' },
    instead: asked((content) => {
      const words = content.split(' ');
      return words.slice(0, Math.ceil(words.length / 2)).join(' ');
    }),
    claim: asAsked,
  },
  {
    ...{ name: 'copied answer to another prompt', kind: 'whole' },
    instead: (task) => ({ ...asked(() => 'a brave little tractor')(task), seed: 1 }),
    claim: asAsked,
  },
];

/** A forgery that applies to a task: the order that is computed, and what is signed then. */
export interface ForgedOrder extends Attack {
  readonly instead: TaskRequest;
  signed(made: BrowserResult): BrowserResult;
}

const ordersOf = <R extends TaskRequest>(forgeries: readonly Forgery<R>[], task: BrowserTask<R>) =>
  forgeries.flatMap(({ name, kind, instead: insteadOf, claim }): ForgedOrder[] => {
    const instead = insteadOf(task);
    return instead ? [{ name, kind, instead, signed: (made) => claim?.(made, task) ?? made }] : [];
  });

/**
 * What a miner may compute and sign in a task's place.
 * @example for (const { instead, signed } of forgedOrders(task)) signed(await make(instead));
 */
export function forgedOrders({ request, ...task }: BrowserTask): ForgedOrder[] {
  return request.kind === 'image'
    ? ordersOf(IMAGE_FORGERIES, { request, ...task })
    : ordersOf(TEXT_FORGERIES, { request, ...task });
}
