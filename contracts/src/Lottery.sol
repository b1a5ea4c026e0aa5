// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ChaCha20 } from "./ChaCha20.sol";

/// @title Weighted rendezvous hashing: which miner gets a task.
/// @notice Node i of weight w scores -log2(u_i) / w_i with u_i in (0, 1] from the seed and the node's id; the
/// lowest score wins, so the chance is exactly proportional to weight. A node has one id whatever its operator
/// key, so that its old keys are no further tickets. The arithmetic is fixed-point and specified to the bit, so
/// that the coordinator, the tab and the chain cannot disagree.
library Lottery {
  /// @notice The random word h of a node, which stands for u = (h + 1) / 2^64 in (0, 1].
  /// @dev One block of ChaCha20 under the seed serves eight nodes, because a draw asks for every node's word.
  /// Its counter has 32 bits: enough for 2^35 nodes, and registering one takes more than 2^18 gas.
  function draw(bytes32 seed, uint256 nodeId) internal pure returns (uint256) {
    return ChaCha20.word64(seed, (nodeId >> 3) & type(uint32).max, nodeId & 7);
  }

  /// @notice -log2(u) of a node, with 64 fractional bits, at most 2^70.
  function logOf(bytes32 seed, uint256 nodeId) internal pure returns (uint256) {
    unchecked {
      // The same u as of 256 bits. The greatest word overflows to the greatest hash.
      return minusLog2(((draw(seed, nodeId) + 1) << 192) - 1);
    }
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

  /// @notice Whether node `a` of weight `weightA` goes before node `b` for this seed. The lower id wins a tie; a
  /// weight of 0 never goes before another weight.
  /// @dev Weights are token amounts, below 2^128, and logs at most 2^70: the products cannot overflow.
  function beats(bytes32 seed, uint256 a, uint128 weightA, uint256 b, uint128 weightB)
    internal
    pure
    returns (bool)
  {
    if (weightA == 0) return false;
    if (weightB == 0) return true;
    uint256 scoreA = logOf(seed, a) * weightB;
    uint256 scoreB = logOf(seed, b) * weightA;
    return scoreA != scoreB ? scoreA < scoreB : a < b;
  }
}
