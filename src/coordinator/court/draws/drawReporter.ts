import type { Logger } from 'pino';
import { isAddressEqual } from 'viem';
import { readSlashable } from '#chain/courts/readSlashable.ts';
import {
  anchorCall,
  drawBlocksOf,
  type ReportCall,
  readDrawVerdict,
} from '#chain/courts/reports/drawReports.ts';
import { fitsTransaction } from '#chain/courts/reports/reportGas.ts';
import { identityOf, type NetworkConfig, type ReadClient } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';
import { wantBlock } from '#chain/wantBlock.ts';
import type { KeptReport, ReportStore } from '#coordinator/court/draws/reportStore.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import { type DrawReport, drawReportId, isDrawReportSigned } from '#protocol/court/drawReport.ts';
import { RefusalError } from '#protocol/refusal.ts';

/**
 * The chain knows the hashes of its last 8,191 blocks. A report that could not be sent for half of them has
 * its block anchored, which takes a few ten thousand gas where the report may take millions.
 */
export const ANCHOR_AFTER_BLOCKS = 4_096;

export interface DrawReporterDeps {
  config: NetworkConfig;
  client: ReadClient;
  /** Of the operator key, which pays the gas and gets the reporter's part. */
  wallet: Pick<OperatorWallet, 'account' | 'inTurn'>;
  store: Pick<ReportStore, 'has' | 'put' | 'open' | 'end'>;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/**
 * Reports wrong draws of other coordinators. Tabs find them and hold no gas, so they hand them to any
 * coordinator but the accused one. What the contract would refuse is not taken, nor what no transaction can
 * carry, and only so much about one coordinator and from one miner. So a tab can cost its coordinator some
 * reads of the chain, and no gas.
 */
export class DrawReporter {
  readonly #deps: DrawReporterDeps;
  readonly #anchored = new Set<number>();

  constructor(deps: DrawReporterDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a report that `attend` sends. One that is known, or whose fault was punished, is taken as well.
   * @param reporter names the miner that hands it over
   * @throws RefusalError BAD_SIGNATURE, ACCUSED, NO_FAULT, BLOCK_UNKNOWN, TOO_MUCH_GAS, BUSY
   * @throws ChainError when the chain cannot be read
   */
  async take(report: DrawReport, reporter: string): Promise<void> {
    const { config, client, wallet, store, nowMs } = this.#deps;
    const { address } = wallet.account;
    if (isAddressEqual(report.assignment.coordinator, address)) throw new RefusalError('ACCUSED');
    if (!(await isDrawReportSigned(identityOf(config), report))) throw new RefusalError('BAD_SIGNATURE');
    if (await store.has(drawReportId(report))) return;
    const { verdict, call } = await this.#judged(report);
    if (verdict === 'none') throw new RefusalError('NO_FAULT');
    if (verdict === 'late') throw new RefusalError('BLOCK_UNKNOWN');
    // Its tab comes again.
    if (verdict === 'early')
      throw new RefusalError('BUSY', 'the chain cannot judge it before its next block');
    if (verdict === 'punished') return;
    if (!(await fitsTransaction(client, call, address))) throw new RefusalError('TOO_MUCH_GAS');
    if (!(await store.put(report, { reporter, nowMs: nowMs() }))) throw new RefusalError('BUSY');
  }

  /** What the contract says. A draw with the newest block is judged once there is another one. */
  async #judged(report: DrawReport): ReturnType<typeof readDrawVerdict> {
    const { config, client, wallet } = this.#deps;
    const read = () => readDrawVerdict(client, config.contracts, report, wallet.account.address);
    const first = await read();
    if (first.verdict !== 'early') return first;
    await wantBlock(config, client);
    return read();
  }

  /** Sends what is to be sent. What fails is tried again in the next pass, and does not stop the others. */
  async attend(): Promise<void> {
    for (const kept of await this.#deps.store.open()) {
      try {
        await this.#attendTo(kept);
      } catch (error) {
        this.#deps.log.warn({ err: error, report: kept.id }, 'a wrong draw could not be reported yet');
        await this.#anchor(kept.report).catch((cause: unknown) =>
          this.#deps.log.warn({ err: cause, report: kept.id }, 'could not anchor the block of a wrong draw'),
        );
      }
    }
  }

  async #attendTo({ id, report }: KeptReport): Promise<void> {
    const { config, client, wallet, store, log } = this.#deps;
    const { address } = wallet.account;
    const { verdict, call } = await readDrawVerdict(client, config.contracts, report, address);
    // Our node has lost its newest blocks since, or another one answers.
    if (verdict === 'early') return;
    if (verdict !== 'fault') return store.end(id, verdict);
    const { coordinator } = report.assignment;
    if (!(await this.#canTake(report))) return store.end(id, 'nothing');
    // It was taken by an earlier version, or the chain's limits have changed.
    if (!(await fitsTransaction(client, call, address))) return store.end(id, 'unsendable');
    const transaction = await this.#send(call);
    await store.end(id, 'sent');
    log.warn({ coordinator, fault: report.fault, transaction }, 'a wrong draw was reported');
  }

  /** Whether the cap has left anything of the accused's stake. */
  async #canTake({ assignment }: DrawReport): Promise<boolean> {
    const { client, config } = this.#deps;
    const { staking, slasher } = config.contracts;
    const nodeId = await readNodeId(client, staking, assignment.coordinator);
    return (await readSlashable(client, slasher, nodeId)) > 0n;
  }

  async #anchor(report: DrawReport): Promise<void> {
    const { client, config } = this.#deps;
    const head = Number(await client.getBlockNumber());
    for (const block of drawBlocksOf(report)) {
      if (this.#anchored.has(block) || head - block < ANCHOR_AFTER_BLOCKS) continue;
      await this.#send(anchorCall(config.contracts, block));
      this.#anchored.add(block);
    }
  }

  /** @throws WalletError; Error of viem for what the contract refuses; Error for what was reverted */
  async #send(call: ReportCall): Promise<string> {
    const { status, transactionHash } = await this.#deps.wallet.inTurn((send) => send(call));
    // Somebody else’s report came first.
    if (status !== 'success') throw new Error(`The transaction ${transactionHash} was reverted.`);
    return transactionHash;
  }
}
