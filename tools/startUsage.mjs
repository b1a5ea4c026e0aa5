/** Plain JavaScript: `npm start -- --help` prints it before anything is installed. */
export const USAGE = `npm start -- [options]
  --no-house-miner   do not open the house miner's tab
  --web-port N       the dApp (5173)
  --api-port N       the coordinator's HTTP API (8787)
  --relay-port N     the coordinator's relay for miners (8788)
  --rpc-port N       the chain (8545)
  --data FOLDER      where the chain and the coordinator keep their state (.cuckoo/devnet)`;

/** Whether a command line asks for it. */
export const asksForHelp = (args) => args.includes('--help') || args.includes('-h');
