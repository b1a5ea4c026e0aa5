import type { Context } from 'hono';
import type { Logger } from 'pino';
import { streamEvents, taskNews } from '#coordinator/api/http/eventFeed.ts';
import type { FinishedTask, TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/** Prefix of a stream's event names: each of OpenAI's image routes has its own. */
export type ImageEvents = 'image_generation' | 'image_edit';

export interface StreamedImage {
  desk: TaskDesk;
  log: Logger;
  task: LiveTask;
  request: ImageRequest;
  events: ImageEvents;
}

export function streamImage(context: Context, { desk, log, task, request, events }: StreamedImage): Response {
  return streamEvents(context, log, async (feed, client) => {
    const tell = taskNews((news) => feed.send({ type: 'cuckoo.task', task: news }, 'cuckoo.task'));
    const common = {
      created_at: createdAt(task),
      size: `${request.width}x${request.height}`,
      ...{ output_format: 'png', background: 'opaque', quality: 'auto' },
    };
    let shown: LiveTask['preview'] = null;
    for await (const _ of desk.follow(task, client)) {
      await tell(desk.view(task));
      if (task.preview !== null && task.preview !== shown) {
        shown = task.preview;
        const type = `${events}.partial_image`;
        const b64_json = Buffer.from(shown.png).toString('base64');
        await feed.send({ type, b64_json, partial_image_index: shown.index, ...common }, type);
      }
      await feed.keepAlive();
    }
    const finished = await desk.finished(task);
    const type = `${events}.completed`;
    const b64_json = Buffer.from(pngOf(finished)).toString('base64');
    await feed.send({ type, b64_json, ...common, cuckoo: finished.receipt }, type);
  });
}

export const createdAt = (task: LiveTask): number => Math.floor(task.createdAt / 1_000);

export function pngOf({ result }: FinishedTask): Uint8Array<ArrayBuffer> {
  if (result.kind !== 'image') throw new Error(`The result of an image task is a ${result.kind}.`);
  return new Uint8Array(result.png);
}
