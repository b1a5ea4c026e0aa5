import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type Next } from 'hono';
import { compress } from 'hono/compress';
import type { LanguageVariables } from 'hono/language';
import { NONCE, type SecureHeadersVariables, secureHeaders } from 'hono/secure-headers';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';
import { themedPage } from '#devnet/themedPage.ts';
import {
  DEFAULT_LANGUAGE,
  detectLanguage,
  hasFile,
  pageAt,
  placeOf,
  readModels,
  readPages,
} from '#devnet/webPages.ts';
import { HOUSE_MINER_PATH, type HouseMinerNews } from '#protocol/devnet/houseMiner.ts';

export interface WebServer {
  url: string;
  stop(): Promise<void>;
}

const DIST = join(PROJECT_ROOT, 'dist');

/** Where index.html has a place for the nonce of its answer. */
const NONCE_PLACE = 'CSP_NONCE';
/** Coordinators announce their addresses on the chain. On a devnet all of them are on this machine. */
const THIS_MACHINE = ['http://localhost:*', 'http://127.0.0.1:*', 'ws://localhost:*', 'ws://127.0.0.1:*'];
const ANYWHERE = ['https:', 'wss:'];

/**
 * WalletConnect's relay, and the invisible frame in which it attests a page's address to the wallet. Its own
 * dialog, which would need more, is not used.
 */
const WALLET_CONNECT = {
  connect: ['wss://relay.walletconnect.org', 'https://verify.walletconnect.org'],
  frame: ['https://verify.walletconnect.org'],
};

/** The page is shown in no other page's frame, and wallets open windows of their own. */
const headersFor = (config: NetworkConfig): Parameters<typeof secureHeaders>[0] => ({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    // ONNX Runtime compiles WebAssembly.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    // RainbowKit's dialogs stop the page behind them from scrolling by a style element.
    styleSrc: ["'self'", NONCE],
    imgSrc: ["'self'", 'data:', 'blob:'],
    connectSrc: [
      ...["'self'", new URL(config.rpcUrl).origin, ...(config.devnet ? THIS_MACHINE : ANYWHERE)],
      ...(config.walletConnectProjectId === undefined ? [] : WALLET_CONNECT.connect),
    ],
    ...(config.walletConnectProjectId !== undefined && { frameSrc: WALLET_CONNECT.frame }),
    workerSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  crossOriginOpenerPolicy: 'same-origin-allow-popups',
  referrerPolicy: 'no-referrer',
  // Only over TLS.
  strictTransportSecurity: false,
});

/**
 * Lets a browser keep a file and ask whether it has changed. Its length and date tell, as in nginx: hashing
 * the weights at every request would take longer than sending them.
 */
async function revalidate(context: Context, next: Next): Promise<void> {
  await next();
  const { headers, status, body } = context.res;
  if (status !== 200 || headers.has('etag') || headers.has('cache-control')) return;
  context.header('cache-control', 'no-cache');
  const modified = headers.get('last-modified');
  if (modified === null) return;
  const etag = `W/"${headers.get('content-length')}-${Date.parse(modified).toString(36)}"`;
  context.header('etag', etag);
  if (context.req.header('if-none-match') !== etag) return;
  await body?.cancel();
  context.res = new Response(null, { status: 304, headers: context.res.headers });
  context.header('content-length', undefined);
}

type PageVariables = SecureHeadersVariables & LanguageVariables;

/** How a file's address ends. A model's, as /models/qwen2.5-0.5b, may end in a dot and a number. */
const FILE_TYPE = /\.[a-z]\w*$/i;

const NO_HOUSE_MINER: HouseMinerNews = { state: 'none', seconds: 0, last_seconds: {} };

/** Serves the built dApp, and the network's config where the dApp looks for it. */
export async function startWebServer(options: {
  port: number;
  config: NetworkConfig;
  /** Left out where there is no house miner. */
  houseMiner?: () => HouseMinerNews;
  /** The built page. */
  folder?: string;
}): Promise<WebServer> {
  const { folder = DIST, houseMiner = () => NO_HOUSE_MINER } = options;
  const [pages, models] = await Promise.all([readPages(folder), readModels(folder)]);
  const app = new Hono<{ Variables: PageVariables }>();
  app.use('*', secureHeaders(headersFor(options.config)));
  app.use('*', revalidate);
  // A page's HTML differs by its nonce; other files are there packed (tools/compressAssets.ts).
  app.use('*', compress({ contentTypeFilter: /^text\/html/ }));
  app.use('*', detectLanguage(pages));
  const sendPage = (context: Context<{ Variables: PageVariables }>) => {
    const { address, language } = placeOf(context.req.path);
    const { versions, status } = pageAt(address, { pages, models });
    const html = versions.get(language ?? context.get('language')) ?? versions.get(DEFAULT_LANGUAGE)!;
    context.header('vary', language === undefined ? 'Accept-Language, Cookie' : 'Cookie');
    const own = html.replaceAll(NONCE_PLACE, context.get('secureHeadersNonce') ?? '');
    return context.html(themedPage(own, context), status);
  };
  app.get('/network.json', (context) => context.json(options.config));
  app.get(HOUSE_MINER_PATH, (context) => context.json(houseMiner()));
  // The files themselves have the place of the nonce, not the nonce.
  app.use('*', async (context, next) => (hasFile(context.req.path, pages) ? sendPage(context) : next()));
  // Vite names assets by their content.
  app.use('/assets/*', async (context, next) => {
    await next();
    context.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('*', serveStatic({ root: folder, precompressed: true }));
  // The app shows page addresses itself; a missing file has no page.
  app.get('*', (context) => (FILE_TYPE.test(context.req.path) ? context.notFound() : sendPage(context)));

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
