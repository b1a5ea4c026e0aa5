// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice A weight, and the Unix time from which it holds.
struct Checkpoint {
  uint48 since;
  uint96 weight;
}

/// @title The past weights of nodes.
/// @dev As in OpenZeppelin's Checkpoints, but the length of a node's history is kept by the caller, in a slot that
/// it writes anyway: a change of weight costs one new slot and nothing else.
library WeightHistory {
  /// @notice Appends the node's weight from now on; `length` is the number of entries before.
  function append(
    mapping(uint256 key => Checkpoint) storage history,
    uint256 nodeId,
    uint256 length,
    uint96 weight
  ) internal {
    history[_key(nodeId, length)] = Checkpoint({ since: uint48(block.timestamp), weight: weight });
  }

  /// @notice The node's weight at the end of the second `timestamp`.
  function weightAt(
    mapping(uint256 key => Checkpoint) storage history,
    uint256 nodeId,
    uint256 length,
    uint256 timestamp
  ) internal view returns (uint256) {
    // Finds the last entry at or before `timestamp`. All entries before `low` are; all from `high` on are
    // later.
    (uint256 low, uint256 high) = (0, length);
    while (low < high) {
      uint256 middle = (low + high) / 2;
      if (history[_key(nodeId, middle)].since <= timestamp) low = middle + 1;
      else high = middle;
    }
    return low == 0 ? 0 : history[_key(nodeId, low - 1)].weight;
  }

  function _key(uint256 nodeId, uint256 index) private pure returns (uint256) {
    return (nodeId << 40) | index;
  }
}
