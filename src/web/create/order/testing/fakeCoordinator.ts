import {
  type ApiReceipt,
  type ApiTask,
  SALT_SECRET_HEADER,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import type { Order } from '#web/create/order/order.ts';

export const ID = `0x${'1'.repeat(64)}` as const;
export const ORDER: Order = {
  url: 'http://c.test',
  kind: 'text',
  model: 'tales',
  prompt: 'Once',
  maxTokens: 3,
};
const HEADERS = { [TASK_HEADER]: ID, [TASK_KEY_HEADER]: 'secret' };

const taskAs = (status: ApiTask['status']): ApiTask => ({
  ...{ id: ID, object: 'task', kind: 'text', model: 'tales', status, created_at: 1, finished_at: null },
  ...{ queue_position: 0, progress: null, attempts: [], error: null, result_url: null },
  receipt: status === 'done' ? EXAMPLE_RECEIPT : null,
});
export const event = (data: object) => new TextEncoder().encode(`data: ${JSON.stringify(data)}\n\n`);
export const words = (content: string) => event({ choices: [{ delta: { content } }] });
const endWith = (cuckoo: ApiReceipt) => event({ choices: [{ delta: {}, finish_reason: 'stop' }], cuckoo });
export const END = endWith(EXAMPLE_RECEIPT);
/** The result's audit waits for its draw. */
export const END_WITH_AUDIT = endWith({ ...EXAMPLE_RECEIPT, audit: EXAMPLE_AUDIT });

/** A coordinator with one task, whose stream the test writes. */
export class FakeCoordinator {
  away = false;
  status: ApiTask['status'] = 'running';
  asked: string[] = [];
  keeps: (string | null)[] = [];
  /** The orders that came, with the secrets of their salts. */
  orders: { salt: unknown; seed: unknown; secret: string | null }[] = [];
  /** How it refuses the next order; `held` names the task that it has already. */
  refuses: (order: number) => { code: string; held: boolean } | undefined = () => undefined;
  stream!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  /** Holds back the answer to the order. */
  named: Promise<void> = Promise.resolve();
  /** Holds back a refusal too. */
  answering: Promise<void> = Promise.resolve();
  /** A liar says of every task that it runs, and that it is over when it is to be cancelled. */
  lies = false;
  /** What it never answers: requests with this method, and the body of a result. */
  hangs: 'GET' | 'POST' | 'DELETE' | 'result' | undefined;

  async answer(url: URL, { method = 'GET', signal, headers, body }: RequestInit): Promise<Response> {
    this.asked.push(`${method} ${url.pathname}${url.search}`);
    if (this.away) throw new TypeError('Failed to fetch');
    if (method === 'POST') this.#note(headers, body);
    if (this.hangs === method) return untilAborted(signal);
    if (method === 'POST') {
      const refusal = this.refuses(this.orders.length);
      await this.answering;
      if (refusal !== undefined) {
        const error = { message: 'No.', type: 'invalid_request_error', code: refusal.code, param: 'salt' };
        return Response.json({ error }, { status: 409, headers: refusal.held ? HEADERS : {} });
      }
      await Promise.race([this.named, untilAborted(signal)]);
      const answer = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (stream) => {
          this.stream = stream;
          abortOf(signal, (reason) => stream.error(reason));
        },
      });
      return new Response(answer, { headers: HEADERS });
    }
    if (method === 'DELETE') {
      const over = this.lies || this.status === 'done';
      if (!over) this.status = 'cancelled';
      return Response.json(taskAs(this.status), { status: over ? 409 : 200 });
    }
    if (url.pathname.endsWith('/result')) {
      if (this.hangs === 'result')
        return new Response(
          new ReadableStream({ start: (stream) => abortOf(signal, (reason) => stream.error(reason)) }),
        );
      return new Response('Once upon', { headers: { 'x-cuckoo-finish-reason': 'length' } });
    }
    return Response.json(taskAs(this.status));
  }

  #note(headers: RequestInit['headers'], body: RequestInit['body']): void {
    const sent = new Headers(headers);
    const { salt, seed } = JSON.parse(String(body)) as { salt: unknown; seed: unknown };
    this.keeps.push(sent.get('x-cuckoo-keep'));
    this.orders.push({ salt, seed, secret: sent.get(SALT_SECRET_HEADER) });
  }
}

const abortOf = (signal: AbortSignal | null | undefined, act: (reason: unknown) => void) =>
  signal?.addEventListener('abort', () => act(signal.reason));

const untilAborted = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => abortOf(signal, reject));
