import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Address, encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { connectDevnetWallet, registerTab, takeDrip } from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { axeViolations } from './accessibility.ts';
import { minersOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

/** What axe finds on every page, for a wallet that has a stake, a vote and a node. */
test.describe.configure({ mode: 'serial' });

interface Look {
  colorScheme: 'light' | 'dark';
  width: number;
}
const ONE_LOOK: readonly Look[] = [{ colorScheme: 'dark', width: 1280 }];
const ALL_LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, width })),
);
/** All looks of all pages, in one language and state. */
const LONG_MS = 900_000;

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>;
let storage: Storage;
let owner: Address;

test.beforeAll(async ({ browser, devnet }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  owner = (await page.getByLabel('Address').inputValue()) as Address;
  await registerTab(page, devnet.web.url, { name: 'Tab of a test' });
  await page.goto(`${devnet.web.url}/nodes`);
  await page.getByRole('button', { name: 'Vote for Devnet coordinator' }).click();
  await page.getByRole('dialog').getByLabel('Amount', { exact: true }).fill('100');
  await page.getByRole('button', { name: 'Vote with 100 CAI' }).click();
  await expect(page.getByText('Voted.')).toBeVisible();
  storage = await context.storageState({ indexedDB: true });
  await context.close();
});

// It is nobody's tab: the draws of later journeys on this chain would call it.
test.afterAll(async ({ devnet }) => {
  const node = (await minersOf(devnet)).find((each) => each.owner === owner);
  if (node === undefined) return;
  const { config } = devnet.chain;
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'retire', args: [node.id] });
  await callAs(config, owner, { to: config.contracts.staking, data });
});

/** Without the chain, or without its coordinator. */
const FAULTS = {
  none: () => undefined,
  chain: ({ chain }: Devnet) => chain.config.rpcUrl,
  coordinator: ({ coordinator }: Devnet) => coordinator.apiUrl,
};
type Fault = keyof typeof FAULTS;

async function expectSound(
  { browser, devnet }: { browser: Browser; devnet: Devnet },
  { locale, fault, looks }: { locale: string; fault: Fault; looks: readonly Look[] },
): Promise<void> {
  const context = await browser.newContext({
    ...{ locale, storageState: storage, serviceWorkers: 'block', reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  const away = FAULTS[fault](devnet);
  if (away !== undefined) await page.route(`${away}/**`, (route) => route.abort());
  const found: Record<string, Awaited<ReturnType<typeof axeViolations>>> = {};
  for (const path of PAGE_PATHS) {
    await openWhole(page, devnet.web.url + path);
    await expectState(page, fault);
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look.colorScheme });
      await page.setViewportSize({ width: look.width, height: 844 });
      const violations = await axeViolations(page, 'body');
      if (violations.length > 0) found[`${path} ${look.colorScheme} ${look.width}`] = violations;
    }
  }
  await context.close();
  expect(found).toEqual({});
}

/** The wallet is connected. */
const expectState = (page: Page, fault: Fault): Promise<void> =>
  expect(page.getByRole('button', { name: /0x/ }).first(), fault).toBeVisible();

test('axe finds nothing on any page with a wallet', async ({ browser, devnet }) => {
  await expectSound({ browser, devnet }, { locale: 'en', fault: 'none', looks: ONE_LOOK });
});

for (const fault of ['none', 'chain', 'coordinator'] as const)
  for (const locale of ['en', 'ar'])
    test(`axe finds nothing on any page in any look, ${locale}, without: ${fault} @long`, async ({
      browser,
      devnet,
    }) => {
      test.setTimeout(LONG_MS);
      await expectSound({ browser, devnet }, { locale, fault, looks: ALL_LOOKS });
    });
