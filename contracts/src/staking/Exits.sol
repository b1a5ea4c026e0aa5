// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Pools } from "./Pools.sol";
import { Pool, Shares } from "./Shares.sol";

/// @notice Stake on its way out, as the views return it.
/// @param nodeId The node that it left, whose slashes still reach it; 0 if it left idle stake.
/// @param target The node that it is to vote for after the cool-down; 0 for none.
/// @param amount Its value now, in wei.
/// @param readyAt When the cool-down is over, a Unix time.
struct Exit {
  uint256 id;
  uint256 nodeId;
  uint256 target;
  uint256 amount;
  uint64 readyAt;
}

/// @title Stake leaving a pool, and the cool-down it waits for.
/// @notice Stake that leaves a node waits in the node's unbonding pool: it earns nothing and shares in each
/// slash until it is taken out, which its user may do as soon as the cool-down is over. Stake that leaves the
/// idle pool is never slashed. A vote that moves to another node waits too, so that it cannot escape a slash
/// of the node it left.
/// @dev What one user takes out of one pool, for one target and in one second, is one exit. Its id says all that:
/// the end of its cool-down, the pool that it left and its target.
abstract contract Exits is Pools {
  using SafeCast for uint256;
  using Shares for Pool;

  /// @param shares Shares of the node's unbonding pool; the amount in wei if the stake was idle.
  /// @param place Its place in the list of the user's exits, from 1 on; 0 if there is no such exit.
  struct ExitRecord {
    uint120 shares;
    uint32 place;
  }

  uint256 private constant NODE_BITS = 24;

  mapping(address user => mapping(uint256 exitId => ExitRecord)) private _exits;
  mapping(address user => uint88[] exitIds) private _exitIds;

  event Unvoted(
    address indexed user, uint256 indexed nodeId, uint256 amount, uint256 exitId, uint256 readyAt
  );
  event VoteMoved(address indexed user, uint256 indexed from, uint256 indexed to, uint256 exitId);
  event Unstaked(address indexed user, uint256 amount, uint256 exitId, uint256 readyAt);
  event Withdrawn(address indexed user, address indexed to, uint256 exitId, uint256 amount);
  event Restaked(address indexed user, uint256 exitId, uint256 amount);

  error UnknownExit(uint256 exitId);
  error SameNode(uint256 nodeId);
  error ExitNotReady(uint256 exitId, uint256 readyAt);

  /// @notice Takes `amount` out of a node's pool, or all for the greatest number; it waits for the cool-down and
  /// can be slashed with the node. An owner may go below the minimum, which makes the node inactive.
  function unvote(uint256 nodeId, uint256 amount) external returns (uint256 exitId) {
    exitId = _unvote(nodeId, amount, IDLE);
  }

  /// @notice `unvote` with a new target: after the cool-down, `restake` moves the stake to the pool of `to`.
  function moveVote(uint256 from, uint256 to, uint256 amount) external whileOpen returns (uint256 exitId) {
    if (from == to) revert SameNode(from);
    _requireOpen(to);
    exitId = _unvote(from, amount, to);
    emit VoteMoved(msg.sender, from, to, exitId);
  }

  /// @notice Takes `amount` out of the caller's idle stake, or all for the greatest number; it waits for the
  /// cool-down.
  function unstake(uint256 amount) external returns (uint256 exitId) {
    if (amount == ALL) amount = _position(IDLE, msg.sender).shares;
    _leaveIdle(msg.sender, amount);
    exitId = _openExit(IDLE, amount, IDLE);
    emit Unstaked(msg.sender, amount, exitId, _readyAt(exitId));
  }

  /// @notice Sends an exit of the caller whose cool-down is over to the wallet `to`.
  function withdraw(uint256 exitId, address to) external {
    (, uint256 amount) = _takeOut(exitId, true);
    _changeStake(0, amount);
    emit Withdrawn(msg.sender, to, exitId, amount);

    _pay(to, amount);
  }

  /// @notice Turns an exit back into idle stake, or into a vote for the node it was moved to, unless that
  /// node takes no votes or entry is paused. Possible after the cool-down, or at any time if it was idle
  /// stake before.
  function restake(uint256 exitId) external {
    // Stake of a node that left any sooner would escape a slash of it.
    (uint256 nodeId, uint256 amount) = _takeOut(exitId, _nodeOf(exitId) != IDLE);
    // The bits of the target alone.
    // forge-lint: disable-next-line(unsafe-typecast)
    nodeId = uint24(exitId);
    emit Restaked(msg.sender, exitId, amount);
    _join(!_stream.paused && _takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);
  }

  /// @notice Puts an exit back into the pool of the node that it left, unless that node is retired. Possible at any
  /// time, even in jail, because it never left the reach of a slash.
  function rebond(uint256 exitId) external whileOpen {
    _serving(_nodeOf(exitId));
    (uint256 nodeId, uint256 amount) = _takeOut(exitId, false);
    emit Restaked(msg.sender, exitId, amount);
    _join(nodeId, msg.sender, amount);
  }

  /// @notice The user's open exits, in no particular order.
  function exitsOf(address user) external view returns (Exit[] memory exits) {
    uint88[] storage ids = _exitIds[user];
    exits = new Exit[](ids.length);
    for (uint256 i = 0; i < exits.length; i++) {
      uint256 id = ids[i];
      (uint256 nodeId, uint256 shares) = (_nodeOf(id), _exits[user][id].shares);
      exits[i] = Exit({
        id: id,
        nodeId: nodeId,
        // The bits of the target alone.
        // forge-lint: disable-next-line(unsafe-typecast)
        target: uint24(id),
        amount: nodeId == IDLE ? shares : _nodes[nodeId].unbonding.toAssetsDown(shares),
        readyAt: uint64(_readyAt(id))
      });
    }
  }

  function _unvote(uint256 nodeId, uint256 amount, uint256 target) private returns (uint256 exitId) {
    _existing(nodeId);
    amount = _leaveNode(nodeId, msg.sender, amount);
    uint256 shares = _nodes[nodeId].unbonding.deposit(amount);
    Position storage position = _position(nodeId, msg.sender);
    position.leaving += shares.toUint120();
    _noteExposure(position);
    exitId = _openExit(nodeId, shares, target);
    emit Unvoted(msg.sender, nodeId, amount, exitId, _readyAt(exitId));
  }

  function _openExit(uint256 nodeId, uint256 shares, uint256 target) private returns (uint256 exitId) {
    exitId = ((block.timestamp + coolDown) << 2 * NODE_BITS) | (nodeId << NODE_BITS) | target;
    ExitRecord storage exit = _exits[msg.sender][exitId];
    if (exit.place == 0) {
      uint88[] storage ids = _exitIds[msg.sender];
      // Ids have 88 bits.
      // forge-lint: disable-next-line(unsafe-typecast)
      ids.push(uint88(exitId));
      exit.place = uint32(ids.length);
    }
    exit.shares += shares.toUint120();
  }

  /// @dev Closes an exit of the caller and takes it out of the unbonding pool of the node that it left. `ready` says
  /// whether its cool-down must be over.
  function _takeOut(uint256 exitId, bool ready) private returns (uint256 nodeId, uint256 amount) {
    ExitRecord memory exit = _exits[msg.sender][exitId];
    if (exit.place == 0) revert UnknownExit(exitId);
    if (ready && block.timestamp < _readyAt(exitId)) revert ExitNotReady(exitId, _readyAt(exitId));
    uint88[] storage ids = _exitIds[msg.sender];
    uint88 last = ids[ids.length - 1];
    ids[exit.place - 1] = last;
    _exits[msg.sender][last].place = exit.place;
    ids.pop();
    delete _exits[msg.sender][exitId];

    (nodeId, amount) = (_nodeOf(exitId), exit.shares);
    if (nodeId == IDLE) return (nodeId, amount);
    Position storage position = _position(nodeId, msg.sender);
    position.leaving -= exit.shares;
    // What does not leave for good goes back into the pool.
    if (ready) _noteExposure(position);
    amount = _nodes[nodeId].unbonding.redeem(amount);
  }

  function _nodeOf(uint256 exitId) private pure returns (uint256) {
    // The bits of the node alone.
    // forge-lint: disable-next-line(unsafe-typecast)
    return uint24(exitId >> NODE_BITS);
  }

  function _readyAt(uint256 exitId) private pure returns (uint256) {
    return exitId >> 2 * NODE_BITS;
  }
}
