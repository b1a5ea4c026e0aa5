import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { pino } from 'pino';
import { addEvidenceRoutes } from '#coordinator/api/court/evidenceRoutes.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { faultOf } from '#coordinator/api/http/requestFault.ts';
import type { CourtService } from '#coordinator/court/court.ts';

const SILENT = pino({ level: 'silent' });

/** A coordinator's HTTP API for evidence, at an address that is known before the coordinator starts. */
export class CourtApi {
  readonly #server = createServer((request, answer) => {
    const listener = this.#listener;
    if (listener === undefined) answer.writeHead(503).end();
    else void listener(request, answer);
  });
  #listener: ReturnType<typeof getRequestListener> | undefined;

  static async listen(): Promise<CourtApi> {
    const api = new CourtApi();
    await new Promise<void>((resolve) => void api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers for this coordinator from now on. */
  serve({ shown }: CourtService): void {
    const api = new OpenAPIHono<ApiEnv>();
    api.use(async (context, next) => {
      context.set('client', 'a client');
      await next();
    });
    api.onError((error, context) => {
      const fault = faultOf(error, context, SILENT);
      return context.json(fault.toJSON(), fault.status);
    });
    addEvidenceRoutes(api, { ...shown, uptimeMs: () => performance.now() });
    this.#listener = getRequestListener(api.fetch);
  }

  /** The coordinator is gone for good. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
