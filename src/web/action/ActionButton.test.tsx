import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { TransactionButton } from '#web/components/TransactionButton.tsx';
import { IDLE } from '#web/transaction/transactionRun.ts';

const act = () => undefined;
const flowThatIs = (busy: boolean) => ({
  ...{ state: IDLE, busy, run: async () => true },
  ...{ retry: act, waitOn: act, reset: act },
});

it.each([
  ['that cannot be used', <ActionButton key="1" unavailable="Later." onClick={act} children="Act" />, true],
  ['that can be used', <ActionButton key="2" onClick={act} children="Act" />, false],
  [
    'of a transaction under way',
    <TransactionButton key="3" flow={flowThatIs(true)} onClick={act} children="Act" />,
    true,
  ],
  [
    'of a transaction that has nothing to send',
    <TransactionButton key="4" flow={flowThatIs(false)} unavailable="Later." onClick={act} children="Act" />,
    true,
  ],
])('a button %s says so, and keeps the focus that it has', (_, button, unavailable) => {
  const html = renderToStaticMarkup(button);
  expect(html).toContain(`aria-disabled="${unavailable}"`);
  expect(html).not.toMatch(/ disabled/);
});

it.each([
  ['nothing while it cannot be used', 'Later.', undefined],
  ['its action while it can be used', undefined, act],
])('a click does %s', (_, unavailable, done) => {
  let button: { props: ComponentProps<'button'> } | undefined;
  function Probe() {
    button = ActionButton({ unavailable, onClick: act, children: 'Act' });
    return null;
  }
  renderToStaticMarkup(<Probe />);
  expect(button?.props.onClick).toBe(done);
});

it.each([
  ['why it cannot be used', { unavailable: 'Enter an amount first.' }, ' title="Enter an amount first."'],
  ['no reason while it is busy', { unavailable: 'Enter an amount first.', busy: true }, undefined],
  ['no reason while it can be used', {}, undefined],
])('a button says %s', (_, state, title) => {
  const html = renderToStaticMarkup(<ActionButton {...state} onClick={act} children="Act" />);
  if (title === undefined) expect(html).not.toContain('title=');
  else expect(html).toContain(title);
});

it.each([
  ['submits its form without an action of its own', undefined, 'submit'],
  ['submits no form with an action of its own', act, 'button'],
])('a button %s', (_, onClick, type) => {
  const html = renderToStaticMarkup(<ActionButton {...(onClick && { onClick })} children="Act" />);
  expect(html).toContain(`type="${type}"`);
});
