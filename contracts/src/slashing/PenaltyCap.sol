// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Staking } from "../Staking.sol";

/// @title The most that a node can lose in one cool-down.
/// @notice One leaked key, or one bug, signs any number of faults. All of them together cost a node and its voters
/// at most a fixed part of what a slash could reach before them.
/// @dev Losses are counted in parts of a cool-down, and a part counts until a whole cool-down has passed since its
/// end. So no cool-down ever sees more than the cap, and what was lost counts for at most one part longer.
abstract contract PenaltyCap {
  uint256 internal constant BPS = 10_000;
  /// @dev Parts of a cool-down.
  uint256 private constant PARTS = 8;

  Staking public immutable staking;
  IERC20 public immutable token;
  /// @notice The cap, in basis points of what a slash can reach.
  uint16 public immutable capBps;

  uint256 private immutable _partSeconds;
  mapping(uint256 nodeId => mapping(uint256 part => uint256)) private _lostIn;

  /// @notice A cap of all would leave nobody to whom a slash can be given back.
  error CapTooHigh(uint256 bps);

  constructor(Staking staking_, uint16 capBps_) {
    if (capBps_ >= BPS) revert CapTooHigh(capBps_);
    (staking, token, capBps) = (staking_, staking_.token(), capBps_);
    _partSeconds = Math.ceilDiv(staking_.coolDown(), PARTS);
  }

  /// @notice What a slash can still take from a node, in wei.
  function slashable(uint256 nodeId) external view returns (uint256) {
    return _slashable(nodeId, _within(nodeId));
  }

  /// @dev As much of `amount` as the cap allows; counts it as lost. `within` is all that a slash can reach.
  function _capped(uint256 nodeId, uint256 within, uint256 amount) internal returns (uint256 taken) {
    taken = Math.min(amount, _slashable(nodeId, within));
    _lostIn[nodeId][block.timestamp / _partSeconds] += taken;
  }

  /// @dev What is given back is no loss: takes it off the latest ones.
  function _uncount(uint256 nodeId, uint256 amount) internal {
    uint256 part = block.timestamp / _partSeconds;
    for (uint256 i = 0; i <= PARTS && amount != 0; i++) {
      uint256 off = Math.min(amount, _lostIn[nodeId][part - i]);
      _lostIn[nodeId][part - i] -= off;
      amount -= off;
    }
  }

  /// @dev All that a slash of this node can reach.
  function _within(uint256 nodeId) internal view returns (uint256) {
    return staking.node(nodeId).assets + staking.unbondingOf(nodeId);
  }

  function _slashable(uint256 nodeId, uint256 within) internal view returns (uint256) {
    uint256 lost = 0;
    uint256 part = block.timestamp / _partSeconds;
    for (uint256 i = 0; i <= PARTS; i++) {
      lost += _lostIn[nodeId][part - i];
    }
    (, uint256 left) = Math.trySub((within + lost) * capBps / BPS, lost);
    return left;
  }
}
