import { type ComponentType, lazy, Suspense } from 'react';

/**
 * A part that few visitors see, loaded when it is shown first. Until then there is nothing in its place.
 * @example const FaultCard = onDemand(async () => (await loadFaultCard()).FaultCard);
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const Part = lazy(async () => ({ default: await load() }));
  return (props: Props) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  );
}
