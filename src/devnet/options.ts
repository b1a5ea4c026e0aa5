import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';
import type { DevnetPorts } from '#devnet/devnet.ts';

export interface StartOptions {
  ports: DevnetPorts;
  folder: string;
  houseMiner: boolean;
}

/** A command line that cannot be read. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

function port(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new UsageError(`--${option} takes a port from 1 to 65535, not “${value}”.`);
  }
  return number;
}

/** @throws UsageError */
export function readOptions(args: string[]): StartOptions {
  let values;
  try {
    values = parseArgs({
      args,
      options: {
        'no-house-miner': { type: 'boolean', default: false },
        'web-port': { type: 'string', default: '5173' },
        'api-port': { type: 'string', default: '8787' },
        'relay-port': { type: 'string', default: '8788' },
        'rpc-port': { type: 'string', default: '8545' },
        data: { type: 'string', default: join(PROJECT_ROOT, '.cuckoo/devnet') },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return {
    ports: {
      web: port('web-port', values['web-port']),
      api: port('api-port', values['api-port']),
      relay: port('relay-port', values['relay-port']),
      rpc: port('rpc-port', values['rpc-port']),
    },
    folder: values.data,
    houseMiner: !values['no-house-miner'],
  };
}
