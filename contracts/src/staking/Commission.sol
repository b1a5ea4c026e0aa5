// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";

/// @title The owner's part of its voters' emission.
/// @notice A lower commission applies at once; a higher one after a notice of one cool-down, in which voters
/// can leave.
abstract contract Commission is Pools {
  using SafeCast for uint256;

  /// @notice The most an owner may keep of its voters' emission.
  uint16 public constant MAX_COMMISSION_BPS = 5_000;

  event CommissionSet(uint256 indexed nodeId, uint256 commissionBps);
  event CommissionAnnounced(uint256 indexed nodeId, uint256 commissionBps, uint256 effectiveAt);

  error CommissionTooHigh(uint256 commissionBps, uint256 maximum);
  error CommissionNotDue(uint256 nodeId, uint256 effectiveAt);
  error NotNodeOwner(uint256 nodeId, address caller);

  /// @notice Lowers the commission from now on, or announces a higher one. Replaces an earlier announcement.
  function setCommission(uint256 nodeId, uint16 commissionBps) external {
    NodeRecord storage record = _owned(nodeId);
    if (commissionBps <= record.commissionBps) {
      _accrue(nodeId);
      _setCommission(nodeId, commissionBps);
      return;
    }
    _requireAllowed(commissionBps);
    uint48 effectiveAt = (block.timestamp + coolDown).toUint48();
    (record.announcedBps, record.announcedFor) = (commissionBps, effectiveAt);
    emit CommissionAnnounced(nodeId, commissionBps, effectiveAt);
  }

  /// @notice Brings an announced commission into force once its notice is over. Open to everybody. Possible for one
  /// cool-down; then the announcement has lapsed, so that nobody keeps one ready for good.
  function applyCommission(uint256 nodeId) external {
    NodeRecord storage record = _existing(nodeId);
    uint256 effectiveAt = record.announcedFor;
    if (!_isAnnounced(record) || block.timestamp < effectiveAt) revert CommissionNotDue(nodeId, effectiveAt);
    _accrue(nodeId);
    _setCommission(nodeId, record.announcedBps);
  }

  /// @notice The announced higher commission, and from when it can be applied, a Unix time; zeros without
  /// one, or once it has lapsed.
  function announcedCommission(uint256 nodeId)
    external
    view
    returns (uint16 commissionBps, uint48 effectiveAt)
  {
    NodeRecord storage record = _nodes[nodeId];
    if (_isAnnounced(record)) return (record.announcedBps, record.announcedFor);
  }

  /// @dev Without an announcement, its time is 0 and long over.
  function _isAnnounced(NodeRecord storage record) private view returns (bool) {
    return block.timestamp <= record.announcedFor + coolDown;
  }

  /// @dev The record of a node that the caller owns and that is not retired.
  function _owned(uint256 nodeId) internal view returns (NodeRecord storage record) {
    record = _serving(nodeId);
    if (record.owner != msg.sender) revert NotNodeOwner(nodeId, msg.sender);
  }

  /// @dev Call `_accrue` first.
  function _setCommission(uint256 nodeId, uint16 commissionBps) internal {
    _requireAllowed(commissionBps);
    NodeRecord storage record = _nodes[nodeId];
    record.commissionBps = commissionBps;
    if (record.announcedFor != 0) (record.announcedBps, record.announcedFor) = (0, 0);
    emit CommissionSet(nodeId, commissionBps);
  }

  function _requireAllowed(uint16 commissionBps) private pure {
    if (commissionBps > MAX_COMMISSION_BPS) revert CommissionTooHigh(commissionBps, MAX_COMMISSION_BPS);
  }
}
