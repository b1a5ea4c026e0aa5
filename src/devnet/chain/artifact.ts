import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Hex } from 'viem';

const OUT = fileURLToPath(new URL('../../../out', import.meta.url));

/** Creation bytecode of a contract, from forge's build. */
export async function readBytecode(contract: string): Promise<Hex> {
  const artifact: unknown = JSON.parse(await readFile(`${OUT}/${contract}.sol/${contract}.json`, 'utf8'));
  const { object } = (artifact as { bytecode: { object: Hex } }).bytecode;
  if (!/^0x[0-9a-f]+$/i.test(object))
    throw new Error(`${contract}: forge's build has unlinked or no bytecode.`);
  return object;
}
