// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { PenaltyCap } from "./PenaltyCap.sol";

/// @notice What was slashed from one node and is neither given back nor burned.
/// @param within All that a slash of the node could reach just after the last one: the losers' stake.
/// @param until When it may be burned, a Unix time.
/// @param jailedUntil The end of the term in jail that the node had before, a Unix time; 0 if it had none.
struct Hold {
  uint96 amount;
  uint96 within;
  uint48 until;
  uint48 jailedUntil;
}

/// @title Slashes on hold.
/// @notice Networks that slash by tolerance have had honest nodes convicted by an engine upgrade. While a slash is
/// held, the guardian can give it back to those who lost it, and to nobody else.
/// @dev A jailed node takes no votes, so all stake in its two pools is the losers'. Both pools lost in proportion, so
/// giving back in proportion is exact. Whoever withdraws before leaves its part behind; that part is burned.
abstract contract Holds is AccessManaged, PenaltyCap {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @notice Seconds for which a slash is held.
  uint64 public immutable holdSeconds;

  mapping(uint256 nodeId => Hold) private _holds;

  event Held(uint256 indexed nodeId, uint256 amount, uint256 until);
  event GivenBack(uint256 indexed nodeId, uint256 amount);
  event Burned(uint256 indexed nodeId, uint256 amount);

  /// @notice There has been another conviction: what is held is held until then.
  error ConvictedSince(uint256 nodeId, uint256 until);
  error HoldIsOver(uint256 nodeId, uint256 until);
  error HoldNotOver(uint256 nodeId, uint256 until);
  error HoldTooLong(uint256 holdSeconds, uint256 coolDown);
  /// @notice There is nothing to give back, or undoing the convictions takes more.
  error NotHeld(uint256 nodeId, uint256 held, uint256 amount);

  constructor(uint64 holdSeconds_) {
    // The jail lasts one cool-down, and votes must stay out for as long as a slash can be given back.
    uint256 coolDown = staking.coolDown();
    if (holdSeconds_ >= coolDown) revert HoldTooLong(holdSeconds_, coolDown);
    holdSeconds = holdSeconds_;
  }

  /// @notice What of a node's slashes can be given back, in wei, and until when, a Unix time.
  function heldOf(uint256 nodeId) external view returns (uint256 amount, uint256 until) {
    Hold memory hold = _holds[nodeId];
    return (block.timestamp < hold.until ? _left(hold, _within(nodeId)) : 0, hold.until);
  }

  /// @notice Gives `amount` of what is held, or all if that is less, back to everybody who lost it and is still there.
  /// @param undoUntil 0 to give back alone. Else the convictions that it is held for are undone as well, which takes all
  /// of it: the node may leave jail at once, or when an earlier term ends. The cap may have left them nothing to take,
  /// so all can be nothing. The end of the hold as `heldOf` told it undoes no conviction since, as each sets a later
  /// end, whatever it took; the greatest number undoes such ones too.
  function giveBack(uint256 nodeId, uint256 amount, uint256 undoUntil) external restricted {
    Hold memory hold = _holds[nodeId];
    if (hold.until == 0) revert NotHeld(nodeId, 0, amount);
    if (block.timestamp >= hold.until) revert HoldIsOver(nodeId, hold.until);
    bool undo = undoUntil != 0;
    if (undo && undoUntil < hold.until) revert ConvictedSince(nodeId, hold.until);
    uint256 within = _within(nodeId);
    _burnForfeited(nodeId, within);
    hold.amount = _holds[nodeId].amount;
    uint256 back = Math.min(amount, hold.amount);
    if (undo ? back < hold.amount : back == 0) revert NotHeld(nodeId, hold.amount, amount);
    hold.amount -= back.toUint96();
    hold.within = (within + back).toUint96();
    if (undo) delete _holds[nodeId];
    else _holds[nodeId] = hold;
    _uncount(nodeId, back);
    emit GivenBack(nodeId, back);

    if (back != 0) {
      token.forceApprove(address(staking), back);
      staking.restore(nodeId, back);
    }
    if (undo) staking.jail(nodeId, Math.max(hold.jailedUntil, block.timestamp + 1).toUint64());
  }

  /// @notice Burns what is held of a node's slashes once its time is over. Open to everybody.
  function burn(uint256 nodeId) external {
    Hold memory hold = _holds[nodeId];
    if (hold.amount == 0) revert NotHeld(nodeId, 0, 0);
    if (block.timestamp < hold.until) revert HoldNotOver(nodeId, hold.until);
    delete _holds[nodeId];
    _burn(nodeId, hold.amount);
  }

  /// @dev Adds what a conviction took, if anything, to what is held.
  function _hold(uint256 nodeId, uint256 amount) internal {
    Hold memory hold = _holds[nodeId];
    if (hold.until == 0) hold.jailedUntil = uint256(staking.node(nodeId).jailedUntil).toUint48();
    hold.amount += amount.toUint96();
    hold.until = (block.timestamp + holdSeconds).toUint48();
    _holds[nodeId] = hold;
    emit Held(nodeId, amount, hold.until);
  }

  /// @dev Notes that a slash leaves `within` within its reach.
  function _rebase(uint256 nodeId, uint256 within) internal {
    Hold storage hold = _holds[nodeId];
    if (hold.until != 0) hold.within = within.toUint96();
  }

  /// @dev Burns what would have gone to stake that was withdrawn since, or all if its time is over. Call it before a
  /// slash. `within` is all that one can reach.
  function _burnForfeited(uint256 nodeId, uint256 within) internal {
    Hold memory hold = _holds[nodeId];
    bool isOver = block.timestamp >= hold.until;
    uint256 left = isOver ? 0 : _left(hold, within);
    uint256 forfeited = hold.amount - left;
    if (isOver) {
      if (hold.until != 0) delete _holds[nodeId];
    } else {
      (_holds[nodeId].amount, _holds[nodeId].within) = (left.toUint96(), within.toUint96());
    }
    if (forfeited != 0) _burn(nodeId, forfeited);
  }

  function _left(Hold memory hold, uint256 within) private pure returns (uint256) {
    return within < hold.within ? Math.mulDiv(hold.amount, within, hold.within) : hold.amount;
  }

  function _burn(uint256 nodeId, uint256 amount) private {
    emit Burned(nodeId, amount);
    ERC20Burnable(address(token)).burn(amount);
  }
}
