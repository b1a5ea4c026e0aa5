import { test } from './devnet.ts';
import { COMMON_FAULTS, FURTHER_FAULTS, tryFaults } from './wallet/faults.ts';
import { TRANSACTIONS } from './wallet/transactions.ts';
import { openWalletPage } from './wallet/walletPage.ts';

/** Of different kinds: with a signature first, with one call, and without an amount. */
const IN_EVERY_RUN = ['stake', 'unstake', 'rename'];

for (const transaction of TRANSACTIONS) {
  test(`${transaction.name}: ${COMMON_FAULTS.map(({ name }) => name).join(', ')}; then it is sent once`, async ({
    page,
    devnet,
  }) => {
    const walletPage = await openWalletPage(page, devnet, transaction);
    await transaction.open?.(page);
    await tryFaults(walletPage, COMMON_FAULTS);
  });

  for (const fault of FURTHER_FAULTS) {
    const tag = IN_EVERY_RUN.includes(transaction.name) ? [] : ['@long'];
    test(`${transaction.name}: ${fault.name}`, { tag }, async ({ page, devnet }) => {
      await page.clock.install();
      const walletPage = await openWalletPage(page, devnet, transaction);
      await transaction.open?.(page);
      await tryFaults(walletPage, [fault]);
    });
  }
}
