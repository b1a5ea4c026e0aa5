export declare const USAGE: string;
export declare function asksForHelp(args: readonly string[]): boolean;
