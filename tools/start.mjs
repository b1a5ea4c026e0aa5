/** `npm start`: installs what is missing, then runs the devnet. */
import { offerBrowser } from './browser.mjs';
import { installPackages } from './install.mjs';
import { asksForHelp, USAGE } from './startUsage.mjs';
import { stepPrinter } from './stepPrinter.mjs';

if (asksForHelp(process.argv.slice(2))) {
  console.log(USAGE);
  process.exit();
}

const progress = stepPrinter();
// At once: a first start takes minutes.
console.log('\n  Starting the Cuckoo devnet. The first time it installs and builds, for some minutes.\n');
await installPackages(progress);
const { register } = await import('tsx/esm/api');
register();
const { readOptions } = await import('../src/devnet/options.ts');
const { findBrowser } = await import('../src/devnet/browser/browser.ts');
if (wantsHouseMiner()) await offerBrowser(findBrowser, progress);
const { runDevnet } = await import('../src/devnet/main.ts');
await runDevnet(progress);

function wantsHouseMiner() {
  try {
    return readOptions(process.argv.slice(2)).houseMiner;
  } catch {
    // The devnet says what is wrong with the options.
    return false;
  }
}
