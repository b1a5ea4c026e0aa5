import type { Page } from '@playwright/test';
import { type CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { quorumOfRound } from '#chain/courts/courtTerms.ts';
import { readClientOf } from '#chain/networkConfig.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { apiCaseSchema } from '#protocol/messages/apiCase.ts';
import { passTimeTo } from './chainControl.ts';
import { expect } from './devnet.ts';
import { AUDIT_TIMEOUT_MS } from './madeTask.ts';

/** A case before a jury, from the votes to the pay. Its windows are jumped to. */

const { terms } = DEVNET.courts;
/** What is found of a result. */
type Verdict = 'right' | 'wrong';

/** The juries' contract. */
export const courtOf = ({ chain: { config } }: Devnet): CourtReader =>
  new CourtReader(readClientOf(config), config.contracts.juries);

/** A case as the chain has it now. */
export const chainCase = (devnet: Devnet, id: string): Promise<CaseView> =>
  courtOf(devnet).readCase(BigInt(id));

/** A case as the coordinator's API tells it: as it was some seconds ago. */
export async function readCase(devnet: Devnet, id: string) {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/cases/${id}`);
  expect(answer.status).toBe(200);
  return apiCaseSchema.parse(await answer.json());
}

/** The juries of a tab, on the page on which it mines. */
export const juriesOn = (page: Page) => page.getByRole('list', { name: 'Juries' });

/** One jury of a tab: the tab may sit on those of other cases as well. @param round 0 for the first */
const juryOn = (page: Page, caseId: string, round: number) =>
  juriesOn(page)
    .getByRole('listitem')
    .filter({ hasText: `Case ${caseId}${round === 0 ? ' ·' : `, appeal ${round} ·`}` });

/** Waits until a tab has checked the result, and its vote is on the chain, sealed. */
export async function untilSealed(
  page: Page,
  { caseId, round = 0, finding }: { caseId: string; round?: number; finding: Verdict },
): Promise<void> {
  const jury = juryOn(page, caseId, round);
  await expect(jury).toBeVisible({ timeout: 60_000 });
  await expect(jury).toContainText('The sealed vote is on the chain', { timeout: AUDIT_TIMEOUT_MS });
  await expect(jury).toContainText(`the result is ${finding}`);
}

/** Ends the voting, and waits until a quorum of votes is opened. */
export async function untilOpened(devnet: Devnet, caseId: string, finding: Verdict): Promise<void> {
  // The window lasts a minute: what has passed of the one before it must not be taken from it.
  const { round, jury } = await chainCase(devnet, caseId);
  await passTimeTo(devnet, jury.commitEnd);
  const quorum = quorumOfRound(await courtOf(devnet).terms(), round);
  await expect
    .poll(async () => (await chainCase(devnet, caseId)).jury.votes[finding], { timeout: 60_000 })
    .toBeGreaterThanOrEqual(quorum);
}

/** Ends the time for appeals, and waits for the verdict. */
export async function untilDecided(devnet: Devnet, caseId: string, verdict: Verdict): Promise<void> {
  await passTimeTo(devnet, (await chainCase(devnet, caseId)).jury.finalAt);
  await expect.poll(async () => (await readCase(devnet, caseId)).verdict, { timeout: 60_000 }).toBe(verdict);
}

/** Wei that the jurors of a decided case get, those of all its juries together. */
export async function payOfJurors(devnet: Devnet, caseId: string): Promise<bigint> {
  const court = courtOf(devnet);
  const { round: last, verdict } = await chainCase(devnet, caseId);
  let wei = 0n;
  for (let round = 0; round <= last; round++) {
    const found = BigInt((await court.readJury(BigInt(caseId), round)).votes[verdict!]);
    const seats = BigInt(terms.seats * terms.growth ** round);
    // If by chance there are more than its seats, they share the pay of those.
    wei += found <= seats ? found * terms.pay : ((seats * terms.pay) / found) * found;
  }
  return wei;
}
