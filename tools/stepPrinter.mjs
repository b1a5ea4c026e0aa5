/**
 * Prints what `npm start` and `npm test` do, each step as it begins and as it ends. Plain Node, because it is
 * used before any package is installed.
 */

/** A reader wonders after about this time whether anything still happens, in ms. */
const HEARTBEAT_MS = 10_000;

/**
 * In a terminal, steps that take long are named again and again with their seconds; a log has no need of it.
 * @param {{ print?: (line: string) => void, isTerminal?: boolean }} [options]
 * @returns {import('../src/devnet/build/progress.ts').Progress}
 */
export function stepPrinter({ print = console.log, isTerminal = process.stdout.isTTY === true } = {}) {
  /** When each step began, by what it is. */
  const running = new Map();
  let timer;
  const say = (sentence) => print(`  ${sentence}`);
  const timeOf = ([what, began]) => `${what} ${Math.round((performance.now() - began) / 1_000)} s`;
  const beat = () => say(`… ${[...running].map(timeOf).join(', ')}`);
  return {
    say,
    begin: (what) => {
      const began = performance.now();
      say(`${what} …`);
      running.set(what, began);
      // It keeps no process alive.
      if (isTerminal) timer ??= setInterval(beat, HEARTBEAT_MS).unref();
      return (outcome) => {
        running.delete(what);
        say(`${what}: ${outcome} after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
        if (running.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
