import { type Address, type Client, encodeFunctionData, type Hex, zeroHash } from 'viem';
import { call as tryCall } from 'viem/actions';
import { ChainError, chainErrorOf } from '#chain/chainError.ts';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentProof, packedPassed } from '#chain/courts/courtArguments.ts';
import { revertName } from '#chain/courts/revertName.ts';
import { disputesAbi, epochsAbi, slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';

type ReportContracts = Pick<NetworkConfig['contracts'], 'disputes' | 'epochs'>;

/** What is read of the chain: a page's small client has that, too. */
type ReportClient = Client & Pick<ReadClient, 'request' | 'readContract'>;

/** A transaction's call. */
export interface ReportCall {
  readonly to: Address;
  readonly data: Hex;
}

/**
 * `fault`: the contract would slash now. `punished`: it has, for the same evidence. `early`: the draw's block
 * is the newest that our node has, and a contract knows only those before it; or our node may lack it yet.
 * `late`: the chain does not know that block any more, or the evidence is too old. `none`: the contract finds
 * no fault.
 */
export type DrawVerdict = 'fault' | 'punished' | 'early' | 'late' | 'none';

const DISPUTES = [...disputesAbi, ...slasherAbi, ...epochsAbi, ...stakingAbi];

/**
 * The call of `Disputes` that slashes the accused coordinator. Whoever sends it is paid.
 * @throws ChainError as `readHeader`
 * @example await wallet.send(await drawReportCall(client, config.contracts, report));
 */
export async function drawReportCall(
  client: Pick<ReadClient, 'request'>,
  { disputes: to }: Pick<ReportContracts, 'disputes'>,
  report: DrawReport,
): Promise<ReportCall> {
  const headerOf = async (block: number) => (await readHeader(client, block)).header;
  /** Of a block that is still to come there is none. */
  const headerIfMined = (block: number) =>
    headerOf(block).catch((error: unknown) => {
      if (error instanceof ChainError && error.code === 'NO_BLOCK') return '0x' as const;
      throw error;
    });
  const abi = disputesAbi;
  const { assignment } = report;
  const { assignment: bare, signature } = assignmentProof(assignment, '0x');
  switch (report.fault) {
    case 'order': {
      const proof = assignmentProof(assignment, await headerOf(assignment.rosterBlock));
      const args = [proof, packedPassed(assignment), report.called] as const;
      return { to, data: encodeFunctionData({ abi, functionName: 'reportWrongOrder', args }) };
    }
    case 'two-draws': {
      const { other } = report;
      const args = [
        assignmentProof(assignment, await headerOf(assignment.rosterBlock)),
        assignmentProof(other, await headerOf(other.rosterBlock)),
      ] as const;
      return { to, data: encodeFunctionData({ abi, functionName: 'reportTwoDraws', args }) };
    }
    case 'beacon': {
      const args = [bare, signature, await headerIfMined(assignment.rosterBlock)] as const;
      return { to, data: encodeFunctionData({ abi, functionName: 'reportWrongBeacon', args }) };
    }
    case 'stale': {
      const args = [bare, signature, BigInt(report.block), await headerOf(report.block)] as const;
      return { to, data: encodeFunctionData({ abi, functionName: 'reportStaleDraw', args }) };
    }
  }
}

/**
 * What the contract says to a report now, without sending it.
 * @param sender who would send it
 * @throws ChainError when the chain cannot be read
 * @example if ((await readDrawVerdict(client, contracts, report, sender)).verdict === 'fault') send();
 */
export async function readDrawVerdict(
  client: ReportClient,
  contracts: ReportContracts,
  report: DrawReport,
  sender: Address,
): Promise<{ verdict: DrawVerdict; call: ReportCall }> {
  const call = await drawReportCall(client, contracts, report);
  try {
    await tryCall(client, { account: sender, ...call });
    return { verdict: (await isComing(client, report)) ? 'early' : 'fault', call };
  } catch (error) {
    const refusal = revertName(error, DISPUTES);
    if (refusal === undefined) throw chainErrorOf(error);
    return { verdict: await verdictOf(refusal, client, contracts, report), call };
  }
}

async function verdictOf(
  refusal: string,
  client: ReportClient,
  { epochs }: ReportContracts,
  report: DrawReport,
): Promise<DrawVerdict> {
  switch (refusal) {
    case 'AlreadyPunished':
      return 'punished';
    case 'EvidenceTooOld':
      return 'late';
    // The block after the draw's is of the same second: weights are known of past seconds alone.
    case 'FutureLookup':
      return 'early';
    case 'BlockUnknown':
      return unknownVerdict(client, report);
    // A hash that the chain does not know counts as another one.
    case 'WrongBeacon': {
      const hash = await readEpochHash(client, epochs, report.assignment.rosterBlock);
      return hash === undefined ? unknownVerdict(client, report) : 'none';
    }
    default:
      return 'none';
  }
}

/**
 * Contracts know the last so many blocks on every chain. One of those is unknown only where our node has no
 * further block yet, or the one of our nodes that tried the call.
 */
const SURELY_KNOWN = 256;

/**
 * Whether the contract takes a report only because our node does not have its block yet: a block to come is a
 * fault of whoever draws with it, but others may have this one. So a tab could make its coordinator pay for
 * reports that fail. A block far ahead is to come for everybody.
 */
async function isComing(
  client: Pick<ReadClient, 'request'>,
  { fault, assignment: { rosterBlock } }: DrawReport,
): Promise<boolean> {
  if (fault !== 'beacon') return false;
  const { number: newest } = await readHeader(client, 'latest');
  return rosterBlock >= newest && rosterBlock <= newest + SURELY_KNOWN;
}

/** What to say of a block that contracts do not know: they forget old ones, and learn new ones late. */
async function unknownVerdict(client: ReportClient, report: DrawReport): Promise<'early' | 'late'> {
  const { number: newest } = await readHeader(client, 'latest');
  return drawBlocksOf(report).some((block) => block > newest - SURELY_KNOWN) ? 'early' : 'late';
}

/**
 * The blocks whose hashes the contract needs to know.
 * @example for (const block of drawBlocksOf(report)) await wallet.send(anchorCall(contracts, block));
 */
export const drawBlocksOf = (report: DrawReport): number[] => {
  if (report.fault === 'stale') return [report.block];
  const { rosterBlock } = report.assignment;
  return report.fault === 'two-draws' ? [rosterBlock, report.other.rosterBlock] : [rosterBlock];
};

/**
 * The hash of a block as the courts know it: of the last 8,191, and of those that somebody anchored.
 * @returns undefined when they do not know it
 * @throws ChainError as `chainErrorOf`
 * @example const isProvable = (await readEpochHash(client, contracts.epochs, 30)) !== undefined;
 */
export async function readEpochHash(
  client: Pick<ReadClient, 'readContract'>,
  epochs: Address,
  block: number,
): Promise<Hex | undefined> {
  const hashOf = { abi: epochsAbi, address: epochs, functionName: 'hashOf', args: [BigInt(block)] } as const;
  try {
    const hash = await client.readContract(hashOf);
    return hash === zeroHash ? undefined : hash;
  } catch (error) {
    throw chainErrorOf(error);
  }
}

/**
 * The call of `Epochs` that keeps a block's hash for good, for a report that cannot be sent yet.
 * @example await wallet.send(anchorCall(config.contracts, assignment.rosterBlock));
 */
export const anchorCall = ({ epochs }: Pick<ReportContracts, 'epochs'>, block: number): ReportCall => ({
  to: epochs,
  data: encodeFunctionData({ abi: epochsAbi, functionName: 'anchor', args: [BigInt(block)] }),
});
