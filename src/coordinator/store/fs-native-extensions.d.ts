/** What is used of the package, which has no types of its own. */
declare module 'fs-native-extensions' {
  /**
   * Locks bytes of an open file for its descriptor, as long as that is open.
   * @returns false when another descriptor has them locked
   */
  export function tryLock(fd: number, offset: number, length: number): boolean;
}
