/** `npm start`: installs what is missing, then runs the devnet. */
import { offerBrowser } from './browser.mjs';
import { installPackages } from './install.mjs';

installPackages();
const { register } = await import('tsx/esm/api');
register();
const { readOptions } = await import('../src/devnet/options.ts');
const { findBrowser } = await import('../src/devnet/browser/browser.ts');
if (wantsHouseMiner()) offerBrowser(findBrowser);
await import('../src/devnet/main.ts');

function wantsHouseMiner() {
  try {
    const { help, houseMiner } = readOptions(process.argv.slice(2));
    return houseMiner && !help;
  } catch {
    // The devnet says what is wrong with the options.
    return false;
  }
}
