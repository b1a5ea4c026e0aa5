/**
 * Prints the size of each contract's deployed code, and fails if one comes too close to the limit. Run after
 * `npm run contracts:build`: `npm run contracts:size`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Hex, size } from 'viem';

const root = resolve(import.meta.dirname, '../..');
/** The limit of EIP-170. */
const LIMIT_BYTES = 24_576;
/** Kept free for a fix that cannot wait for a redesign. */
const ROOM_BYTES = 2_000;

const contracts = readdirSync(join(root, 'contracts/src'))
  .filter((file) => file.endsWith('.sol'))
  .map((file) => file.slice(0, -'.sol'.length));
const rows = contracts.map((contract) => {
  const artifact = JSON.parse(readFileSync(join(root, `out/${contract}.sol/${contract}.json`), 'utf8')) as {
    deployedBytecode: { object: Hex };
  };
  const bytes = size(artifact.deployedBytecode.object);
  return { contract, bytes, left: LIMIT_BYTES - bytes };
});
console.table(rows);
const large = rows.filter(({ left }) => left < ROOM_BYTES).map(({ contract }) => contract);
if (large.length > 0) {
  console.error(`Less than ${ROOM_BYTES} bytes left: ${large.join(', ')}.`);
  process.exit(1);
}
