import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { readsItself } from '#coordinator/api/http/bodyRule.ts';
import type { Api } from '#coordinator/api/http/env.ts';
import { processSlice } from '#coordinator/eventLoop/loopSlice.ts';
import { hostOf } from '#network/limits/host.ts';
import { Places } from '#network/limits/places.ts';

/** Most open sockets; a task holds one while its client waits. */
const MAX_SOCKETS = 2_000;
/** What one client may hold, so that none takes all. */
const CLIENT_LIMITS = {
  /** Open sockets of one address. Behind a proxy all are the proxy's, and it sees to this itself. */
  socketsPerAddress: 200,
  /** Time for a request's head, for all of it, and between two requests of a connection, in ms. */
  headMs: 10_000,
  requestMs: 60_000,
  /** For all of a bundle of evidence: it may have 34 MB, and its route sees to its pace. */
  bundleMs: 600_000,
  idleMs: 15_000,
  /** How often those times are checked, in ms. */
  checkMs: 2_000,
};
/** Time for open answers to end when the coordinator stops, in ms. */
const STOP_GRACE_MS = 1_000;

export interface HttpServer {
  port: number;
  stop(): Promise<void>;
}

/** @throws what `listen` throws, such as EADDRINUSE */
export async function serveApi(
  api: Api,
  { host, port, proxies }: { host: string; port: number; proxies: number },
  limits = CLIENT_LIMITS,
): Promise<HttpServer> {
  const serverOptions = {
    headersTimeout: limits.headMs,
    requestTimeout: limits.bundleMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.checkMs,
  };
  const fetch: Api['fetch'] = async (...request) => {
    // Requests that come at once are answered a few at a time, and sockets are served in between.
    await processSlice.pause();
    return api.fetch(...request);
  };
  // Without TLS options it is Node's plain HTTP server.
  const server = createAdaptorServer({ fetch, serverOptions }) as Server;
  server.maxConnections = MAX_SOCKETS;
  if (proxies === 0) boundPerAddress(server, limits.socketsPerAddress);
  boundBodies(server, limits.requestMs);
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

/** As Node would answer. */
const TOO_LATE = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';

/** Closes connections whose request is not here after `limitMs`, but where its route reads it at a pace. */
function boundBodies(server: Server, limitMs: number): void {
  server.on('request', (request, answer) => {
    const late = setTimeout(() => {
      const isPaced = request.method === 'PUT' && readsItself(request.url ?? '') && !answer.writableEnded;
      if (request.complete || isPaced) return;
      request.socket.end(answer.headersSent ? '' : TOO_LATE, () => request.socket.destroy());
    }, limitMs).unref();
    request.once('close', () => clearTimeout(late));
  });
}

/** Closes connections beyond `limit` from one address. */
function boundPerAddress(server: Server, limit: number): void {
  const places = new Places({ most: MAX_SOCKETS, mostPerHost: limit });
  server.on('connection', (socket) => {
    const leave = places.take(hostOf(socket.remoteAddress ?? 'unknown'));
    if (leave === undefined) socket.destroy();
    else socket.once('close', leave);
  });
}
