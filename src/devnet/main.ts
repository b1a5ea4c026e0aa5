import '#network/polyfill.ts';
import { findBrowser } from '#devnet/browser/browser.ts';
import { type HouseMiner, openHouseMiner } from '#devnet/browser/houseMiner.ts';
import { HouseMinerWatch } from '#devnet/browser/houseMinerWatch.ts';
import { BuildError } from '#devnet/build/buildStep.ts';
import { buildAll } from '#devnet/build/buildSteps.ts';
import type { Progress } from '#devnet/build/progress.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { lockDevnet } from '#devnet/instanceLock.ts';
import { readOptions, type StartOptions } from '#devnet/options.ts';
import { endOrphans, forgetChildren, noteChildren } from '#devnet/orphans.ts';
import { demandFreePort } from '#devnet/ports.ts';
import { readyScreen } from '#devnet/screen.ts';
import { Supervision } from '#devnet/supervision.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

/** `npm start`: everything on this machine, until Ctrl-C. */

const say = (sentence: string) => console.log(`  ${sentence}`);

async function demandPorts({ ports }: StartOptions): Promise<void> {
  await demandFreePort('the dApp', ports.web, '--web-port');
  await demandFreePort('the coordinator’s API', ports.api, '--api-port');
  await demandFreePort('the coordinator’s relay', ports.relay, '--relay-port');
  await demandFreePort('the chain', ports.rpc, '--rpc-port');
}

/** The house miner's tab, if it is wanted and a browser is found. Its outcome is printed when it is known. */
async function openHouse(
  options: StartOptions,
  devnet: Devnet,
  watch: HouseMinerWatch,
  stopping: Promise<void>,
): Promise<HouseMiner | undefined> {
  if (!options.houseMiner) return undefined;
  const browser = findBrowser();
  if (browser === undefined) {
    say('house miner: no Chromium or Chrome was found; open the dApp’s Mine page to mine.');
    return undefined;
  }
  let isStopping = false;
  void stopping.then(() => {
    isStopping = true;
  });
  watch.begin();
  try {
    const miner = await openHouseMiner({ browser, url: devnet.web.url, folder: options.folder, tell: say });
    say('house miner: ready, and mining in a headless tab.');
    void miner
      .watchModels((model) => watch.modelReady(model))
      .then(
        () => watch.ready(),
        (error: unknown) => {
          watch.failed();
          const reason = firstLine(error);
          if (!isStopping)
            say(
              `house miner: did not get all its models ready (${reason}); open the dApp’s Mine page to mine.`,
            );
        },
      );
    return miner;
  } catch (error) {
    watch.failed();
    say(`house miner: could not start (${firstLine(error)}); open the dApp’s Mine page to mine.`);
    return undefined;
  }
}

/** A browser's errors go on for many lines. */
const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);

/** One sentence for the terminal, or the compiler's output if a build failed. */
function explain(error: unknown): string {
  if (error instanceof BuildError) return `${error.message}\n${error.output.trim()}`;
  return error instanceof Error ? error.message : String(error);
}

/** How often to check that npm still runs, in ms: a killed npm does not forward its signal. */
const PARENT_LOOK_MS = 1_000;

function onParentGone(act: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && act(), PARENT_LOOK_MS).unref();
}

/** A tab that is still being opened when Ctrl-C comes ends with this process. */
const nextTurn = () => new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));

async function start(progress: Progress): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const unlock = lockDevnet(options.folder);
  process.once('exit', unlock);
  if ((await endOrphans(options.folder)) > 0) say('Ended processes that an earlier start had left running.');
  await demandPorts(options);

  const stopping = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    onParentGone(resolve);
  });
  const built = await Promise.race([buildAll(progress).then(() => true), stopping.then(() => false)]);
  if (!built) return;
  // Only now: it imports the contract bindings, which the build has just made.
  const { startDevnet } = await import('#devnet/devnet.ts');
  const watch = new HouseMinerWatch({ folder: options.folder, nowMs: () => performance.now() });
  const devnet = await startDevnet({
    ...{ folder: options.folder, ports: options.ports, houseMiner: watch.news, progress },
    // An order that comes before the house miner is ready waits for it as long as a task may.
    coordinatorEnv: options.houseMiner ? { MINER_PATIENCE_S: String(TASK_LIFETIME_S) } : {},
  });
  const note = () => noteChildren(options.folder, [devnet.chain.anvil.process, devnet.coordinator.process]);
  note();
  console.log(readyScreen(devnet));
  const house = openHouse(options, devnet, watch, stopping);

  const supervision = new Supervision({
    ...{ chain: devnet.chain.anvil.process, coordinator: devnet.coordinator.process, say },
    restart: async () => {
      const { process } = await devnet.restartCoordinator();
      note();
      return process;
    },
    nowMs: () => performance.now(),
  });
  const failure = await Promise.race([stopping, supervision.failed]);
  supervision.stop();
  if (failure !== undefined) console.error(`\n  ${failure}`);
  console.log('\n  Stopping …');
  const houseMiner = await Promise.race([house, nextTurn()]);
  await houseMiner?.close();
  await devnet.stop();
  forgetChildren(options.folder);
  if (failure !== undefined) process.exitCode = 1;
}

/** Runs the devnet as the command line says, and ends the process with it. */
export async function runDevnet(progress: Progress): Promise<never> {
  try {
    await start(progress);
    process.exit();
  } catch (error) {
    console.error(`\n  ${explain(error)}\n`);
    process.exit(1);
  }
}
