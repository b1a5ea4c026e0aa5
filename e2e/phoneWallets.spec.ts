import { devices, type Page } from '@playwright/test';
import type { Devnet } from '#devnet/devnet.ts';
import { startWebServer } from '#devnet/webServer.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

const PROJECT = '0123456789abcdef0123456789abcdef';
const PHONE = devices['Pixel 7'];

/** The dApp as another network's host would serve it, beside the devnet's own. */
async function serveNetwork(devnet: Devnet, more: { devnet?: boolean; walletConnectProjectId?: string }) {
  return startWebServer({ port: 0, config: { ...devnet.chain.config, ...more } });
}

interface RelayCall {
  id: number;
  method: string;
}

/** WalletConnect's relay, which takes whatever is published and hands nothing on. */
async function standInRelay(page: Page): Promise<{ methods: string[] }> {
  const methods: string[] = [];
  await page.routeWebSocket(/^wss:\/\/relay\.walletconnect\.org/, (socket) => {
    socket.onMessage((text) => {
      const { id, method } = JSON.parse(String(text)) as RelayCall;
      if (method === undefined) return;
      methods.push(method);
      const result = method === 'irn_batchSubscribe' ? ['1'] : method === 'irn_subscribe' ? '1' : true;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  return { methods };
}

/** What the page's Content-Security-Policy refuses. */
function collectRefusals(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  return refused;
}

test('a network that names its WalletConnect project offers wallets on phones by a QR code', async ({
  page,
  devnet,
}) => {
  const relay = await standInRelay(page);
  const refused = collectRefusals(page);
  const server = await serveNetwork(devnet, { walletConnectProjectId: PROJECT });
  try {
    await page.goto(`${server.url}/stake`);
    await expect(page.getByRole('heading', { level: 1, name: 'Stake' })).toBeVisible();
    expect(relay.methods).toEqual([]);
    await page.getByRole('button', { name: 'Connect wallet' }).first().click();
    await page.getByRole('button', { name: 'WalletConnect' }).click();
    await expect(page.getByText('Scan with your phone')).toBeVisible();
    await expect(page.locator('[role="dialog"] svg title', { hasText: 'QR Code' })).toBeAttached();
    expect(relay.methods).toContain('irn_subscribe');
    expect(await axeViolations(page, '[role="dialog"]')).toEqual([]);
    expect(refused).toEqual([]);
  } finally {
    await server.stop();
  }
});

test('without a project nothing of WalletConnect is offered or loaded', async ({ page, devnet }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  await page.goto(`${devnet.web.url}/stake`);
  await page.getByRole('button', { name: 'Connect wallet' }).first().click();
  await expect(page.getByRole('button', { name: 'Devnet wallet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'WalletConnect' })).toHaveCount(0);
  expect([...hosts].filter((host) => !['localhost', '127.0.0.1'].includes(host))).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ userAgent: PHONE.userAgent, viewport: PHONE.viewport, hasTouch: true });

  test('wallets open by a link, with a request to connect', async ({ page, devnet, context }) => {
    await standInRelay(page);
    const refused = collectRefusals(page);
    const server = await serveNetwork(devnet, { devnet: false, walletConnectProjectId: PROJECT });
    await context.route(/^https:\/\/metamask\.app\.link\//, (route) => route.fulfill({ body: 'MetaMask' }));
    try {
      await page.goto(`${server.url}/stake`);
      await page.getByRole('button', { name: 'Connect wallet' }).first().click();
      const dialog = page.getByRole('dialog');
      for (const name of ['Trust Wallet', 'Rainbow', 'Ledger', 'MetaMask'])
        await expect(dialog.getByRole('button', { name })).toBeVisible();
      expect(await axeViolations(page, '[role="dialog"]')).toEqual([]);
      const opened = page.waitForEvent('popup');
      await dialog.getByRole('button', { name: 'MetaMask' }).click();
      const link = new URL((await opened).url());
      expect(link.href).toMatch(/^https:\/\/metamask\.app\.link\/wc\?/);
      expect(link.searchParams.get('uri')).toMatch(/^wc:[0-9a-f]{64}@2\?.*relay-protocol=irn/);
      expect(refused).toEqual([]);
    } finally {
      await server.stop();
    }
  });

  test('a browser without a wallet says how to come to this page from one', async ({ page, devnet }) => {
    const server = await serveNetwork(devnet, { devnet: false });
    try {
      await page.goto(`${server.url}/stake`);
      const connect = page.getByRole('button', { name: 'Connect wallet' }).first();
      await connect.click();
      const dialog = page.getByRole('dialog', { name: 'Open this page in your wallet' });
      await expect(dialog).toBeVisible();
      const here = `${server.url}/stake`.replace('http://', '');
      await expect(dialog.getByRole('link', { name: 'Open in MetaMask' })).toHaveAttribute(
        'href',
        `https://link.metamask.io/dapp/${here}`,
      );
      await expect(dialog.getByRole('link', { name: /^Open in/ })).toHaveCount(3);
      await expect(dialog.getByRole('button', { name: 'Copy: the address of this page' })).toBeVisible();
      expect(await axeViolations(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await connect.press('Enter');
      await expect(dialog).toBeVisible();
    } finally {
      await server.stop();
    }
  });
});
