// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Staking } from "../Staking.sol";
import { Node } from "../staking/Node.sol";

/// @title How much a proven fault costs, and who is given it.
/// @dev Needs the role that may call the stake's `slash`.
abstract contract Penalty {
  using SafeERC20 for IERC20;

  uint256 internal constant BPS = 10_000;
  /// @notice The most that whoever proves a fault is given of what the node's owner loses by it.
  uint16 public constant MAX_REPORTER_BPS = 3_000;

  Staking public immutable staking;
  IERC20 public immutable token;
  /// @notice Receives what nobody else is given of a slash.
  address public immutable treasury;
  /// @notice The reporter's part of the owner's loss, in basis points. Not of the voters' loss: an owner with a
  /// small bond and many votes would gain by reporting itself.
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

  /// @dev Slashes a node, once for each `evidence`, by `bps` of all that a slash can reach; divides it.
  function _punish(uint256 nodeId, uint16 bps, bytes32 evidence) internal {
    if (punished[evidence]) revert AlreadyPunished(evidence);
    punished[evidence] = true;
    Node memory node = staking.node(nodeId);
    uint256 within = node.assets + staking.unbondingOf(nodeId);
    // Of nothing, nothing: the fault is on record all the same.
    uint256 taken = within == 0 ? 0 : staking.slash(nodeId, Math.ceilDiv(within * bps, BPS), address(this));
    emit Punished(nodeId, msg.sender, evidence, taken);

    uint256 forReporter = within == 0 ? 0 : taken * node.selfBond / within * reporterBps / BPS;
    token.safeTransfer(msg.sender, forReporter);
    token.safeTransfer(treasury, taken - forReporter);
  }
}
