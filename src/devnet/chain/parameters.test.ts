import { expect, it } from 'vitest';
import { readSettings } from '#coordinator/startup/settings.ts';
import { DEVNET, MAINNET, TESTNET } from '#devnet/chain/parameters.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

it.each([TESTNET, MAINNET])('$name leaves time to take stake out before its admin acts', (network) => {
  expect(network.notice.adminSeconds).toBeGreaterThan(Number(network.staking.coolDownSeconds));
});

it.each([DEVNET, TESTNET, MAINNET])(
  '$name keeps stake within reach for as long as a jury case can last',
  (network) => {
    const { evidenceSeconds, terms } = network.courts;
    const { juries, commitWindow, revealWindow, appealWindow, settleWindow, fineWindow } = terms;
    const jury = commitWindow + revealWindow + appealWindow;
    const caseSeconds = juries * jury - appealWindow + settleWindow + fineWindow;
    const coolDown = Number(network.staking.coolDownSeconds);
    expect(coolDown).toBeGreaterThan(caseSeconds + TASK_LIFETIME_S);
    expect(coolDown).toBeGreaterThan(Number(evidenceSeconds));
    expect(coolDown).toBeGreaterThan(Number(network.slashing.holdSeconds));
  },
);

it('lets one client of a coordinator use a tenth of the gas that the testnet’s faucet gives in a day', () => {
  const settings = readSettings({ CUCKOO_NETWORK: 'network.json', COORDINATOR_KEY: 'a key' });
  const { gasAmount, gasBudget, periodSeconds } = TESTNET.faucet!;
  expect(settings.FAUCET_PERIOD_S).toBe(Number(periodSeconds));
  expect(BigInt(settings.FAUCET_REQUESTS) * gasAmount * 10n).toBeLessThanOrEqual(gasBudget);
});
