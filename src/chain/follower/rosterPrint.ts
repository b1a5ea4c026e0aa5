import { type Address, concat, encodeFunctionData, type Hex, maxUint256, numberToHex, size } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';

/** Sizes in bytes: a call of `roster(role, cursor, limit)`, and the program's parts. */
const CALL = 100;
const HASHING = 55;
const ENDING = 17;
const FAILURE = 6;

const byte = (value: number): Hex => numberToHex(value, { size: 1 });

/**
 * A program for an `eth_call` without a receiver, which runs it as a contract's constructor. It answers with
 * two words: the chain's id, and a hash over the whole roster. Two blocks with the same hash have the same
 * roster, so asking for it costs 64 bytes where the roster itself may have a megabyte. It reads the state, so
 * unlike an empty list of events it cannot come from a node that has not reached the block.
 * @param roles the numbers of the two roles, as the contract has them
 * @example const { data } = await client.call({ data: rosterPrintProgram(staking, [1, 2]), blockHash });
 */
export function rosterPrintProgram(staking: Address, roles: readonly [number, number]): Hex {
  const calls = roles.map((role) =>
    encodeFunctionData({ abi: stakingAbi, functionName: 'roster', args: [role, 0n, maxUint256] }),
  );
  const failure = byte(2 * HASHING + ENDING);
  const data = 2 * HASHING + ENDING + FAILURE;
  /** Stores the hash of one call's answer at a place in memory; 0x60 and on is scratch. */
  const hashing = (call: number, place: Hex) =>
    concat([
      ...['0x6064', '0x60', byte(data + call * CALL), '0x606039'], // CODECOPY(0x60, the call, 100)
      ...['0x6000600060646060', '0x73', staking, '0x5afa'], // STATICCALL(gas, staking, 0x60, 100, 0, 0)
      ...['0x1560', failure, '0x57'], // ISZERO, JUMPI to the failure
      ...['0x3d600060603e'], // RETURNDATACOPY(0x60, 0, the answer's size)
      ...['0x3d606020', '0x60', place, '0x52'], // MSTORE(place, KECCAK256(0x60, the answer's size))
    ] as Hex[]);
  return concat([
    hashing(0, '0x20'),
    hashing(1, '0x40'),
    '0x46600052', // MSTORE(0, CHAINID)
    '0x6040602020602052', // MSTORE(0x20, KECCAK256(0x20, 0x40))
    '0x60406000f3', // RETURN(0, 0x40)
    '0x5b60006000fd', // the failure: REVERT(0, 0)
    ...calls,
  ]);
}

/**
 * What the program answered.
 * @returns undefined when it is not such an answer
 * @example const print = rosterPrintOf(data);
 */
export function rosterPrintOf(answer: Hex | undefined): { chainId: bigint; print: Hex } | undefined {
  if (answer === undefined || size(answer) !== 64) return undefined;
  return { chainId: BigInt(answer.slice(0, 66)), print: `0x${answer.slice(66)}` };
}
