import { beforeEach, describe, expect, it } from 'vitest';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import { type DrawnSeats, JuryWatch, MOST_CASES, READS_A_LOOK } from '#miner/jury/juryWatch.ts';
import { Courthouse, TERMS } from '#miner/testing/courthouse.ts';
import { MemoryAnswers } from '#miner/testing/memoryStores.ts';
import { miner } from '#miner/testing/world.ts';

const OWN = 5n;
let house: Courthouse;
let watch: JuryWatch;
let answers: MemoryAnswers;
const watching = () => new JuryWatch({ chain: house, answers, now: () => house.nowSeconds });

beforeEach(() => {
  house = new Courthouse(miner.address);
  answers = new MemoryAnswers();
  watch = watching();
});

/** One look. @returns the juries that it told of */
async function look(from = watch): Promise<DrawnSeats[]> {
  const drawn: DrawnSeats[] = [];
  await from.look(OWN, async (each) => void drawn.push(each));
  return drawn;
}
const seatsOn = (caseId: bigint, seats: number, round = 0) => ({ jury: { caseId, round }, seats });

describe('JuryWatch', () => {
  it('tells of a jury once, when it is drawn with seats for the node', async () => {
    const caseId = house.open();
    expect(await look()).toEqual([]);
    house.draw(caseId, 3);
    expect(await look()).toEqual([seatsOn(caseId, 3)]);
    expect(await look()).toEqual([]);
  });

  it('tells of no jury without seats for the node, nor of its own case', async () => {
    house.draw(house.open(), 0);
    house.draw(house.open({ nodeId: OWN }), 3);
    expect(await look()).toEqual([]);
  });

  it('knows the cases against its node from their opening to their end, through appeals, the newest first', async () => {
    const caseId = house.open({ nodeId: OWN });
    house.open();
    const later = house.open({ nodeId: OWN });
    await look();
    expect(watch.against).toEqual([later, caseId]);
    // Nothing can end it before its first deadline.
    await look();
    expect(house.looked.filter((id) => id === caseId)).toHaveLength(1);
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow;
    house.appeal(caseId);
    house.settle(later, 'right');
    await look();
    expect(watch.against).toEqual([caseId]);
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow + TERMS.appealWindow;
    await look();
    expect(watch.against).toEqual([caseId]);
    house.settle(caseId, 'right');
    await look();
    expect(watch.against).toEqual([]);
  });

  it('has the node’s own work kept from the opening of a case against it to its end', async () => {
    const evidence = `0x${'a'.repeat(64)}` as const;
    const caseId = house.open({ nodeId: OWN, evidence });
    house.open();
    await look();
    expect([...answers.held]).toEqual([[evidence, house.nowSeconds + caseSeconds(TERMS)]]);
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow;
    house.settle(caseId, 'right');
    await look();
    expect([...answers.held]).toEqual([]);
  });

  it('has it kept after a case without a verdict, as long as the result can be reported again', async () => {
    const evidence = `0x${'a'.repeat(64)}` as const;
    const caseId = house.open({ nodeId: OWN, evidence });
    const { drawnAt } = await house.readCase(caseId);
    await look();
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow;
    house.settle(caseId, undefined);
    await look();
    expect([...answers.held]).toEqual([[evidence, drawnAt + TERMS.reportWindow]]);
    // A tab that comes back later.
    house.nowSeconds = drawnAt + TERMS.reportWindow;
    watch = watching();
    await look();
    expect([...answers.held]).toEqual([]);
  });

  it('forgets a case against its node that nobody settles in time', async () => {
    house.open({ nodeId: OWN });
    await look();
    house.nowSeconds += caseSeconds(TERMS);
    await look();
    expect(watch.against).toEqual([]);
  });

  it('tells of every jury of a case', async () => {
    const caseId = house.open();
    house.draw(caseId, 1);
    await look();
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow;
    house.appeal(caseId);
    house.draw(caseId, 4);
    expect(await look()).toEqual([seatsOn(caseId, 4, 1)]);
  });

  it('tells of a jury after a reload, and of one that it comes too late to vote on', async () => {
    const caseId = house.open();
    house.draw(caseId, 2);
    await look();
    house.nowSeconds += TERMS.commitWindow;
    expect(await look(watching())).toEqual([seatsOn(caseId, 2)]);
  });

  it('does not read a case while nothing can change for the node, and no more once it is over', async () => {
    const caseId = house.open();
    house.draw(caseId, 1);
    await look();
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow - 1;
    await look();
    expect(house.looked).toEqual([caseId]);
    // From now on it may be appealed.
    house.nowSeconds += 1;
    await look();
    expect(house.looked).toEqual([caseId, caseId]);
    house.nowSeconds += TERMS.appealWindow;
    await look();
    await look();
    expect(house.looked).toHaveLength(3);
  });

  it('leaves a settled case', async () => {
    const caseId = house.open();
    house.draw(caseId, 1);
    house.settle(caseId, 'right');
    expect(await look()).toEqual([]);
    await look();
    expect(house.looked).toEqual([caseId]);
  });

  it('does not read cases before one that is too old', async () => {
    house.open();
    house.open();
    house.nowSeconds += caseSeconds(TERMS);
    const newest = house.open();
    await look();
    expect(house.looked).toEqual([newest, 2n]);
  });

  it('reads a bounded number of cases in one look, the newest first, and in the end all', async () => {
    for (let count = 0; count < READS_A_LOOK + 3; count++) house.draw(house.open(), 1);
    const first = await look();
    expect(first).toHaveLength(READS_A_LOOK);
    expect(first[0]).toEqual(seatsOn(BigInt(READS_A_LOOK + 3), 1));
    expect(await look()).toHaveLength(3);
  });

  it('follows a bounded number of cases: the newest', async () => {
    for (let count = 0; count < MOST_CASES + 1; count++) house.open();
    for (let looks = 0; looks < 2 * (MOST_CASES / READS_A_LOOK); looks++) await look();
    expect(house.looked).toContain(2n);
    expect(house.looked).not.toContain(1n);
  });

  it('goes on when the chain is back, and has forgotten nothing', async () => {
    const caseId = house.open();
    house.draw(caseId, 1);
    house.failure = new Error('no answer');
    await expect(look()).rejects.toThrow('no answer');
    house.failure = undefined;
    expect(await look()).toEqual([seatsOn(caseId, 1)]);
  });

  it('tells again of a jury that was not taken', async () => {
    const caseId = house.open();
    house.draw(caseId, 1);
    const broken = watch.look(OWN, () => Promise.reject(new Error('the disk is full')));
    await expect(broken).rejects.toThrow('the disk is full');
    expect(await look()).toEqual([seatsOn(caseId, 1)]);
  });
});
