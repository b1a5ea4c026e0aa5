// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Operators } from "../Operators.sol";
import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";
import { Pool, Shares } from "./Shares.sol";

/// @title Slash, restore and jail.
abstract contract Penalties is Pools {
  using SafeCast for uint256;

  /// @dev A pool whose share is worth less than 1 / RUIN_FACTOR of its first price takes no more stake: the
  /// number of new shares could exceed its type, and nobody could leave.
  uint256 private constant RUIN_FACTOR = 100;

  /// @notice The operator keys of all nodes.
  Operators public immutable operators = new Operators();

  event Slashed(uint256 indexed nodeId, uint256 amount, address beneficiary);
  event Restored(uint256 indexed nodeId, uint256 amount);
  event Jailed(uint256 indexed nodeId, uint256 until);
  event Unjailed(uint256 indexed nodeId);
  event Retired(uint256 indexed nodeId);

  error JailInThePast(uint256 until, uint256 currentTimestamp);
  /// @notice Nobody has stake in the node or on its way out.
  error NothingToRestore(uint256 nodeId);
  error NotJailed(uint256 nodeId);
  error StillJailed(uint256 nodeId, uint256 until);

  /// @notice Takes `amount`, or everything if there is less, from everybody in the node's pool and its
  /// unbonding pool, in proportion, and sends it to `beneficiary`. A node that this ruins is retired.
  function slash(uint256 nodeId, uint256 amount, address beneficiary)
    external
    restricted
    returns (uint256 taken)
  {
    NodeRecord storage record = _existing(nodeId);
    _requireAmount(amount);
    uint256 there = record.pool.assets + record.unbonding.assets;
    taken = Math.min(amount, there);
    if (taken == 0) return 0;
    _resize(nodeId, there, there - taken);
    if (!record.retired && (_isRuined(record.pool) || _isRuined(record.unbonding))) _retire(nodeId);
    emit Slashed(nodeId, taken, beneficiary);

    _pay(beneficiary, taken);
  }

  /// @notice Gives `amount` tokens of the caller to everybody in the node's pool and its unbonding pool, in
  /// proportion, as `slash` takes them.
  function restore(uint256 nodeId, uint256 amount) external restricted {
    NodeRecord storage record = _existing(nodeId);
    _requireAmount(amount);
    uint256 there = record.pool.assets + record.unbonding.assets;
    if (there == 0) revert NothingToRestore(nodeId);
    _resize(nodeId, there, there + amount);
    emit Restored(nodeId, amount);

    _take(amount);
  }

  /// @notice Jails a node: it has no weight until `until` at least. Replaces the end of a running term.
  function jail(uint256 nodeId, uint64 until) external restricted {
    NodeRecord storage record = _existing(nodeId);
    if (until <= block.timestamp) revert JailInThePast(until, block.timestamp);
    _accrue(nodeId);
    uint256 weight = weightOf(nodeId);
    record.jailedUntil = uint256(until).toUint48();
    _reweigh(nodeId, weight);
    emit Jailed(nodeId, until);
  }

  /// @notice Releases a node whose term is over, so that it can have weight again. Open to everybody.
  function unjail(uint256 nodeId) external {
    NodeRecord storage record = _existing(nodeId);
    uint256 until = record.jailedUntil;
    if (until == 0) revert NotJailed(nodeId);
    if (block.timestamp < until) revert StillJailed(nodeId, until);
    _accrue(nodeId);
    record.jailedUntil = 0;
    _reweigh(nodeId, 0);
    emit Unjailed(nodeId);
  }

  /// @dev Retires a node permanently. Its stake stays where it is until the holders take it out.
  function _retire(uint256 nodeId) internal {
    _accrue(nodeId);
    uint256 weight = weightOf(nodeId);
    _nodes[nodeId].retired = true;
    operators.end(nodeId);
    _reweigh(nodeId, weight);
    emit Retired(nodeId);
  }

  /// @dev Changes what a node's two pools hold from `there` to `then`, each in proportion. The exits' part is rounded up:
  /// slashes that took a last wei whole, again and again, could make its shares too many for the next exit.
  function _resize(uint256 nodeId, uint256 there, uint256 then) private {
    _accrue(nodeId);
    NodeRecord storage record = _nodes[nodeId];
    uint256 weight = weightOf(nodeId);
    uint256 staying = record.pool.assets * then / there;
    record.pool.assets = staying.toUint96();
    record.unbonding.assets = (then - staying).toUint96();
    _changeStake(then, there);
    _reweigh(nodeId, weight);
  }

  function _isRuined(Pool storage pool) private view returns (bool) {
    // With the virtual ones: a pool of one wei is not ruined by rounding.
    return (pool.assets + Shares.VIRTUAL_ASSETS) * Shares.VIRTUAL_SHARES * RUIN_FACTOR < pool.shares;
  }
}
