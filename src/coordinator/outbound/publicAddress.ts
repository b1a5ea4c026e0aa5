import ipaddr from 'ipaddr.js';

/** Microsoft’s cloud tells its own machines their settings here; by its range it is a public address. */
const METADATA_ADDRESSES = ['168.63.129.16'];

/**
 * Whether an IP address is one that anybody on the internet reaches: not this machine, nor a private, shared
 * or link-local network, nor one of the IPv6 ranges that carry an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  return plain.range() === 'unicast' && !METADATA_ADDRESSES.includes(plain.toString());
}
