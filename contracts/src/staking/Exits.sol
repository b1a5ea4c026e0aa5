// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Pools } from "./Pools.sol";
import { Pool, Shares } from "./Shares.sol";

/// @notice Stake on its way out, as the views return it.
/// @param nodeId The node that it left, whose slashes still reach it; 0 if it left idle stake.
/// @param amount Its value now, in wei.
/// @param readyAt When the cool-down is over, a Unix time.
struct Exit {
  uint256 id;
  uint256 nodeId;
  uint256 amount;
  uint64 readyAt;
}

/// @title Stake leaving a pool, and the cool-down it waits for.
/// @notice Stake that leaves a node waits in the node's unbonding pool: it earns nothing and shares in each
/// slash until it is taken out, which its user may do as soon as the cool-down is over. Stake that leaves the
/// idle pool is never slashed. A vote that moves to another node waits too, so that it cannot escape a slash
/// of the node it left.
abstract contract Exits is Pools {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;
  using Shares for Pool;

  /// @param shares Shares of the node's unbonding pool; the amount in wei if the stake was idle.
  /// @param target The node that the stake is to vote for after the cool-down; 0 for none.
  struct ExitRecord {
    uint120 shares;
    uint40 readyAt;
    uint40 id;
    uint24 nodeId;
    uint24 target;
  }

  /// @notice The most exits that one user can have open at once; finding one goes through all of them.
  uint256 public constant MAX_EXITS = 32;

  uint40 private _lastExitId;
  mapping(address user => ExitRecord[]) private _exits;

  event Unvoted(
    address indexed user, uint256 indexed nodeId, uint256 amount, uint256 exitId, uint256 readyAt
  );
  event VoteMoved(address indexed user, uint256 indexed from, uint256 indexed to, uint256 exitId);
  event Unstaked(address indexed user, uint256 amount, uint256 exitId, uint256 readyAt);
  event Withdrawn(address indexed user, uint256 exitId, uint256 amount);
  event Restaked(address indexed user, uint256 exitId, uint256 amount);

  error TooManyExits(uint256 maximum);
  error UnknownExit(uint256 exitId);
  error SameNode(uint256 nodeId);
  error ExitNotReady(uint256 exitId, uint256 readyAt);

  /// @notice Takes `amount` out of a node's pool; it waits for the cool-down and can be slashed with the
  /// node. An owner may go below the minimum, which makes the node inactive.
  function unvote(uint256 nodeId, uint256 amount) external returns (uint256 exitId) {
    exitId = _unvote(nodeId, amount, IDLE);
  }

  /// @notice `unvote` with a new target: after the cool-down, `restake` moves the stake to the pool of `to`.
  function moveVote(uint256 from, uint256 to, uint256 amount) external whileOpen returns (uint256 exitId) {
    if (from == to) revert SameNode(from);
    if (_existing(to).retired) revert NodeIsRetired(to);
    exitId = _unvote(from, amount, to);
    emit VoteMoved(msg.sender, from, to, exitId);
  }

  /// @notice Takes `amount` out of the caller's idle stake; it waits for the cool-down.
  function unstake(uint256 amount) external returns (uint256 exitId) {
    _leaveIdle(msg.sender, amount);
    uint256 readyAt;
    (exitId, readyAt) = _openExit(IDLE, amount, IDLE);
    emit Unstaked(msg.sender, amount, exitId, readyAt);
  }

  /// @notice Sends an exit whose cool-down is over to the caller's wallet.
  function withdraw(uint256 exitId) external {
    ExitRecord memory exit = _closeExit(exitId);
    if (block.timestamp < exit.readyAt) revert ExitNotReady(exitId, exit.readyAt);
    uint256 amount = _takeOut(exit);
    _totalAssets -= amount.toUint96();
    emit Withdrawn(msg.sender, exitId, amount);

    token.safeTransfer(msg.sender, amount);
  }

  /// @notice Turns an exit back into idle stake, or into a vote for the node it was moved to, unless that
  /// node is retired or entry is paused. Possible after the cool-down, or at any time if it was idle stake
  /// before.
  function restake(uint256 exitId) external {
    ExitRecord memory exit = _closeExit(exitId);
    // Any sooner, it would escape a slash of the node.
    if (exit.nodeId != IDLE && block.timestamp < exit.readyAt) revert ExitNotReady(exitId, exit.readyAt);
    uint256 amount = _takeOut(exit);
    emit Restaked(msg.sender, exitId, amount);
    if (exit.target == IDLE || _nodes[exit.target].retired || _stream.paused) _joinIdle(msg.sender, amount);
    else _joinNode(exit.target, msg.sender, amount);
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

  function _unvote(uint256 nodeId, uint256 amount, uint256 target) private returns (uint256 exitId) {
    _existing(nodeId);
    _leaveNode(nodeId, msg.sender, amount);
    uint256 shares = _nodes[nodeId].unbonding.deposit(amount);
    uint256 readyAt;
    (exitId, readyAt) = _openExit(nodeId, shares, target);
    emit Unvoted(msg.sender, nodeId, amount, exitId, readyAt);
  }

  function _openExit(uint256 nodeId, uint256 shares, uint256 target)
    private
    returns (uint256 exitId, uint256 readyAt)
  {
    ExitRecord[] storage exits = _exits[msg.sender];
    if (exits.length >= MAX_EXITS) revert TooManyExits(MAX_EXITS);
    uint40 id = ++_lastExitId;
    exitId = id;
    readyAt = block.timestamp + coolDown;
    exits.push(
      ExitRecord({
        shares: shares.toUint120(),
        readyAt: readyAt.toUint40(),
        id: id,
        nodeId: nodeId.toUint24(),
        target: target.toUint24()
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

  /// @dev Takes a closed exit out of its node's unbonding pool and returns its value in wei.
  function _takeOut(ExitRecord memory exit) private returns (uint256) {
    return exit.nodeId == IDLE ? exit.shares : _nodes[exit.nodeId].unbonding.redeem(exit.shares);
  }
}
