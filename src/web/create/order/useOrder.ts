import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { OrderRun, type OrderRunDeps } from '#web/create/order/orderRun.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { keptValue } from '#web/storage/keptValue.ts';

/** One per page load: its task goes on while the user visits other pages of the dApp. */
let run: OrderRun | undefined;

export function useOrder(save: OrderRunDeps['save']) {
  const { client } = useNetwork();
  const queries = useQueryClient();
  run ??= new OrderRun({
    chainSeconds: async () => Number((await client.getBlock()).timestamp),
    headBlock: async () => Number((await client.getBlock()).number),
    kept: keptValue(() => sessionStorage, KEPT_ORDER_KEY, keptOrderSchema),
    save,
    expectedTasks: async (asked) => {
      const [{ expectedTasks }, models] = await Promise.all([
        import('#web/create/order/expectedTasks.ts'),
        queries.fetchQuery(CATALOGUE),
      ]);
      const model = models.find(({ manifest }) => manifest.id === asked.order.model);
      return expectedTasks(asked, model?.manifest, Date.now());
    },
  });
  const state = useSyncExternalStore(run.subscribe, run.state);
  return { state, run };
}
