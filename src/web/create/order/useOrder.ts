import { useSyncExternalStore } from 'react';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { OrderRun, type OrderRunDeps } from '#web/create/order/orderRun.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { keptValue } from '#web/storage/keptValue.ts';

/** One per page load: its task goes on while the user visits other pages of the dApp. */
let run: OrderRun | undefined;

export function useOrder(save: OrderRunDeps['save']) {
  const { client } = useNetwork();
  run ??= new OrderRun({
    chainSeconds: async () => Number((await client.getBlock()).timestamp),
    kept: keptValue(() => sessionStorage, KEPT_ORDER_KEY, keptOrderSchema),
    save,
  });
  const state = useSyncExternalStore(run.subscribe, run.state);
  return { state, run };
}
