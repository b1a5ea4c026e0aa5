import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';

export interface WebServer {
  url: string;
  stop(): Promise<void>;
}

const DIST = join(PROJECT_ROOT, 'dist');

/** The page is shown in no other page's frame, and wallets open windows of their own. */
const HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: { frameAncestors: ["'none'"] },
  crossOriginOpenerPolicy: 'same-origin-allow-popups',
  referrerPolicy: 'no-referrer',
  // Only over TLS.
  strictTransportSecurity: false,
};

/** Serves the built dApp, and the network's config where the dApp looks for it. */
export async function startWebServer(options: {
  port: number;
  config: NetworkConfig;
  /** The built page. */
  folder?: string;
}): Promise<WebServer> {
  const { folder = DIST } = options;
  const index = await readFile(join(folder, 'index.html'), 'utf8');
  const app = new Hono();
  app.get('/network.json', (context) => context.json(options.config, 200, { 'cache-control': 'no-store' }));
  // Vite names assets by their content.
  app.use('/assets/*', async (context, next) => {
    await next();
    context.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('*', secureHeaders(HEADERS));
  app.use('*', serveStatic({ root: folder, precompressed: true }));
  // The app routes page addresses itself; a missing file is a 404.
  app.get('*', (context) => (/\.\w+$/.test(context.req.path) ? context.notFound() : context.html(index)));

  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, port: options.port, hostname: '127.0.0.1' },
      (info: AddressInfo) => {
        resolve({
          url: `http://localhost:${info.port}`,
          stop: () =>
            new Promise((done) => {
              server.close(() => done());
              if ('closeAllConnections' in server) server.closeAllConnections();
            }),
        });
      },
    );
    server.once('error', reject);
  });
}
