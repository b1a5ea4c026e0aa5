// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Pools } from "./Pools.sol";
import { Pool, Shares } from "./Shares.sol";

/// @notice Stake on its way out, as readers see it.
/// @param nodeId The node that it left and that may still be slashed for it; 0 where it left idle stake.
/// @param amount Its worth now.
/// @param readyAt When the cool-down is over, a Unix time.
struct Exit {
  uint256 id;
  uint256 nodeId;
  uint256 amount;
  uint64 readyAt;
}

/// @title Stake leaving a pool, and the cool-down it waits for.
/// @notice What leaves a node waits in the node's unbonding pool: it earns nothing and shares in each slash
/// until it is taken out. What leaves idle stake is never slashed.
abstract contract Exits is Pools {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;
  using Shares for Pool;

  /// @param shares Of the node's unbonding pool; the amount itself where the stake was idle.
  struct ExitRecord {
    uint128 shares;
    uint48 readyAt;
    uint40 id;
    uint40 nodeId;
  }

  /// @notice Exits one user can have open at once: an exit is found by going through them.
  uint256 public constant MAX_EXITS = 32;

  /// @notice Seconds from leaving a pool until the stake can be withdrawn.
  uint64 public immutable coolDown;

  uint40 private _lastExitId;
  mapping(address user => ExitRecord[]) private _exits;

  event Unvoted(
    address indexed user, uint256 indexed nodeId, uint256 amount, uint256 exitId, uint256 readyAt
  );
  event Unstaked(address indexed user, uint256 amount, uint256 exitId, uint256 readyAt);
  event Withdrawn(address indexed user, uint256 exitId, uint256 amount);
  event Restaked(address indexed user, uint256 exitId, uint256 amount);

  error TooManyExits(uint256 maximum);
  error UnknownExit(uint256 exitId);
  error ExitNotReady(uint256 exitId, uint256 readyAt);

  constructor(uint64 coolDown_) {
    coolDown = coolDown_;
  }

  /// @notice Takes `amount` out of a node's pool; it waits for the cool-down, slashable with the node. An owner
  /// may go below the minimum and thereby makes the node inactive.
  function unvote(uint256 nodeId, uint256 amount) external returns (uint256 exitId) {
    _existing(nodeId);
    _leaveNode(nodeId, msg.sender, amount);
    uint256 readyAt;
    (exitId, readyAt) = _openExit(nodeId, _nodes[nodeId].unbonding.deposit(amount));
    emit Unvoted(msg.sender, nodeId, amount, exitId, readyAt);
  }

  /// @notice Takes `amount` out of the caller's idle stake; it waits for the cool-down.
  function unstake(uint256 amount) external returns (uint256 exitId) {
    _leaveIdle(msg.sender, amount);
    uint256 readyAt;
    (exitId, readyAt) = _openExit(IDLE, amount);
    emit Unstaked(msg.sender, amount, exitId, readyAt);
  }

  /// @notice Sends an exit whose cool-down is over to the caller's wallet.
  function withdraw(uint256 exitId) external {
    ExitRecord memory exit = _closeExit(exitId);
    if (block.timestamp < exit.readyAt) revert ExitNotReady(exitId, exit.readyAt);
    uint256 amount = _takeOut(exit);
    _totalAssets -= amount.toUint128();
    emit Withdrawn(msg.sender, exitId, amount);

    token.safeTransfer(msg.sender, amount);
  }

  /// @notice Makes an exit idle stake again: after the cool-down, and at any time where it was idle stake before.
  function restake(uint256 exitId) external {
    ExitRecord memory exit = _closeExit(exitId);
    // Sooner, it would escape from a slash of the node.
    if (exit.nodeId != IDLE && block.timestamp < exit.readyAt) revert ExitNotReady(exitId, exit.readyAt);
    uint256 amount = _takeOut(exit);
    _joinIdle(msg.sender, amount);
    emit Restaked(msg.sender, exitId, amount);
  }

  /// @notice The user's open exits, in no particular order.
  function exitsOf(address user) external view returns (Exit[] memory exits) {
    ExitRecord[] storage records = _exits[user];
    exits = new Exit[](records.length);
    for (uint256 i = 0; i < exits.length; i++) {
      ExitRecord memory exit = records[i];
      uint256 amount =
        exit.nodeId == IDLE ? exit.shares : _nodes[exit.nodeId].unbonding.toAssetsDown(exit.shares);
      exits[i] = Exit({ id: exit.id, nodeId: exit.nodeId, amount: amount, readyAt: exit.readyAt });
    }
  }

  function _openExit(uint256 nodeId, uint256 shares) private returns (uint256 exitId, uint256 readyAt) {
    ExitRecord[] storage exits = _exits[msg.sender];
    if (exits.length >= MAX_EXITS) revert TooManyExits(MAX_EXITS);
    uint40 id = ++_lastExitId;
    exitId = id;
    readyAt = block.timestamp + coolDown;
    exits.push(
      ExitRecord({
        shares: shares.toUint128(), readyAt: readyAt.toUint48(), id: id, nodeId: nodeId.toUint40()
      })
    );
  }

  function _closeExit(uint256 exitId) private returns (ExitRecord memory exit) {
    ExitRecord[] storage exits = _exits[msg.sender];
    uint256 length = exits.length;
    for (uint256 i = 0; i < length; i++) {
      exit = exits[i];
      if (exit.id != exitId) continue;
      if (i != length - 1) exits[i] = exits[length - 1];
      exits.pop();
      return exit;
    }
    revert UnknownExit(exitId);
  }

  /// @dev The worth of a closed exit, taken out of its node's unbonding pool.
  function _takeOut(ExitRecord memory exit) private returns (uint256) {
    return exit.nodeId == IDLE ? exit.shares : _nodes[exit.nodeId].unbonding.redeem(exit.shares);
  }
}
