import { expect, it } from 'vitest';
import { isPublicAddress } from '#coordinator/outbound/publicAddress.ts';

it.each(['1.1.1.1', '93.184.215.14', '172.32.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  ...['0.0.0.0', '127.0.0.1', '127.8.8.8', '::', '::1'],
  ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1'],
  // Shared by an access provider's customers, and link-local; there clouds tell machines their secrets.
  ...[
    '100.64.0.1',
    '100.100.100.200',
    '169.254.1.1',
    '169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
  ],
  ...['192.0.0.192', '168.63.129.16', '::ffff:168.63.129.16', 'fd00:ec2::254'],
  ...['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1'],
  // IPv4 addresses inside of IPv6 ones: mapped, compatible, translated, 6to4 and Teredo.
  ...['::ffff:127.0.0.1', '::ffff:a00:1', '::127.0.0.1', '64:ff9b::10.0.0.1', '2002:7f00:1::', '2001::1'],
  ...['198.18.0.1', '192.0.2.1', '2001:db8::1', '', 'localhost'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
