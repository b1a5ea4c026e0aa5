import type { Outgoing, OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';

/** What a wallet has sent, as it outlasts the wallet. */
export class MemoryOutgoing implements Pick<OutgoingStore, 'load' | 'save' | 'clear'> {
  kept: Outgoing | undefined;
  readonly load = async () => this.kept;
  readonly save = async (sent: Outgoing) => {
    this.kept = sent;
  };
  readonly clear = async () => {
    this.kept = undefined;
  };
}
