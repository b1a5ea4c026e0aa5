import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';

vi.mock('#web/mine/key/LossGuard.tsx', () => ({ LossGuard: () => <p>What it has earned</p> }));
const { isKeyInUse, OpenedKey } = await import('#web/mine/key/OpenedKey.tsx');

const OWN = '0x00000000000000000000000000000000000000C0';
const OTHER = '0x00000000000000000000000000000000000000C1';
const shown = (opened: `0x${string}`, operator: `0x${string}` | undefined, serves?: string) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>
        <OpenedKey {...{ opened, operator, serves }} guard={{} as never} />
      </NetworkContext>
    </QueryClientProvider>,
  );

describe('an opened backup', () => {
  it('shows the whole address of its key, that it is another one, and what happens to the one in use', () => {
    const html = shown(OTHER, OWN, 'node 3');
    expect(html).toContain(`The file holds the key <code>${OTHER}</code>`);
    expect(html).toContain(`removes ${OWN} from this browser`);
    expect(html).toContain('This browser’s key serves node 3.');
    expect(html).toContain('What it has earned');
  });

  it('says that there is nothing to import where it holds the key in use', () => {
    const html = shown(OWN, OWN.toLowerCase() as `0x${string}`, 'node 3');
    expect(html).toContain('There is nothing to import');
    expect(html).not.toMatch(/removes|serves|earned/);
  });

  it('says that the key in use is lost where it cannot be read', () => {
    expect(shown(OTHER, undefined)).toContain('which cannot be read right now');
    expect(isKeyInUse(OTHER, undefined)).toBe(false);
  });
});
