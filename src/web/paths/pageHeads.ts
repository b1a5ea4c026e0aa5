import type { MessageKey } from '#web/language/messageKey.ts';

/** A page's title, heading and first sentence, and for one of many the link to all of them. */
export interface Head {
  title: MessageKey;
  heading: MessageKey;
  lead: MessageKey;
  /** Where the link in the first sentence leads. */
  link?: string;
  back?: { href: string; words: MessageKey };
}

/**
 * The pages that have the same heading for everybody, by their address. One of many, e.g. a node, has a
 * heading of its kind until it is known which it is.
 */
export const PAGE_HEADS = {
  '/': {
    title: 'shell.pageHead.start',
    heading: 'shell.pageHead.startHeading',
    lead: 'shell.pageHead.startLead',
  },
  '/create': {
    title: 'shell.pageHead.create',
    heading: 'shell.pageHead.create',
    lead: 'shell.pageHead.createLead',
    link: '/docs/privacy',
  },
  '/gallery': {
    title: 'shell.pageHead.gallery',
    heading: 'shell.pageHead.gallery',
    lead: 'shell.pageHead.galleryLead',
  },
  '/mine': {
    title: 'shell.pageHead.mine',
    heading: 'shell.pageHead.mine',
    lead: 'shell.pageHead.mineLead',
  },
  '/mine/models': {
    title: 'shell.pageHead.mineModels',
    heading: 'shell.pageHead.mineModels',
    lead: 'shell.pageHead.mineModelsLead',
  },
  '/mine/node': {
    title: 'shell.pageHead.yourNode',
    heading: 'shell.pageHead.yourNode',
    lead: 'shell.pageHead.yourNodeLead',
  },
  '/coordinate': {
    title: 'shell.pageHead.coordinate',
    heading: 'shell.pageHead.coordinate',
    lead: 'shell.pageHead.coordinateLead',
  },
  '/stake': {
    title: 'shell.pageHead.stake',
    heading: 'shell.pageHead.stake',
    lead: 'shell.pageHead.stakeLead',
    link: '/portfolio',
  },
  '/portfolio': {
    title: 'shell.pageHead.portfolio',
    heading: 'shell.pageHead.portfolio',
    lead: 'shell.pageHead.portfolioLead',
  },
  '/activity': {
    title: 'shell.pageHead.activity',
    heading: 'shell.pageHead.activity',
    lead: 'shell.pageHead.activityLead',
  },
  '/nodes': {
    title: 'shell.pageHead.explore',
    heading: 'shell.pageHead.explore',
    lead: 'shell.pageHead.exploreLead',
  },
  '/tasks': {
    title: 'shell.pageHead.tasks',
    heading: 'shell.pageHead.tasks',
    lead: 'shell.pageHead.tasksLead',
  },
  '/trust': {
    title: 'shell.pageHead.trust',
    heading: 'shell.pageHead.trust',
    lead: 'shell.pageHead.trustLead',
  },
  '/cases': {
    title: 'shell.pageHead.cases',
    heading: 'shell.pageHead.cases',
    lead: 'shell.pageHead.casesLead',
  },
  '/developers': {
    title: 'shell.pageHead.developers',
    heading: 'shell.pageHead.developers',
    lead: 'shell.pageHead.developersLead',
  },
  '/status': {
    title: 'shell.pageHead.status',
    heading: 'shell.pageHead.status',
    lead: 'shell.pageHead.statusLead',
  },
  '/docs/apr': {
    title: 'shell.pageHead.apr',
    heading: 'shell.pageHead.aprHeading',
    lead: 'shell.pageHead.aprLead',
  },
  '/docs/slashing': {
    title: 'shell.pageHead.slashing',
    heading: 'shell.pageHead.slashingHeading',
    lead: 'shell.pageHead.slashingLead',
  },
  '/docs/privacy': {
    title: 'shell.pageHead.privacy',
    heading: 'shell.pageHead.privacyHeading',
    lead: 'shell.pageHead.privacyLead',
  },
  '/docs/glossary': {
    title: 'shell.pageHead.glossary',
    heading: 'shell.pageHead.glossaryHeading',
    lead: 'shell.pageHead.glossaryLead',
  },
  '/faucet': {
    title: 'shell.pageHead.faucet',
    heading: 'shell.pageHead.faucet',
    lead: 'shell.pageHead.faucetLead',
  },
  '/nodes/:id': {
    title: 'shell.pageHead.node',
    heading: 'shell.pageHead.node',
    lead: 'shell.pageHead.nodeLead',
    back: { href: '/nodes', words: 'shell.pageHead.allNodes' },
  },
  '/tasks/:id': {
    title: 'shell.pageHead.task',
    heading: 'shell.pageHead.task',
    lead: 'shell.pageHead.taskLead',
    back: { href: '/tasks', words: 'shell.pageHead.allTasks' },
  },
  '/models/:id': {
    title: 'shell.pageHead.model',
    heading: 'shell.pageHead.model',
    lead: 'shell.pageHead.modelLead',
  },
  '/cases/:id': {
    title: 'shell.pageHead.case',
    heading: 'shell.pageHead.case',
    lead: 'shell.pageHead.caseLead',
    back: { href: '/cases', words: 'shell.pageHead.allCases' },
  },
} satisfies Record<string, Head>;
export type HeadedPath = keyof typeof PAGE_HEADS;

/**
 * The path of an address whose page has a heading.
 * @example headedPath('/nodes/1'); // '/nodes/:id'
 */
export function headedPath(address: string): HeadedPath | undefined {
  const paths = Object.keys(PAGE_HEADS) as HeadedPath[];
  return paths.find((path) => path === address || isOneOf(path, address));
}

/** Whether the address is that of one of many, whose path ends in `:id`. */
function isOneOf(path: string, address: string): boolean {
  const folder = path.replace(/:id$/, '');
  return folder !== path && address.startsWith(folder) && !address.slice(folder.length).includes('/');
}
