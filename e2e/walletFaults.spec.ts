import { test } from './devnet.ts';
import { COMMON_FAULTS, type Fault, FURTHER_FAULTS, tryFaults } from './wallet/faults.ts';
import { TRANSACTIONS } from './wallet/transactions.ts';
import { openWalletPage } from './wallet/walletPage.ts';

/** Kinds that differ: in a dialog, in a row, and in a card. */
const IN_EVERY_RUN = [
  'vote',
  'take votes back',
  'take votes out',
  'unjail a node from the portfolio',
  'claim',
  'compound',
];

for (const transaction of TRANSACTIONS) {
  const tag = IN_EVERY_RUN.includes(transaction.name) ? [] : ['@long'];
  test(`${transaction.name}: ${COMMON_FAULTS.map(({ name }) => name).join(', ')}; then it is sent once`, {
    tag,
  }, async ({ page, devnet }) => {
    const walletPage = await openWalletPage(page, devnet, transaction);
    await transaction.open?.(page);
    await tryFaults(walletPage, COMMON_FAULTS);
  });

  const isKnown = ({ name }: Fault) => transaction.withoutFaults?.[name] === undefined;
  for (const fault of FURTHER_FAULTS.filter(isKnown)) {
    test(`${transaction.name}: ${fault.name}`, { tag: '@long' }, async ({ page, devnet }) => {
      await page.clock.install();
      const walletPage = await openWalletPage(page, devnet, transaction);
      await transaction.open?.(page);
      await tryFaults(walletPage, [fault]);
    });
  }
}
