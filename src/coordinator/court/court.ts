import type { Logger } from 'pino';
import type { Address } from 'viem';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { type CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { readFined } from '#chain/courts/fines.ts';
import { readJurorWeight } from '#chain/courts/jurorWeight.ts';
import { readSlashable } from '#chain/courts/readSlashable.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, type NetworkConfig, type ReadClient } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import { readOperatorNode } from '#chain/standing.ts';
import { wantBlock } from '#chain/wantBlock.ts';
import { SeatedJurors } from '#coordinator/court/bundles/seatedJurors.ts';
import { CaseClerk } from '#coordinator/court/caseClerk.ts';
import { CaseOpener } from '#coordinator/court/caseOpener.ts';
import { ChainHead } from '#coordinator/court/chain/chainHead.ts';
import { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import { CourtStreams } from '#coordinator/court/courtStreams.ts';
import { DrawReporter } from '#coordinator/court/draws/drawReporter.ts';
import { ReportStore } from '#coordinator/court/draws/reportStore.ts';
import { EvidenceCopies } from '#coordinator/court/evidence/evidenceCopies.ts';
import { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import { BundleThread } from '#coordinator/court/evidence/reading/bundleThread.ts';
import { JuryClerk } from '#coordinator/court/juryClerk.ts';
import { SeatNames } from '#coordinator/court/seatNames.ts';
import { CaseBook } from '#coordinator/court/shown/caseBook.ts';
import { VerdictClerk } from '#coordinator/court/verdictClerk.ts';
import { VoteDesk } from '#coordinator/court/voteDesk.ts';
import { VoteStore } from '#coordinator/court/voteStore.ts';
import { repeat } from '#coordinator/eventLoop/repeat.ts';
import { JurorDuty } from '#coordinator/miners/jurorDuty.ts';
import { peerFetch } from '#coordinator/outbound/peerFetch.ts';
import type { Database } from '#coordinator/store/database.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';

const FORGET_MS = 3_600_000;

export interface CourtDeps {
  config: NetworkConfig;
  client: ReadClient;
  /** Of the operator key, which pays deposits and gas. */
  wallet: OperatorWallet;
  roster: { current(): Roster };
  /** Whether a peer may use the court. */
  isAdmitted(peer: string): boolean;
  /** The key of such a peer, once it has shown one. */
  operatorOf(peer: string): Address | undefined;
  db: Database;
  /** Bytes of all evidence that is kept: that of our own audits, and copies of what others brought. */
  maxEvidenceBytes: Record<'own' | 'copies', number>;
  /** Our share of the fines of one jury that is worth a transaction in others' cases, in wei of CAI. */
  leastShareWei: bigint;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** The coordinator's part in the courts. */
export interface CourtService {
  /** Call its `attend` every few seconds. */
  clerk: CaseClerk;
  evidence: EvidenceStore;
  /** Call its `attend` every few seconds. */
  copies: EvidenceCopies;
  votes: VoteDesk;
  /** Who may still have to vote. */
  duty: JurorDuty;
  /** Call its `attend` every few seconds. */
  draws: DrawReporter;
  /** Handles streams of COURT_PROTOCOL. */
  streams: CourtStreams;
  /** What `addCaseRoutes` and `addEvidenceRoutes` show. */
  shown: { court: CourtReader; book: CaseBook; evidence: EvidenceStore; copies: EvidenceCopies };
  stop(): Promise<void>;
}

/** Assembles the coordinator's part in the courts. The caller connects it to its relay and its API. */
export function startCourt(deps: CourtDeps): CourtService {
  const { config, client, wallet, roster, db, leastShareWei, log, nowMs, uptimeMs } = deps;
  const { contracts, chainId } = config;
  const { staking, slasher, juries } = contracts;
  const network = identityOf(config);
  const court = new CourtReader(client, juries);
  const clock = new ChainHead({ client, nowMs });
  const sender = new CourtSender({ wallet, contracts });
  const reader = new BundleThread(network);
  const evidence = new EvidenceStore({ db, reader, maxBytes: deps.maxEvidenceBytes, log });
  const votes = new VoteStore(db);
  // Only what our own audits found wrong is evidence of our own.
  const foundWrong = (theCase: CaseView) => evidence.hasOwnAbout(theCase.evidence);
  const names = new SeatNames({ client, staking, court, sender, roster, foundWrong });
  const pools = { abi: stakingAbi, address: staking } as const;
  const operatorOf = async (nodeId: bigint): Promise<Address> => {
    const identity = { ...pools, functionName: 'identityOf', args: [nodeId] } as const;
    return (await client.readContract(identity))[1];
  };
  const desk = new VoteDesk({ identity: { chainId, juries }, court, votes, clock, operatorOf, nowMs });
  const clerk = new CaseClerk({
    ...{ court, clock, log, operator: sender.address },
    opener: new CaseOpener({ client, staking, court, sender, evidence, names, log, nowMs }),
    juries: new JuryClerk({
      ...{ court, votes, sender, names, foundWrong },
      canTake: async (nodeId) => (await readSlashable(client, slasher, nodeId)) > 0n,
      wantBlock: async () => void (await wantBlock(config, client)),
    }),
    verdicts: new VerdictClerk({
      ...{ court, votes, sender, operatorOf, leastShareWei },
      nodeCount: () => client.readContract({ ...pools, functionName: 'nodeCount' }),
      isFined: (juror) => readFined(client, contracts, juror),
    }),
  });
  const readNode = (operator: Address) => readOperatorNode(client, staking, operator);
  const jurors = new SeatedJurors({ court, readNode, runningCases: () => clerk.running() });
  const copies = new EvidenceCopies({
    ...{ court, clock, reader, log, nowMs, uptimeMs, operator: sender.address, store: evidence },
    downloads: evidenceDownloads(client, staking, roster, peerFetch({ allowPrivate: config.devnet })),
    runningCases: () => clerk.running(),
  });
  const reports = new ReportStore(db);
  const draws = new DrawReporter({ config, client, wallet, store: reports, log, nowMs });
  const forgetting = repeat(log, 'delete old evidence, votes and reports', FORGET_MS, async () => {
    await evidence.forget(nowMs());
    await votes.forget(nowMs());
    await reports.forget(nowMs());
  });
  return {
    ...{ clerk, evidence, copies, votes: desk, draws },
    duty: new JurorDuty({
      readNode,
      runningCases: () => clerk.running(),
      weightIn: (nodeId, theCase) => readJurorWeight(client, staking, nodeId, theCase),
    }),
    streams: new CourtStreams({ ...deps, jurors, evidence, desk, reports: draws }),
    shown: { court, book: new CaseBook({ court, clock, uptimeMs }), evidence, copies },
    stop: async () => {
      await Promise.all([reader.close(), forgetting.stop()]);
    },
  };
}
