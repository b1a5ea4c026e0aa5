// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Weighted rendezvous hashing: which miner gets a task.
/// @notice Miner i of weight w scores -log2(u_i) / w_i with u_i in (0, 1] from a hash of seed and operator;
/// the lowest score wins, so the chance is exactly proportional to weight. The arithmetic is fixed-point and
/// specified to the bit, so that the coordinator, the tab and the chain cannot disagree.
library Lottery {
  /// @notice The hash h of seed and operator, which stands for u = (h + 1) / 2^256 in (0, 1].
  function draw(bytes32 seed, address operator) internal pure returns (uint256) {
    return uint256(keccak256(abi.encodePacked(seed, operator)));
  }

  /// @notice -log2((h + 1) / 2^256) with 64 fractional bits, at most 2^72.
  /// @dev One squaring per bit. The squares and the first mantissa are truncated; the TypeScript side must
  /// truncate the same way.
  function minusLog2(uint256 h) internal pure returns (uint256) {
    if (h == type(uint256).max) return 0;
    unchecked {
      uint256 x = h + 1;
      uint256 exponent = Math.log2(x);
      // 128 significant bits, the top one set: squares fit 256 bits, so nothing here overflows.
      uint256 mantissa = exponent >= 127 ? x >> (exponent - 127) : x << (127 - exponent);
      uint256 log = exponent << 64;
      for (uint256 bit = 1 << 63; bit != 0; bit >>= 1) {
        mantissa = (mantissa * mantissa) >> 127;
        if (mantissa >= 1 << 128) {
          mantissa >>= 1;
          log |= bit;
        }
      }
      return (256 << 64) - log;
    }
  }

  /// @notice Whether operator `a` of weight `weightA` goes before operator `b` for this seed. The lower address
  /// wins a tie; a weight of 0 never goes before another weight.
  /// @dev Weights are token amounts, below 2^128, and logs at most 2^72: the products cannot overflow.
  function beats(bytes32 seed, address a, uint128 weightA, address b, uint128 weightB)
    internal
    pure
    returns (bool)
  {
    if (weightA == 0) return false;
    if (weightB == 0) return true;
    uint256 scoreA = minusLog2(draw(seed, a)) * weightB;
    uint256 scoreB = minusLog2(draw(seed, b)) * weightA;
    return scoreA != scoreB ? scoreA < scoreB : a < b;
  }
}
