// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "../Staking.sol";
import { Exit } from "../staking/Exits.sol";
import { Node } from "../staking/Node.sol";

/// @title What a proven fault costs, and who receives it.
/// @dev Needs the role that may call the stake's `slash` and `jail`.
abstract contract Penalty {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  uint256 internal constant BPS = 10_000;
  /// @notice The reporter's greatest possible part of the owner's loss, in basis points.
  uint16 public constant MAX_REPORTER_BPS = 3_000;

  Staking public immutable staking;
  IERC20 public immutable token;
  /// @notice Receives the rest of every slash.
  address public immutable treasury;
  /// @notice The reporter's part of the owner's loss, in basis points. The voters' loss does not count: an
  /// owner with a small bond and many votes would profit from reporting itself.
  uint16 public immutable reporterBps;

  event Punished(uint256 indexed nodeId, address indexed reporter, bytes32 indexed evidence, uint256 taken);

  error AlreadyPunished(bytes32 evidence);
  error PartTooHigh(uint256 bps, uint256 maximum);
  error ZeroAddress();

  mapping(bytes32 evidence => bool) public punished;

  constructor(Staking staking_, address treasury_, uint16 reporterBps_) {
    if (treasury_ == address(0)) revert ZeroAddress();
    if (reporterBps_ > MAX_REPORTER_BPS) revert PartTooHigh(reporterBps_, MAX_REPORTER_BPS);
    (staking, token, treasury, reporterBps) = (staking_, staking_.token(), treasury_, reporterBps_);
  }

  /// @dev Slashes a node, once for each `evidence`, by `bps` of all that a slash can reach, and jails it.
  /// Divides what was taken between the reporter and the treasury.
  function _punish(uint256 nodeId, uint16 bps, bytes32 evidence) internal {
    (uint256 taken, uint256 ofOwner) = _convict(nodeId, bps, evidence);
    _divide(taken, ofOwner);
  }

  /// @dev Pays out what was taken: a part of the owner's loss to the caller, who reports it, and the rest to
  /// the treasury.
  function _divide(uint256 taken, uint256 ofOwner) internal {
    uint256 forReporter = ofOwner * reporterBps / BPS;
    if (forReporter != 0) token.safeTransfer(msg.sender, forReporter);
    token.safeTransfer(treasury, taken - forReporter);
  }

  /// @dev The penalty of a proven fault: `bps` of all that a slash can reach, rounded up, and no weight for
  /// one cool-down, in which voters that no longer trust the node can leave before it serves again.
  function _convict(uint256 nodeId, uint16 bps, bytes32 evidence)
    internal
    returns (uint256 taken, uint256 ofOwner)
  {
    (taken, ofOwner) = _take(nodeId, Math.ceilDiv(_within(nodeId) * bps, BPS), evidence);
    uint256 until = block.timestamp + staking.coolDown();
    // Another fault's term may end later and is not shortened.
    if (until > staking.node(nodeId).jailedUntil) staking.jail(nodeId, until.toUint64());
  }

  /// @dev All that a slash of this node can reach.
  function _within(uint256 nodeId) internal view returns (uint256) {
    return staking.node(nodeId).assets + staking.unbondingOf(nodeId);
  }

  /// @dev The owner's part of what a slash can reach. Includes stake on its way out, so that an owner cannot
  /// leave the reporter unpaid by leaving first.
  function _bondOf(uint256 nodeId) private view returns (uint256 bond) {
    Node memory node = staking.node(nodeId);
    bond = node.selfBond;
    Exit[] memory exits = staking.exitsOf(node.owner);
    for (uint256 i = 0; i < exits.length; i++) {
      if (exits[i].nodeId == nodeId) bond += exits[i].amount;
    }
  }

  /// @dev Slashes up to `amount` of a node's stake to this contract, once for each `evidence`. If there is
  /// nothing to take, the fault is recorded all the same. `ofOwner` is the owner's part of what was taken.
  function _take(uint256 nodeId, uint256 amount, bytes32 evidence)
    internal
    returns (uint256 taken, uint256 ofOwner)
  {
    if (punished[evidence]) revert AlreadyPunished(evidence);
    punished[evidence] = true;
    uint256 within = _within(nodeId);
    if (within != 0 && amount != 0) {
      uint256 bond = _bondOf(nodeId);
      taken = staking.slash(nodeId, amount, address(this));
      ofOwner = taken * bond / within;
    }
    emit Punished(nodeId, msg.sender, evidence, taken);
  }

  function _nodeOf(address operator) internal view returns (Node memory) {
    return staking.node(staking.nodeIdOf(operator));
  }
}
