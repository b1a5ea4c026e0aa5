// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "./Node.sol";

/// @notice A change of one node's weight: one for all that happens to it in a block.
/// @param moment The Unix time from which it holds, and below it the lowest bits of its block's number, which tell the
/// blocks of one second apart.
/// @param weight The node's weight then.
/// @param total The weight of all nodes of its role then.
struct WeightChange {
  uint64 moment;
  uint96 weight;
  uint96 total;
}

/// @notice The changes of each role's nodes, in order, and for each node which of them are its own.
/// @param changes By role and number.
/// @param places The numbers of a node's changes, six in a slot.
struct History {
  mapping(uint256 key => WeightChange) changes;
  mapping(uint256 key => uint256 packed) places;
}

/// @title The past weights of nodes and roles.
/// @dev As in OpenZeppelin's Checkpoints, but one new slot serves a node and its role, and the numbers of changes are
/// kept by the caller, in slots that it writes anyway.
library WeightHistory {
  uint256 private constant BLOCK_BITS = 24;
  uint256 private constant COUNTER_BITS = 40;
  uint256 private constant PLACES_IN_A_SLOT = 6;

  /// @notice Notes a change from now on; `count` changes of the role and `ownCount` of the node came before. Returns
  /// how many it adds, one or none: a node's further changes in a block replace its first.
  /// @dev Many changes in one block must not make the past expensive to read, and only its last weight is ever seen.
  function note(
    History storage history,
    Role role,
    uint256 count,
    uint256 nodeId,
    uint256 ownCount,
    uint96 weight,
    uint96 total
  ) internal returns (uint40 added) {
    unchecked {
      // Times have 40 bits for the next 34,000 years.
      // forge-lint: disable-next-line(unsafe-typecast)
      uint64 moment = uint64(block.timestamp << BLOCK_BITS | uint24(block.number));
      uint256 last = _key(uint256(role), count);
      if (ownCount != 0) {
        WeightChange storage own = _at(history, role, nodeId, ownCount - 1);
        if (own.moment == moment) {
          own.weight = weight;
          // The role's last change is of this block too.
          history.changes[last - 1].total = total;
          return added;
        }
      }
      history.changes[last] = WeightChange(moment, weight, total);
    }
    history.places[_key(nodeId, ownCount / PLACES_IN_A_SLOT)] |= count << _shift(ownCount);
    added = 1;
  }

  /// @notice The last change before the second `timestamp`, or zeros: of `nodeId`, of its `count` changes, or
  /// of the whole role if `nodeId` is 0. `next` is the number of the change after it.
  function lastBefore(History storage history, Role role, uint256 nodeId, uint256 count, uint256 timestamp)
    internal
    view
    returns (uint256 weight, uint256 total, uint256 next)
  {
    // All changes before `next` are before `timestamp`; none from `high` on is.
    uint256 high = count;
    unchecked {
      while (next < high) {
        uint256 middle = (next + high) / 2;
        WeightChange storage change = _at(history, role, nodeId, middle);
        if (change.moment >> BLOCK_BITS < timestamp) {
          (next, weight, total) = (middle + 1, change.weight, change.total);
        } else {
          high = middle;
        }
      }
    }
  }

  /// @notice The least and the greatest weight that a node had in the second `timestamp`, from its beginning on.
  /// @dev Goes through the changes in that second, one for each of its blocks at most.
  function rangeAt(History storage history, Role role, uint256 nodeId, uint256 count, uint256 timestamp)
    internal
    view
    returns (uint256 least, uint256 most)
  {
    uint256 next;
    (least,, next) = lastBefore(history, role, nodeId, count, timestamp);
    most = least;
    for (; next < count; next++) {
      WeightChange storage change = _at(history, role, nodeId, next);
      if (change.moment >> BLOCK_BITS > timestamp) break;
      uint256 weight = change.weight;
      if (weight < least) least = weight;
      if (weight > most) most = weight;
    }
  }

  /// @dev A node's change of this number; a role's if `nodeId` is 0.
  function _at(History storage history, Role role, uint256 nodeId, uint256 index)
    private
    view
    returns (WeightChange storage)
  {
    if (nodeId != 0) {
      uint256 packed = history.places[_key(nodeId, index / PLACES_IN_A_SLOT)];
      // The bits of this place alone.
      // forge-lint: disable-next-line(unsafe-typecast)
      index = uint40(packed >> _shift(index));
    }
    return history.changes[_key(uint256(role), index)];
  }

  function _shift(uint256 index) private pure returns (uint256) {
    return index % PLACES_IN_A_SLOT * COUNTER_BITS;
  }

  function _key(uint256 id, uint256 index) private pure returns (uint256) {
    return (id << COUNTER_BITS) | index;
  }
}
