import { bytesToHex } from 'viem';
import { expect, it } from 'vitest';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { saltField } from '#protocol/task/taskRequest.ts';

it('chosenBy gives the same salt and seed for a secret, and others for another', () => {
  const zero = `0x${'00'.repeat(32)}` as const;
  // keccak256 of 32 zero bytes is 290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563.
  expect(chosenBy(zero)).toEqual({ salt: '0x290decd9548b62a8d60345a988386fc8', seed: 0x4ba6bc954840 });
  expect(chosenBy(`0x${'00'.repeat(31)}01`)).not.toEqual(chosenBy(zero));
});

it('chosenBy gives what a request takes', () => {
  for (let round = 0; round < 50; round++) {
    const { salt, seed } = chosenBy(bytesToHex(crypto.getRandomValues(new Uint8Array(32))));
    expect(saltField.safeParse(salt).success).toBe(true);
    expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 48).toBe(true);
  }
});
