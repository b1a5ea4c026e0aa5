import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { askRecord } from '#web/trust/record/askRecord.ts';
import { Distrust } from '#web/trust/record/distrust.ts';
import { EXAMPLE_CASE, EXAMPLE_RECORD } from '#web/trust/testing/exampleCase.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A coordinator's API that tells so of every case; null: that it knows of none. */
async function coordinator(name: string, record: Partial<ApiCaseDetail> | null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.setHeader('content-type', 'application/json');
    if (record === null) {
      response.statusCode = 404;
      const error = { message: 'There is no such case.', type: 'x', code: 'case_not_found', param: 'id' };
      response.end(JSON.stringify({ error }));
    } else response.end(JSON.stringify({ ...EXAMPLE_RECORD, ...record }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { name, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const FORGED = { state: 'settled', verdict: 'wrong', settled_at: 2_400 } as const;

function setUp() {
  const distrust = new Distrust(() => 0);
  const facts = vi.fn(async () => ({
    ...{ theCase: EXAMPLE_CASE, reporter: EXAMPLE_RECORD.reporter, terms: testTerms, nowSeconds: 2_500 },
  }));
  return { distrust, facts };
}

describe('askRecord', () => {
  it('asks the first coordinator only, where its record fits the chain', async () => {
    const [ann, bob] = [await coordinator('Ann', {}), await coordinator('Bob', {})];
    const { told, lies } = await askRecord([ann, bob], 7n, setUp());
    expect([told?.by.name, told?.record, lies]).toEqual(['Ann', EXAMPLE_RECORD, []]);
    expect([ann.asked, bob.asked]).toEqual([['/v1/cases/7'], []]);
  });

  it('takes no forged verdict of the heaviest coordinator, and says who forged it', async () => {
    const [liar, bob] = [await coordinator('Liar', FORGED), await coordinator('Bob', {})];
    const { told, lies } = await askRecord([liar, bob], 7n, setUp());
    expect(told?.by.name).toBe('Bob');
    expect(lies).toEqual([{ by: liar, caseId: 7n, conflicts: ['verdict'] }]);
  });

  it('leaves who forged one out of the next questions', async () => {
    const [liar, bob] = [await coordinator('Liar', FORGED), await coordinator('Bob', {})];
    const deps = setUp();
    await askRecord([liar, bob], 7n, deps);
    expect((await askRecord([liar, bob], 7n, deps)).lies).toHaveLength(1);
    expect([liar.asked.length, bob.asked.length]).toEqual([1, 2]);
  });

  it('takes no coordinator’s word that there is no such case', async () => {
    const [ann, bob] = [await coordinator('Ann', null), await coordinator('Bob', {})];
    const { told, silent } = await askRecord([ann, bob], 7n, setUp());
    expect([told?.by.name, silent]).toEqual(['Bob', ['Ann']]);
  });

  it('tells that nobody has a record', async () => {
    expect(await askRecord([], 7n, setUp())).toEqual({ told: null, lies: [], silent: [] });
    const liar = await coordinator('Liar', FORGED);
    expect((await askRecord([liar], 7n, setUp())).told).toBeNull();
  });

  it('calls nobody a liar where the chain does not answer', async () => {
    const { distrust } = setUp();
    const ann = await coordinator('Ann', FORGED);
    const facts = () => Promise.reject(new Error('away'));
    await expect(askRecord([ann], 7n, { distrust, facts })).rejects.toThrow('away');
    expect(distrust.of(ann)).toBeUndefined();
  });
});
