// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { NodeRecord } from "./Node.sol";
import { Work } from "./Work.sol";

/// @title Rewards: fees paid in for a node's pool, and claims of what pools have earned.
abstract contract Rewards is Work {
  using SafeCast for uint256;

  /// @dev A tenth of what is paid in is burnt. Whoever pays itself to seem to work gets back all but that.
  uint256 private constant BURNT_PART = 10;

  event Claimed(address indexed user, uint256 indexed nodeId, uint256 amount);
  /// @param amount What was shared out; a ninth of it was burnt besides.
  event Rewarded(uint256 indexed nodeId, address indexed by, uint256 amount);
  event Compounded(address indexed user, uint256 indexed target, uint256 amount);

  /// @notice Burns a tenth of `amount` tokens of the caller and divides the rest among the shares of a node's pool. All
  /// of it pays for the node's work. There is no commission on it: this is the voters' part of payments, whose other
  /// part the owner has. What a pool lacks to a whole token is counted as the owner's, so that an empty pool's reward
  /// is not lost. As no minimum is below a token, each voter gets at least what it would get if the owner's bond were
  /// there.
  function reward(uint256 nodeId, uint256 amount) external {
    _requireAmount(amount);
    NodeRecord storage record = _existing(nodeId);
    _accrue(nodeId);
    _payTime(nodeId, amount);
    uint256 burnt = amount / BURNT_PART;
    amount -= burnt;
    uint256 shares = record.pool.shares;
    _changeVault(amount, 0);
    if (shares < LEAST_SHARES) {
      // Rounded down, as the shares' part is: together they must not come to more than the amount.
      _owe(record, amount * (LEAST_SHARES - shares) / LEAST_SHARES);
      shares = LEAST_SHARES;
    }
    unchecked {
      record.rewardPerShare += (amount << SHARE_FRACTION_BITS) / shares;
    }
    emit Rewarded(nodeId, msg.sender, amount);

    _take(amount + burnt);
    ERC20Burnable(address(token)).burn(burnt);
  }

  /// @notice Pays the caller's rewards in these pools to the wallet `to`; 0 is the idle pool.
  function claim(uint256[] calldata nodeIds, address to) external returns (uint256 total) {
    total = _claim(nodeIds);
    if (total != 0) _pay(to, total);
  }

  /// @notice Adds the caller's rewards in these pools to its votes for the node `target`, or to its idle stake if
  /// that is 0.
  function compound(uint256[] calldata nodeIds, uint256 target) external whileOpen returns (uint256 total) {
    if (target != IDLE) _requireOpen(target);
    total = _claim(nodeIds);
    _changeStake(total, 0);
    _join(target, msg.sender, total);
    emit Compounded(msg.sender, target, total);
  }

  /// @dev Takes the caller's rewards in these pools out of the vault.
  function _claim(uint256[] calldata nodeIds) private returns (uint256 total) {
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      uint256 rewardPerShare = _accrue(nodeId);
      Position storage position = _position(nodeId, msg.sender);
      uint256 amount = _due(position, rewardPerShare);
      unchecked {
        // forge-lint: disable-next-line(unsafe-typecast)
        position.debt += uint136(amount);
      }
      if (nodeId != IDLE) {
        NodeRecord storage record = _existing(nodeId);
        if (record.owner == msg.sender) {
          amount += record.ownerDue;
          record.ownerDue = 0;
        }
      }
      if (amount == 0) continue;
      total += amount;
      emit Claimed(msg.sender, nodeId, amount);
    }
    _changeVault(0, total);
  }
}
