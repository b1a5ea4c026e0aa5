import { isMainThread } from 'node:worker_threads';

// A process's threads load this as well, without the hooks that let Node read TypeScript; they need no lie.
if (isMainThread) await import(new URL(`${process.env.LIE}.ts`, import.meta.url).href);
