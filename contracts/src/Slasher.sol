// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "./Staking.sol";
import { Holds } from "./slashing/Holds.sol";
import { PenaltyCap } from "./slashing/PenaltyCap.sol";
import { Node } from "./staking/Node.sol";

/// @title Carries out what the courts decide.
/// @notice Each piece of evidence against a node is punished once, whichever court brings it. What a node loses by all its faults in
/// one cool-down is capped. A part of the owner's own loss is paid to the court, for reporters and jurors. Nobody
/// gets the rest: it is held for a while, in which the guardian can give it back to those who lost it, and then burned.
/// @dev The only contract that may slash and jail. The voters' loss is paid to nobody: an owner with a small bond
/// and many votes would profit from reporting itself.
contract Slasher is Holds {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @notice The most of the owner's loss that is paid out, in basis points.
  uint16 public constant MAX_PAID_BPS = 5_000;

  /// @notice Whether a node was punished or fined for this piece of evidence. One assignment can be evidence
  /// against its miner and its coordinator.
  mapping(uint256 nodeId => mapping(bytes32 evidence => bool)) public punished;

  event Punished(
    uint256 indexed nodeId, address indexed court, bytes32 indexed evidence, uint256 taken, uint256 paid
  );

  error AlreadyPunished(uint256 nodeId, bytes32 evidence);
  /// @notice The node is in jail already, and a conviction would pay the court `pays` at most, less than a case costs.
  error NothingToTake(uint256 nodeId, uint256 pays, uint256 least);
  error PartTooHigh(uint256 bps, uint256 maximum);

  /// @param capBps_ The most that a node loses in one cool-down, in basis points of what a slash can reach.
  /// @param holdSeconds_ How long a slash can be given back; not longer than the cool-down.
  constructor(Staking staking_, address authority, uint16 capBps_, uint64 holdSeconds_)
    AccessManaged(authority)
    PenaltyCap(staking_, capBps_)
    Holds(holdSeconds_)
  { }

  /// @notice Takes `bps` of all that a slash of the node can reach, rounded up, within the cap, and jails it for one
  /// cool-down: time for voters to leave before it serves again.
  /// @param paidBps The part of the owner's own loss that is sent to the caller.
  function convict(uint256 nodeId, uint16 bps, bytes32 evidence, uint16 paidBps)
    external
    restricted
    returns (uint256 taken, uint256 paid)
  {
    if (bps > BPS) revert PartTooHigh(bps, BPS);
    uint256 within = _within(nodeId);
    uint256 rest;
    (taken, paid, rest) = _take(nodeId, within, Math.ceilDiv(within * bps, BPS), evidence, paidBps);
    _hold(nodeId, rest);
    _rebase(nodeId, within - taken);
    uint256 until = block.timestamp + staking.coolDown();
    // Another fault's term may end later and is not shortened.
    if (until > staking.node(nodeId).jailedUntil) staking.jail(nodeId, until.toUint64());
  }

  /// @notice Takes from a court what it pays to nobody. As much of it as a conviction paid the court is held with the
  /// rest of that slash; what is more, for example of deposits, is burned.
  /// @dev A court that was replaced closes its open cases and burns their fees, but has nothing held.
  /// @param paid What the court was paid for a conviction of this node in the same transaction; 0 if there was none.
  function discard(uint256 nodeId, uint256 amount, uint256 paid) external {
    uint256 held = Math.min(amount, paid);
    if (held != 0) {
      _checkCanCall(msg.sender, msg.data);
      _hold(nodeId, held);
    }
    token.safeTransferFrom(msg.sender, address(this), amount);
    if (held != amount) ERC20Burnable(address(token)).burn(amount - held);
  }

  /// @notice Takes a fixed amount, within the cap. The node is not jailed, and what is not paid is burned at once.
  /// @param paidBps The part of the owner's own loss that is sent to the caller.
  function fine(uint256 nodeId, uint256 amount, bytes32 evidence, uint16 paidBps)
    external
    restricted
    returns (uint256 taken, uint256 paid)
  {
    uint256 within = _within(nodeId);
    uint256 rest;
    (taken, paid, rest) = _take(nodeId, within, amount, evidence, paidBps);
    _rebase(nodeId, within - taken);
    if (rest != 0) ERC20Burnable(address(token)).burn(rest);
  }

  /// @notice Refuses evidence that is not worth a case: it has been punished, or the node is in jail and even all that
  /// the cap leaves would pay the court less than `least`. Who is not in jail can always be tried, though nothing may be
  /// left to take: fines alone can use up the cap, and the conviction jails it.
  function requireTriable(uint256 nodeId, bytes32 evidence, uint256 least) external view {
    _requireUnpunished(nodeId, evidence);
    if (staking.node(nodeId).jailedUntil == 0) return;
    uint256 within = _within(nodeId);
    uint256 pays = _paidOf(nodeId, within, _slashable(nodeId, within), MAX_PAID_BPS);
    if (pays < least) revert NothingToTake(nodeId, pays, least);
  }

  function _take(uint256 nodeId, uint256 within, uint256 amount, bytes32 evidence, uint16 paidBps)
    private
    returns (uint256 taken, uint256 paid, uint256 rest)
  {
    if (paidBps > MAX_PAID_BPS) revert PartTooHigh(paidBps, MAX_PAID_BPS);
    _requireUnpunished(nodeId, evidence);
    punished[nodeId][evidence] = true;
    _burnForfeited(nodeId, within);
    taken = _capped(nodeId, within, amount);
    // If there is nothing to take, the fault is recorded all the same.
    if (taken != 0) {
      paid = _paidOf(nodeId, within, taken, paidBps);
      staking.slash(nodeId, taken, address(this));
    }
    rest = taken - paid;
    emit Punished(nodeId, msg.sender, evidence, taken, paid);
    if (paid != 0) token.safeTransfer(msg.sender, paid);
  }

  function _requireUnpunished(uint256 nodeId, bytes32 evidence) private view {
    if (punished[nodeId][evidence]) revert AlreadyPunished(nodeId, evidence);
  }

  /// @dev The part of the owner's own loss that a court is paid.
  function _paidOf(uint256 nodeId, uint256 within, uint256 taken, uint16 paidBps)
    private
    view
    returns (uint256)
  {
    return taken == 0 ? 0 : taken * _bondOf(nodeId) / within * paidBps / BPS;
  }

  /// @dev The owner's part of what a slash can reach. Includes stake on its way out, so that an owner cannot leave
  /// the reporter unpaid by leaving first.
  function _bondOf(uint256 nodeId) private view returns (uint256) {
    Node memory node = staking.node(nodeId);
    return node.selfBond + staking.leavingOf(node.owner, nodeId);
  }
}
