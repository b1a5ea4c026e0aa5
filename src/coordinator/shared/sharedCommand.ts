import { isIPv6 } from 'node:net';
import { parseArgs } from 'node:util';
import type { Hex } from 'viem';
import { identityOf } from '#chain/networkConfig.ts';
import { readOperatorKey } from '#coordinator/keys/operatorKey.ts';
import { readNetworkFile } from '#coordinator/startup/networkFile.ts';
import { readSettings, type Settings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { hashField } from '#protocol/fields.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { signSharedRemoval } from '#protocol/signed/sharedRemoval.ts';

export const SHARED_USAGE = `npm run coordinator -- shared remove 0x… [--api http://…]
  Removes the shared result of this task for good. The coordinator must run; its list is GET /v1/network/shared.

  --api  its address, if this machine's settings HOST and API_PORT are not the way to it`;

/** Longest wait for the coordinator's answer, in ms. */
const ANSWER_MS = 30_000;

function readOptions(args: readonly string[]): { id: Hex; api: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { api: { type: 'string' } },
    });
    const [action, id, ...rest] = positionals;
    if (action !== 'remove' || rest.length > 0) throw new Error('no such command');
    return { id: hashField.parse(id), api: values.api };
  } catch {
    throw new StartupError(
      'BAD_COMMAND',
      `This is no command of the coordinator. There are:\n${SHARED_USAGE}`,
    );
  }
}

/** Where the coordinator with these settings listens, from its own machine. */
function localApi({ HOST, API_PORT }: Settings): string {
  if (HOST === '0.0.0.0') return `http://127.0.0.1:${API_PORT}`;
  return `http://${isIPv6(HOST) ? `[${HOST}]` : HOST}:${API_PORT}`;
}

/**
 * `npm run coordinator -- shared remove 0x…`: signs with the operator key, and asks the running
 * coordinator. Its database is its own while it runs.
 * @returns what to print
 * @throws StartupError
 */
export async function sharedCommand(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  nowSeconds: number,
): Promise<string> {
  const { id, api } = readOptions(args);
  const settings = readSettings(environment);
  const network = identityOf(await readNetworkFile(settings.CUCKOO_NETWORK));
  const signer = await readOperatorKey(settings);
  const removal = await signSharedRemoval(network, signer, { taskId: id, at: nowSeconds });
  const base = api ?? localApi(settings);
  const answer = await fetch(apiUrl(base, `/v1/network/shared/${id}/removal`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(removal),
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((cause: unknown) => {
    throw new StartupError('NO_ANSWER', `No coordinator answers at ${base}. Start it, or name it by --api.`, {
      cause,
    });
  });
  if (answer.ok) return `Removed for good: ${id}`;
  const said = apiErrorSchema.safeParse(await answer.json().catch(() => undefined));
  const reason = said.success ? said.data.error.message : `It answered ${answer.status}.`;
  throw new StartupError('NOT_REMOVED', `The result was not removed. ${reason}`);
}
