import { readdirSync, readFileSync } from 'node:fs';
import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const flow = { state: { phase: 'idle' }, busy: false } as never;
const buttonFor = (text: MessageKey, wei: bigint | undefined) =>
  renderPage(
    <AmountButton
      flow={flow}
      wei={wei}
      unavailable={wei === undefined ? 'Enter an amount first.' : undefined}
      text={text}
      onClick={() => undefined}
    />,
  );

it.each([
  ['stake.stakeForm.stakeAmount', 'Stake 5 CAI', 'Stake CAI'],
  ['stake.unstakeForm.unstakeAmount', 'Unstake 5 CAI', 'Unstake CAI'],
  ['explore.voteDialog.voteAmount', 'Vote with 5 CAI', 'Vote with CAI'],
  ['explore.voteDialog.takeBackAmount', 'Take back 5 CAI', 'Take back CAI'],
  ['explore.voteDialog.takeOutAmount', 'Take 5 CAI out of the bond', 'Take CAI out of the bond'],
  ['mine.registerForm.registerAmount', 'Register with 5 CAI', 'Register with CAI'],
  ['mine.earningsCard.redeemAmount', 'Redeem 5 CAI', 'Redeem CAI'],
] as const)('a button says what it will do with the amount: %s', (text, withAmount, without) => {
  expect(buttonFor(text, parseEther('5'))).toMatch(new RegExp(`aria-disabled="false"[^>]*>${withAmount}<`));
  expect(buttonFor(text, undefined)).toMatch(new RegExp(`aria-disabled="true"[^>]*>${without}<`));
});

it('every form with an amount has such a button, and no other way to send', () => {
  const forms = readdirSync('src/web', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'))
    .map((path) => ({ path, source: readFileSync(`src/web/${path}`, 'utf8') }))
    .filter(({ source }) => / useAmount\(/.test(source) && /useTransaction\(/.test(source));
  expect(forms.length).toBeGreaterThan(4);
  const unnamed = forms.filter(
    ({ source }) => !source.includes('<AmountButton') || source.includes('<TransactionButton'),
  );
  expect(unnamed.map(({ path }) => path)).toEqual([]);
});
