import { parseEther, parseGwei } from 'viem';
import { z } from 'zod';
import { StartupError } from '#coordinator/startup/startupError.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const cai = (text: string) =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,18})?$/, 'not an amount of CAI')
    .default(text)
    .transform((amount) => parseEther(amount));
const gwei = (text: string) =>
  z
    .string()
    .regex(/^\d{1,6}(\.\d{1,9})?$/, 'not a price of gas in gwei')
    .default(text)
    .transform((price) => parseGwei(price));
const positive = z.coerce.number().int().positive();

const keyFields = {
  /**
   * The operator key: a keystore that `npm run coordinator -- keys new` made or another wallet did, or a file
   * with the key in hex. Without it and COORDINATOR_KEY, the file that `keys new` makes.
   */
  COORDINATOR_KEY_FILE: z.string().min(1).optional(),
  /** The operator key in hex. */
  COORDINATOR_KEY: z.string().min(1).optional(),
  /** What opens the keystore where nobody is at a terminal: in a file of its own, or here. */
  COORDINATOR_PASSPHRASE_FILE: z.string().min(1).optional(),
  COORDINATOR_PASSPHRASE: z.string().min(1).optional(),
};
const keySettingsSchema = z.object({ CUCKOO_NETWORK: z.string().min(1).optional(), ...keyFields });
export type KeySettings = z.output<typeof keySettingsSchema>;

/** The coordinator's settings, read from its environment. */
const settingsSchema = z.object({
  /** The network's file, as its dApp publishes it at /network.json. */
  CUCKOO_NETWORK: z.string().min(1),
  ...keyFields,
  /** The relay's key is kept here, and the database unless DATABASE_URL names a server. */
  DATA_DIR: z.string().min(1).default('.cuckoo/coordinator'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Folder with catalogue.json and the models' manifests. */
  CUCKOO_MODELS: z.string().min(1).default('public/models'),
  /** Address to listen on; 0.0.0.0 for all. */
  HOST: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  API_PORT: port.default(8787),
  RELAY_PORT: port.default(8788),
  /** Base URL of the API as its clients see it, if a proxy stands in front. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Comma-separated multiaddrs at which miners reach the relay, if not those that it listens on. */
  RELAY_ANNOUNCE: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .optional(),
  /** How many proxies of the operator's own, one behind the other, add to X-Forwarded-For; `true` is one. */
  TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d)$/, 'not true, false or a number of proxies')
    .default('false')
    .transform((text) => (text === 'true' ? 1 : text === 'false' ? 0 : Number(text))),
  /** Tasks that a client address may request, and in how many seconds. */
  QUOTA_REQUESTS: positive.default(60),
  QUOTA_PERIOD_S: positive.default(600),
  /** What the channel of a miner that works holds beyond what it is owed: some dozens of tasks. */
  CHANNEL_RESERVE_CAI: cai('100'),
  /** What miners are paid in a period for one client address, and for all: no client pays for it. */
  CLIENT_BUDGET_CAI: cai('5000'),
  TOTAL_BUDGET_CAI: cai('50000'),
  BUDGET_PERIOD_S: positive.default(86_400),
  /** A transaction without a block is replaced after so long by one that offers more, up to this price. */
  REPLACE_AFTER_S: positive.default(60),
  MAX_GAS_PRICE_GWEI: gwei('100'),
  /**
   * Drips that a client address may request, and in how many seconds: a tenth of the gas that the testnet's
   * faucet gives in a day.
   */
  FAUCET_REQUESTS: positive.default(5),
  FAUCET_PERIOD_S: positive.default(86_400),
  /** Most miners connected at once. */
  MAX_MINERS: positive.max(10_000).default(1_000),
  /** Most unfinished tasks. */
  MAX_TASKS: positive.max(10_000).default(256),
  /** How long a task waits, in seconds, while no miner that could do it is online. */
  MINER_PATIENCE_S: positive.default(120),
  /**
   * `local`: this machine computes what is audited again, and other tabs what it cannot or finds wrong.
   * `tabs`: only other tabs do. `off`: results are paid as they come, and nobody checks them.
   */
  AUDITS: z.enum(['local', 'tabs', 'off']).default('local'),
  /** Megabytes of evidence that is kept until all windows of its case are over. */
  EVIDENCE_MB: positive.default(4_096),
  /** Megabytes beside it for copies of what others brought, so that cases outlast their coordinator. */
  EVIDENCE_COPIES_MB: positive.default(1_024),
  /** Most results that their makers have made public, and their megabytes; with 0 none is shown or taken. */
  SHARED_RESULTS: z.coerce.number().int().min(0).max(10_000).default(500),
  SHARED_MB: positive.max(16_384).default(256),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
export type Settings = z.output<typeof settingsSchema>;

type Environment = Record<string, string | undefined>;

/** @throws StartupError BAD_SETTING; its message never contains a value, which may be a key */
export const readSettings = (environment: Environment): Settings => parsed(settingsSchema, environment);

/** What the `keys` commands need of them. @throws StartupError BAD_SETTING */
export const readKeySettings = (environment: Environment): KeySettings =>
  parsed(keySettingsSchema, environment);

function parsed<S extends z.ZodType>(schema: S, environment: Environment): z.output<S> {
  // An empty variable counts as not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new StartupError(
    'BAD_SETTING',
    `The setting ${issue?.path.join('.') ?? ''} is not valid: ${issue?.message ?? 'unreadable'}.`,
  );
}
