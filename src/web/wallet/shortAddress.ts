import type { Address } from 'viem';

/** As `0x1234…abcd`: what people compare. */
export const shortAddress = (address: Address): string => `${address.slice(0, 6)}…${address.slice(-4)}`;
