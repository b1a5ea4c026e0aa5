import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Api } from '#coordinator/api/http/env.ts';

/** Most open sockets; a task holds one while its client waits. */
const MAX_SOCKETS = 2_000;
/** Time for open answers to end when the coordinator stops, in ms. */
const STOP_GRACE_MS = 1_000;

export interface HttpServer {
  port: number;
  stop(): Promise<void>;
}

/** @throws what `listen` throws, such as EADDRINUSE */
export async function serveApi(api: Api, host: string, port: number): Promise<HttpServer> {
  // Without TLS options it is Node's plain HTTP server.
  const server = createAdaptorServer({ fetch: api.fetch }) as Server;
  server.maxConnections = MAX_SOCKETS;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
      await closed;
      clearTimeout(late);
    },
  };
}
