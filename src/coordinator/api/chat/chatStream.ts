import type { Context } from 'hono';
import type { Logger } from 'pino';
import { completionId, logprobsOf, textOf, usageOf } from '#coordinator/api/chat/completion.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { streamEvents, taskNews } from '#coordinator/api/http/eventFeed.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';

/**
 * A text as `chat.completion.chunk` events: the task's state while it waits, then the text, then the receipt.
 */
export function streamChat(
  context: Context,
  deps: { desk: TaskDesk; log: Logger; task: LiveTask; withUsage: boolean },
): Response {
  const { desk, log, task, withUsage } = deps;
  return streamEvents(context, log, async (feed, client) => {
    const head = {
      id: completionId(task),
      object: 'chat.completion.chunk',
      created: Math.floor(task.createdAt / 1_000),
      model: task.model,
    };
    const say = (
      delta: object,
      finishReason: string | null = null,
      more: object = {},
      logprobs: object | null = null,
    ) =>
      feed.send({
        ...head,
        choices: [{ index: 0, delta, logprobs, finish_reason: finishReason }],
        // OpenAI's clients find it in every chunk, or in none.
        ...(withUsage && { usage: null }),
        ...more,
      });
    // Not without choices: many clients read `choices[0].delta` of every chunk.
    const tell = taskNews((news) => say({}, null, { cuckoo_task: news }));
    const words = new SentText();

    await say({ role: 'assistant', content: '' });
    for await (const _ of desk.follow(task, client)) {
      await tell(desk.view(task));
      const delta = words.next(task.text);
      if (delta !== '') await say({ content: delta });
      await feed.keepAlive();
    }
    const finished = await desk.finished(task);
    const result = textOf(finished);
    const rest = words.rest(result.text);
    if (rest !== '') await say({ content: rest });
    const { receipt: cuckoo } = finished;
    // Text streams without log-probabilities. All of them come in the last chunk.
    await say({}, result.finishReason, { cuckoo }, await logprobsOf(result));
    if (withUsage) await feed.send({ ...head, choices: [], usage: usageOf(result), cuckoo });
    await feed.end();
  });
}

/**
 * Text that was sent cannot be taken back. When a task goes to another miner, the answer starts again. All
 * randomness is the task's, so the same text is produced, and the part that the client has is skipped.
 */
export class SentText {
  #sent = '';

  /** The new part of the current attempt's text; empty until it has caught up. */
  next(text: string): string {
    if (!text.startsWith(this.#sent)) return '';
    const delta = text.slice(this.#sent.length);
    this.#sent = text;
    return delta;
  }

  /**
   * The rest of the final text.
   * @throws ApiFault answer_changed when it is not the text whose beginning was sent
   */
  rest(text: string): string {
    if (text.startsWith(this.#sent)) return this.next(text);
    throw new ApiFault(
      'answer_changed',
      'The miner that began this answer left, and the one that took over wrote a different text. Ask again, or look up the text by its task.',
    );
  }
}
