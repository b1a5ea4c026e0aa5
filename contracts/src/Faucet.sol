// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Gives test CAI, and the gas to use it, to any address. For test networks only.
/// @notice Anyone may call it for any address, because a newcomer without gas cannot send the first
/// transaction. The rate limit applies to the receiving address. Fill the faucet by plain transfers of CAI
/// and gas.
contract Faucet {
  using SafeERC20 for IERC20;

  /// @notice The token that it gives out.
  IERC20 public immutable token;
  /// @notice Tokens in one drip.
  uint256 public immutable tokenAmount;
  /// @notice The native balance, in wei, up to which a drip tops the receiver.
  uint256 public immutable gasAmount;
  /// @notice Seconds between two drips to one address.
  uint256 public immutable period;

  /// @notice When an address may receive its next drip, a Unix time; 0 if it has had none.
  mapping(address receiver => uint256 timestamp) public nextDripAt;

  event Dripped(address indexed to, address indexed by, uint256 tokens, uint256 gas, uint256 nextDripAt);

  error DripTooSoon(uint256 nextDripAt);
  error FaucetEmpty();
  error GasRefused(address to);
  error ZeroAddress();

  constructor(IERC20 token_, uint256 tokenAmount_, uint256 gasAmount_, uint256 period_) {
    token = token_;
    tokenAmount = tokenAmount_;
    gasAmount = gasAmount_;
    period = period_;
  }

  /// @notice Accepts the gas that it gives out later.
  receive() external payable { }

  /// @notice Sends `to` one drip of tokens and fills its native balance up to `gasAmount`.
  function drip(address to) external {
    if (to == address(0)) revert ZeroAddress();
    uint256 allowedAt = nextDripAt[to];
    if (block.timestamp < allowedAt) revert DripTooSoon(allowedAt);
    uint256 gas = to.balance < gasAmount ? gasAmount - to.balance : 0;
    if (token.balanceOf(address(this)) < tokenAmount || address(this).balance < gas) revert FaucetEmpty();

    uint256 next = block.timestamp + period;
    nextDripAt[to] = next;
    emit Dripped(to, msg.sender, tokenAmount, gas, next);

    token.safeTransfer(to, tokenAmount);
    if (gas != 0) {
      (bool sent,) = to.call{ value: gas }("");
      if (!sent) revert GasRefused(to);
    }
  }
}
