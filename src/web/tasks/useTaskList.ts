import { useInfiniteQuery } from '@tanstack/react-query';
import type { ApiListedTask } from '#protocol/task/apiTaskList.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { mergeTasks } from '#web/tasks/mergeTasks.ts';
import { listTasks } from '#web/tasks/taskListApi.ts';

/** How often the newest are read again, in ms, while no older ones are shown. */
const LOOK_MS = 5_000;

/** Where to go on with each coordinator, by its address. */
type Places = Readonly<Record<string, string | null>>;

interface Page {
  read: { url: string; tasks: readonly ApiListedTask[]; next: string | null }[];
  /** Names of those that did not answer. */
  silent: string[];
}

async function readPage(coordinators: readonly ReachableCoordinator[], places: Places | null): Promise<Page> {
  const asked = coordinators.filter(({ url }) => places === null || Object.hasOwn(places, url));
  const answers = await Promise.allSettled(asked.map(({ url }) => listTasks(url, places?.[url] ?? null)));
  const page: Page = { read: [], silent: [] };
  answers.forEach((answer, at) => {
    const { url, name } = asked[at]!;
    if (answer.status === 'rejected') page.silent.push(name);
    else page.read.push({ url, tasks: answer.value.data, next: answer.value.next });
  });
  return page;
}

function placesAfter({ read }: Page): Places | undefined {
  const open = read.filter(({ next }) => next !== null);
  return open.length === 0 ? undefined : Object.fromEntries(open.map(({ url, next }) => [url, next]));
}

/** The newest tasks of all coordinators, and older ones as they are asked for. */
export function useTaskList() {
  const { coordinators, error, retry } = useCoordinators();
  const list = useInfiniteQuery({
    queryKey: ['taskList', coordinators?.map(({ url }) => url)],
    enabled: coordinators !== undefined,
    initialPageParam: null as Places | null,
    queryFn: ({ pageParam }) => readPage(coordinators ?? [], pageParam),
    getNextPageParam: placesAfter,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) === 1 ? LOOK_MS : false),
  });
  const pages = list.data?.pages;
  const last = pages?.at(-1);
  const lists = (coordinators ?? []).map(({ url }) => {
    const own = (pages ?? []).flatMap(({ read }) => read.filter((each) => each.url === url));
    return {
      tasks: own.flatMap(({ tasks }) => tasks),
      hasMore: last?.read.some((each) => each.url === url && each.next !== null) ?? false,
    };
  });
  return {
    tasks: pages === undefined ? undefined : mergeTasks(lists),
    silent: [...new Set(pages?.flatMap(({ silent }) => silent))],
    /** Whether any coordinator announces an address; undefined while the chain is read. */
    hasCoordinators: coordinators === undefined ? undefined : coordinators.length > 0,
    isChainAway: coordinators === undefined && error !== null,
    hasMore: list.hasNextPage,
    isReadingMore: list.isFetchingNextPage,
    readMore: () => void list.fetchNextPage(),
    retry: () => {
      retry();
      void list.refetch();
    },
  };
}
