import { register } from 'tsx/esm/api';

// A thread does not inherit the hooks that let Node read TypeScript, however the coordinator was started.
register();
await import('#coordinator/court/evidence/reading/bundle.worker.ts');
