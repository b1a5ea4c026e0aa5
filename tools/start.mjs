/** `npm start`: installs what is missing, then runs the devnet. */
import { installPackages } from './install.mjs';

installPackages();
const { register } = await import('tsx/esm/api');
register();
await import('../src/devnet/main.ts');
