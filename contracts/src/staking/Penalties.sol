// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";
import { Pool, Shares } from "./Shares.sol";

/// @title Slash and jail.
abstract contract Penalties is Pools {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @dev A pool whose share is worth less than 1 / RUIN_FACTOR of its first price takes no more stake: the
  /// number of new shares could exceed its type, and nobody could leave.
  uint256 private constant RUIN_FACTOR = 100;

  event Slashed(uint256 indexed nodeId, uint256 amount, address beneficiary);
  event Jailed(uint256 indexed nodeId, uint256 until);
  event Unjailed(uint256 indexed nodeId);
  event Retired(uint256 indexed nodeId);

  error InvalidBeneficiary(address beneficiary);
  error JailInThePast(uint256 until, uint256 currentTimestamp);
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
    if (amount == 0) revert ZeroAmount();
    if (beneficiary == address(0) || beneficiary == address(this)) revert InvalidBeneficiary(beneficiary);
    _accrue(nodeId);

    uint256 weight = weightOf(nodeId);
    uint256 bonded = record.pool.assets;
    uint256 unbonding = record.unbonding.assets;
    taken = Math.min(amount, bonded + unbonding);
    if (taken == 0) return 0;
    uint256 fromUnbonding = unbonding * taken / (bonded + unbonding);
    record.unbonding.assets = (unbonding - fromUnbonding).toUint96();
    record.pool.assets = (bonded - (taken - fromUnbonding)).toUint96();
    _totalAssets -= taken.toUint96();
    if (!record.retired && (_ruined(record.pool) || _ruined(record.unbonding))) {
      record.retired = true;
      emit Retired(nodeId);
    }
    _reweigh(nodeId, weight);
    emit Slashed(nodeId, taken, beneficiary);

    token.safeTransfer(beneficiary, taken);
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
    _reweigh(nodeId, weight);
    emit Retired(nodeId);
  }

  function _ruined(Pool memory pool) private pure returns (bool) {
    return uint256(pool.assets) * Shares.VIRTUAL_SHARES * RUIN_FACTOR < pool.shares;
  }
}
