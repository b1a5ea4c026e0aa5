import { lockFolder } from '#coordinator/store/folderLock.ts';

/** A process that holds the lock of a folder, its first argument, until it is killed. */
lockFolder(process.argv[2]!);
process.send!('locked');
setInterval(() => undefined, 60_000);
