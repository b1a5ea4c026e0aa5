import { defineConfig } from '@wagmi/cli';
import { foundry } from '@wagmi/cli/plugins';

/** Typed ABIs out of forge's build; `npm run contracts:build` runs before. */
export default defineConfig({
  out: 'src/chain/generated/contracts.ts',
  plugins: [
    foundry({
      artifacts: 'out',
      forge: { build: false },
      include: [
        ...['Authority', 'CAI', 'Disputes', 'Epochs', 'Faucet', 'Juries', 'Operators', 'Payments', 'Slasher'],
        'Staking',
      ].map((name) => `${name}.sol/${name}.json`),
    }),
  ],
});
