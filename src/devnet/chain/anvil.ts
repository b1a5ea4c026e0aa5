import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createTestClient, http, publicActions } from 'viem';
import { findFoundry } from '#devnet/build/foundry.ts';

export interface Anvil {
  rpcUrl: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** How often anvil writes its state, in seconds: a power cut loses this much at most. */
const STATE_INTERVAL_S = 1;
/** anvil is ready in half a second on two cores; a large state takes longer to load. */
const READY_TIMEOUT_MS = 20_000;

/**
 * Starts the chain. It mines a block for each transaction and keeps its state in `stateFile`, which survives
 * a kill.
 * @param port 0 lets the system choose
 */
export async function startAnvil(options: {
  port: number;
  stateFile: string;
  chainId: number;
}): Promise<Anvil> {
  const child = spawn(
    findFoundry('anvil'),
    [
      ...['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(options.chainId)],
      ...[
        '--state',
        options.stateFile,
        '--state-interval',
        String(STATE_INTERVAL_S),
        '--preserve-historical-states',
      ],
    ],
    // A group of its own: Ctrl-C reaches only the parent, which stops its children in order.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const port = await listeningPort(child);
  child.stdout.resume();
  child.stderr.resume();
  const anvil = {
    rpcUrl: `http://127.0.0.1:${port}`,
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
  try {
    await restoreBlockHashes(anvil.rpcUrl);
  } catch (error) {
    await anvil.stop();
    throw error;
  }
  return anvil;
}

/**
 * anvil 1.7 tells the EVM nothing of the blocks that it loads with its state, so that BLOCKHASH gives wrong
 * hashes, and contracts refuse right evidence (foundry #15167). It does tell it when it goes back to a block.
 */
async function restoreBlockHashes(rpcUrl: string): Promise<void> {
  const chain = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
  if ((await chain.getBlockNumber()) === 0n) return;
  await chain.mine({ blocks: 1 });
  await chain.request<Call<[depth: number]>>({ method: 'anvil_rollback', params: [1] });
  // Its clock went back too, to the time of that block.
  await chain.request<Call<[ms: number]>>({ method: 'evm_setTime', params: [Date.now()] });
}

interface Call<P> {
  Method: string;
  Parameters: P;
  ReturnType: unknown;
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const errors: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => errors.push(line));
  const lines = createInterface({ input: child.stdout! });
  return new Promise<number>((resolve, reject) => {
    const timeout = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The chain (anvil) was not ready within ${READY_TIMEOUT_MS / 1000} s.`));
    }, READY_TIMEOUT_MS).unref();
    lines.on('line', (line) => {
      const match = /^Listening on .*:(\d+)$/.exec(line.trim());
      if (!match) return;
      clearTimeout(timeout);
      resolve(Number(match[1]));
    });
    child.once('error', reject);
    child.once('exit', () =>
      reject(new Error(`The chain (anvil) exited while starting: ${errors.join(' ').slice(0, 500)}`)),
    );
  });
}
